"""Events as an iCalendar file (RFC 5545), the same bytes for the same events."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import icalendar

from bot.community.zones import zone
from bot.features.events.calendars.zones import timezone_of
from bot.features.events.dates.domain import DateState, EventDate, instant_of
from bot.features.events.domain import Event, EventState
from bot.ui.text import clean

CALENDAR = "text/calendar; charset=utf-8"
"""The media type of these files."""

_PRODUCT = "-//Kindred//Events//EN"
_END = b"END:VCALENDAR\r\n"
_LOOK_AGAIN = timedelta(hours=1)
_ADDRESS = re.compile(r"://|www\.|\w\.[a-z]{2,}/", re.IGNORECASE)
_WORD = re.compile(r"\S+")
_FOREVER = 2038  # up to which year zones are told for a series without an end


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in a calendar. With a `date` it is that one alone, else all `dates` of the event.

    `place` says whether venue and link are shown to whoever reads the calendar; `tentative`, that
    they have answered "maybe". `public`: whoever reads it may be anybody, so that it holds no link
    by which one gets into a meeting, nor any other address on the web. `url` is a page about it.
    """

    event: Event
    dates: tuple[EventDate, ...] = ()
    date: EventDate | None = None
    place: bool = True
    tentative: bool = False
    public: bool = False
    url: str = ""


def calendar_of(entries: Iterable[Entry], name: str = "") -> bytes:
    """Write a calendar of these events; `name` is what a feed is called.

    A series is written by its rule, in the local time of its zone, with what was left out of it
    (EXDATE) and what is at another time or place (RECURRENCE-ID). What is cancelled stays under its
    name, said to be.
    """
    return b"".join(pieces_of(entries, name))


