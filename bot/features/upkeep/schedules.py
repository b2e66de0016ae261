"""What the kernel keeps for a while only: looked through every day, and no run takes long."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from bot.delivery.outbox import WORDS_KEPT
from bot.features.upkeep import feature
from bot.work import Work

_KEEP_ANSWERS = timedelta(days=2)  # no platform delivers an interaction again after that
_KEEP_DRAFTS = timedelta(days=90)
_KEEP_FETCHED = timedelta(days=1)  # an answer may be lost, or closed too soon
_KEEP_PERIODS = timedelta(days=400)  # what happens once a year has happened again by then

Forget = Callable[[Work, datetime], Awaitable[bool]]
"""Forgets what is too old at an instant; tells whether there is more than one run may take."""


def _daily(name: str, *kinds: Forget) -> None:
    """Declare what is forgotten every day; if there is much, every minute until all is gone."""
    there_is_more = f"upkeep.more:{name}"

    async def due(work: Work, now: datetime) -> Sequence[str]:
        more = await work.settings.get(there_is_more) is not None
        return [f"{now:%Y-%m-%dT%H:%M}" if more else now.date().isoformat()]

    @feature.schedule(name, due=due)
    async def run(work: Work, period: str, now: datetime, seed: int) -> None:
        for forget in kinds:
            if await forget(work, now):
                await work.settings.put(there_is_more, period)
                return
        await work.settings.drop(there_is_more)


async def _answers(work: Work, now: datetime) -> bool:
    """Forget answers to interactions that nobody delivers again; tell whether there is more."""
    return await work.answers.forget_before(now - _KEEP_ANSWERS)


async def _drafts(work: Work, now: datetime) -> bool:
    """Forget when forms were sent, and forms that were left half-way long ago."""
    return await work.drafts.forget_before(now - _KEEP_ANSWERS, now - _KEEP_DRAFTS, now)


async def _held(work: Work, now: datetime) -> bool:
    """Forget what nobody has fetched, and what was fetched."""
    return await work.outbox.forget_held(now - WORDS_KEPT, now - _KEEP_FETCHED)


async def _words(work: Work, now: datetime) -> bool:
    """Forget the words of what could not be delivered, and how messages were changed."""
    return await work.outbox.forget_before(now - WORDS_KEPT)


async def _codes(work: Work, now: datetime) -> bool:
    """Forget codes that are good no more."""
    return await work.codes.forget_before(now)


async def _periods(work: Work, now: datetime) -> bool:
    """Forget which periods were run so long ago that none of them can fall due again."""
    return await work.ticks.forget_before(now - _KEEP_PERIODS)


# Called as what was there first: by these names it is known which days are done.
_daily("guide.forget_answers", _answers, _drafts, _words, _codes, _periods)
_daily("reaching.forget_held", _held)
