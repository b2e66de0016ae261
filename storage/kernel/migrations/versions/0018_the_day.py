"""The day of an event: who is there, in which groups, what comes of it; ties for introductions."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id, Instant

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _check_ins()
    _rooms()
    _breakouts()
    _afterwards()
    _ties()


def downgrade() -> None:
    with op.batch_alter_table("suggestions") as table:
        table.drop_column("after")
    for name in (
        *("introduction_gathering_members", "introduction_gatherings", "event_outcomes"),
        *("event_agains", "event_breakout_seats", "event_breakouts", "event_rooms"),
        *("event_doors", "event_check_ins"),
    ):
        op.drop_table(name)


def _check_ins() -> None:
    op.create_table(
        "event_check_ins",
        sa.Column("id", Id, nullable=False),
        sa.Column("date_id", Id, nullable=False),
        sa.Column("member_id", Id),
        sa.Column("guest_id", Id),
        sa.Column("name", sa.Text(), nullable=False, server_default=""),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("by_id", Id),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_event_check_ins"),
        _refers("event_check_ins", "date_id", "event_dates"),
        _refers("event_check_ins", "member_id", "members"),
        _refers("event_check_ins", "guest_id", "event_guests"),
        _refers("event_check_ins", "by_id", "members", "SET NULL"),
        sa.UniqueConstraint("date_id", "member_id", name="uq_event_check_ins_date_id_member_id"),
        sa.UniqueConstraint("date_id", "guest_id", name="uq_event_check_ins_date_id_guest_id"),
    )
    for column in ("member_id", "guest_id", "by_id"):
        op.create_index(f"ix_event_check_ins_{column}", "event_check_ins", [column])
    op.create_table(
        "event_doors",
        sa.Column("date_id", Id, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("date_id", name="pk_event_doors"),
        _refers("event_doors", "date_id", "event_dates"),
    )


def _rooms() -> None:
    op.create_table(
        "event_rooms",
        sa.Column("date_id", Id, nullable=False),
        sa.Column("space_id", Id, nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("closed_at", Instant()),
        sa.PrimaryKeyConstraint("date_id", "space_id", name="pk_event_rooms"),
        _refers("event_rooms", "date_id", "event_dates"),
        _refers("event_rooms", "space_id", "spaces"),
    )


def _breakouts() -> None:
    op.create_table(
        "event_breakouts",
        sa.Column("id", Id, nullable=False),
        sa.Column("date_id", Id, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("made_by", Id),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("told_at", Instant()),
        sa.PrimaryKeyConstraint("id", name="pk_event_breakouts"),
        _refers("event_breakouts", "date_id", "event_dates"),
        _refers("event_breakouts", "made_by", "members", "SET NULL"),
    )
    for column in ("date_id", "made_by"):
        op.create_index(f"ix_event_breakouts_{column}", "event_breakouts", [column])
    op.create_table(
        "event_breakout_seats",
        sa.Column("id", Id, nullable=False),
        sa.Column("breakout_id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member_id", Id),
        sa.Column("guest_id", Id),
        sa.Column("name", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_event_breakout_seats"),
        _refers("event_breakout_seats", "breakout_id", "event_breakouts"),
        _refers("event_breakout_seats", "member_id", "members"),
        _refers("event_breakout_seats", "guest_id", "event_guests"),
        sa.UniqueConstraint(
            "breakout_id", "member_id", name="uq_event_breakout_seats_breakout_id_member_id"
        ),
    )
    for column in ("member_id", "guest_id"):
        op.create_index(f"ix_event_breakout_seats_{column}", "event_breakout_seats", [column])


def _afterwards() -> None:
    op.create_table(
        "event_agains",
        sa.Column("date_id", Id, nullable=False),
        sa.Column("by_id", Id, nullable=False),
        sa.Column("other_id", Id, nullable=False),
        sa.Column("said_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("date_id", "by_id", "other_id", name="pk_event_agains"),
        _refers("event_agains", "date_id", "event_dates"),
        _refers("event_agains", "by_id", "members"),
        _refers("event_agains", "other_id", "members"),
    )
    for column in ("by_id", "other_id", "said_at"):
        op.create_index(f"ix_event_agains_{column}", "event_agains", [column])
    op.create_table(
        "event_outcomes",
        sa.Column("date_id", Id, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False, server_default=""),
        sa.Column("by_id", Id),
        sa.Column("said_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("date_id", name="pk_event_outcomes"),
        _refers("event_outcomes", "date_id", "event_dates"),
        _refers("event_outcomes", "by_id", "members", "SET NULL"),
    )
    op.create_index("ix_event_outcomes_by_id", "event_outcomes", ["by_id"])


def _ties() -> None:
    op.create_table(
        "introduction_gatherings",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("date", Id, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("held_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_introduction_gatherings"),
        _refers("introduction_gatherings", "community_id", "communities", None),
        sa.UniqueConstraint("date", name="uq_introduction_gatherings_date"),
    )
    op.create_table(
        "introduction_gathering_members",
        sa.Column("gathering_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.PrimaryKeyConstraint(
            "gathering_id", "member_id", name="pk_introduction_gathering_members"
        ),
        _refers("introduction_gathering_members", "gathering_id", "introduction_gatherings"),
        _refers("introduction_gathering_members", "member_id", "members"),
    )
    op.create_index(
        "ix_introduction_gathering_members_member_id",
        "introduction_gathering_members",
        ["member_id"],
    )
    op.add_column("suggestions", sa.Column("after", sa.Text(), nullable=False, server_default=""))


def _refers(
    table: str, column: str, other: str, gone: str | None = "CASCADE"
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=f"fk_{table}_{column}", ondelete=gone
    )
