"""The id of a member who is gone is nobody else's, on SQLite, either."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _rebuild(once=True)


def downgrade() -> None:
    _rebuild(once=False)


def _rebuild(*, once: bool) -> None:
    """PostgreSQL counts on by itself; SQLite does so only in tables that are made for it."""
    if op.get_bind().dialect.name == "sqlite":
        kind = {"sqlite_autoincrement": once}
        with op.batch_alter_table("members", recreate="always", table_kwargs=kind):
            pass
