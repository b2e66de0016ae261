"""The addresses of open pages."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from bot.features.events.dates.domain import EventDate
from bot.features.events.domain import Event
from bot.features.events.ports import Work

EVENT_PATH = "/events/{event}"
FILE_PATH = "/events/{event}/event.ics"
LIST_PATH = "/events/in/{community}"


def of_event(work: Work, event: Event) -> str:
    """Where an event is on the web: its next date."""
    return work.address(EVENT_PATH.format(event=event.uid))


def of_date(work: Work, event: Event, at: EventDate) -> str:
    """Where one date is, known by the day that its series gives it."""
    return f"{of_event(work, event)}{asking(event, at)}"


def of_file(work: Work, event: Event, at: EventDate) -> str:
    """Where one date is as a file for a calendar."""
    return work.address(FILE_PATH.format(event=event.uid)) + asking(event, at)


def of_list(work: Work, community: int) -> str:
    """Where the events of a community are listed."""
    return work.address(LIST_PATH.format(community=community))


def asking(event: Event, at: EventDate) -> str:
    """What in an address says which date of a series is meant; nothing for what happens once."""
    if event.details.series is None:
        return ""
    return f"?{urlencode({'on': at.original.date().isoformat()})}"


def kept(query: Mapping[str, str], address: str) -> str:
    """The address of another page, in the language and time zone that were chosen on this one."""
    chosen = {name: query[name] for name in ("lang", "zone") if query.get(name)}
    if not chosen:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode(chosen)}"


def read_day(text: str) -> date | None:
    """The day that an address names."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
