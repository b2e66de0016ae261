"""Peer assists, and who has come to know whom elsewhere than by an introduction."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id, Instant

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "peer_assists",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("asker_id", Id, nullable=True),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("more", sa.Text(), server_default="", nullable=False),
        sa.Column("times", sa.Text(), server_default="", nullable=False),
        sa.Column("named", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("about_kind", sa.Text(), nullable=True),
        sa.Column("about_subject", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), server_default="draft", nullable=False),
        sa.Column("step", sa.Integer(), server_default="0", nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=True),
        sa.Column("more_asked_at", Instant(), nullable=True),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("reminded", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("moved_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("room_closed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("takeaway", sa.Text(), server_default="", nullable=False),
        sa.Column("shared", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["asker_id"],
            ["members.id"],
            name=op.f("fk_peer_assists_asker_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_peer_assists_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_assists")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("peer_assists", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_assists_asker_id"), ["asker_id"], unique=False)
        batch_op.create_index(
            "ix_peer_assists_community_id_state", ["community_id", "state"], unique=False
        )
        batch_op.create_index("ix_peer_assists_state_until", ["state", "until"], unique=False)

    op.create_table(
        "peer_assist_requests",
        sa.Column("assist_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("said", sa.Text(), server_default="", nullable=False),
        sa.Column("said_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assist_id"],
            ["peer_assists.id"],
            name=op.f("fk_peer_assist_requests_assist_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_peer_assist_requests_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assist_id", "member_id", name=op.f("pk_peer_assist_requests")),
    )
    with op.batch_alter_table("peer_assist_requests", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_peer_assist_requests_member_id"), ["member_id"], unique=False
        )

    op.create_table(
        "peer_assist_refusals",
        sa.Column("member_id", Id, nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_peer_assist_refusals_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_peer_assist_refusals")),
    )
    op.create_table(
        "introduction_known",
        sa.Column("one_id", Id, nullable=False),
        sa.Column("other_id", Id, nullable=False),
        sa.Column("met_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["one_id"],
            ["members.id"],
            name=op.f("fk_introduction_known_one_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["members.id"],
            name=op.f("fk_introduction_known_other_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_introduction_known")),
    )
    with op.batch_alter_table("introduction_known", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_introduction_known_other_id"), ["other_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("introduction_known")
    for table in ("peer_assist_refusals", "peer_assist_requests", "peer_assists"):
        op.drop_table(table)
