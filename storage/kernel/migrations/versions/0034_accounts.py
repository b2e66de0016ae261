"""When a chat last told of an account; whom somebody never wants to meet who has not joined."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id, Instant

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts", sa.Column("doubted_at", Instant(), nullable=True))
    op.add_column("accounts", sa.Column("told_at", Instant(), nullable=True))
    op.create_index("ix_accounts_doubted_at", "accounts", ["doubted_at"])
    op.create_table(
        "introduction_never_accounts",
        sa.Column("member_id", Id, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("said_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member_id", "platform", "account"),
    )


def downgrade() -> None:
    op.drop_table("introduction_never_accounts")
    op.drop_index("ix_accounts_doubted_at", "accounts")
    op.drop_column("accounts", "told_at")
    op.drop_column("accounts", "doubted_at")
