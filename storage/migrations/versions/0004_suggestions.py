"""Suggestions: when people were asked, and whether the same two had been suggested before."""

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("suggestions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_at", Instant(), nullable=True))
        batch_op.add_column(
            sa.Column("echo", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("suggestions", schema=None) as batch_op:
        batch_op.drop_column("echo")
        batch_op.drop_column("asked_at")
