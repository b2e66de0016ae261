"""What the kernel keeps for a while only: looked through every day, and no run takes long."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from bot.delivery.outbox import WORDS_KEPT
from bot.delivery.questions import MONTH
from bot.features.upkeep import feature
from bot.work import Work

_KEEP_ANSWERS = timedelta(days=2)  # no platform delivers an interaction again after that
_KEEP_DRAFTS = timedelta(days=90)
_KEEP_FETCHED = timedelta(days=1)  # an answer may be lost, or closed too soon
_KEEP_CARDS = timedelta(days=14)  # one that has waited for longer is news no more
_KEEP_PERIODS = timedelta(days=400)  # what happens once a year has happened again by then

Forget = Callable[[Work, datetime], Awaitable[bool]]
"""Forgets what is too old at an instant; tells whether there is more than one run may take."""


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


async def _mailboxes(work: Work, now: datetime) -> bool:
    """Forget the addresses of people who are no members, once they are needed no longer."""
    return await work.mailboxes.forget_before(now)


async def _cards(work: Work, now: datetime) -> bool:
    """Forget who had cards posted long ago."""
    return await work.cards.forget_before(now - _KEEP_CARDS)


async def _questions(work: Work, now: datetime) -> bool:
    """Forget what people were asked so long ago that it counts no more."""
    return await work.questions.forget_before(now - MONTH)


_KINDS: tuple[Forget, ...] = (
    _answers,
    _drafts,
    _held,
    _words,
    _codes,
    _periods,
    _mailboxes,
    _cards,
    _questions,
)
_THERE_IS_MORE = "upkeep.more:guide.forget_answers"


async def _due(work: Work, now: datetime) -> Sequence[str]:
    """Every day; if there is much to forget, every minute until all is gone."""
    more = await work.settings.get(_THERE_IS_MORE) is not None
    return [f"{now:%Y-%m-%dT%H:%M}" if more else now.date().isoformat()]


# Called as what was there first: by this name it is known which days are done.
@feature.schedule("guide.forget_answers", due=_due)
async def forget(work: Work, period: str, now: datetime, seed: int) -> None:
    """Forget what is too old, as much as one run may take."""
    for kind in _KINDS:
        if await kind(work, now):
            await work.settings.put(_THERE_IS_MORE, period)
            return
    if "T" in period:  # a run of a minute, because there was more
        await work.settings.drop(_THERE_IS_MORE)
