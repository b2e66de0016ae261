"""Covers: pictures of events, kept by the names in their addresses."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id, Instant

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_covers",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_event_covers"),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name="fk_event_covers_community_id"
        ),
    )
    # SQLite takes a reference with a new column, if that is spelt so, and copies no table.
    op.execute(
        "ALTER TABLE events ADD COLUMN cover_key TEXT"
        " CONSTRAINT fk_events_cover_key REFERENCES event_covers (key)"
    )
    op.add_column("events", sa.Column("cover_alt", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_events_cover_key", "events", ["cover_key"])


def downgrade() -> None:
    op.drop_index("ix_events_cover_key", "events")
    with op.batch_alter_table("events") as events:
        events.drop_column("cover_alt")
        events.drop_column("cover_key")
    op.drop_table("event_covers")
