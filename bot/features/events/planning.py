"""Planning events and what becomes of them, each with the domain events that it raises."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.community.domain_events import (
    EventCancelled,
    EventChanged,
    EventHeld,
    EventPlanned,
    EventRelocated,
)
from bot.community.facts import Fact
from bot.community.roles import ScopedRole
from bot.community.zones import zone
from bot.features.events.dates.domain import DateState, EventDate
from bot.features.events.domain import Details, Event
from bot.features.events.ports import Happening, Work
from bot.features.events.rsvps import changes
from bot.features.events.rsvps.outcomes import Below, Lowering
from bot.features.events.series.domain import to_make


async def plan(
    work: Work,
    community: int,
    details: Details,
    by: int | None,
    now: datetime,
    *,
    hosts: Collection[int] = (),
    origin: Fact | None = None,
) -> Event:
    """Plan an event: with its dates, and whoever plans it and these members as its hosts.

    `origin` is what it is made of.
    """
    event = await work.events.plans.add(community, details, by, now, origin=origin)
    for host in dict.fromkeys([*([by] if by is not None else []), *hosts]):
        await work.roles.grant(host, ScopedRole.HOST, event.scope, by, now)
    await make_dates(work, event, now)
    work.domain_events.append(EventPlanned(event.id, community, now, origin))
    return event


async def make_dates(work: Work, event: Event, now: datetime) -> list[EventDate]:
    """Make the dates that an event should have by now and that are not there.

    Whoever has answered its series has answered them.
    """
    details = event.details
    if details.series is None:
        starts = [] if event.made_until else [details.start]
    else:
        today = now.astimezone(zone(details.zone)).replace(tzinfo=None)
        starts = to_make(details.series, details.start, event.made_until, today)
    if not starts:
        return []
    dates = await work.events.dates.add(event, starts)
    await work.events.plans.made_until(event.id, starts[-1])
    for date in dates:
        if date.ends_at > now:
            await work.events.rsvps.take_standing(date.id, now)
    return dates


async def change(
    work: Work, event: Event, details: Details, now: datetime, lowering: Lowering = Lowering.ASK
) -> Event | Below:
    """Give an event other details: all dates to come follow.

    `Below`, with nothing changed, where hosts have to say what is to become of people who come. A
    series that has had dates ends before the next, and another event continues it: what has been
    stays as it was. That one is returned.
    """
    below = await limit(work, event, details.capacity, now, lowering)
    if below:
        return below
    former, to_come = event.details, await work.events.dates.to_come(event.id, now)
    if details.series != former.series and (former.series is None or details.series is None):
        return await _repeat(work, event, details, now)
    if former.series is not None and _when(details) != _when(former):
        if not to_come:
            return event
        shift = details.start - former.start
        next_ = replace(details, start=to_come[0].original + shift)
        return await change_from(work, event, to_come[0], next_, now)
    await work.events.plans.change(event.id, details, now)
    moved: tuple[int, ...] = ()
    if _when(details) != _when(former):
        moved = tuple(date.id for date in to_come)
        for date in moved:
            await work.events.dates.move(date, details.start, details.zone, details.minutes)
    work.domain_events.append(EventChanged(event.id, event.community, moved, now))
    if elsewhere := _elsewhere(former, details, to_come, moved):
        work.domain_events.append(EventRelocated(event.id, event.community, elsewhere, now))
    return await _again(work, event)


async def change_from(
    work: Work, event: Event, date: EventDate, details: Details, now: datetime
) -> Event:
    """Give one date of a series and all that follow other details, whose `start` is that date's.

    People's answers stay with their dates, the first with the first. Where there are dates before,
    these end their series, and another event takes the rest over.
    """
    book, former = work.events, event.details
    series = former.series
    dates = [each for each in await book.dates.of(event.id) if each.original >= date.original]
    if details.series is None or series is None:
        raise ValueError("only a series has dates that follow")
    if details.series == series:
        details = replace(details, series=series.from_(former.start, date.original))
    if date.original == former.start:
        await book.plans.change(event.id, details, now)
        rest = await _again(work, event)
    else:
        ended = series.before(former.start, date.original)
        await book.plans.change(event.id, replace(former, series=ended), now)
        rest = await _continued(work, event, details, now)
        await book.dates.hand_over([each.id for each in dates], rest.id)
    told = await _follow(work, rest, dates, now)
    work.domain_events.append(EventChanged(rest.id, rest.community, told, now))
    return await _again(work, rest)


async def move(
    work: Work, event: Event, date: EventDate, start: datetime, minutes: int, now: datetime
) -> None:
    """Let one date be at another time, and nothing else of its series."""
    await work.events.dates.move(date.id, start, date.zone, minutes)
    await work.events.plans.changed(event.id, now)
    work.domain_events.append(EventChanged(event.id, event.community, (date.id,), now))


async def tell_changed(work: Work, event: Event, now: datetime) -> None:
    """Note that something else about an event has changed than when it is."""
    await work.events.plans.changed(event.id, now)
    work.domain_events.append(EventChanged(event.id, event.community, (), now))


async def relocate(
    work: Work, event: Event, date: EventDate, venue: str | None, link: str | None, now: datetime
) -> None:
    """Let one date be elsewhere than its event says; `None`: where that says."""
    await work.events.dates.place(date.id, venue, link)
    await work.events.plans.changed(event.id, now)
    work.domain_events.append(EventChanged(event.id, event.community, (), now))
    work.domain_events.append(EventRelocated(event.id, event.community, (date.id,), now))


async def cancel_date(
    work: Work,
    event: Event,
    date: EventDate,
    now: datetime,
    *,
    skip: bool = False,
    message: str = "",
) -> None:
    """Let one date not take place; `skip`: it is left out of its series, as if it never was."""
    state = DateState.SKIPPED if skip else DateState.CANCELLED
    await work.events.dates.set_state(date.id, state)
    await work.events.plans.changed(event.id, now)
    told = EventCancelled(event.id, event.community, (date.id,), now, message)
    work.domain_events.append(told)


async def cancel(
    work: Work, event: Event, now: datetime, *, message: str = "", taken_down: bool = False
) -> None:
    """Let an event not take place, on any date that is to come; facilitators have it taken down."""
    dates = await work.events.dates.to_come(event.id, now)
    for date in dates:
        await work.events.dates.set_state(date.id, DateState.CANCELLED)
    await work.events.plans.cancel(event.id, now)
    gone = tuple(date.id for date in dates)
    told = EventCancelled(event.id, event.community, gone, now, message, taken_down)
    work.domain_events.append(told)


async def realign(work: Work, now: datetime) -> None:
    """Let dates be at the instants that their local times mean by the zones' present rules."""
    for happening in await work.events.dates.realign(now):
        event, date = happening.event, happening.date
        await work.events.plans.changed(event.id, now)
        work.domain_events.append(EventChanged(event.id, event.community, (date.id,), now))


