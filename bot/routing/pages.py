"""A feature's pages, feeds and downloads over HTTP: what it declares, is asked and answers.

    @feature.page("/calendar/{secret}.ics", role=None)
    async def calendar(request: PageRequest, work: Work) -> PageAnswer:
        member = await work.secrets.whose(request.arguments["secret"], "events.calendar")
        if member is None:
            raise PageNotFound
        return PageAnswer(ics, "text/calendar; charset=utf-8")

A page is only looked at: its unit of work only reads, and things are done in a chat. Its address,
as people are given it, is `work.address("/calendar/….ics")`. For those who are in no chat, a page
that everybody sees who has its address may have buttons; what they send is taken by another
handler for the same path, in a unit of work that writes:

    @feature.page("/mail/{secret}", role=None, sent=True)
    async def end(request: PageRequest, work: Work) -> PageAnswer:
        await work.mailboxes.unsubscribe(request.arguments["secret"], request.now)

Such a page may have forms as well (`bot.routing.page_forms`), of the fields that chats show.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.community.clock import Clock
from bot.community.people import Member
from bot.community.roles import Grant, Needs, Standing, may
from bot.errors import Conflict, NotReady
from bot.routing.page_forms import PageForm
from bot.routing.validators import validators
from bot.ui.content import Content, Gathered, gather
from bot.ui.fields import Raw
from bot.ui.languages import in_language
from bot.ui.messages import Message
from bot.work import OpenWork, Work

MOST_BYTES = 8_000_000
"""Of what a page answers."""

SECONDS = 10.0
"""Within which a page is made."""

AT_ONCE = 4
"""Pages that are made at once; further ones wait, within their time."""

_LONGEST_ARGUMENT = 200
_TRIES = 4
_OK = 200
_PATH = re.compile(r"/[a-z][a-z0-9-]*(/([a-z0-9-]+|\{[a-z_]+\})(\.[a-z0-9]+)?)*")
_ARGUMENT = re.compile(r"\{([a-z_]+)\}")
_HEADERS = {"Content-Language", "Link", "Location", "Retry-After"}


class PageNotFound(Exception):
    """There is no such page, or not for who asks: both look the same."""


class PageLoginNeeded(Exception):
    """The page is for members who have come in by the web chat."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Somebody looks at a page. `arguments` are what stood in the path where it has braces.

    `member` is who has come in by the web chat in the browser that asks, where a role is needed.
    `sent` are the fields that somebody sends to it, where it takes any, and `typed` what of this
    was typed into a form. `network` is the part of the internet they are in ("192.0.2.0/24").
    """

    arguments: Mapping[str, str]
    query: Mapping[str, str]
    now: datetime
    member: Member | None = None
    grants: tuple[Grant, ...] = ()
    sent: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, Raw] = field(default_factory=dict)
    network: str = ""

    @property
    def me(self) -> Member:
        """Who asks, where a role is needed to see the page."""
        if self.member is None:
            raise PageLoginNeeded
        return self.member

    @property
    def standing(self) -> Standing:
        """What they are, on the ladder and in single things."""
        return Standing(self.me.role, self.grants)


@dataclass(frozen=True, slots=True)
class PageButton:
    """Sends one field, of this name and value, to the address of the page it is on."""

    label: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Shared:
    """What programs tell of a page that somebody passes on: where it is, and in a line what.

    `site` is whose it is. `feed` is the address of a calendar of the same, and `picture` of one
    that goes with it.
    """

    url: str
    description: str
    site: str = ""
    feed: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """What a page shows: a message, as a page in Kindred's own look, or content of another kind.

    Content with a `filename` is kept as a file rather than shown. No answer is cached anywhere but
    by who asked, for one of content without a role; `changed_at` says when it was last another, if
    that is known. What is `unchanging`, so that its address never shows anything else, may be kept
    by anybody for a week, if it needs no role. Whoever has it already is sent nothing. Below a
    message there may be `buttons`, if something is declared that takes what they send. Of `headers`
    only those are taken that say no more of it than it says itself. Beside a message there may be
    an address as a picture that telephones read (`qr`); one that changes by itself is shown anew
    `again_after` so many seconds.
    """

    body: Message | Content
    media_type: str = "text/plain; charset=utf-8"
    filename: str = ""
    status: int = 200
    changed_at: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    buttons: tuple[PageButton, ...] = ()
    forms: tuple[PageForm, ...] = ()
    below: Message | None = None
    zone: str = ""
    shared: Shared | None = None
    unchanging: bool = False
    qr: str = ""
    again_after: int = 0

    def __post_init__(self) -> None:
        if not isinstance(self.body, Message) and "html" in self.media_type:
            raise ValueError("a page in HTML is a message: what people wrote might be markup")
        if odd := set(self.headers) - _HEADERS:
            raise ValueError(f"a page sets no {', '.join(sorted(odd))}")


@dataclass(frozen=True, slots=True)
class PageRoute:
    """A declared page. Without `needs` it is there for everybody who has its address.

    One that takes what is `sent` looks at nobody's session: no other site can act for them.
    """

    path: str
    needs: Needs | None
    handler: Callable[..., Awaitable[PageAnswer]]
    sent: bool = False

    def __post_init__(self) -> None:
        if self.sent and self.needs:
            raise ValueError(f"{self.path} takes what is sent, and may know nobody")
        names = _ARGUMENT.findall(self.path)
        if not _PATH.fullmatch(self.path) or len(set(names)) != len(names):
            raise ValueError(f"{self.path} is no path of a page, such as /calendar/{{secret}}.ics")


Visitor = Callable[[Any], Awaitable[Member | None]]
"""Looks up, in a unit of work, who has come in by the web chat in the browser that asks."""


@dataclass(frozen=True, slots=True)
class ServedPage:
    """A page that is made: `body` is a message to render, or all of the content.

    Content has `validators`, by which it is known again.
    """

    answer: PageAnswer
    body: Message | Gathered
    validators: Mapping[str, str] = field(default_factory=dict)


React = Callable[[Work, datetime], Awaitable[None]]
"""Lets features react to what happened in a unit of work."""


async def _nothing(work: Work, now: datetime) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sends to a page: its fields, and those of them that were typed into a form."""

    fields: Mapping[str, str]
    typed: Mapping[str, Raw] = field(default_factory=dict)


