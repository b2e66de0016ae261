"""The first tables."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id, Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answers",
        sa.Column("delivery_id", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("given_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_answers")),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answers_given_at"), ["given_at"], unique=False)

    op.create_table(
        "communities",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_communities")),
        sa.UniqueConstraint("name_key", name=op.f("uq_communities_name_key")),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
    )
    op.create_table(
        "ticks",
        sa.Column("feature", sa.Text(), nullable=False),
        sa.Column("schedule", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("run_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("feature", "schedule", "period", name=op.f("pk_ticks")),
    )
    op.create_table(
        "web_ticker",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("change", Id, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_ticker")),
    )
    op.create_table(
        "members",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("email_key", sa.Text(), nullable=True),
        sa.Column("role", sa.Integer(), server_default="0", nullable=False),
        sa.Column("zone", sa.Text(), server_default="Europe/London", nullable=False),
        sa.Column("locale", sa.Text(), server_default="en", nullable=False),
        sa.Column("joined_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_members_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint(
            "community_id", "email_key", name=op.f("uq_members_community_id_email_key")
        ),
    )
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.create_index(
            "ix_members_community_id_name_key", ["community_id", "name_key"], unique=False
        )

    op.create_table(
        "networks",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_networks_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_networks")),
        sa.UniqueConstraint(
            "community_id", "name_key", name=op.f("uq_networks_community_id_name_key")
        ),
    )
    op.create_table(
        "programmes",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("group_size", sa.Integer(), nullable=False),
        sa.Column("taking_part", sa.Text(), nullable=False),
        sa.Column("weeks_apart", sa.Integer(), nullable=False),
        sa.Column("across", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="running", nullable=False),
        sa.Column("number", sa.Integer(), server_default="1", nullable=False),
        sa.Column("opens_at", Instant(), nullable=True),
        sa.Column("asked_for", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_programmes_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
        sa.UniqueConstraint(
            "community_id", "name_key", name=op.f("uq_programmes_community_id_name_key")
        ),
    )
    with op.batch_alter_table("programmes", schema=None) as batch_op:
        batch_op.create_index("ix_programmes_state_opens_at", ["state", "opens_at"], unique=False)

    op.create_table(
        "spaces",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("square", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_spaces_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spaces")),
        sa.UniqueConstraint("platform", "external_id", name=op.f("uq_spaces_platform_external_id")),
    )
    op.create_table(
        "web_places",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_web_places_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_places")),
        sa.UniqueConstraint("key", name=op.f("uq_web_places_key")),
    )
    with op.batch_alter_table("web_places", schema=None) as batch_op:
        batch_op.create_index(
            "ix_web_places_community_id_kind", ["community_id", "kind"], unique=False
        )

    op.create_table(
        "accounts",
        sa.Column("id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("space_id", Id, nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_accounts_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=op.f("fk_accounts_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint(
            "space_id", "external_id", name=op.f("uq_accounts_space_id_external_id")
        ),
    )
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accounts_member_id"), ["member_id"], unique=False)

    op.create_table(
        "drafts",
        sa.Column("member_id", Id, nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_drafts_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "form", "subject", name=op.f("pk_drafts")),
    )
    op.create_table(
        "introduction_never",
        sa.Column("member_id", Id, nullable=False),
        sa.Column("other_id", Id, nullable=False),
        sa.Column("said_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_introduction_never_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["members.id"],
            name=op.f("fk_introduction_never_other_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", "other_id", name=op.f("pk_introduction_never")),
    )
    with op.batch_alter_table("introduction_never", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_introduction_never_other_id"), ["other_id"], unique=False
        )

    op.create_table(
        "introduction_pauses",
        sa.Column("member_id", Id, nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_introduction_pauses_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_introduction_pauses")),
    )
    op.create_table(
        "member_networks",
        sa.Column("member_id", Id, nullable=False),
        sa.Column("network_id", Id, nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_member_networks_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name=op.f("fk_member_networks_network_id")
        ),
        sa.PrimaryKeyConstraint("member_id", "network_id", name=op.f("pk_member_networks")),
    )
    with op.batch_alter_table("member_networks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_member_networks_network_id"), ["network_id"], unique=False
        )

    op.create_table(
        "outbox",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("to_member", Id, nullable=True),
        sa.Column("to_room", sa.Text(), nullable=True),
        sa.Column("to_space", Id, nullable=True),
        sa.Column("to_channel", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("rung", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("posted_channel", sa.Text(), nullable=True),
        sa.Column("posted_message", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_outbox_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_member"], ["members.id"], name=op.f("fk_outbox_to_member"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["to_space"], ["spaces.id"], name=op.f("fk_outbox_to_space")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_about", ["about"], unique=False)
        batch_op.create_index("ix_outbox_lane_state", ["lane", "state", "id"], unique=False)
        batch_op.create_index("ix_outbox_state_due_at", ["state", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_to_member"), ["to_member"], unique=False)

    op.create_table(
        "profile_topics",
        sa.Column("member_id", Id, nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_profile_topics_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_profile_topics_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", "topic", name=op.f("pk_profile_topics")),
    )
    with op.batch_alter_table("profile_topics", schema=None) as batch_op:
        batch_op.create_index(
            "ix_profile_topics_community_id_topic", ["community_id", "topic"], unique=False
        )

    op.create_table(
        "profiles",
        sa.Column("member_id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("pronouns", sa.Text(), server_default="", nullable=False),
        sa.Column("headline", sa.Text(), server_default="", nullable=False),
        sa.Column("about", sa.Text(), server_default="", nullable=False),
        sa.Column("place", sa.Text(), server_default="", nullable=False),
        sa.Column("place_key", sa.Text(), server_default="", nullable=False),
        sa.Column("topics", sa.Text(), server_default="[]", nullable=False),
        sa.Column("offers", sa.Text(), server_default="[]", nullable=False),
        sa.Column("asks", sa.Text(), server_default="[]", nullable=False),
        sa.Column("languages", sa.Text(), server_default="[]", nullable=False),
        sa.Column("availability", sa.Text(), server_default="[]", nullable=False),
        sa.Column("visibility", sa.Text(), server_default="everyone", nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_profiles_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_profiles_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_profiles")),
    )
    with op.batch_alter_table("profiles", schema=None) as batch_op:
        batch_op.create_index(
            "ix_profiles_community_id_place_key", ["community_id", "place_key"], unique=False
        )
        batch_op.create_index(
            "ix_profiles_community_id_visibility", ["community_id", "visibility"], unique=False
        )

    op.create_table(
        "programme_members",
        sa.Column("programme_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("state", sa.Text(), server_default="in", nullable=False),
        sa.Column("joined_at", Instant(), nullable=False),
        sa.Column("left_out", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_programme_members_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_programme_members_programme_id")
        ),
        sa.PrimaryKeyConstraint("programme_id", "member_id", name=op.f("pk_programme_members")),
    )
    with op.batch_alter_table("programme_members", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_programme_members_member_id"), ["member_id"], unique=False
        )

    op.create_table(
        "rooms",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("space_id", Id, nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_rooms_community_id")
        ),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=op.f("fk_rooms_space_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rooms")),
    )
    op.create_table(
        "round_answers",
        sa.Column("programme_id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("coming", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_round_answers_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_round_answers_programme_id")
        ),
        sa.PrimaryKeyConstraint(
            "programme_id", "number", "member_id", name=op.f("pk_round_answers")
        ),
    )
    with op.batch_alter_table("round_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_answers_member_id"), ["member_id"], unique=False)

    op.create_table(
        "rounds",
        sa.Column("id", Id, nullable=False),
        sa.Column("programme_id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), server_default="draft", nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("adjustments", sa.Text(), server_default="{}", nullable=False),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("fingerprint", sa.Text(), server_default="", nullable=False),
        sa.Column("opened_at", Instant(), nullable=True),
        sa.Column("opened_by", Id, nullable=True),
        sa.Column("halfway_at", Instant(), nullable=True),
        sa.Column("last_call_at", Instant(), nullable=True),
        sa.Column("ends_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["members.id"], name=op.f("fk_rounds_opened_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_rounds_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("programme_id", "number", name=op.f("uq_rounds_programme_id_number")),
    )
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.create_index("ix_rounds_state", ["state"], unique=False)

    op.create_table(
        "web_logins",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_web_logins_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_web_logins")),
    )
    with op.batch_alter_table("web_logins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_web_logins_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_web_logins_member_id"), ["member_id"], unique=False)

    op.create_table(
        "web_messages",
        sa.Column("id", Id, nullable=False),
        sa.Column("place_id", Id, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("thread_id", Id, nullable=True),
        sa.Column("author_id", Id, nullable=True),
        sa.Column("only_for", Id, nullable=True),
        sa.Column("asked_by", Id, nullable=True),
        sa.Column("asked", sa.Text(), server_default="", nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("change", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["members.id"], name=op.f("fk_web_messages_asked_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["members.id"],
            name=op.f("fk_web_messages_author_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["only_for"], ["members.id"], name=op.f("fk_web_messages_only_for"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"],
            ["web_places.id"],
            name=op.f("fk_web_messages_place_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["web_messages.id"],
            name=op.f("fk_web_messages_thread_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_messages")),
        sa.UniqueConstraint("key", name=op.f("uq_web_messages_key")),
    )
    with op.batch_alter_table("web_messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_web_messages_asked_by"), ["asked_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_web_messages_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_web_messages_change"), ["change"], unique=False)
        batch_op.create_index(batch_op.f("ix_web_messages_only_for"), ["only_for"], unique=False)
        batch_op.create_index("ix_web_messages_place_id_id", ["place_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_web_messages_thread_id"), ["thread_id"], unique=False)

    op.create_table(
        "web_place_members",
        sa.Column("place_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("last_read", Id, server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_web_place_members_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["place_id"],
            ["web_places.id"],
            name=op.f("fk_web_place_members_place_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("place_id", "member_id", name=op.f("pk_web_place_members")),
    )
    with op.batch_alter_table("web_place_members", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_web_place_members_member_id"), ["member_id"], unique=False
        )

    op.create_table(
        "introductions",
        sa.Column("id", Id, nullable=False),
        sa.Column("round_id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("across", sa.Boolean(), nullable=False),
        sa.Column("met_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_introductions_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_introductions_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introductions")),
        sa.UniqueConstraint(
            "round_id", "position", name=op.f("uq_introductions_round_id_position")
        ),
    )
    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_introductions_community_id_opened_at", ["community_id", "opened_at"], unique=False
        )

    op.create_table(
        "room_members",
        sa.Column("room_key", sa.Text(), nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_room_members_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["room_key"], ["rooms.key"], name=op.f("fk_room_members_room_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("room_key", "member_id", name=op.f("pk_room_members")),
    )
    with op.batch_alter_table("room_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_room_members_member_id"), ["member_id"], unique=False)

    op.create_table(
        "introduction_members",
        sa.Column("introduction_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("story", sa.Text(), server_default="", nullable=False),
        sa.Column("share", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["introductions.id"],
            name=op.f("fk_introduction_members_introduction_id"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_introduction_members_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "introduction_id", "member_id", name=op.f("pk_introduction_members")
        ),
    )
    with op.batch_alter_table("introduction_members", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_introduction_members_member_id"), ["member_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("introduction_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_introduction_members_member_id"))

    op.drop_table("introduction_members")
    with op.batch_alter_table("room_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_room_members_member_id"))

    op.drop_table("room_members")
    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.drop_index("ix_introductions_community_id_opened_at")

    op.drop_table("introductions")
    with op.batch_alter_table("web_place_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_web_place_members_member_id"))

    op.drop_table("web_place_members")
    with op.batch_alter_table("web_messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_web_messages_thread_id"))
        batch_op.drop_index("ix_web_messages_place_id_id")
        batch_op.drop_index(batch_op.f("ix_web_messages_only_for"))
        batch_op.drop_index(batch_op.f("ix_web_messages_change"))
        batch_op.drop_index(batch_op.f("ix_web_messages_author_id"))
        batch_op.drop_index(batch_op.f("ix_web_messages_asked_by"))

    op.drop_table("web_messages")
    with op.batch_alter_table("web_logins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_web_logins_member_id"))
        batch_op.drop_index(batch_op.f("ix_web_logins_expires_at"))

    op.drop_table("web_logins")
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.drop_index("ix_rounds_state")

    op.drop_table("rounds")
    with op.batch_alter_table("round_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_answers_member_id"))

    op.drop_table("round_answers")
    op.drop_table("rooms")
    with op.batch_alter_table("programme_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_members_member_id"))

    op.drop_table("programme_members")
    with op.batch_alter_table("profiles", schema=None) as batch_op:
        batch_op.drop_index("ix_profiles_community_id_visibility")
        batch_op.drop_index("ix_profiles_community_id_place_key")

    op.drop_table("profiles")
    with op.batch_alter_table("profile_topics", schema=None) as batch_op:
        batch_op.drop_index("ix_profile_topics_community_id_topic")

    op.drop_table("profile_topics")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_to_member"))
        batch_op.drop_index("ix_outbox_state_due_at")
        batch_op.drop_index("ix_outbox_lane_state")
        batch_op.drop_index("ix_outbox_about")

    op.drop_table("outbox")
    with op.batch_alter_table("member_networks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_member_networks_network_id"))

    op.drop_table("member_networks")
    op.drop_table("introduction_pauses")
    with op.batch_alter_table("introduction_never", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_introduction_never_other_id"))

    op.drop_table("introduction_never")
    op.drop_table("drafts")
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accounts_member_id"))

    op.drop_table("accounts")
    with op.batch_alter_table("web_places", schema=None) as batch_op:
        batch_op.drop_index("ix_web_places_community_id_kind")

    op.drop_table("web_places")
    op.drop_table("spaces")
    with op.batch_alter_table("programmes", schema=None) as batch_op:
        batch_op.drop_index("ix_programmes_state_opens_at")

    op.drop_table("programmes")
    op.drop_table("networks")
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_index("ix_members_community_id_name_key")

    op.drop_table("members")
    op.drop_table("web_ticker")
    op.drop_table("ticks")
    op.drop_table("settings")
    op.drop_table("communities")
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answers_given_at"))

    op.drop_table("answers")
