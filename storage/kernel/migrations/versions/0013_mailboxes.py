"""Mailboxes: addresses of people who are no members, and digests of those that want no mail."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id, Instant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mailboxes",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, server_default=""),
        sa.Column("locale", sa.Text(), nullable=False, server_default="en"),
        sa.Column("zone", sa.Text(), nullable=False, server_default="UTC"),
        sa.Column("kept_until", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mailboxes"),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], "fk_mailboxes_community_id"),
        sa.UniqueConstraint("community_id", "digest", name="uq_mailboxes_community_id_digest"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mailboxes_kept_until", "mailboxes", ["kept_until"])
    op.create_table(
        "unsubscribed",
        sa.Column("community_id", Id, autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("made_with", sa.Text(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "digest", name="pk_unsubscribed"),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], "fk_unsubscribed_community_id"
        ),
    )
    _add_outbox_column()


def _add_outbox_column() -> None:
    """SQLite takes a reference with a new column, if that is spelt so, and copies no table."""
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE outbox ADD COLUMN to_mailbox {kind}"
        " CONSTRAINT fk_outbox_to_mailbox REFERENCES mailboxes (id)"
    )
    op.create_index("ix_outbox_to_mailbox", "outbox", ["to_mailbox"])


def downgrade() -> None:
    op.execute("DELETE FROM outbox WHERE to_mailbox IS NOT NULL")
    op.drop_index("ix_outbox_to_mailbox", "outbox")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("to_mailbox")
    for table in ("unsubscribed", "mailboxes"):
        op.drop_table(table)