class Pages:
    """Makes the pages that features declare, each in one unit of work.

    It only reads, unless something is sent; then features `react` to what came of that.
    """

    def __init__(
        self,
        open_work: OpenWork[Work],
        clock: Clock,
        react: React = _nothing,
        seconds: float = SECONDS,
    ) -> None:
        self._open_work = open_work
        self._clock = clock
        self._react = react
        self._seconds = seconds
        self._at_once = asyncio.Semaphore(AT_ONCE)

    async def __call__(
        self,
        route: PageRoute,
        arguments: Mapping[str, str],
        query: Mapping[str, str],
        who: Visitor,
        locale: str = "",
        sent: Sent | None = None,
        network: str = "",
    ) -> ServedPage:
        """Make a page, in the language of who has come in, or else in `locale`.

        What is `sent` to a route that takes it may change something; else the route only reads. It
        comes from this `network`. If something else changed the same meanwhile, it is made again.

        Raises `PageNotFound`, `PageLoginNeeded`, `TooLarge`; `NotReady` when it takes too long or
        the database does not answer.
        """
        if not all(map(_readable, arguments.values())):
            raise PageNotFound
        request = PageRequest(arguments, query, self._clock.now(), network=network)
        if sent:
            request = replace(request, sent=sent.fields, typed=sent.typed)
        try:
            async with asyncio.timeout(self._seconds), self._at_once:
                return await self._tried(route, request, who, locale, writes=sent is not None)
        except TimeoutError:
            raise NotReady(f"the page {route.path} took too long") from None

    async def _tried(
        self, route: PageRoute, request: PageRequest, who: Visitor, locale: str, *, writes: bool
    ) -> ServedPage:
        for _ in range(_TRIES - 1):
            with suppress(Conflict):
                return await self._made(route, request, who, locale, writes=writes)
        return await self._made(route, request, who, locale, writes=writes)

    async def _made(
        self, route: PageRoute, request: PageRequest, who: Visitor, locale: str, *, writes: bool
    ) -> ServedPage:
        async with self._open_work(read_only=not writes) as work:
            if route.needs:
                request = replace(request, member=await who(work))
                standing = await work.roles.standing(request.me)
                if not may(standing, route.needs, "any"):
                    raise PageNotFound
                request = replace(request, grants=standing.grants)
            with in_language(request.member.locale if request.member else locale):
                answer = await route.handler(request, work)
                if writes:
                    await self._react(work, request.now)
                if isinstance(answer.body, Message):
                    return ServedPage(answer, answer.body)
                content = await gather(answer.body, MOST_BYTES)
        whole = answer.status == _OK
        told = validators(content, answer.changed_at, request.now) if whole else {}
        return ServedPage(answer, content, told)


def _readable(argument: str) -> bool:
    return len(argument) <= _LONGEST_ARGUMENT and argument.isprintable()
