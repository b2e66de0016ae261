"""`SqlWork`: one transaction with every repository on it. It satisfies every feature's ports."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import Conflict, Misconfigured, NotReady
from bot.people import Member
from storage.database import READ_ONLY
from storage.directory import SqlDirectory
from storage.homes import SqlHomes
from storage.introductions import SqlIntroductions
from storage.kernel import SqlAnswers, SqlCodes, SqlDrafts, SqlSettings, SqlTicks
from storage.linking import SqlLinks
from storage.mailbag import SqlMailbag
from storage.members import SqlMembers
from storage.names import SqlNames
from storage.outbox import SqlOutbox
from storage.people import SqlPeople
from storage.slack import SqlSlack
from storage.web import SqlWeb

_GET_THERE_FIRST = {"40001", "40P01"}  # serialization failure, deadlock (PostgreSQL)


MakeLogin = Callable[["SqlWork", Member, datetime], Awaitable[str]]
"""Makes the path of a link that lets a member into the web chat, once."""


class SqlEntrances:
    """The way into the web chat at an address (`bot.work.Entrances`)."""

    def __init__(self, work: "SqlWork", make_login: MakeLogin | None, address: str) -> None:
        self._work = work
        self._make_login = make_login
        self._address = address

    async def entrance(self, member: Member, now: datetime) -> str:
        """Return the address of a one-time link; raises `Misconfigured` without a web chat."""
        if self._make_login is None:
            raise Misconfigured(["nobody said how people come into the web chat"])
        return self._address + await self._make_login(self._work, member, now)


class SqlWork:
    """The repositories of one unit of work."""

    def __init__(
        self, connection: AsyncConnection, make_login: MakeLogin | None = None, address: str = ""
    ) -> None:
        self.connection = connection
        self.events: list[object] = []
        self.people = SqlPeople(connection)
        self.directory = SqlDirectory(connection)
        self.names = SqlNames(connection, self.directory)
        self.members = SqlMembers(connection, self.directory)
        self.links = SqlLinks(connection, self.members)
        self.introductions = SqlIntroductions(connection)
        self.outbox = SqlOutbox(connection)
        self.mailbag = SqlMailbag(connection)
        self.answers = SqlAnswers(connection)
        self.drafts = SqlDrafts(connection)
        self.ticks = SqlTicks(connection)
        self.settings = SqlSettings(connection)
        self.codes = SqlCodes(connection)
        self.homes = SqlHomes(connection)
        self.web = SqlWeb(connection)
        self.entrances = SqlEntrances(self, make_login, address)
        self.slack = SqlSlack(connection)


class OpenSqlWork:
    """Begins units of work on one database (`bot.work.OpenWork`).

    `make_login` lets members into the web chat at `address`.
    """

    def __init__(
        self, engine: AsyncEngine, make_login: MakeLogin | None = None, address: str = ""
    ) -> None:
        self._engine = engine
        self._make_login = make_login
        self._address = address

    @asynccontextmanager
    async def __call__(self, *, read_only: bool = False) -> AsyncIterator[SqlWork]:
        """Commit when the block ends, roll back when it raises."""
        try:
            async with self._engine.connect() as connection:
                await connection.execution_options(**{READ_ONLY: read_only})
                async with connection.begin():
                    work = SqlWork(connection, self._make_login, self._address)
                    yield work
                    await work.outbox.flush()
        except IntegrityError as clash:
            raise Conflict(str(clash.orig)) from clash
        except (OperationalError, InterfaceError) as fault:
            if getattr(fault.orig, "sqlstate", None) in _GET_THERE_FIRST:
                raise Conflict(str(fault.orig)) from fault
            raise NotReady(str(fault.orig)) from fault
        except PoolTimeout as busy:
            raise NotReady("the database has too much to do") from busy
        except DBAPIError as fault:
            if fault.connection_invalidated:
                raise NotReady(str(fault.orig)) from fault
            raise
