"""Whether those who helped with a half hour read what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("peer_assists", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("outcome_shared", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    with op.batch_alter_table("peer_assists", schema=None) as batch_op:
        batch_op.drop_column("outcome_shared")
