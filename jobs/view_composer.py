"""Composes live views at the moment they are sent, each once for all places that show the same."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from bot.community.clock import Clock
from bot.delivery.addresses import Below, ToPlace
from bot.delivery.live import View, digest
from bot.delivery.queue import Delivery, DeliveryQueue
from bot.delivery.sender import Receipt, Retry, SendResult
from bot.delivery.views import no_more, with_backlog
from bot.errors import NotReady
from bot.routing.registry import Registry
from bot.ui.languages import in_language
from bot.ui.messages import Message
from bot.work import OpenWork, Work
from jobs.senders import backoff

log = logging.getLogger(__name__)

_AWAY = timedelta(seconds=5)
_LONG = 8  # attempts, which take about four minutes
_MANY = 10


class ComposingWork(Work, Protocol):
    """A unit of work in which views are composed."""

    @property
    def queue(self) -> DeliveryQueue: ...


@dataclass(frozen=True, slots=True)
class Skipped:
    """Nothing is to be done for a delivery any more: what it would show is no more."""


@dataclass(frozen=True, slots=True)
class Uncomposed:
    """What a view shows could not be composed: an error on our side."""


Outcome = SendResult | Skipped | Uncomposed
"""What came of a delivery, be it sent or not."""

Composed = dict[tuple[View, str], Message | Retry | Uncomposed | None]
"""What views show in languages, or why they could not be composed; `None` if they are no more."""


class ViewComposer:
    """Puts deliveries of live views into words: nobody keeps those, so none is ever too old."""

    def __init__(
        self, open_work: OpenWork[ComposingWork], registry: Registry, clock: Clock
    ) -> None:
        self._open_work = open_work
        self._registry = registry
        self._clock = clock

    async def compose(self, deliveries: Sequence[Delivery]) -> list[Delivery | Outcome]:
        """Each delivery with its message, in the same order; or else what came of it already."""
        wanted = {
            (each.hanging.view, each.hanging.locale)
            for each in deliveries
            if each.live and each.hanging
        }
        composed = Composed()
        for view in {view for view, _ in wanted}:
            locales = [locale for shown, locale in wanted if shown == view]
            composed |= await self._composed(view, locales)
        said = [_in_words(each, composed) if each.live else each for each in deliveries]
        return [
            await self._after_an_outage(each)
            if isinstance(each, Delivery) and each.act == "post" and each.attempts > _LONG
            else each
            for each in said
        ]

    async def _after_an_outage(self, first: Delivery) -> Delivery:
        """The first of what waits in a lane, which says how much that is, if it is much."""
        if first.message is None or not isinstance(first.address, Below | ToPlace):
            return first
        try:
            async with self._open_work(read_only=True) as work:
                behind = await work.queue.waiting_behind(first)
        except NotReady:
            return first
        many = behind + 1 >= _MANY
        return replace(first, message=with_backlog(first.message, behind + 1)) if many else first

    async def _composed(self, view: View, locales: Sequence[str]) -> Composed:
        """What a view shows now, in each language; in one unit of work, which may be broken."""
        found = Composed()
        try:
            async with self._open_work(read_only=True) as work:
                for locale in locales:
                    with in_language(locale):
                        message = await self._registry.view(view, work, self._clock.now())
                    found[view, locale] = message
        except NotReady as away:
            return {(view, locale): Retry(_AWAY, str(away), untouched=True) for locale in locales}
        except Exception:
            log.exception("%s of %s could not be composed", view.kind, view.subject)
            return {(view, locale): Uncomposed() for locale in locales}
        return found


def _in_words(delivery: Delivery, composed: Composed) -> Delivery | Outcome:
    hanging, posted = delivery.hanging, delivery.posted
    shows = composed[hanging.view, hanging.locale] if hanging else None
    if isinstance(shows, Message) and hanging:
        if posted and digest(shows) == hanging.shown:
            return Receipt(posted.channel, posted.message)
        return replace(delivery, message=shows)
    match shows:
        case Uncomposed() if delivery.act == "post":
            return Retry(backoff(delivery), "it could not be composed")
        case Retry() | Uncomposed():
            return shows
    if delivery.act == "edit":
        return replace(delivery, act="retract") if hanging else Skipped()
    # It may have been posted already: then that has to be found before it can be taken back.
    return replace(delivery, message=no_more()) if delivery.attempts > 1 else Skipped()
