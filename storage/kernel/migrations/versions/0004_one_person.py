"""One person across chats: accounts that become one, and what there was before, for a day."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id, Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "links",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("space_id", Id, nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("choices", sa.Text(), server_default="{}", nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("gone_id", Id, nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_links_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_links_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=op.f("fk_links_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
    )
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_links_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_links_member_id"), ["member_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_links_space_id_account"), ["space_id", "account"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_links_space_id_account"))
        batch_op.drop_index(batch_op.f("ix_links_member_id"))
        batch_op.drop_index(batch_op.f("ix_links_at"))

    op.drop_table("links")
