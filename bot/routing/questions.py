"""What is found out between two units of work, with no transaction open.

Something slow is computed, a chat is asked who somebody is, a file that somebody gave is fetched.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import Any, Protocol, TypeVar, assert_never

from bot.community.ports import Whois
from bot.errors import NotReady, UserError
from bot.routing.files import FileGone, FileSource
from bot.routing.interaction import Answer, Arrival, Compute, FetchFile, LookUpActor
from bot.ui.content import TooLarge
from bot.ui.languages import read_locale, switch_language
from bot.ui.text import megabytes
from bot.ui.words import WordBook
from bot.work import Work

log = logging.getLogger(__name__)
words = WordBook("bot")

T = TypeVar("T")
GoOn = Callable[[Work], Awaitable[Answer]]
"""Goes on with what was found out, in a unit of work of its own."""

Question = Compute[Any] | LookUpActor | FetchFile


class Executor(Protocol):
    """Runs slow pure functions where they hold up nobody."""

    async def __call__(self, function: Callable[..., T], *arguments: object) -> T: ...


class Questions:
    """Finds out what a handler asks for; each chat tells who its people are and has their files."""

    def __init__(
        self,
        executor: Executor,
        whois: Mapping[str, Whois],
        file_sources: Mapping[str, FileSource],
    ) -> None:
        self._executor = executor
        self._whois = whois
        self._file_sources = file_sources

    async def answer(self, arrival: Arrival, question: Question, resources: ExitStack) -> GoOn:
        """Find it out; a file that was fetched is kept in `resources` until all is done.

        Raises `UserError` when it cannot be found out.
        """
        match question:
            case Compute():
                result = await self._executor(question.function, *question.arguments)
                return lambda work: question.then(work, result)
            case LookUpActor():
                return await self._look_up(arrival, question)
            case FetchFile():
                return await self._fetch(arrival, question, resources)
        assert_never(question)

    async def _look_up(self, arrival: Arrival, question: LookUpActor) -> GoOn:
        chat = self._whois.get(arrival.space.platform)
        try:
            who = await chat.whois(arrival.space, arrival.actor) if chat else None
        except NotReady as away:
            log.warning("%s away: %s", arrival.space.platform, away)
            raise UserError(words("interaction.chat_away")) from away
        if who is None:
            raise UserError(words("interaction.unknown"))
        known = replace(who, locale=arrival.locale or who.locale)
        switch_language(read_locale(known.locale))
        return lambda work: question.then(work, known)

    async def _fetch(self, arrival: Arrival, question: FetchFile, resources: ExitStack) -> GoOn:
        """Fetch a file from the chat that it was given in, and from no other."""
        file, platform = question.file, arrival.space.platform
        source = self._file_sources.get(platform) if file.platform == platform else None
        try:
            if source is None:
                raise FileGone(file.platform)
            content = await source.fetch(arrival.space, file, question.most)
        except FileGone as gone:
            log.info("a file is not there: %s", gone)
            raise UserError(words("file.gone", name=file.name)) from gone
        except TooLarge as large:
            most = megabytes(large.most)
            raise UserError(words("file.too_large", name=file.name, most=most)) from large
        except NotReady as away:
            log.warning("a file could not be fetched: %s", away)
            raise UserError(words("file.away", name=file.name)) from away
        resources.callback(content.close)
        if content.size == 0:
            raise UserError(words("file.empty", name=file.name))
        return lambda work: question.then(work, content)
