"""Which events stand in which calendar, and what of each.

A feed is made anew whenever somebody reads it: in as many statements however much is in it, then in
time and room that grow with the events and the dates that are not as their series says.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.community.people import Member
from bot.features.events.calendars.domain import Entry
from bot.features.events.dates.domain import DateState, EventDate
from bot.features.events.domain import Event
from bot.features.events.ports import Work
from bot.features.events.rsvps.domain import Answer, Attendee, Rsvp

KEPT = timedelta(days=365)
"""So long after its end a date stays in a feed, whether it took place or was cancelled."""

MOST = 1000
"""Events of a feed, or dates of one person's; of more, those that are the last to be over."""


async def open_to_all(
    work: Work, community: int, now: datetime, network: int | None = None
) -> list[Entry]:
    """The events that everybody may come to, and those of a network, if one is named.

    Nothing is there that is shown only to those who come. That of no network is read by anybody:
    no link that leads into a meeting is in it.
    """
    found = await work.events.feeds.open_to(community, network, now - KEPT, MOST)
    entries = [
        recent(each.event, each.dates, place=not each.event.details.hidden_place) for each in found
    ]
    return [replace(entry, public=network is None) for entry in entries]


async def of_member(work: Work, member: int, now: datetime) -> list[Entry]:
    """What somebody said yes to, and as tentative what they may come to or have no seat at yet."""
    said = await work.events.dates.of_attendee(Attendee(member), now - KEPT)
    mine = [(each, rsvp) for each, rsvp in said if rsvp.answer is not Answer.NO][-MOST:]
    return [
        Entry(
            each.event,
            date=each.date,
            place=_sees_place(each.event, rsvp),
            tentative=not rsvp.seats,
        )
        for each, rsvp in mine
    ]


async def of_event(work: Work, event: Event, member: Member, now: datetime, *, host: bool) -> Entry:
    """One event for one person, with all its dates, as a file to keep."""
    dates = tuple(await work.events.dates.of(event.id))
    said = await work.events.dates.of_attendee(Attendee(member.id), now)
    mine = [rsvp for each, rsvp in said if each.event.id == event.id]
    seen = host or any(_sees_place(event, rsvp) for rsvp in mine)
    return Entry(event, dates, place=seen or not event.details.hidden_place)


def recent(event: Event, dates: tuple[EventDate, ...], *, place: bool) -> Entry:
    """An event with these dates alone: a series that began before them begins with the first."""
    series, held = event.details.series, [d for d in dates if d.state is DateState.PLANNED]
    first = (held or dates)[0].original
    if series is None or first <= event.details.start:
        return Entry(event, dates, place=place)
    rest = series.from_(event.details.start, first)
    details = replace(event.details, start=first, series=rest)
    left = tuple(date for date in dates if date.original >= first)
    return Entry(replace(event, details=details), left, place=place)


def _sees_place(event: Event, rsvp: Rsvp) -> bool:
    return rsvp.seats > 0 or not event.details.hidden_place
