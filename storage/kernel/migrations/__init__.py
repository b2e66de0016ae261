"""How the tables came to be: Alembic migrations, for SQLite and PostgreSQL alike."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url

from storage.kernel.database import sync_url

FOLDER = Path(__file__).parent


def configuration(url: str) -> Config:
    """Alembic's configuration for a database."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["url"] = sync_url(url)
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database's tables up to date; what is up to date is left alone."""
    command.upgrade(configuration(url), revision)


def pending(url: str) -> bool:
    """Whether the database's tables are behind the newest revision; asking makes no file."""
    if _is_to_be_made(url):
        return True
    engine = create_engine(sync_url(url))
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() != head()
    finally:
        engine.dispose()


def _is_to_be_made(url: str) -> bool:
    """Whether it is a file that is not there yet, in a folder that is."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return False
    file = Path(str(parsed.database))
    return file.parent.is_dir() and not file.exists()


def head() -> str:
    """The newest revision; raises when there is more than one."""
    newest = ScriptDirectory(str(FOLDER)).get_current_head()
    assert newest is not None  # noqa: S101  # there is at least one migration
    return newest
