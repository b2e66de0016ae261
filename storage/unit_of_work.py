"""`SqlWork`: one transaction with every repository on it. It satisfies every feature's ports."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import Conflict, NotReady
from storage.database import READ_ONLY
from storage.directory import SqlDirectory
from storage.introductions import SqlIntroductions
from storage.kernel import SqlAnswers, SqlDrafts, SqlSettings, SqlTicks
from storage.members import SqlMembers
from storage.outbox import SqlMailbag, SqlOutbox
from storage.people import SqlPeople
from storage.web import SqlWeb

_GET_THERE_FIRST = {"40001", "40P01"}  # serialization failure, deadlock (PostgreSQL)


class SqlWork:
    """The repositories of one unit of work."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.events: list[object] = []
        self.people = SqlPeople(connection)
        self.directory = SqlDirectory(connection)
        self.members = SqlMembers(connection, self.directory)
        self.introductions = SqlIntroductions(connection)
        self.outbox = SqlOutbox(connection)
        self.mailbag = SqlMailbag(connection)
        self.answers = SqlAnswers(connection)
        self.drafts = SqlDrafts(connection)
        self.ticks = SqlTicks(connection)
        self.settings = SqlSettings(connection)
        self.web = SqlWeb(connection)


class OpenSqlWork:
    """Begins units of work on one database (`bot.work.OpenWork`)."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @asynccontextmanager
    async def __call__(self, *, read_only: bool = False) -> AsyncIterator[SqlWork]:
        """Commit when the block ends, roll back when it raises."""
        try:
            async with self._engine.connect() as connection:
                await connection.execution_options(**{READ_ONLY: read_only})
                async with connection.begin():
                    work = SqlWork(connection)
                    yield work
                    await work.outbox.flush()
        except IntegrityError as clash:
            raise Conflict(str(clash.orig)) from clash
        except (OperationalError, InterfaceError) as fault:
            if getattr(fault.orig, "sqlstate", None) in _GET_THERE_FIRST:
                raise Conflict(str(fault.orig)) from fault
            raise NotReady(str(fault.orig)) from fault
        except DBAPIError as fault:
            if fault.connection_invalidated:
                raise NotReady(str(fault.orig)) from fault
            raise