async def held(work: Work, happening: Happening) -> None:
    """Tell that a date is over, and who came, or said so."""
    event, date = happening.event, happening.date
    there = [e for e in await work.events.check_ins.present(date.id) if e.who.member]
    members = tuple(each.who.member for each in there if each.who.member)
    shown = tuple(each.who.member for each in there if each.who.member and not each.hidden)
    title = event.details.title
    told = EventHeld(event.id, date.id, event.community, members, date.ends_at, title, shown)
    work.domain_events.append(told)


async def limit(
    work: Work,
    event: Event,
    capacity: int | None,
    now: datetime,
    lowering: Lowering = Lowering.ASK,
    *,
    since: datetime | None = None,
) -> Below | None:
    """Let all dates to come have so many seats, or those of a series `since` one of them.

    `Below`, where hosts have to be asked about one of them: then nothing is changed.
    """
    to_come = await work.events.dates.to_come(event.id, now)
    ids = sorted(date.id for date in to_come if since is None or date.original >= since)
    dates = [date for id_ in ids if (date := await work.events.dates.lock(id_))]
    for date in sorted(dates, key=lambda each: -each.tally.seated):
        if date.capacity != capacity:
            outcome = await changes.set_capacity(work, date.id, capacity, now, lowering)
            if isinstance(outcome, Below):
                return outcome
    return None


