"""Checks the migrations: one head, up-down-up, and nothing in the tables that they do not make.

`python -m storage.kernel.migrations.check [DATABASE_URL …]`; without a URL, on a new SQLite file.
The databases must be empty.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

import storage.stores  # noqa: F401  # knows every table
from storage.kernel.columns import metadata
from storage.kernel.database import sync_url
from storage.kernel.migrations import FOLDER, configuration


def faults(url: str) -> list[str]:
    """What is wrong with the migrations on this empty database; it is empty again after."""
    heads = ScriptDirectory(str(FOLDER)).get_heads()
    if len(heads) != 1:
        return [f"there is more than one head: {', '.join(heads)}"]
    config = configuration(url)
    for step in (command.upgrade, command.downgrade, command.upgrade):
        step(config, "base" if step is command.downgrade else "head")
    found = _drift(url)
    command.downgrade(config, "base")
    return found + _left_over(url)


def _drift(url: str) -> list[str]:
    engine = create_engine(sync_url(url))
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": _ours}
        )
        found = [f"the tables and the migrations differ: {d}" for d in _differences(context)]
    engine.dispose()
    return found


def _differences(context: MigrationContext) -> list[object]:
    return list(compare_metadata(context, metadata))


def _ours(thing: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:
    return not (kind == "table" and (name or "").startswith("directory"))


def _left_over(url: str) -> list[str]:
    engine = create_engine(sync_url(url))
    tables = set(inspect(engine).get_table_names()) - {"alembic_version"}
    engine.dispose()
    return [f"going down leaves the table {name}" for name in sorted(tables)]


def main(urls: list[str]) -> int:
    """Check every database; returns the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        wrong = [
            f"{url.split('://')[0]}: {fault}"
            for url in urls or [f"sqlite:///{Path(folder) / 'check.sqlite3'}"]
            for fault in faults(url)
        ]
    print("\n".join(wrong) or "migrations: one head, no drift, up-down-up")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
