"""What is said in the thread below a post; and posts are found by where they stand."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("to_post", Id))
    _index("ix_outbox_posted", ["posted_channel"], "key IS NOT NULL")
    _index("ix_outbox_in_threads", ["kind", "subject"], "to_post IS NOT NULL")


def _index(name: str, columns: list[str], which: str) -> None:
    where = sa.text(which)
    op.create_index(name, "outbox", columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """What waits to be said in a thread is said to nobody: without its column it is lost."""
    op.execute("DELETE FROM outbox WHERE to_post IS NOT NULL AND state = 'waiting'")
    op.drop_index("ix_outbox_in_threads", "outbox")
    op.drop_index("ix_outbox_posted", "outbox")
    op.drop_column("outbox", "to_post")
