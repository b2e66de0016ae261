"""Half an hour before an event its hosts are given what they need on the day."""

from datetime import datetime, timedelta
from functools import partial

from bot.community.facts import Fact
from bot.community.roles import ScopedRole
from bot.delivery.addresses import ToMember
from bot.features.events import feature
from bot.features.events.check_in import views
from bot.features.events.check_in.domain import OPENS_BEFORE, is_open
from bot.features.events.ports import Work
from bot.features.events.rsvps.standing import happening_of
from bot.ui.text import read_id

_SINCE = timedelta(hours=6)


async def _doors_open(work: Work, now: datetime) -> list[str]:
    """The dates that begin within half an hour, or have begun."""
    ahead = now + OPENS_BEFORE
    soon = await work.events.dates.begun(now - _SINCE, ahead)
    return [f"{each.id}:{each.sequence}" for each in soon]


@feature.schedule("doors", due=_doors_open)
async def open_doors(work: Work, period: str, now: datetime, seed: int) -> None:
    """Tell the hosts that people may check in."""
    happening = await happening_of(work, read_id(period.partition(":")[0]))
    if happening is None or not is_open(happening.date, now):
        return
    event, told = happening.event, partial(views.opens, happening)
    for host in await work.roles.holders(ScopedRole.HOST, event.scope):
        fact = Fact.of("events.doors", period, member=host.id)
        await work.outbox.post(ToMember(host.id), told, fact, community=event.community)
