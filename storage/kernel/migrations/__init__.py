"""How the tables came to be: Alembic migrations, for SQLite and PostgreSQL alike."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

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
    """Whether the database's tables are behind the newest revision."""
    engine = create_engine(sync_url(url))
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() != head()
    finally:
        engine.dispose()


def head() -> str:
    """The newest revision; raises when there is more than one."""
    newest = ScriptDirectory(str(FOLDER)).get_current_head()
    assert newest is not None  # noqa: S101  # there is at least one migration
    return newest
