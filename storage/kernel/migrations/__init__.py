"""How the tables came to be: Alembic migrations, for SQLite and PostgreSQL alike."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url

from bot.errors import Misconfigured
from storage.kernel.database import sync_url

FOLDER = Path(__file__).parent
_NEWER = (
    "The database is newer than this Kindred: it is at revision {found}, and this Kindred knows up "
    "to {newest}. Nothing was changed. Run the newer Kindred again, or go back to the copy of the "
    "database that was made before it."
)


def configuration(url: str) -> Config:
    """Alembic's configuration for a database."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["url"] = sync_url(url)
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database's tables up to date; what is up to date is left alone.

    A file of SQLite is for its owner alone. Raises `Misconfigured` for a database that is newer.
    """
    if not _is_to_be_made(url):
        _revision(url)
    command.upgrade(configuration(url), revision)
    if file := _file(url):
        file.chmod(0o600)


def pending(url: str) -> bool:
    """Whether the database's tables are behind the newest revision; asking makes no file.

    Raises `Misconfigured` for a database that is newer.
    """
    return _is_to_be_made(url) or _revision(url) != head()


def _revision(url: str) -> str | None:
    """At which revision the tables are; raises `Misconfigured` for one that is not known here."""
    engine = create_engine(sync_url(url))
    try:
        with engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()
    known = {each.revision for each in ScriptDirectory(str(FOLDER)).walk_revisions()}
    if found is not None and found not in known:
        raise Misconfigured([_NEWER.format(found=found, newest=head())])
    return found


def _is_to_be_made(url: str) -> bool:
    """Whether it is a file that is not there yet, in a folder that is."""
    file = _file(url)
    return file is not None and file.parent.is_dir() and not file.exists()


def _file(url: str) -> Path | None:
    """Where a database of SQLite is kept."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def head() -> str:
    """The newest revision; raises when there is more than one."""
    newest = ScriptDirectory(str(FOLDER)).get_current_head()
    assert newest is not None  # noqa: S101  # there is at least one migration
    return newest
