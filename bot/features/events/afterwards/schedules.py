"""After a date: thanks to each in their own day, a question to its hosts; and what is forgotten."""

from datetime import datetime
from functools import partial

from bot.community.facts import Fact
from bot.community.roles import ScopedRole
from bot.delivery.addresses import ToMember
from bot.features.events import feature
from bot.features.events.afterwards import views
from bot.features.events.afterwards.attendance import members_of
from bot.features.events.afterwards.domain import KEPT_FOR, LATE, thanked_at
from bot.features.events.afterwards.outcomes import others_than, thanks
from bot.features.events.check_in.domain import COUNTS
from bot.features.events.dates.domain import DateState
from bot.features.events.guests.domain import KNOWN_FOR
from bot.features.events.guests.notices import write
from bot.features.events.ports import Work
from bot.features.events.rsvps.standing import happening_of
from bot.ui.text import read_id


async def _thanks_due(work: Work, now: datetime) -> list[str]:
    """Of each date and zone once; and once more a day later, where hosts noted somebody since."""
    found = await work.events.check_ins.zones(now - LATE, now)
    late = {date for date, _ in await work.events.check_ins.noted_late(now - LATE)}
    due = [f"{date}:{zone}" for date, ends, zone in found if thanked_at(ends, zone) <= now]
    again = [each for each in found if each[0] in late]
    return due + [
        f"{date}:{zone}:late"
        for date, ends, zone in again
        if thanked_at(ends + COUNTS, zone) <= now
    ]


@feature.schedule("thanks", due=_thanks_due)
async def thank(work: Work, period: str, now: datetime, seed: int) -> None:
    """Thank those of one zone who were there, and ask whom they would like to talk to again."""
    id_, _, zone = period.removesuffix(":late").partition(":")
    happening = await happening_of(work, read_id(id_))
    if happening is None or happening.date.state is not DateState.PLANNED:
        return
    date, community = happening.date.id, happening.event.community
    present = await work.events.check_ins.present(date)
    outcome = await work.events.afterwards.outcome(date)
    for each in present:
        if each.zone != zone:
            continue
        if each.who.guest is not None:
            told = partial(views.thanks, happening, outcome, 0)
            await write(work, each.who.guest, happening, "thanks", told, over=True)
        if each.who.member is None:
            continue
        said = partial(views.thanks, happening, outcome, others_than(each, present))
        fact = thanks(happening, each.who.member)
        await work.outbox.post(ToMember(each.who.member), said, fact, community=community)


# Hosts ----------------------------------------------------------------------------------------


async def _hosts_due(work: Work, now: datetime) -> list[str]:
    over = await work.events.dates.lately_over(now - LATE, now)
    return [str(date.id) for date in over if thanked_at(date.ends_at, date.zone) <= now]


@feature.schedule("outcome", due=_hosts_due)
async def ask_hosts(work: Work, period: str, now: datetime, seed: int) -> None:
    """Ask the hosts of a date what came of it, if anybody was there and nobody has told."""
    happening = await happening_of(work, read_id(period))
    if happening is None or await work.events.afterwards.outcome(happening.date.id):
        return
    event, date = happening.event, happening.date.id
    if not members_of(await work.events.check_ins.present(date)):
        return
    said = partial(views.ask_outcome, happening, await work.events.check_ins.count(date))
    for host in await work.roles.holders(ScopedRole.HOST, event.scope):
        fact = Fact.of("events.ask_outcome", date, member=host.id)
        await work.outbox.post(ToMember(host.id), said, fact, community=event.community)


# What is forgotten ----------------------------------------------------------------------------


async def _day(work: Work, now: datetime) -> list[str]:
    return [now.date().isoformat()] if await work.events.plans.any() else []


@feature.schedule("forget_agains", due=_day)
async def forget(work: Work, period: str, now: datetime, seed: int) -> None:
    """Forget whom people named, a month after they did; and who came of whom a host noted a name.

    Of a guest it is known no longer, either.
    """
    await work.events.afterwards.forget_before(now - KEPT_FOR)
    await work.events.check_ins.forget_names(now - KNOWN_FOR)
