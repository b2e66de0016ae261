"""Who comes to an event, as rows of a spreadsheet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC

from bot.features.events import words
from bot.features.events.check_in.domain import CheckIn
from bot.features.events.dates.domain import DateState, EventDate
from bot.features.events.rsvps.domain import Attendee, Pending
from bot.features.events.rsvps.outcomes import Attending
from bot.ui.csv_files import harmless

COLUMNS = (
    *("date", "zone", "state", "name", "guest", "hidden", "answer", "people", "seats"),
    *("offered", "waiting", "pending", "answered", "came"),
)


def header() -> list[str]:
    """What the columns are called, in the language that is being spoken."""
    return [words.text(f"export.column.{column}") for column in COLUMNS]


def without_hidden_name(each: Attending) -> Attending:
    """The same to a facilitator who is no host: a name for hosts alone is not for them."""
    return replace(each, name=words.text("people.somebody")) if each.rsvp.hidden else each


def rows(
    dates: Sequence[EventDate], people: Sequence[Attending], came: Sequence[CheckIn] = ()
) -> Iterator[list[str]]:
    """A row for each answer to one of these dates, and for each who came without one.

    No spreadsheet finds a formula in it.
    """
    there: Mapping[int, EventDate] = {date.id: date for date in dates}
    here = {(each.date, each.who): each for each in came if each.who != Attendee()}
    for each in people:
        cells = _cells(there[each.rsvp.date], each)
        check_in = here.pop((each.rsvp.date, each.rsvp.who), None)
        cells["came"] = str(check_in.people) if check_in else ""
        yield [harmless(cells[column]) for column in COLUMNS]
    unexpected = [*here.values(), *(each for each in came if each.who == Attendee())]
    for check_in in unexpected:
        cells = _of_date(there[check_in.date])
        name = check_in.name or words.text("guest.nameless")
        cells |= {"name": name, "came": str(check_in.people)}
        yield [harmless(cells.get(column, "")) for column in COLUMNS]


def _cells(date: EventDate, attending: Attending) -> dict[str, str]:
    rsvp = attending.rsvp
    answered = rsvp.answered_at.astimezone(UTC) if rsvp.answered_at else None
    return {
        **_of_date(date),
        "name": attending.name or words.text("guest.nameless"),
        "guest": words.text("export.guest") if rsvp.who.guest is not None else "",
        "hidden": words.text("export.hidden") if rsvp.hidden else "",
        "answer": words.text(f"export.{rsvp.answer.value}"),
        "people": str(rsvp.party),
        "seats": str(rsvp.seats),
        "offered": str(rsvp.offered),
        "waiting": str(rsvp.need),
        "pending": "" if rsvp.pending is Pending.NOTHING else words.text(f"export.{rsvp.pending}"),
        "answered": f"{answered:%Y-%m-%d %H:%M}" if answered else "",
    }


def _of_date(date: EventDate) -> dict[str, str]:
    off = "" if date.state is DateState.PLANNED else date.state.value
    return {
        "date": f"{date.start:%Y-%m-%d %H:%M}",
        "zone": date.zone,
        "state": words.text(f"export.{off}") if off else "",
    }
