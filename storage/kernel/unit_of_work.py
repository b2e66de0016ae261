"""`SqlWork`: one transaction with every repository on it. It satisfies every feature's ports."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine, Sequence
from contextlib import asynccontextmanager, nullcontext
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.util import greenlet_spawn

from bot.community.clock import Clock
from bot.community.common_ground import CommonGround
from bot.community.facts import Fact
from bot.community.gatherings import Gathering
from bot.community.mailboxes import MailboxKey
from bot.community.member_secrets import SecretKey
from bot.community.opportunities import Opportunity
from bot.community.origins import Origin
from bot.community.people import Member
from bot.community.pseudonyms import Pseudonyms
from bot.community.reportables import Reportable
from bot.errors import Conflict, Misconfigured, NotReady
from bot.ui.messages import Message
from bot.work import Declared
from storage.kernel import batch
from storage.kernel.answers import SqlAnswers, SqlTicks
from storage.kernel.cards import SqlCards
from storage.kernel.codes import SqlCodes
from storage.kernel.database import READ_ONLY, TOO_MUCH, turn_to_write
from storage.kernel.direct import AtTheEnd, together
from storage.kernel.drafts import SqlDrafts
from storage.kernel.homes import SqlHomes
from storage.kernel.live import SqlLive
from storage.kernel.mailboxes import SqlMailboxes
from storage.kernel.member_secrets import SqlMemberSecrets
from storage.kernel.outbox import SqlOutbox
from storage.kernel.people import SqlPeople
from storage.kernel.places import SqlPlaces
from storage.kernel.presence import SqlPresence
from storage.kernel.questions import SqlQuestions
from storage.kernel.queue import SqlQueue
from storage.kernel.roles import SqlRoles
from storage.kernel.settings import SqlSettings
from storage.kernel.store import Store

T = TypeVar("T")

_GET_THERE_FIRST = {"40001", "40P01"}  # serialization failure, deadlock (PostgreSQL)


MakeLogin = Callable[["SqlWork", Member], Awaitable[str]]
"""Makes the path of a link that lets a member into the web chat, once."""


class SqlLoginLinks:
    """Links into the web chat at an address (`bot.work.LoginLinks`)."""

    def __init__(self, work: "SqlWork", make_login: MakeLogin | None, address: str) -> None:
        self._work = work
        self._make_login = make_login
        self._address = address

    async def create(self, member: Member) -> str:
        if self._make_login is None:
            raise Misconfigured(["nobody said how people come into the web chat"])
        return self._address + await self._make_login(self._work, member)


class SqlWork:
    """The repositories of one unit of work: the kernel's, and by name those of every store."""

    def __init__(
        self,
        connection: AsyncConnection,
        stores: Sequence[Store],
        clock: Clock,
        make_login: MakeLogin | None = None,
        address: str = "",
        secret_key: str = "",
        *,
        mail: bool = False,
        declared: Declared | None = None,
    ) -> None:
        self.connection = connection
        self.stores = stores
        self.clock = clock
        self.secret_key = secret_key
        self.domain_events: list[object] = []
        self.at_the_end = AtTheEnd(connection)
        self.people = SqlPeople(connection)
        self.presence = SqlPresence(connection)
        self.places = SqlPlaces(connection, stores)
        self.mailboxes = SqlMailboxes(connection, MailboxKey(secret_key), served=mail)
        self.outbox = SqlOutbox(connection, self.places, clock)
        self.queue = SqlQueue(connection, self.places)
        self.answers = SqlAnswers(connection, self.at_the_end)
        self.drafts = SqlDrafts(connection)
        self.ticks = SqlTicks(connection)
        self.settings = SqlSettings(connection)
        self.codes = SqlCodes(connection)
        self.pseudonyms = Pseudonyms(secret_key)
        self.secrets = SqlMemberSecrets(connection, SecretKey(secret_key))
        self.roles = SqlRoles(connection)
        self.homes = SqlHomes(connection)
        self.live = SqlLive(connection, self.outbox, clock, self.at_the_end)
        self.cards = SqlCards(connection, self.live)
        self.questions = SqlQuestions(connection)
        self.login_links = SqlLoginLinks(self, make_login, address)
        self._address = address
        self._declared = declared

    async def opportunities(self, community: int, now: datetime) -> list[Opportunity]:
        """What members of a community may join or come to now, of whatever feature."""
        return await self._features.opportunities(self, community, now)

    async def taken_up(self, member: int, now: datetime) -> set[Fact]:
        """Of which opportunities a member has said already what they do."""
        return await self._features.taken_up(self, member, now)

    async def origin(self, about: Fact, who: Member, now: datetime) -> Origin | None:
        """What this member may make something of; `None` when it is no more, or not theirs."""
        return await self._features.origin(self, about, who, now)

    async def common_ground(
        self, members: Collection[int], now: datetime
    ) -> dict[int, list[CommonGround]]:
        """What each of these members is openly in, feature by feature."""
        return await self._features.common_ground(self, members, now)

    async def gathering(self, about: Fact, now: datetime) -> Gathering | None:
        """When people come to something next; `None` when it is no more, or has no time to come."""
        return await self._features.gathering(self, about, now)

    async def opening(self, about: Fact, member: int, now: datetime) -> Message | None:
        """What a member reads first who shares no room with the others that a fact has one for."""
        return await self._features.opening(self, about, member, now)

    async def reportable(self, about: Fact) -> Reportable | None:
        """What can be reported by this fact; `None` when it is no more, or nothing of the kind."""
        return await self._features.reportable(self, about)

    async def held_about(self, member: int) -> dict[str, object]:
        """Everything that is known about a member, kind by kind, in plain JSON values."""
        return await self._features.held_about(self, member)

    async def erase(self, member: int) -> None:
        """Erase all of it, and the member: nobody can undo that."""
        await self._features.erase(self, member)

    async def at_once(self, asking: Sequence[Coroutine[Any, Any, T]]) -> list[T]:
        """What each of these finds, which only read: what they ask is asked in few steps."""
        return await batch.at_once(self.connection, asking, partial(together, self.connection))

    @property
    def _features(self) -> Declared:
        if self._declared is None:
            raise Misconfigured(["nobody said which features there are"])
        return self._declared

    def address(self, path: str) -> str:
        """The full address of a page at this path."""
        return self._address + path

    def __getattr__(self, name: str) -> Any:
        """A repository of a store; what it can do is said by the port of whoever asks for it."""
        for repository in (each for store in self.stores for each in store.repositories):
            if repository.name == name:
                made = repository.make(self)
                self.__dict__[name] = made
                return made
        raise AttributeError(f"no store has a repository called {name!r}", name=name, obj=self)


