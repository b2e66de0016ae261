"""Roles in one thing only: convenors of networks, hosts of events, safeguarding leads."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id, Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scoped_roles",
        sa.Column("member_id", Id, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("scope_kind", sa.Text(), nullable=False),
        sa.Column("scope_id", Id, autoincrement=False, nullable=False),
        sa.Column("granted_at", Instant(), nullable=False),
        sa.Column("granted_by", Id, nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_scoped_roles_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["granted_by"],
            ["members.id"],
            name=op.f("fk_scoped_roles_granted_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint(
            "member_id", "role", "scope_kind", "scope_id", name=op.f("pk_scoped_roles")
        ),
    )
    with op.batch_alter_table("scoped_roles", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_scoped_roles_granted_by"), ["granted_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_scoped_roles_scope_kind_scope_id"),
            ["scope_kind", "scope_id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("scoped_roles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scoped_roles_scope_kind_scope_id"))
        batch_op.drop_index(batch_op.f("ix_scoped_roles_granted_by"))

    op.drop_table("scoped_roles")
