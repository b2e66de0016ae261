"""Events know what they were made of; time polls, their slots, and what people answered."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id, Instant

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("origin_kind", sa.Text(), nullable=True))
    op.add_column("events", sa.Column("origin_subject", sa.Text(), nullable=True))
    op.create_table(
        "polls",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("closes_at", Instant(), nullable=False),
        sa.Column("made_by", Id, nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("origin_kind", sa.Text(), nullable=True),
        sa.Column("origin_subject", sa.Text(), nullable=True),
        sa.Column("planned_id", Id, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_polls_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["members.id"], name=op.f("fk_polls_made_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polls")),
    )
    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.create_index(
            "ix_polls_community_id_state", ["community_id", "state"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_polls_made_by"), ["made_by"], unique=False)

    op.create_table(
        "poll_networks",
        sa.Column("poll_id", Id, nullable=False),
        sa.Column("network_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["networks.id"],
            name=op.f("fk_poll_networks_network_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["polls.id"], name=op.f("fk_poll_networks_poll_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("poll_id", "network_id", name=op.f("pk_poll_networks")),
    )
    op.create_table(
        "poll_slots",
        sa.Column("id", Id, nullable=False),
        sa.Column("poll_id", Id, nullable=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["polls.id"], name=op.f("fk_poll_slots_poll_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_slots")),
        sa.UniqueConstraint("poll_id", "starts_at", name=op.f("uq_poll_slots_poll_id_starts_at")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "poll_respondents",
        sa.Column("poll_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_poll_respondents_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["polls.id"], name=op.f("fk_poll_respondents_poll_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("poll_id", "member_id", name=op.f("pk_poll_respondents")),
    )
    with op.batch_alter_table("poll_respondents", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_poll_respondents_member_id"), ["member_id"], unique=False
        )

    op.create_table(
        "poll_answers",
        sa.Column("slot_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_poll_answers_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["poll_slots.id"], name=op.f("fk_poll_answers_slot_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("slot_id", "member_id", name=op.f("pk_poll_answers")),
    )
    with op.batch_alter_table("poll_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_answers_member_id"), ["member_id"], unique=False)


def downgrade() -> None:
    for table in ("poll_answers", "poll_respondents", "poll_slots", "poll_networks", "polls"):
        op.drop_table(table)
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_column("origin_subject")
        batch_op.drop_column("origin_kind")
