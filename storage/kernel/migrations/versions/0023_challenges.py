"""Challenges: for whom they are, who is in them, what was said before, who may host them."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id, Instant

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _challenges()
    _belonging("challenge_networks", "network_id", "networks")
    _belonging("challenge_places", "place_id", "places")
    _participants()
    _changes()
    _host_requests()
    op.create_table(
        "challenge_gatherings",
        sa.Column("challenge_id", Id, nullable=False),
        sa.Column("event_id", Id, nullable=False),
        sa.Column("planned_at", Instant(), nullable=False),
        _goes_with("challenge_gatherings", "challenge_id", "challenges"),
        sa.PrimaryKeyConstraint("challenge_id", "event_id", name="pk_challenge_gatherings"),
    )
    op.create_index("ix_challenge_gatherings_event_id", "challenge_gatherings", ["event_id"])


def downgrade() -> None:
    for table in (
        "challenge_gatherings",
        "challenge_host_requests",
        "challenge_changes",
        "challenge_participants",
        "challenge_places",
        "challenge_networks",
        "challenges",
    ):
        op.drop_table(table)


def _challenges() -> None:
    op.create_table(
        "challenges",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("different", sa.Text(), server_default="", nullable=False),
        sa.Column("welcome", sa.Text(), server_default="", nullable=False),
        sa.Column("where_we_are", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("made_by", Id),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("asked_at", Instant()),
        sa.Column("learned", sa.Text(), server_default="", nullable=False),
        sa.Column("changed", sa.Text(), server_default="", nullable=False),
        sa.Column("next", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name="fk_challenges_community_id"
        ),
        _without("challenges", "made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_challenges"),
    )
    op.create_index("ix_challenges_community_id_state", "challenges", ["community_id", "state"])
    op.create_index("ix_challenges_state_until", "challenges", ["state", "until"])
    op.create_index("ix_challenges_made_by", "challenges", ["made_by"])


def _participants() -> None:
    name = "challenge_participants"
    op.create_table(
        name,
        sa.Column("challenge_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("heard_at", Instant(), nullable=False),
        sa.Column("resting_until", sa.Date()),
        _goes_with(name, "challenge_id", "challenges"),
        _goes_with(name, "member_id", "members"),
        sa.PrimaryKeyConstraint("challenge_id", "member_id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_member_id", name, ["member_id"])


def _changes() -> None:
    name = "challenge_changes"
    op.create_table(
        name,
        sa.Column("id", Id, nullable=False),
        sa.Column("challenge_id", Id, nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("changed_by", Id),
        sa.Column("changed_at", Instant(), nullable=False),
        _goes_with(name, "challenge_id", "challenges"),
        _without(name, "changed_by"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_challenge_id", name, ["challenge_id"])
    op.create_index(f"ix_{name}_changed_by", name, ["changed_by"])


def _host_requests() -> None:
    name = "challenge_host_requests"
    op.create_table(
        name,
        sa.Column("challenge_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("asked_by", Id),
        sa.Column("asked_at", Instant(), nullable=False),
        _goes_with(name, "challenge_id", "challenges"),
        _goes_with(name, "member_id", "members"),
        _without(name, "asked_by"),
        sa.PrimaryKeyConstraint("challenge_id", "member_id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_member_id", name, ["member_id"])
    op.create_index(f"ix_{name}_asked_by", name, ["asked_by"])


def _belonging(name: str, column: str, to: str) -> None:
    op.create_table(
        name,
        sa.Column("challenge_id", Id, nullable=False),
        sa.Column(column, Id, nullable=False),
        _goes_with(name, "challenge_id", "challenges"),
        _goes_with(name, column, to),
        sa.PrimaryKeyConstraint("challenge_id", column, name=f"pk_{name}"),
    )


def _goes_with(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{to}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE"
    )


def _without(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["members.id"], name=f"fk_{table}_{column}", ondelete="SET NULL"
    )