class OpenSqlWork:
    """Begins units of work on one database (`bot.work.OpenWork`), with these stores.

    Each who asks for one says by a protocol of their own what they use of it. By the `clock` it is
    noted when live views are touched, homes too when something is posted; `make_login` lets members
    into the web chat at `address`. Secrets of members are derived from `secret_key`. There is a
    server to send `mail` by or not. What features ask of others is answered by what is `declared`.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        stores: Sequence[Store],
        clock: Clock,
        make_login: MakeLogin | None = None,
        address: str = "",
        secret_key: str = "",
        *,
        mail: bool = False,
        declared: Declared | None = None,
    ) -> None:
        self._engine = engine
        self._reading = engine.execution_options(**{READ_ONLY: True})
        self._stores = stores
        self._clock = clock
        self._make_login = make_login
        self._address = address
        self._secret_key = secret_key
        self._mail = mail
        self._declared = declared

    @asynccontextmanager
    async def __call__(self, *, read_only: bool = False) -> AsyncIterator[SqlWork]:
        """Commit when the block ends, roll back when it raises."""
        try:
            engine = self._reading if read_only else self._engine
            turn = nullcontext() if read_only else turn_to_write(engine)
            async with turn, _transaction(engine) as connection:
                work = SqlWork(
                    connection,
                    self._stores,
                    self._clock,
                    self._make_login,
                    self._address,
                    self._secret_key,
                    mail=self._mail,
                    declared=self._declared,
                )
                yield work
                await work.live.flush()
                await work.at_the_end.flush()
        except IntegrityError as clash:
            raise Conflict(type(clash.orig).__name__) from clash  # its words may be somebody's
        except (OperationalError, InterfaceError) as fault:
            if getattr(fault.orig, "sqlstate", None) in _GET_THERE_FIRST:
                raise Conflict(str(fault.orig)) from fault
            raise NotReady(str(fault.orig)) from fault
        except PoolTimeout as busy:
            raise NotReady(TOO_MUCH) from busy
        except DBAPIError as fault:
            if fault.connection_invalidated:
                raise NotReady(str(fault.orig)) from fault
            raise


@asynccontextmanager
async def _transaction(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection in a transaction, in two steps: to connect and begin, to commit and let go.

    SQLAlchemy's own would be four, and each costs about what a statement does.
    """
    begun = await greenlet_spawn(_begin, engine.sync_engine)
    try:
        yield AsyncConnection(engine, begun)
    except BaseException:
        await asyncio.shield(greenlet_spawn(begun.close))  # which rolls back
        raise
    await greenlet_spawn(_commit, begun)


def _begin(engine: Engine) -> Connection:
    connection = engine.connect()
    try:
        connection.begin()
    except BaseException:
        connection.close()
        raise
    return connection


def _commit(connection: Connection) -> None:
    with connection:
        connection.commit()
