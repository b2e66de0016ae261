"""What came of a date, to each who was there; taken back, nobody has it any more."""

from datetime import datetime
from functools import partial

from bot.community.domain_events import EventOutcomeTold
from bot.community.facts import Fact
from bot.delivery.addresses import ToMember
from bot.features.events.afterwards import views
from bot.features.events.afterwards.attendance import members_of
from bot.features.events.ports import Happening, Work


async def keep(
    work: Work, happening: Happening, text: str, link: str, by: int | None, now: datetime
) -> None:
    """Keep what came of it, in the place of what was told before; nothing: forget it."""
    event, date = happening.event, happening.date.id
    former = await work.events.afterwards.outcome(date)
    await work.events.afterwards.tell(date, text, link, by, now)
    before, open_to = former.text if former else "", frozenset(event.details.networks)
    if text != before:
        told = EventOutcomeTold(event.id, event.community, text, before, now, open_to)
        work.domain_events.append(told)


async def tell(work: Work, happening: Happening, by: int) -> int:
    """Tell whoever was there, but for those who want to hear nothing of this event, and `by`."""
    event, found = happening.event, await work.events.afterwards.outcome(happening.date.id)
    there = members_of(await work.events.check_ins.present(happening.date.id))
    count = 0
    for member in there:
        if member == by or found is None:
            continue
        if not await work.events.reminders.chosen(event.id, member):
            continue
        fact, said = _told(happening, member), partial(views.outcome, happening, found)
        await work.outbox.post(ToMember(member), said, fact, community=event.community)
        await work.outbox.edit(fact, said)
        count += 1
    return count


async def take_back(work: Work, happening: Happening) -> None:
    """Take it back from whoever was told."""
    for member in members_of(await work.events.check_ins.present(happening.date.id)):
        await work.outbox.retract(_told(happening, member))


def _told(happening: Happening, member: int) -> Fact:
    return Fact.of("events.outcome", happening.date.id, member=member)
