"""Rows of events, dates and answers, read into what the feature calls them."""

from types import SimpleNamespace
from typing import Any

from sqlalchemy import Table, Text, cast, func, literal_column, select

from bot.community.facts import Fact
from bot.features.events.dates.domain import DateState, EventDate
from bot.features.events.domain import Cover, Details, Event, EventState
from bot.features.events.ports import Happening
from bot.features.events.rsvps.domain import Answer, Attendee, Pending, Rsvp, Tally
from bot.features.events.series.domain import Series
from bot.features.events.waiting_list.domain import Passing
from storage.events.tables import (
    COUNTERS,
    event_dates,
    event_guests,
    event_networks,
    event_places,
    event_rsvps,
    events,
)
from storage.kernel.columns import AnyRow, joined
from storage.kernel.tables import members

DATE = tuple(event_dates.c[column.name].label(f"date_{column.name}") for column in event_dates.c)
"""The columns that `as_date` reads, also beside those of its event."""

EVENT = tuple(events.c[column.name] for column in events.c)
"""The columns that `as_event` reads."""

RSVP = tuple(event_rsvps.c[column.name].label(f"rsvp_{column.name}") for column in event_rsvps.c)
"""The columns that `as_rsvp` reads."""

WHO = (
    func.coalesce(members.c.name, event_guests.c.name).label("who_name"),
    func.coalesce(members.c.zone, event_guests.c.zone).label("who_zone"),
)
"""Name and zone of whoever has answered; join both tables from outside."""


def as_date(row: AnyRow) -> EventDate:
    """Make a date of the columns `DATE`."""
    return EventDate(
        id=row.date_id,
        event=row.date_event_id,
        uid=row.date_uid,
        original=row.date_original,
        start=row.date_start,
        zone=row.date_zone,
        minutes=row.date_minutes,
        starts_at=row.date_starts_at,
        ends_at=row.date_ends_at,
        state=DateState(row.date_state),
        sequence=row.date_sequence,
        capacity=row.date_capacity,
        tally=Tally(*(getattr(row, f"date_{name}") for name in COUNTERS)),
        last_position=row.date_last_position,
        venue=row.date_venue,
        link=row.date_link,
    )


def as_rsvp(row: AnyRow) -> Rsvp:
    """Make an answer of the columns `RSVP`."""
    return Rsvp(
        date=row.rsvp_date_id,
        who=Attendee(row.rsvp_member_id, row.rsvp_guest_id),
        id=row.rsvp_id,
        answer=Answer(row.rsvp_answer),
        party=row.rsvp_party,
        hidden=row.rsvp_hidden,
        seats=row.rsvp_seats,
        offered=row.rsvp_offered,
        offered_until=row.rsvp_offered_until,
        need=row.rsvp_need,
        position=row.rsvp_position,
        passed=row.rsvp_passed,
        lapses=row.rsvp_lapses,
        pending=Pending(row.rsvp_pending),
        by_hand=row.rsvp_by_hand,
        standing=row.rsvp_standing,
        answered_at=row.rsvp_answered_at,
    )


def rsvp_values(rsvp: Rsvp) -> dict[str, object]:
    """The columns of an answer, but for its id."""
    return {
        "date_id": rsvp.date,
        "member_id": rsvp.who.member,
        "guest_id": rsvp.who.guest,
        "answer": rsvp.answer.value,
        "party": rsvp.party,
        "hidden": rsvp.hidden,
        "seats": rsvp.seats,
        "offered": rsvp.offered,
        "offered_until": rsvp.offered_until,
        "need": rsvp.need,
        "position": rsvp.position,
        "passed": rsvp.passed,
        "lapses": rsvp.lapses,
        "pending": rsvp.pending.value,
        "by_hand": rsvp.by_hand,
        "standing": rsvp.standing,
        "answered_at": rsvp.answered_at,
    }


def _ids_of(table: Table, its: str) -> Any:
    """The ids of a table that belong to an event, in one text."""
    there = table.c.event_id == events.c.id
    ids = select(joined(cast(table.c[its], Text), literal_column("' '"))).where(there)
    return ids.correlate(events).scalar_subquery()


HAPPENING = (
    *(column.label(f"event_{column.name}") for column in EVENT),
    _ids_of(event_networks, "network_id").label("networks"),
    _ids_of(event_places, "place_id").label("places"),
    *DATE,
)
"""The columns that `as_happening` reads: of a date with its event."""


def as_happening(row: AnyRow) -> Happening:
    """Make a date and its event of the columns `HAPPENING`."""
    named = {column.name: getattr(row, f"event_{column.name}") for column in EVENT}
    networks, places = _ids(row.networks), _ids(row.places)
    return Happening(as_event(SimpleNamespace(**named), networks, places), as_date(row))


def _ids(text: str | None) -> tuple[int, ...]:
    return tuple(sorted(map(int, (text or "").split())))


def as_event(
    row: AnyRow | SimpleNamespace, networks: tuple[int, ...], places: tuple[int, ...]
) -> Event:
    """Make an event of the columns `EVENT`, and what stands in other tables."""
    series = Series(row.rule, row.until, row.times) if row.rule else None
    cover = Cover(row.cover_key, row.cover_alt) if row.cover_key else None
    details = Details(
        title=row.title,
        start=row.start,
        zone=row.zone,
        minutes=row.minutes,
        description=row.description,
        venue=row.venue,
        link=row.link,
        hidden_place=row.hidden_place,
        capacity=row.capacity,
        networks=networks,
        by_approval=row.by_approval,
        open_page=row.open_page,
        passing=Passing(row.passing),
        places=places,
        series=series,
        cover=cover,
    )
    return Event(
        id=row.id,
        community=row.community_id,
        uid=row.uid,
        details=details,
        state=EventState(row.state),
        sequence=row.sequence,
        made_by=row.made_by,
        made_at=row.made_at,
        changed_at=row.changed_at,
        continues=row.continues_id,
        made_until=row.made_until,
        origin=Fact(row.origin_kind, row.origin_subject) if row.origin_kind else None,
    )


def event_values(details: Details) -> dict[str, object]:
    """The columns of an event that its hosts say."""
    series, cover = details.series, details.cover
    return {
        "title": details.title,
        "description": details.description,
        "start": details.start,
        "zone": details.zone,
        "minutes": details.minutes,
        "venue": details.venue,
        "link": details.link,
        "hidden_place": details.hidden_place,
        "capacity": details.capacity,
        "by_approval": details.by_approval,
        "open_page": details.open_page,
        "passing": details.passing.value,
        "rule": series.rule if series else None,
        "until": series.until if series else None,
        "times": series.count if series else None,
        "cover_key": cover.key if cover else None,
        "cover_alt": cover.alt if cover else "",
    }
