"""Reaching people: where they prefer it, where it is refused, and rooms that cannot be opened."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id, Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reached_in", Id, nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_members_reached_in"), "spaces", ["reached_in"], ["id"]
        )

    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_at", Instant(), nullable=True))

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("refused", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("trying", sa.Text(), server_default="", nullable=False))

    with op.batch_alter_table("rooms", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("apart", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("rooms", schema=None) as batch_op:
        batch_op.drop_column("apart")

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_column("trying")
        batch_op.drop_column("refused")

    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_column("closed_at")

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_members_reached_in"), type_="foreignkey")
        batch_op.drop_column("reached_in")
