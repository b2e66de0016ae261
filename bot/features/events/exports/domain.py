"""Who comes to an event, as rows of a spreadsheet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC

from bot.features.events import words
from bot.features.events.dates.domain import DateState, EventDate
from bot.features.events.rsvps.domain import Pending
from bot.features.events.rsvps.outcomes import Attending
from bot.ui.csv_files import harmless

COLUMNS = (
    *("date", "zone", "state", "name", "hidden", "answer", "people", "seats"),
    *("offered", "waiting", "pending", "answered"),
)


def header() -> list[str]:
    """What the columns are called, in the language that is being spoken."""
    return [words.text(f"export.column.{column}") for column in COLUMNS]


def without_hidden_name(each: Attending) -> Attending:
    """The same to a facilitator who is no host: a name for hosts alone is not for them."""
    return replace(each, name=words.text("people.somebody")) if each.rsvp.hidden else each


def rows(dates: Sequence[EventDate], people: Sequence[Attending]) -> Iterator[list[str]]:
    """A row for each answer to one of these dates; no spreadsheet finds a formula in it."""
    there: Mapping[int, EventDate] = {date.id: date for date in dates}
    for each in people:
        cells = _cells(there[each.rsvp.date], each)
        yield [harmless(cells[column]) for column in COLUMNS]


def _cells(date: EventDate, attending: Attending) -> dict[str, str]:
    rsvp = attending.rsvp
    answered = rsvp.answered_at.astimezone(UTC) if rsvp.answered_at else None
    off = "" if date.state is DateState.PLANNED else date.state.value
    return {
        "date": f"{date.start:%Y-%m-%d %H:%M}",
        "zone": date.zone,
        "state": words.text(f"export.{off}") if off else "",
        "name": attending.name,
        "hidden": words.text("export.hidden") if rsvp.hidden else "",
        "answer": words.text(f"export.{rsvp.answer.value}"),
        "people": str(rsvp.party),
        "seats": str(rsvp.seats),
        "offered": str(rsvp.offered),
        "waiting": str(rsvp.need),
        "pending": "" if rsvp.pending is Pending.NOTHING else words.text(f"export.{rsvp.pending}"),
        "answered": f"{answered:%Y-%m-%d %H:%M}" if answered else "",
    }
