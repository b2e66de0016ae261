"""What is too old can be found: words, changes, drafts, and periods that were run."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_FINISHED = (
    ("ix_outbox_words", ["state", "due_at"], "body IS NOT NULL"),
    ("ix_outbox_changes", ["key", "due_at"], "key IS NULL"),
)


def upgrade() -> None:
    for name, columns, which in _FINISHED:
        where = sa.text(f"{which} AND state <> 'waiting'")
        op.create_index(name, "outbox", columns, sqlite_where=where, postgresql_where=where)
    op.add_column("drafts", sa.Column("kept_at", Instant(), nullable=True))
    op.create_index("ix_drafts_kept_at", "drafts", ["kept_at"])
    op.create_index("ix_ticks_run_at", "ticks", ["run_at"])


def downgrade() -> None:
    op.drop_index("ix_ticks_run_at", "ticks")
    op.drop_index("ix_drafts_kept_at", "drafts")
    with op.batch_alter_table("drafts") as drafts:
        drafts.drop_column("kept_at")
    for name, _, _ in _FINISHED:
        op.drop_index(name, "outbox")
