"""An outbox with its relay, a mail server, and one other chat to see that it is not held up."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.mail.platform import MailPlatform
from adapters.mail.settings import MailSettings
from bot.community.domain_events import DeliveryArrived, DeliveryRefused
from bot.community.facts import Fact
from bot.community.mailboxes import Mailbox
from bot.community.people import Ref
from bot.community.places import Purpose
from bot.delivery.addresses import ChannelFor, ToMailbox, ToPlace
from bot.delivery.outbox import Composed
from bot.delivery.sender import Sender
from bot.routing.feature import Feature
from bot.routing.files import FileRequest
from bot.routing.registry import Registry
from bot.ui.content import Content
from bot.ui.messages import say
from bot.ui.words import WordBook
from bot.work import Work
from jobs.relay import Relay
from storage.kernel.delivery_tables import outbox
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on
from tests.adapters.mail_server import HOST, PASSWORD, USERNAME, MailServer, Received, trusting
from tests.chat import ADDRESS, SECRET_KEY, FakeClock, FakePlatform

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SENDER = "hello@kindred.example.org"
MESSAGE_ID = re.compile(r"<([a-z2-7]{26})@kindred\.example\.org>")
ICS = b"BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n"


def told(received: list[Received]) -> list[tuple[str, str]]:
    """To whom each mail came, and its first line."""
    return [(each.recipient, each.text.split("\n")[0]) for each in received]


@dataclass
class Mailroom:
    """Where features post from, and all that it leads to."""

    server: MailServer
    open_work: OpenSqlWork
    clock: FakeClock
    web: FakePlatform
    registry: Registry
    community: int
    to_web: ToPlace
    settings: MailSettings
    mail: MailPlatform
    relay: Relay
    arrived: list[DeliveryArrived] = field(default_factory=list)
    refused: list[DeliveryRefused] = field(default_factory=list)

    async def guest(self, address: str = "ada@example.org", **who: Any) -> Mailbox:
        """Somebody who gave their address."""
        until = who.pop("until", self.clock.at + timedelta(days=30))
        async with self.open_work() as work:
            mailbox = await work.mailboxes.open(self.community, address, until=until, **who)
        assert mailbox
        return mailbox

    async def post(self, key: str, to: Mailbox, said: Composed | str = "You are coming.") -> None:
        message = say(said) if isinstance(said, str) else said
        async with self.open_work() as work:
            to_them = ToMailbox(to.id)
            await work.outbox.post(to_them, message, Fact(key), community=self.community)

    async def say(self, key: str) -> None:
        """Say something in the other chat."""
        async with self.open_work() as work:
            await work.outbox.post(self.to_web, say(key), Fact(key), community=self.community)

    async def deliver(self) -> None:
        """Send all that is due now."""
        while await self.relay.drain():
            pass

    async def later(self, **how_long: float) -> None:
        """Let time pass, and send what is due then."""
        self.clock.at += timedelta(**how_long)
        await self.deliver()

    async def restart(self, *, wanted: bool = True, **changes: Any) -> None:
        """Be a process that was started anew, perhaps with other settings, or without mail."""
        await self.mail.close()
        self.settings = self.settings.model_copy(update=changes)
        self.mail = platform_on(self.settings, self.open_work, self.registry, self.clock)
        mail: dict[str, Sender] = {"mail": self.mail.sender} if wanted else {}
        senders: dict[str, Sender] = {"web": self.web, **mail}
        self.relay = Relay(self.open_work, senders, self.registry, self.clock)

    async def rows(self) -> list[dict[str, Any]]:
        """All that the outbox holds, oldest first."""
        async with self.open_work(read_only=True) as work:
            rows = await work.connection.execute(select(outbox).order_by(outbox.c.id))
            return [dict(row._mapping) for row in rows]


def settings_for(server: MailServer, **changes: Any) -> MailSettings:
    given: dict[str, Any] = {
        "host": HOST,
        "port": server.port,
        "tls": "tls" if server.from_the_start else "starttls" if server.tls else "none",
        "address": SENDER,
        "username": USERNAME if server.needs_login else "",
        "password": SecretStr(PASSWORD if server.needs_login else ""),
        "timeout": 5,
    }
    return MailSettings(_env_file=None, **{**given, **changes})


def platform_on(
    settings: MailSettings, open_work: OpenSqlWork, registry: Registry, clock: FakeClock
) -> MailPlatform:
    trusted = trusting() if settings.tls != "none" else None
    return MailPlatform(
        settings, SECRET_KEY, ADDRESS, registry, open_work, clock, tls=trusted, haste=1000
    )


def feature_with_files() -> Feature[Work]:
    feature = Feature[Work]("events", WordBook("bot"))

    @feature.file("invitation")
    async def invitation(request: FileRequest, work: Work) -> Content:
        return ICS

    @feature.file("guests")
    async def guests(request: FileRequest, work: Work) -> Content:
        return b"x" * int(request.subject)

    return feature


@asynccontextmanager
async def mailroom(
    engine: AsyncEngine, server: MailServer, **changes: Any
) -> AsyncIterator[Mailroom]:
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # the server's own
    open_work = work_on(engine, secret_key=SECRET_KEY, mail=True)
    feature, clock, web = feature_with_files(), FakeClock(NOON), FakePlatform()
    registry = Registry.of([feature])
    async with open_work() as work:
        community = (await work.people.establish("Testers")).id
        (space,) = await work.people.spaces(community)
        here = await work.places.choose(space, Ref("web", "here"), [Purpose.CALL_OUTS])
    settings = settings_for(server, **changes)
    mail = platform_on(settings, open_work, registry, clock)
    relay = Relay(open_work, {"web": web, "mail": mail.sender}, registry, clock)
    to_web = ToPlace(ChannelFor(Purpose.CALL_OUTS, here.id))
    room = Mailroom(
        server, open_work, clock, web, registry, community, to_web, settings, mail, relay
    )

    @feature.when(DeliveryArrived)
    async def note_arrival(event: DeliveryArrived, work: Work, now: datetime) -> None:
        room.arrived.append(event)

    @feature.when(DeliveryRefused)
    async def note_refusal(event: DeliveryRefused, work: Work, now: datetime) -> None:
        room.refused.append(event)

    try:
        yield room
    finally:
        await room.mail.close()
