"""Questions that wait until they suit somebody are taken up."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.introductions import feature
from bot.features.introductions.ports import Work
from bot.features.introductions.suggestions.consent import go_on, go_on_with


async def _due(work: Work, now: datetime) -> Sequence[str]:
    """Each at most once an hour: what held one up may come back."""
    ready = await work.introductions.suggestions.ready(now)
    steps = await go_on_with(work, ready, now) if ready else {}
    return [f"{each.id}:{now:%Y-%m-%dT%H}" for each in ready if each.id in steps]


@feature.schedule("suggestions", due=_due)
async def take_up(work: Work, period: str, now: datetime, seed: int) -> None:
    """Ask, or introduce, those for whom the time has come."""
    book, id_ = work.introductions.suggestions, int(period.partition(":")[0])
    suggestion = await book.get(id_)
    if suggestion:
        await book.lock(suggestion.two)
        await go_on(work, id_, now, seed)
