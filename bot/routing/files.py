"""Files that Kindred gives: what a feature declares, and how they are made when they are sent.

Files that people give are fields of forms (`bot.ui.fields.Upload`); a handler has them fetched by
answering with `FetchFile`.

@feature.file("export", role=Role.ADMIN)
async def export(request: FileRequest, work: Work) -> Content:
    return csv_of(work, read_id(request.subject))

File("members.csv", "text/csv", "members.export", str(community))
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from types import TracebackType
from typing import Any, Protocol, Self

from bot.community.clock import Clock
from bot.community.people import Member, Ref
from bot.community.roles import Needs, may
from bot.errors import NotReady
from bot.ui.content import Content, Gathered, TooLarge, gather
from bot.ui.files import MOST_GIVEN, File, GivenFile
from bot.ui.languages import in_language
from bot.ui.messages import Block, Message, Note
from bot.ui.words import WordBook
from bot.work import OpenWork, Work

log = logging.getLogger(__name__)
words = WordBook("bot")

SECONDS = 20.0
"""Within which a file is made."""


class FileGone(Exception):
    """There is nothing any more to make the file of, or it is not for who asks."""


@dataclass(frozen=True, slots=True)
class FileRequest:
    """A file is to be made; `member` is who fetches it, if it is not sent but fetched."""

    subject: str
    now: datetime
    member: Member | None = None


class FileSource(Protocol):
    """The files that people give in one chat. One per adapter."""

    async def fetch(self, space: Ref, file: GivenFile, most: int) -> Gathered:
        """What is in a file that was given in this space.

        Raises `FileGone`, `TooLarge` beyond `most` bytes, and `NotReady` when the chat does not
        hand it over, or not in good time.
        """
        ...


@dataclass(frozen=True, slots=True)
class FileRoute:
    """What makes files, and what whoever fetches one has to be."""

    key: str
    needs: Needs
    handler: Callable[..., Awaitable[Content]]


class Attached:
    """A message and the files that go with it, made; to be used in a `with` block.

    In the place of one that cannot be made there are words.
    """

    def __init__(self, message: Message, files: Sequence[tuple[File, Gathered]]) -> None:
        self.message = message
        self.files = files

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: object, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of what is in the files."""
        for _, content in self.files:
            content.close()


def files_in(message: Message) -> list[File]:
    """The files that go with a message."""
    return [block for block in message.blocks if isinstance(block, File)]


class FileMaker:
    """Makes files, each in one unit of work that only reads."""

    def __init__(
        self,
        routes: Mapping[str, FileRoute],
        open_work: OpenWork[Work],
        clock: Clock,
        seconds: float = SECONDS,
    ) -> None:
        self._routes = routes
        self._open_work = open_work
        self._clock = clock
        self._seconds = seconds

    async def make(self, file: File, member: Member | None = None) -> Gathered:
        """What is in a file now; `member` fetches it, if it is not sent.

        Raises `FileGone`, `TooLarge`; `NotReady` when it takes too long or the database does not
        answer.
        """
        route = self._routes.get(file.producer)
        if route is None:
            raise FileGone(file.producer)
        try:
            async with asyncio.timeout(self._seconds), self._open_work(read_only=True) as work:
                if member and not await _is_for(route, member, work):
                    raise FileGone(file.producer)
                request = FileRequest(file.subject, self._clock.now(), member)
                return await gather(await route.handler(request, work), MOST_GIVEN)
        except TimeoutError:
            raise NotReady(f"the file {file.producer} took too long") from None

    async def attach(self, message: Message) -> Attached:
        """All files of a message; raises `NotReady` like `make`."""
        blocks = list[Block]()
        made = list[tuple[File, Gathered]]()
        with ExitStack() as resources, in_language(message.locale):
            for block in message.blocks:
                if not isinstance(block, File):
                    blocks.append(block)
                    continue
                try:
                    content = await self.make(block)
                except (FileGone, TooLarge) as fault:
                    log.warning("the file %s is not sent: %r", block.producer, fault)
                    blocks.append(Note(words("file.not_made", name=block.name)))
                else:
                    resources.callback(content.close)
                    made.append((block, content))
                    blocks.append(block)
            resources.pop_all()
        return Attached(replace(message, blocks=tuple(blocks)), made)


async def _is_for(route: FileRoute, member: Member, work: Any) -> bool:
    return may(await work.roles.standing(member), route.needs, "any")
