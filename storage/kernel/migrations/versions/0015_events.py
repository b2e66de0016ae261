"""Events: what is planned, dates, answers, waiting lists, guests, series, reminders."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id, Instant

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("venue", sa.Text(), server_default="", nullable=False),
        sa.Column("link", sa.Text(), server_default="", nullable=False),
        sa.Column("hidden_place", sa.Boolean(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("by_approval", sa.Boolean(), nullable=False),
        sa.Column("passing", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=True),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=True),
        sa.Column("made_until", sa.DateTime(), nullable=True),
        sa.Column("state", sa.Text(), server_default="planned", nullable=False),
        sa.Column("sequence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("made_by", Id, nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("continues_id", Id, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_events_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["continues_id"],
            ["events.id"],
            name=op.f("fk_events_continues_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["members.id"], name=op.f("fk_events_made_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("uid", name=op.f("uq_events_uid")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index(
            "ix_events_community_id_state", ["community_id", "state"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_events_made_by"), ["made_by"], unique=False)

    op.create_table(
        "event_dates",
        sa.Column("id", Id, nullable=False),
        sa.Column("event_id", Id, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("original", sa.DateTime(), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("state", sa.Text(), server_default="planned", nullable=False),
        sa.Column("sequence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("venue", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("seated", sa.Integer(), server_default="0", nullable=False),
        sa.Column("offered", sa.Integer(), server_default="0", nullable=False),
        sa.Column("waiting", sa.Integer(), server_default="0", nullable=False),
        sa.Column("maybe", sa.Integer(), server_default="0", nullable=False),
        sa.Column("declined", sa.Integer(), server_default="0", nullable=False),
        sa.Column("pending", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_position", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_dates_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_dates")),
        sa.UniqueConstraint("event_id", "original", name=op.f("uq_event_dates_event_id_original")),
        sa.UniqueConstraint("uid", name=op.f("uq_event_dates_uid")),
    )
    with op.batch_alter_table("event_dates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_dates_ends_at"), ["ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_dates_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "event_guests",
        sa.Column("id", Id, nullable=False),
        sa.Column("event_id", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_guests_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_guests")),
        sa.UniqueConstraint(
            "event_id", "email_key", name=op.f("uq_event_guests_event_id_email_key")
        ),
    )
    op.create_table(
        "event_networks",
        sa.Column("event_id", Id, nullable=False),
        sa.Column("network_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_networks_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["networks.id"],
            name=op.f("fk_event_networks_network_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "network_id", name=op.f("pk_event_networks")),
    )
    op.create_table(
        "event_reminders",
        sa.Column("event_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name=op.f("fk_event_reminders_event_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_event_reminders_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "member_id", name=op.f("pk_event_reminders")),
    )
    with op.batch_alter_table("event_reminders", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_event_reminders_member_id"), ["member_id"], unique=False
        )

    op.create_table(
        "event_standing_answers",
        sa.Column("event_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("party", sa.Integer(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("said_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name=op.f("fk_event_standing_answers_event_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_event_standing_answers_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "member_id", name=op.f("pk_event_standing_answers")),
    )
    with op.batch_alter_table("event_standing_answers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_event_standing_answers_member_id"), ["member_id"], unique=False
        )

    op.create_table(
        "event_places",
        sa.Column("event_id", Id, nullable=False),
        sa.Column("place_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_places_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_event_places_place_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "place_id", name=op.f("pk_event_places")),
    )
    op.create_table(
        "event_rsvps",
        sa.Column("id", Id, nullable=False),
        sa.Column("date_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=True),
        sa.Column("guest_id", Id, nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("party", sa.Integer(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("offered", sa.Integer(), nullable=False),
        sa.Column("offered_until", Instant(), nullable=True),
        sa.Column("need", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("pending", sa.Text(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("standing", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("answered_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["date_id"], ["event_dates.id"], name=op.f("fk_event_rsvps_date_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["guest_id"],
            ["event_guests.id"],
            name=op.f("fk_event_rsvps_guest_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_event_rsvps_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_rsvps")),
        sa.UniqueConstraint("date_id", "guest_id", name=op.f("uq_event_rsvps_date_id_guest_id")),
        sa.UniqueConstraint("date_id", "member_id", name=op.f("uq_event_rsvps_date_id_member_id")),
    )
    with op.batch_alter_table("event_rsvps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_rsvps_guest_id"), ["guest_id"], unique=False)
        batch_op.create_index(
            "ix_event_rsvps_line",
            ["date_id", "need", "position"],
            unique=False,
            sqlite_where=sa.text("need > 0"),
            postgresql_where=sa.text("need > 0"),
        )
        batch_op.create_index(batch_op.f("ix_event_rsvps_member_id"), ["member_id"], unique=False)
        batch_op.create_index(
            "ix_event_rsvps_offered_until",
            ["offered_until"],
            unique=False,
            sqlite_where=sa.text("offered_until IS NOT NULL"),
            postgresql_where=sa.text("offered_until IS NOT NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("event_rsvps", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_event_rsvps_offered_until",
            sqlite_where=sa.text("offered_until IS NOT NULL"),
            postgresql_where=sa.text("offered_until IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_event_rsvps_member_id"))
        batch_op.drop_index(
            "ix_event_rsvps_line",
            sqlite_where=sa.text("need > 0"),
            postgresql_where=sa.text("need > 0"),
        )
        batch_op.drop_index(batch_op.f("ix_event_rsvps_guest_id"))

    op.drop_table("event_rsvps")
    op.drop_table("event_places")
    with op.batch_alter_table("event_standing_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_standing_answers_member_id"))

    op.drop_table("event_standing_answers")
    with op.batch_alter_table("event_reminders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_reminders_member_id"))

    op.drop_table("event_reminders")
    op.drop_table("event_networks")
    op.drop_table("event_guests")
    with op.batch_alter_table("event_dates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_dates_starts_at"))
        batch_op.drop_index(batch_op.f("ix_event_dates_ends_at"))

    op.drop_table("event_dates")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_events_made_by"))
        batch_op.drop_index("ix_events_community_id_state")

    op.drop_table("events")
