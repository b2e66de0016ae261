"""A real mail server on this machine: it speaks SMTP with STARTTLS and logins, and keeps mail."""

import asyncio
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cache

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "127.0.0.1"
USERNAME, PASSWORD = "kindred@example.org", "a password for tests"


@cache
def authority() -> trustme.CA:
    """Who vouches for the server's certificate."""
    return trustme.CA()


def trusting() -> ssl.SSLContext:
    """What trusts the server, and nobody else."""
    context = ssl.create_default_context()
    authority().configure_trust(context)
    return context


@dataclass(frozen=True)
class Received:
    """A mail as it arrived: its envelope, and what is in it."""

    sender: str
    recipient: str
    options: tuple[str, ...]
    content: bytes
    under_tls: bool
    user: str | None

    @property
    def mail(self) -> EmailMessage:
        mail = message_from_bytes(self.content, policy=default)
        assert isinstance(mail, EmailMessage)
        return mail

    @property
    def text(self) -> str:
        body = self.mail.get_body(("plain",))
        assert body is not None
        said: str = body.get_content()
        return said.replace("\r\n", "\n")

    @property
    def files(self) -> list[EmailMessage]:
        return [part for part in self.mail.iter_attachments() if isinstance(part, EmailMessage)]


@dataclass
class MailServer:
    """What it answers, and what it was given.

    `answers` to a command are given in their order before the usual ones, or after a colon to one
    address only (`RCPT:ada@example.org`). `drops` mails that it has taken without saying so. While
    `slow` it says nothing after a mail until told to `go`. Under TLS it speaks `from_the_start`, or
    when it is asked to.
    """

    tls: bool = False
    from_the_start: bool = False
    foreign_letters: bool = False
    size: int = 10_000_000
    password: str = PASSWORD
    needs_login: bool = False
    port: int = 0
    names: tuple[str, ...] = (HOST, "localhost")
    received: list[Received] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    drops: int = 0
    connected: int = 0
    at_once: int = 0
    most_at_once: int = 0
    slow: bool = False
    go: asyncio.Event = field(default_factory=asyncio.Event)
    alone: asyncio.Event = field(default_factory=asyncio.Event)
    held: asyncio.Event = field(default_factory=asyncio.Event)
    _server: asyncio.Server | None = None
    _open: set["_Conversation"] = field(default_factory=set)

    async def start(self) -> None:
        """Listen, where it did before if it did."""
        context = None
        if self.tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority().issue_cert(*self.names).configure_cert(context)
        loop = asyncio.get_running_loop()
        upgrade = None if self.from_the_start else context
        make = lambda: _Conversation(self, upgrade)  # noqa: E731
        at_once = context if self.from_the_start else None
        self._server = await loop.create_server(make, HOST, self.port, ssl=at_once)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Be away, and cut everybody off."""
        self.go.set()
        if self._server:
            self._server.close()
            for conversation in [*self._open]:
                conversation.cut()
            await self._server.wait_closed()
        self._server = None

    def answer(self, command: str, address: str = "") -> str | None:
        """What to say instead of the usual."""
        for name in (f"{command}:{address}", command):
            if self.answers[name]:
                return self.answers[name].pop(0)
        return None

    # What the library calls -----------------------------------------------------------------

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.needs_login and not session.authenticated:
            return "530 5.7.0 Authentication required"
        if said := self.answer("MAIL", address):
            return said
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if said := self.answer("RCPT", address):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if said := self.answer("DATA"):
            return said
        (recipient,) = envelope.rcpt_tos
        assert isinstance(envelope.content, bytes)
        options, sender = tuple(envelope.mail_options), envelope.mail_from or ""
        known = session.auth_data
        user = known.login.decode() if isinstance(known, LoginPassword) else None
        under_tls = bool(session.ssl or _transport(server).get_extra_info("ssl_object"))
        received = Received(sender, recipient, options, envelope.content, under_tls, user)
        self.received.append(received)
        if self.drops:
            self.drops -= 1
            assert isinstance(server, _Conversation)
            server.cut()
        elif self.slow:
            self.held.set()
            await self.go.wait()
        return "250 2.0.0 OK: taken"

    def login(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        known = (USERNAME.encode(), self.password.encode())
        good = (data.login, data.password) == known
        return AuthResult(success=good, handled=False, auth_data=data)


class _Conversation(SMTP):
    """One connection, counted."""

    def __init__(self, mail: MailServer, tls: ssl.SSLContext | None) -> None:
        self._mail = mail
        super().__init__(
            mail,
            hostname="mail.example.org",
            tls_context=tls,
            require_starttls=tls is not None,
            auth_require_tls=tls is not None,
            authenticator=mail.login,
            enable_SMTPUTF8=mail.foreign_letters,
            data_size_limit=mail.size,
            loop=asyncio.get_running_loop(),
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self not in self._mail._open:  # else it goes over to TLS
            self._mail._open.add(self)
            self._mail.connected += 1
            self._mail.at_once += 1
            self._mail.alone.clear()
            self._mail.most_at_once = max(self._mail.most_at_once, self._mail.at_once)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self in self._mail._open:
            self._mail._open.discard(self)
            self._mail.at_once -= 1
            if not self._mail.at_once:
                self._mail.alone.set()
        super().connection_lost(error)

    def cut(self) -> None:
        """Break off without a word."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()


def _transport(server: SMTP) -> asyncio.BaseTransport:
    assert server.transport is not None
    return server.transport


@asynccontextmanager
async def mail_server(**how: object) -> AsyncIterator[MailServer]:
    """A server that listens until the block ends."""
    server = MailServer(**how)  # type: ignore[arg-type]
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
