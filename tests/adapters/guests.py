"""A community with its web process and a mail server, and visitors who are no members."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html import unescape
from typing import Any

import httpx
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette

from adapters.mail.platform import MailPlatform
from adapters.web.platform import create_app
from adapters.web.settings import WebSettings
from bot.bootstrap.core import registry
from bot.features.events.ports import Happening
from storage.stores import work_on
from tests.adapters.mail_server import MailServer, Received, mail_server
from tests.adapters.mailroom import platform_on, settings_for
from tests.chat import ADDRESS, SECRET_KEY, START, Chat, FakeClock

LINK = re.compile(r"https://kindred\.example\.org(/events/guest/\S+)")


@dataclass
class Page:
    """What a visitor sees."""

    status: int
    html: str
    headers: httpx.Headers

    @property
    def text(self) -> str:
        """The words of it, without its head."""
        body = self.html.partition("<main")[2]
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())

    @property
    def fields(self) -> dict[str, str]:
        """What stands in the form that is sent."""
        form = self.html.partition('method="post"')[2]
        found = re.findall(r'<input id="field-(\w+)" name="one\.\w+" value="([^"]*)"', form)
        chosen = re.findall(r'<option value="(\w+)" selected>', form)
        return {name: unescape(value) for name, value in found} | {"answer": (chosen or [""])[-1]}


class Visitor:
    """Somebody at a browser who is no member, in a part of the internet."""

    def __init__(self, door: Door, host: str = "192.0.2.7", lang: str = "en") -> None:
        transport = httpx.ASGITransport(door.app, client=(host, 1))
        headers = {"Accept-Language": lang}
        self.client = httpx.AsyncClient(transport=transport, base_url=ADDRESS, headers=headers)
        self.door = door

    async def opens(self, path: str) -> Page:
        return _page(await self.client.get(path))

    async def sends(
        self, path: str, typed: Mapping[str, str], *, hidden: bool = False, **more: str
    ) -> Page:
        """Send the form of a page."""
        data = {f"one.{name}": value for name, value in {**typed, **more}.items()}
        sent: dict[str, str | list[str]] = {
            **data,
            "many.hidden": ["", "hidden"] if hidden else [""],
            "zone": "Europe/Paris",
        }
        answer = await self.client.post(path, data=sent)
        return await self._settled(answer)

    async def presses(self, path: str, **field: str) -> Page:
        return await self._settled(await self.client.post(path, data=field))

    async def asks(self, happening: Happening, name: str, email: str, **typed: str) -> Page:
        """Ask for a place at a date."""
        given = {"name": name, "email": email, "answer": "coming", "party": "1", **typed}
        return await self.sends(page_of(happening), given)

    async def comes(self, happening: Happening, name: str, email: str, **typed: str) -> str:
        """Ask for a place, and confirm it by the link in the mail; returns that link."""
        assert (await self.asks(happening, name, email, **typed)).status == 200
        link = self.door.link(email)
        shown = await self.opens(link)
        assert (await self.sends(link, shown.fields)).status == 200
        return link

    async def _settled(self, answer: httpx.Response) -> Page:
        await self.door.chat.settle()
        return _page(answer)


def _page(answer: httpx.Response) -> Page:
    return Page(answer.status_code, answer.text, answer.headers)


def page_of(happening: Happening, on: str = "") -> str:
    """The address of the page of an event, or of one of its dates."""
    return f"/events/{happening.event.uid}" + (f"?on={on}" if on else "")


@dataclass
class Door:
    """The open door of a community: its pages, and the mail that goes out."""

    chat: Chat
    server: MailServer
    app: Starlette

    def visitor(self, host: str = "192.0.2.7", lang: str = "en") -> Visitor:
        return Visitor(self, host, lang)

    def mails(self, email: str) -> list[Received]:
        """What has come to an address, oldest first."""
        return [each for each in self.server.received if each.recipient == email]

    def subjects(self, email: str) -> list[str]:
        return [str(each.mail["Subject"]) for each in self.mails(email)]

    def last(self, email: str) -> str:
        """What the newest mail to an address says."""
        return self.mails(email)[-1].text

    def link(self, email: str) -> str:
        """Where the newest mail to an address leads."""
        found = LINK.search(self.last(email))
        assert found, self.last(email)
        return found[1]


@asynccontextmanager
async def open_door(
    engine: AsyncEngine, *, mail: bool = True, **changes: Any
) -> AsyncIterator[Door]:
    """A community that is found on the web, and writes mails if it has a server for it."""
    async with mail_server() as server:
        sending = mail_from(engine, server, FakeClock(START), **changes)
        chat = await Chat.open(engine, senders={"mail": sending.sender} if mail else None)
        yield Door(chat, server, web_process(chat))
        await sending.close()


def mail_from(
    engine: AsyncEngine, server: MailServer, clock: FakeClock, **changes: Any
) -> MailPlatform:
    """What sends the mails of a community by this server."""
    open_work = work_on(engine, address=ADDRESS, secret_key=SECRET_KEY, clock=clock, mail=True)
    return platform_on(settings_for(server, **changes), open_work, registry(), clock)


def web_process(chat: Chat) -> Starlette:
    """The pages of a community."""
    return create_app(
        dispatcher=chat.core.dispatcher,
        registry=chat.core.registry,
        open_work=chat.core.open_work,
        clock=chat.clock,
        machine_clock=chat.clock,
        settings=WebSettings(secret_key=SecretStr(SECRET_KEY), base_url=ADDRESS),
        uploads=chat.core.uploads,
    )