def pieces_of(entries: Iterable[Entry], name: str = "") -> Iterator[bytes]:
    """Write a calendar piece by piece, each event one."""
    all_ = list(entries)
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if name:
        for key in ("name", "x-wr-calname"):
            calendar.add(key, _line(name))
        calendar.add("refresh-interval", _LOOK_AGAIN, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", icalendar.vDuration(_LOOK_AGAIN))
    for name_, years in sorted(_zones(all_).items()):
        calendar.add_component(timezone_of(name_, *years))
    around: bytes = calendar.to_ical()
    yield around.removesuffix(_END)
    yield from map(_written, all_)
    yield _END


@lru_cache(maxsize=2048)
def _written(entry: Entry) -> bytes:
    """One event as it stands in a file; many read the same ones again and again."""
    return b"".join(component.to_ical() for component in _components(entry))


def _components(entry: Entry) -> list[icalendar.Event]:
    event, series = entry.event, entry.event.details.series
    if entry.date is not None:
        return [_single(entry, entry.date, entry.date.uid)]
    if series is None:
        return [_single(entry, date, event.uid) for date in entry.dates[:1]]
    return [_master(entry), *_overrides(entry)]


def _single(entry: Entry, at: EventDate, uid: str) -> icalendar.Event:
    off = DateState.CANCELLED if entry.event.state is EventState.CANCELLED else at.state
    found = _described(entry, uid, at, cancelled=off is not DateState.PLANNED)
    _add_times(found, at.start, at.zone, at.minutes)
    return found


def _master(entry: Entry) -> icalendar.Event:
    """The series: its rule, and without what does not happen."""
    event, details = entry.event, entry.event.details
    assert details.series is not None  # noqa: S101  # it is one
    over = _is_over(entry)
    found = _described(entry, event.uid, None, cancelled=_is_off(entry))
    _add_times(found, details.start, details.zone, details.minutes)
    rule = icalendar.vRecur.from_ical(details.series.rule)
    until = max((d.original for d in entry.dates), default=None) if over else details.series.until
    if until is not None:
        rule["UNTIL"] = [instant_of(until, details.zone)]
    elif details.series.count is not None:
        rule["COUNT"] = [details.series.count]
    found.add("rrule", rule)
    for each in _left_out(entry):
        found.add("exdate", _local(each.original, details.zone))
    return found


def _overrides(entry: Entry) -> list[icalendar.Event]:
    """The dates of a series that are not as its rule says."""
    event, found = entry.event, []
    for each in entry.dates:
        called_off = each.state is DateState.CANCELLED and _is_over(entry)
        other = each.state is DateState.PLANNED and _differs(event, each)
        if called_off or other:
            component = _described(entry, event.uid, each, cancelled=called_off)
            component.add("recurrence-id", _local(each.original, event.details.zone))
            _add_times(component, each.start, each.zone, each.minutes)
            found.append(component)
    return found


def _described(entry: Entry, uid: str, at: EventDate | None, *, cancelled: bool) -> icalendar.Event:
    event, details = entry.event, entry.event.details
    found = icalendar.Event()
    found.add("uid", uid)
    found.add("dtstamp", event.changed_at.astimezone(UTC))
    found.add("last-modified", event.changed_at.astimezone(UTC))
    found.add("created", event.made_at.astimezone(UTC))
    found.add("sequence", event.sequence)
    status = "TENTATIVE" if entry.tentative else "CONFIRMED"
    found.add("status", "CANCELLED" if cancelled else status)
    told = without_addresses if entry.public else clean
    found.add("summary", _line(told(details.title)))
    if details.description:
        found.add("description", told(details.description))
    if entry.url:
        found.add("url", entry.url)
    venue = details.venue if at is None or at.venue is None else at.venue
    link = details.link if at is None or at.link is None else at.link
    places = (told(venue).strip(" …,;:"),) if entry.public else (venue, link)
    if entry.place and any(places):
        found.add("location", _line(", ".join(filter(None, places))))
    return found


def without_addresses(text: str) -> str:
    """The text without addresses on the web, for what anybody may read."""
    return _WORD.sub(lambda word: "…" if _ADDRESS.search(word[0]) else word[0], clean(text))


def _line(text: str) -> str:
    """The text in one line, without what some readers take for the end of one."""
    return " ".join(clean(text).split())


def _add_times(component: icalendar.Event, start: datetime, zone_name: str, minutes: int) -> None:
    component.add("dtstart", _local(start, zone_name))
    component.add("duration", timedelta(minutes=minutes))


def _local(at: datetime, zone_name: str) -> datetime:
    return at.replace(tzinfo=zone(zone_name))


def _left_out(entry: Entry) -> list[EventDate]:
    """The dates that are not there for whoever expands the rule."""
    if _is_off(entry):
        return [each for each in entry.dates if each.state is DateState.SKIPPED]
    states = {DateState.SKIPPED} | (set() if _is_over(entry) else {DateState.CANCELLED})
    return [each for each in entry.dates if each.state in states]


def _is_off(entry: Entry) -> bool:
    """Whether the event was cancelled before it ever took place."""
    held = any(each.state is DateState.PLANNED for each in entry.dates)
    return entry.event.state is EventState.CANCELLED and not held


def _is_over(entry: Entry) -> bool:
    """Whether the event was cancelled after it had taken place."""
    return entry.event.state is EventState.CANCELLED and not _is_off(entry)


def _differs(event: Event, at: EventDate) -> bool:
    details = event.details
    same_time = (at.start, at.zone, at.minutes) == (at.original, details.zone, details.minutes)
    return not same_time or at.venue is not None or at.link is not None


# Time zones -----------------------------------------------------------------------------------


def _zones(entries: Sequence[Entry]) -> dict[str, tuple[int, int]]:
    """Every zone that is spoken of, from the year before to the one after what is there."""
    found: dict[str, tuple[int, int]] = {}
    for entry in entries:
        dates = (entry.date,) if entry.date else entry.dates
        for name, year in [
            *(
                (each.zone, year)
                for each in dates
                for year in (each.original.year, each.start.year)
            ),
            *_of_series(entry),
        ]:
            first, last = found.get(name, (year, year))
            found[name] = (min(first, year - 1), max(last, year + 1))
    return found


def _of_series(entry: Entry) -> list[tuple[str, int]]:
    details = entry.event.details
    series = details.series
    if entry.date is not None or series is None:
        return []
    last = series.until.year if series.until else _FOREVER
    return [(details.zone, details.start.year), (details.zone, last)]
