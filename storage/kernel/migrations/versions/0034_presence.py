"""Which accounts are to be asked about, and when a chat last told of them."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Instant

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts", sa.Column("doubted_at", Instant(), nullable=True))
    op.add_column("accounts", sa.Column("told_at", Instant(), nullable=True))
    op.create_index("ix_accounts_doubted_at", "accounts", ["doubted_at"])


def downgrade() -> None:
    op.drop_index("ix_accounts_doubted_at", "accounts")
    op.drop_column("accounts", "told_at")
    op.drop_column("accounts", "doubted_at")