# Parts of a change ----------------------------------------------------------------------------


async def _repeat(work: Work, event: Event, details: Details, now: datetime) -> Event:
    """Let what happened once happen again, or the other way round: its later dates are gone."""
    to_come = await work.events.dates.to_come(event.id, now)
    await work.events.plans.change(event.id, details, now)
    told: list[int] = []
    for first in to_come[:1]:
        if _is_at(first, details.start, details):
            continue
        told.append(first.id)
        at = [(first.id, details.start)]
        await work.events.dates.move_all(at, details.zone, details.minutes)
        await work.events.plans.made_until(event.id, details.start)
    if details.series is None and to_come[1:]:
        gone = tuple(date.id for date in to_come[1:])
        for date_id in gone:
            await work.events.dates.set_state(date_id, DateState.SKIPPED)
        work.domain_events.append(EventCancelled(event.id, event.community, gone, now))
    changed = await _again(work, event)
    await make_dates(work, changed, now)
    work.domain_events.append(EventChanged(event.id, event.community, tuple(told), now))
    return await _again(work, event)


async def _continued(work: Work, event: Event, details: Details, now: datetime) -> Event:
    """Another event for the rest of a series: with the same hosts, and who answered the series."""
    book = work.events
    rest = await book.plans.add(event.community, details, event.made_by, now, continues=event)
    for host in await work.roles.holders(ScopedRole.HOST, event.scope):
        await work.roles.grant(host.id, ScopedRole.HOST, rest.scope, event.made_by, now)
    for host_id in await book.plans.named_hosts(event.id):
        await book.plans.name_host(rest.id, host_id, named=True)
    await book.standing_answers.copy(event.id, rest.id)
    await book.reminders.copy(event.id, rest.id)
    return rest


async def _follow(
    work: Work, event: Event, dates: Collection[EventDate], now: datetime
) -> tuple[int, ...]:
    """Let dates be when their series says now; returns those of which people are told."""
    details = event.details
    assert details.series is not None  # noqa: S101  # it is one
    starts = details.series.starts(details.start)
    pairs = [(date, start) for date, start in zip(dates, starts, strict=False)]
    moves = [(date, start) for date, start in pairs if not _is_at(date, start, details)]
    await work.events.dates.move_all(
        [(date.id, start) for date, start in moves], details.zone, details.minutes
    )
    surplus = [date.id for date in dates][len(pairs) :]
    for date in surplus:
        await work.events.dates.set_state(date, DateState.CANCELLED)
    if pairs:
        await work.events.plans.made_until(event.id, pairs[-1][1])
    await make_dates(work, await _again(work, event), now)
    return (*(date.id for date, _ in moves), *surplus)


def _is_at(date: EventDate, start: datetime, details: Details) -> bool:
    its_own = (date.original, date.zone, date.minutes)
    return its_own == (start, details.zone, details.minutes)


def _elsewhere(
    former: Details, details: Details, to_come: list[EventDate], moved: Collection[int]
) -> tuple[int, ...]:
    """Dates that are elsewhere now, and of which people are not told anyway."""
    venue, link = former.venue != details.venue, former.link != details.link
    follow = [
        date.id
        for date in to_come
        if (venue and date.venue is None) or (link and date.link is None)
    ]
    return tuple(date for date in follow if date not in moved)


def _when(details: Details) -> tuple[object, ...]:
    return (details.start, details.zone, details.minutes, details.series)


async def _again(work: Work, event: Event) -> Event:
    """The event as it is now."""
    found = await work.events.plans.get(event.id)
    assert found is not None  # noqa: S101  # it was there
    return found
