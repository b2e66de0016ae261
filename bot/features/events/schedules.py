"""What falls due: offers that lapse, dates to be made ahead, and events that are over."""

from datetime import datetime, timedelta

from bot.features.events import feature, planning
from bot.features.events.check_in.domain import COUNTS
from bot.features.events.dates.domain import DateState
from bot.features.events.ports import Work
from bot.features.events.rsvps import changes
from bot.features.events.rsvps.standing import happening_of
from bot.ui.text import read_id

_LATE = timedelta(days=28)
"""So long after its end it is still told that an event was held, if nothing ran meanwhile."""


async def _offers_due(work: Work, now: datetime) -> list[str]:
    due = await work.events.attendance.lapsing(now)
    return [f"{date}:{until.isoformat()}" for date, until in due]


@feature.schedule("offers", due=_offers_due)
async def lapse_offers(work: Work, period: str, now: datetime, seed: int) -> None:
    """Let the offers of a date lapse whose time is over."""
    await changes.lapse_offers(work, read_id(period.partition(":")[0]), now)


async def _day(work: Work, now: datetime) -> list[str]:
    return [now.date().isoformat()] if await work.events.plans.any() else []


@feature.schedule("dates", due=_day)
async def make_dates_ahead(work: Work, period: str, now: datetime, seed: int) -> None:
    """Make the dates of all series as far ahead as they should be, once a day."""
    await planning.realign(work, now)
    for event in await work.events.plans.series():
        await planning.make_dates(work, event, now)


async def _over(work: Work, now: datetime) -> list[str]:
    """Each date once; and once more a day later, where hosts noted since who was there."""
    over = await work.events.dates.lately_over(now - _LATE, now)
    late = await work.events.check_ins.noted_late(now - _LATE)
    again = [f"{date}:late" for date, ends_at in late if ends_at + COUNTS <= now]
    return [*(str(date.id) for date in over), *again]


@feature.schedule("held", due=_over)
async def tell_held(work: Work, period: str, now: datetime, seed: int) -> None:
    """Tell that a date is over."""
    happening = await happening_of(work, read_id(period.removesuffix(":late")))
    if happening and happening.date.state is DateState.PLANNED and happening.date.ends_at <= now:
        await planning.held(work, happening)
