"""Ideas: for whom they are, where their cards hang, and who is interested."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id, Instant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ideas",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("topics", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("made_by", Id),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("stirred_at", Instant(), nullable=False),
        sa.Column("asked_at", Instant()),
        sa.Column("event_id", Id),
        sa.Column("held_at", Instant()),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_ideas_community_id"),
        sa.ForeignKeyConstraint(
            ["made_by"], ["members.id"], name="fk_ideas_made_by", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ideas"),
    )
    op.create_index("ix_ideas_community_id_state", "ideas", ["community_id", "state"])
    op.create_index("ix_ideas_state_stirred_at", "ideas", ["state", "stirred_at"])
    op.create_index("ix_ideas_made_by", "ideas", ["made_by"])
    op.create_index("ix_ideas_event_id", "ideas", ["event_id"])
    _belonging("idea_networks", "network_id", "networks")
    _belonging("idea_places", "place_id", "places")
    op.create_table(
        "idea_interests",
        sa.Column("idea_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("can_host", sa.Boolean(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        _goes_with("idea_interests", "idea_id", "ideas"),
        _goes_with("idea_interests", "member_id", "members"),
        sa.PrimaryKeyConstraint("idea_id", "member_id", name="pk_idea_interests"),
    )
    op.create_index("ix_idea_interests_member_id", "idea_interests", ["member_id"])


def downgrade() -> None:
    for table in ("idea_interests", "idea_places", "idea_networks", "ideas"):
        op.drop_table(table)


def _belonging(name: str, column: str, to: str) -> None:
    op.create_table(
        name,
        sa.Column("idea_id", Id, nullable=False),
        sa.Column(column, Id, nullable=False),
        _goes_with(name, "idea_id", "ideas"),
        _goes_with(name, column, to),
        sa.PrimaryKeyConstraint("idea_id", column, name=f"pk_{name}"),
    )


def _goes_with(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{to}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE"
    )
