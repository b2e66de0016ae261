"""What came of a date, to each member who was there; taken back, none of them has it any more."""

from collections.abc import Collection
from datetime import datetime
from functools import partial

from bot.community.domain_events import EventOutcomeTold
from bot.community.facts import Fact
from bot.delivery.addresses import ToMember
from bot.features.events.afterwards import views
from bot.features.events.afterwards.attendance import members_of
from bot.features.events.afterwards.domain import Outcome
from bot.features.events.check_in.domain import Present
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
    """Tell whoever was there, but for those who want to hear nothing of this event, and `by`.

    Whoever was told before reads it in the place of what they were told, and in their thanks.
    """
    event, found = happening.event, await work.events.afterwards.outcome(happening.date.id)
    present = await work.events.check_ins.present(happening.date.id)
    others = [member for member in members_of(present) if member != by]
    chosen = await work.events.reminders.chosen_by(event.id, others)
    readers = [member for member in others if found and chosen[member]]
    if found:
        said = partial(views.outcome, happening, found)
        facts = {member: _told(happening, member) for member in readers}
        before = await work.outbox.posted(facts.values())
        for member, fact in facts.items():
            await work.outbox.post(ToMember(member), said, fact, community=event.community)
        await work.outbox.edit_each(dict.fromkeys(before, said))
    await _thank_anew(work, happening, present, found)
    return len(readers)


async def take_back(work: Work, happening: Happening) -> None:
    """Take it back from whoever was told, and out of their thanks."""
    present = await work.events.check_ins.present(happening.date.id)
    await work.outbox.retract(*(_told(happening, member) for member in members_of(present)))
    await _thank_anew(work, happening, present, None)


def thanks(happening: Happening, member: int) -> Fact:
    """Thanks to a member who was at a date."""
    return Fact.of("events.thanks", happening.date.id, member=member)


def others_than(each: Present, present: Collection[Present]) -> int:
    """How many members who show their names were there beside this one."""
    return sum(bool(e.who.member) and not e.hidden and e.who != each.who for e in present)


async def _thank_anew(
    work: Work, happening: Happening, present: Collection[Present], found: Outcome | None
) -> None:
    """Let thanks that were sent say what came of it by now; a mail stays as it was sent."""
    await work.outbox.edit_each(
        {
            thanks(happening, each.member): partial(
                views.thanks, happening, found, others_than(each, present)
            )
            for each in present
            if each.member is not None
        }
    )


def _told(happening: Happening, member: int) -> Fact:
    return Fact.of("events.outcome", happening.date.id, member=member)
