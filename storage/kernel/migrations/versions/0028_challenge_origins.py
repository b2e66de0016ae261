"""Of what challenges were made, and since when nobody looks after one."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id, Instant

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("challenges", schema=None) as batch_op:
        batch_op.add_column(sa.Column("nobodys_since", Instant(), nullable=True))

    op.create_table(
        "challenge_origins",
        sa.Column("challenge_id", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["challenges.id"],
            name=op.f("fk_challenge_origins_challenge_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("challenge_id", name=op.f("pk_challenge_origins")),
    )
    with op.batch_alter_table("challenge_origins", schema=None) as batch_op:
        batch_op.create_index(
            "ix_challenge_origins_kind_subject", ["kind", "subject"], unique=False
        )


def downgrade() -> None:
    op.drop_table("challenge_origins")
    with op.batch_alter_table("challenges", schema=None) as batch_op:
        batch_op.drop_column("nobodys_since")
