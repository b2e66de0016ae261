"""What has become of dates: exactly those are told who have answered them, in their language."""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial

from bot.community.domain_events import (
    AccountGone,
    EventCancelled,
    EventChanged,
    EventRelocated,
    MemberLeft,
)
from bot.community.facts import Fact
from bot.delivery.addresses import ToMember
from bot.delivery.notices import tell_facilitators
from bot.features.events import feature
from bot.features.events.dates.domain import DateState
from bot.features.events.domain import Event
from bot.features.events.guests.notices import write
from bot.features.events.notices import views
from bot.features.events.ports import Happening, Work
from bot.features.events.rsvps.domain import Answer, Attendee, Rsvp
from bot.ui.messages import Message

_TOLD = (Answer.COMING, Answer.MAYBE)
_Compose = Callable[[views.Answered], Message]


@feature.when(EventChanged)
async def dates_are_moved(changed: EventChanged, work: Work, now: datetime) -> None:
    """Tell of dates at another time, and of those that a series does not have any more."""
    event = await work.events.plans.get(changed.event)
    if event is None or not changed.dates:
        return
    found = [date for id_ in changed.dates if (date := await work.events.dates.get(id_))]
    planned = [date.id for date in found if date.state is DateState.PLANNED]
    gone = [date.id for date in found if date.state is not DateState.PLANNED]
    await _tell(work, event, planned, "moved", partial(views.moved, event))
    await _tell(work, event, gone, "cancelled", partial(views.cancelled, event, message=""))


@feature.when(EventRelocated)
async def dates_are_elsewhere(relocated: EventRelocated, work: Work, now: datetime) -> None:
    """Tell of dates at another place."""
    event = await work.events.plans.get(relocated.event)
    if event:
        await _tell(work, event, relocated.dates, "elsewhere", partial(views.elsewhere, event))


@feature.when(EventCancelled)
async def dates_are_cancelled(cancelled: EventCancelled, work: Work, now: datetime) -> None:
    """Tell of dates that do not take place."""
    event = await work.events.plans.get(cancelled.event)
    if event:
        message, down = cancelled.message, cancelled.taken_down
        compose = partial(views.cancelled, event, message=message, taken_down=down)
        await _tell(work, event, cancelled.dates, "cancelled", compose)


async def _tell(
    work: Work, event: Event, dates: Collection[int], kind: str, compose: _Compose
) -> None:
    """Tell everybody who comes, may come or waits, once for all their dates together."""
    theirs: dict[Attendee, list[tuple[Happening, Rsvp]]] = defaultdict(list)
    for id_ in dates:
        date = await work.events.dates.get(id_)
        for each in await work.events.attendance.all_of(id_, _TOLD) if date else ():
            if date:
                theirs[each.rsvp.who].append((Happening(event, date), each.rsvp))
    for who, answered in sorted(theirs.items(), key=lambda each: str(each[0])):
        answered.sort(key=lambda each: (each[0].date.starts_at, each[0].date.id))
        change = f"{event.id}:{event.sequence}"
        first = str(min(happening.date.id for happening, _ in answered))
        message = partial(compose, answered)
        if who.member is not None:
            fact = Fact.of(f"events.{kind}", change, part=first, member=who.member)
            await work.outbox.post(ToMember(who.member), message, fact, community=event.community)
        elif who.guest is not None:
            await write(work, who.guest, answered[0][0], kind, message, part=change)


# Hosts who go ---------------------------------------------------------------------------------


@feature.when(AccountGone)
async def a_host_may_have_gone(gone: AccountGone, work: Work, now: datetime) -> None:
    """Tell facilitators of events whose last host is in no chat any more."""
    if await work.people.has_gone(gone.account.member):
        await _tell_hostless(work, gone.community, now)


@feature.when(MemberLeft)
async def a_host_may_have_left(left: MemberLeft, work: Work, now: datetime) -> None:
    """Tell facilitators of events whose last host is no member any more."""
    await _tell_hostless(work, left.community, now)


async def _tell_hostless(work: Work, community: int, now: datetime) -> None:
    """Tell them of each event once that is to come and in nobody's hands.

    A series that was changed from some date on is several events, and one to those who read of it.
    """
    looked_at: set[int] = set()
    for happening in await work.events.dates.without_present_host(community, now):
        event = happening.event
        if event.id in looked_at:
            continue
        looked_at.add(event.id)
        fact = Fact.of("events.no_host", await _first_of_series(work, event))
        await tell_facilitators(work, community, partial(views.no_host, happening), fact)


async def _first_of_series(work: Work, event: Event) -> int:
    """The event that this one continues, or that continues, and so on."""
    found: Event | None = event
    while found and found.continues:
        event = found
        found = await work.events.plans.get(found.continues)
    return found.id if found else event.id
