"""Guests who are to be forgotten are found without looking at all others."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_event_guests_known": "name != '' OR mailbox_id IS NOT NULL",
    "ix_event_guests_unconfirmed": "confirmed_at IS NULL",
}


def upgrade() -> None:
    for name, which in _INDEXES.items():
        where, columns = sa.text(which), ["added_at"]
        op.create_index(name, "event_guests", columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name in _INDEXES:
        op.drop_index(name, table_name="event_guests")
