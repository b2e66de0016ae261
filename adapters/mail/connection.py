"""Connections to the mail server: few, each used for many mails, none kept for long."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from aiosmtplib import SMTP, SMTPException

from adapters.mail import limits
from adapters.mail.errors import (
    AllBusy,
    MailFault,
    NoForeignLetters,
    TooLargeForServer,
    faults_of,
)
from adapters.mail.settings import MailSettings

_OK = 250


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it is sent: whom it is from and to on its envelope, and all of its lines."""

    sender: str
    recipient: str
    content: bytes


class Connection:
    """One connection, logged in, over which mails go one after the other."""

    def __init__(self, client: SMTP) -> None:
        self.client = client
        self.sent = 0
        self.free_since = 0.0

    async def send(self, letter: Letter) -> None:
        """Hand a mail over; raises `MailFault`, `NoForeignLetters` or `TooLargeForServer`."""
        options = self._options(letter)
        encoding = "utf-8" if "SMTPUTF8" in options else "ascii"
        self.sent += 1
        try:
            with faults_of("lost"):
                await self.client.mail(letter.sender, options=options, encoding=encoding)
                await self.client.rcpt(letter.recipient, encoding=encoding)
                await self.client.data(letter.content)
        except MailFault as fault:
            if fault.code:
                await self._begin_anew()
            raise

    def _options(self, letter: Letter) -> list[str]:
        options = []
        if self.client.supports_extension("size"):
            most = self.client.esmtp_extensions.get("size", "")
            if most.isdecimal() and 0 < int(most) < len(letter.content):
                raise TooLargeForServer
            options.append(f"SIZE={len(letter.content)}")
        if not letter.recipient.isascii():
            if not self.client.supports_extension("smtputf8"):
                raise NoForeignLetters
            options += ["SMTPUTF8", "BODY=8BITMIME"]
        return options

    async def _begin_anew(self) -> None:
        """Let the server forget a mail that it refused; if it does not, end the connection."""
        try:
            with faults_of("lost"):
                await self.client.rset()
        except MailFault:
            self.client.close()

    async def is_there(self) -> bool:
        """Whether it can be used; after a while the server is asked whether it still listens."""
        if _now() - self.free_since <= limits.DOUBTED_SECONDS or not self.client.is_connected:
            return self.client.is_connected
        with suppress(MailFault), faults_of("lost"):
            return (await self.client.noop()).code == _OK
        return False

    async def end(self) -> None:
        """End it, and say so to the server."""
        with suppress(SMTPException, OSError):
            await self.client.quit(timeout=2)
        self.client.close()


class Connections:
    """At most as many at a time as are set."""

    def __init__(self, settings: MailSettings, tls: ssl.SSLContext | None = None) -> None:
        """Servers are trusted as `tls` says, or else as this machine does."""
        self._settings = settings
        self._tls = tls
        self._turns = asyncio.Semaphore(settings.connections)
        self._free: list[Connection] = []
        self._sweeping: asyncio.TimerHandle | None = None
        self._ending: set[asyncio.Task[None]] = set()

    async def send(self, letter: Letter) -> None:
        """Send a mail; raises `AllBusy`, and what `Connection.send` and `connect` raise."""
        async with self._turn():
            connection = await self._take()
            try:
                await connection.send(letter)
            except (NoForeignLetters, TooLargeForServer, MailFault):
                self._give_back(connection)
                raise
            except BaseException:  # perhaps in the middle of it: nobody can go on from there
                connection.client.close()
                raise
            self._give_back(connection)

    async def connect(self) -> Connection:
        """A new connection, safe and logged in; raises `MailFault`."""
        settings = self._settings
        if self._tls is None:
            self._tls = await asyncio.to_thread(ssl.create_default_context)
        client = SMTP(
            hostname=settings.host,
            port=settings.port_used,
            local_hostname=settings.domain,
            timeout=settings.timeout,
            use_tls=settings.tls == "tls",
            start_tls=False,  # below, to tell what went wrong
            tls_context=self._tls,
        )
        try:
            with faults_of("away"):
                await client.connect()
                await client.ehlo()
            if settings.tls == "starttls":
                with faults_of("tls"):
                    await client.starttls()
                    await client.ehlo()
            if settings.username:
                with faults_of("login"):
                    await client.login(settings.username, settings.password.get_secret_value())
        except BaseException:
            client.close()
            raise
        return Connection(client)

    async def close(self) -> None:
        """End all, once nobody sends any more."""
        if self._sweeping:
            self._sweeping.cancel()
        free, self._free = self._free, []
        await asyncio.gather(*(each.end() for each in free), *self._ending)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(limits.WAIT_SECONDS):
                await self._turns.acquire()
        except TimeoutError:
            raise AllBusy from None
        try:
            yield
        finally:
            self._turns.release()

    async def _take(self) -> Connection:
        """A connection that was used before and is good, or else a new one."""
        while self._free:
            connection = self._free.pop()
            try:
                if await connection.is_there():
                    return connection
            except BaseException:
                connection.client.close()
                raise
            connection.client.close()
        return await self.connect()

    def _give_back(self, connection: Connection) -> None:
        if not connection.client.is_connected:
            connection.client.close()
        elif connection.sent >= limits.MAILS_PER_CONNECTION:
            self._part_from(connection)
        else:
            connection.free_since = _now()
            self._free.append(connection)
            if self._sweeping is None:
                self._sweep_later()

    def _sweep_later(self) -> None:
        loop = asyncio.get_running_loop()
        self._sweeping = loop.call_later(limits.IDLE_SECONDS, self._sweep)

    def _sweep(self) -> None:
        """Part from connections that have been free for long."""
        self._sweeping = None
        old = [c for c in self._free if _now() - c.free_since >= limits.IDLE_SECONDS]
        self._free = [each for each in self._free if each not in old]
        for each in old:
            self._part_from(each)
        if self._free:
            self._sweep_later()

    def _part_from(self, connection: Connection) -> None:
        task = asyncio.get_running_loop().create_task(connection.end())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)


def _now() -> float:
    return asyncio.get_running_loop().time()
