"""Members' secret addresses: a generation each, which they are derived from."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id, Instant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "member_secrets",
        sa.Column("member_id", Id, nullable=False),
        sa.Column("generation", sa.Text(), nullable=False),
        sa.Column("renewed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_member_secrets_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_member_secrets")),
    )


def downgrade() -> None:
    op.drop_table("member_secrets")
