"""Commitments of people, and the help that is asked for with them."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id, Instant

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _commitments()
    _requests()
    _questions()
    op.create_table(
        "commitment_help_refusals",
        sa.Column("member_id", Id, nullable=False),
        sa.Column("since", Instant(), nullable=False),
        _goes_with("commitment_help_refusals", "member_id", "members"),
        sa.PrimaryKeyConstraint("member_id", name="pk_commitment_help_refusals"),
    )


def downgrade() -> None:
    for table in (
        "commitment_help_refusals",
        "commitment_help_questions",
        "commitment_help_requests",
        "commitments",
    ):
        op.drop_table(table)


def _commitments() -> None:
    name = "commitments"
    op.create_table(
        name,
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("challenge_id", Id),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("day", sa.Date()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("settled_at", Instant()),
        sa.Column("happened", sa.Text(), server_default="", nullable=False),
        sa.Column("ask_on", sa.Date()),
        sa.Column("asked", sa.Integer(), server_default="0", nullable=False),
        sa.Column("question", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=f"fk_{name}_community_id"
        ),
        _goes_with(name, "member_id", "members"),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenges.id"], name=f"fk_{name}_challenge_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_ask_on", name, ["ask_on"])
    op.create_index(f"ix_{name}_member_id_state", name, ["member_id", "state"])
    op.create_index(f"ix_{name}_challenge_id_state", name, ["challenge_id", "state"])


def _requests() -> None:
    name = "commitment_help_requests"
    op.create_table(
        name,
        sa.Column("id", Id, nullable=False),
        sa.Column("commitment_id", Id, nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("in_group", sa.Boolean(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("waves", sa.Integer(), server_default="0", nullable=False),
        sa.Column("search_at", Instant()),
        sa.Column("closed_at", Instant()),
        _goes_with(name, "commitment_id", "commitments"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_commitment_id", name, ["commitment_id"])
    op.create_index(f"ix_{name}_search_at", name, ["search_at"])


def _questions() -> None:
    name = "commitment_help_questions"
    op.create_table(
        name,
        sa.Column("request_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("said", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        _goes_with(name, "request_id", "commitment_help_requests"),
        _goes_with(name, "member_id", "members"),
        sa.PrimaryKeyConstraint("request_id", "member_id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_member_id", name, ["member_id"])


def _goes_with(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{to}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE"
    )
