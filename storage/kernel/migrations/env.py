"""Run by Alembic for every migration command."""

from alembic import context
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection

import storage.stores  # noqa: F401  # knows every table
from storage.kernel.columns import metadata

_LOCK = 7_203_461  # one migration at a time; any number that nothing else locks
_NOT_OURS = ("directory",)  # search tables that a database keeps in ways of its own


def _ours(thing: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:
    return not (kind == "table" and (name or "").startswith(_NOT_OURS))


def _migrate(connection: Connection) -> None:
    postgres = connection.dialect.name == "postgresql"
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=not postgres,
        include_object=_ours,
        compare_type=True,
    )
    with context.begin_transaction():
        if postgres:
            connection.execute(text("SET LOCAL lock_timeout = '10s'"))
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        context.run_migrations()


engine = create_engine(context.config.attributes["url"])
with engine.connect() as connected:
    _migrate(connected)
engine.dispose()
