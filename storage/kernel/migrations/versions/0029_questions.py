"""What people are asked for others' sake counts together, and waits for their day."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id, Instant

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_ASKED = (  # what was asked before counts, too
    (
        "introductions.suggested",
        "false",
        "SELECT community_id, one_id AS member_id, id, asked_at FROM suggestions"
        " WHERE asked_at IS NOT NULL AND by_id <> one_id"
        " UNION SELECT community_id, other_id AS member_id, id, asked_at FROM suggestions"
        " WHERE asked_at IS NOT NULL AND by_id <> other_id",
    ),
    (
        "peer_assists.asked",
        "true",
        "SELECT a.community_id, r.member_id, a.id, r.asked_at"
        " FROM peer_assist_requests r JOIN peer_assists a ON a.id = r.assist_id",
    ),
    (
        "challenges.help_asked",
        "true",
        "SELECT c.community_id, q.member_id, h.id, q.asked_at"
        " FROM commitment_help_questions q"
        " JOIN commitment_help_requests h ON h.id = q.request_id"
        " JOIN commitments c ON c.id = h.commitment_id",
    ),
)


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("community_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("favour", sa.Boolean(), nullable=False),
        sa.Column("ask_at", Instant(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_questions_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_questions_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", "kind", "subject", name=op.f("pk_questions")),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index("ix_questions_ask_at", ["ask_at"], unique=False)
        batch_op.create_index(
            "ix_questions_member_id_ask_at", ["member_id", "ask_at"], unique=False
        )
    for kind, favour, asked in _ASKED:
        op.execute(
            "INSERT INTO questions"  # noqa: S608  # of nothing but what stands above
            " (community_id, member_id, kind, subject, favour, ask_at, waits)"
            f" SELECT community_id, member_id, '{kind}', CAST(id AS TEXT), {favour},"
            f" asked_at, false FROM ({asked}) AS asked"
        )


def downgrade() -> None:
    op.drop_table("questions")
