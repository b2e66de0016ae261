"""Check-ins: on which rhythm, how each is asked, who is to be, what they said, who helps."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id, Instant

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _rhythms()
    _rounds()
    _preferences()
    _check_ins()
    _help_offers()


def downgrade() -> None:
    for table in (
        "challenge_help_offers",
        "challenge_check_ins",
        "challenge_check_in_preferences",
        "challenge_rounds",
        "challenge_rhythms",
    ):
        op.drop_table(table)


def _rhythms() -> None:
    name = "challenge_rhythms"
    op.create_table(
        name,
        sa.Column("challenge_id", Id, nullable=False),
        sa.Column("every", sa.Text(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("tried", sa.Text(), server_default="", nullable=False),
        sa.Column("help", sa.Text(), server_default="", nullable=False),
        sa.Column("next_day", sa.Date()),
        sa.Column("plan_at", Instant()),
        sa.Column("revision", sa.Integer(), nullable=False),
        _goes_with(name, "challenge_id", "challenges"),
        sa.PrimaryKeyConstraint("challenge_id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_plan_at", name, ["plan_at"])


def _rounds() -> None:
    name = "challenge_rounds"
    op.create_table(
        name,
        sa.Column("challenge_id", Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("digest_at", Instant()),
        sa.Column("said", sa.Integer(), server_default="0", nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("named", sa.Text(), server_default="", nullable=False),
        _goes_with(name, "challenge_id", "challenges"),
        sa.PrimaryKeyConstraint("challenge_id", "day", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_digest_at", name, ["digest_at"])


def _preferences() -> None:
    name = "challenge_check_in_preferences"
    op.create_table(
        name,
        sa.Column("challenge_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("in_thread", sa.Boolean(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer()),
        sa.Column("glad", sa.Boolean(), nullable=False),
        sa.Column("stay_asked_at", Instant()),
        sa.Column("greeted_at", Instant()),
        _goes_with(name, "challenge_id", "challenges"),
        _goes_with(name, "member_id", "members"),
        sa.PrimaryKeyConstraint("challenge_id", "member_id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_member_id", name, ["member_id"])


def _check_ins() -> None:
    name = "challenge_check_ins"
    op.create_table(
        name,
        sa.Column("challenge_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("ask_on", sa.Date(), nullable=False),
        sa.Column("ask_at", Instant()),
        sa.Column("asks", sa.Integer(), nullable=False),
        sa.Column("asked_at", Instant()),
        sa.Column("asked_in", Id),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tried", sa.Text(), server_default="", nullable=False),
        sa.Column("help", sa.Text(), server_default="", nullable=False),
        sa.Column("for_hosts", sa.Boolean(), nullable=False),
        sa.Column("answered_on", sa.Date()),
        _goes_with(name, "challenge_id", "challenges"),
        _goes_with(name, "member_id", "members"),
        sa.PrimaryKeyConstraint("challenge_id", "member_id", "day", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_ask_at", name, ["ask_at"])
    op.create_index(f"ix_{name}_challenge_id_day", name, ["challenge_id", "day"])
    op.create_index(f"ix_{name}_member_id", name, ["member_id"])


def _help_offers() -> None:
    name = "challenge_help_offers"
    op.create_table(
        name,
        sa.Column("challenge_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("helper_id", Id, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("offered_at", Instant(), nullable=False),
        _goes_with(name, "challenge_id", "challenges"),
        _goes_with(name, "member_id", "members"),
        _goes_with(name, "helper_id", "members"),
        sa.PrimaryKeyConstraint("challenge_id", "member_id", "day", "helper_id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_member_id", name, ["member_id"])
    op.create_index(f"ix_{name}_helper_id", name, ["helper_id"])


def _goes_with(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{to}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE"
    )
