"""Between what is filled in for an event and its details."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.community.dates.exact import typed
from bot.community.dates.instants import instant, shown
from bot.community.dates.when import When
from bot.features.events import words
from bot.features.events.dates.domain import EventDate, instant_of, span
from bot.features.events.domain import Details, Fault, faults
from bot.features.events.plans.forms import EventForm
from bot.features.events.plans.remarks import as_link
from bot.features.events.plans.repeats import (
    Repeats,
    as_said,
    end_as_typed,
    moved_rule,
    read_end,
    rules,
)
from bot.features.events.series.domain import Series
from bot.features.events.waiting_list.domain import Passing
from bot.routing.posting import ALL, NONE, Known
from bot.ui.fields import Raw
from bot.ui.forms import FieldErrors

MINUTES = 60
"""How long an event takes where nobody has said it."""

_FIELD_OF = {
    Fault.NO_TITLE: "title",
    Fault.LONG_TITLE: "title",
    Fault.LONG_DESCRIPTION: "description",
    Fault.NO_ROOM: "capacity",
    Fault.ENDS_BEFORE_IT_BEGINS: "until",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody wants to plan. `readings` are rules of which one has to be chosen first.

    `length_said` tells whether they said how long it takes.
    """

    details: Details
    when: When
    length_said: bool = True
    readings: Mapping[str, str] = field(default_factory=dict)

    def as_said(self, when: When) -> "Plan":
        """The same plan, which tells as well that clocks skip the time that was said."""
        return replace(self, when=replace(self.when, moved_from=when.moved_from))


def plan_of(form: EventForm, known: Known, now: datetime, former: Details | None = None) -> Plan:
    """What a form says; raises `FieldErrors` that name every field at fault.

    A series that begins on another day than its `former` one keeps its rule on that day.
    """
    when, errors = _in_one_hour_only(form.when), dict[str, str]()
    minutes = MINUTES if when.length is None else int(when.length.total_seconds() // 60)
    when = _with_end(when, minutes)
    details = Details(
        title=form.title,
        start=when.start,
        zone=when.zone,
        minutes=minutes,
        description=form.description,
        venue=form.venue,
        hidden_place=form.shown == "coming",
        capacity=form.capacity,
        by_approval=form.approval == "yes",
        open_page=form.open_page == "yes",
        passing=Passing(form.passing),
        places=known.chosen_places(form.channels, errors),
        networks=known.chosen_networks(form.networks, errors),
        cover=former.cover if former else None,
    )
    readings: Mapping[str, str] = {}
    try:
        details = replace(details, link=as_link(form.link))
    except ValueError as unclear:
        errors["link"] = str(unclear)
    try:
        series, readings = _series(form, now, former)
        details = replace(details, series=series)
    except ValueError as unclear:
        errors["until"] = str(unclear)
    for fault in faults(details, now):
        errors.setdefault(_FIELD_OF.get(fault, "when"), words.text(f"fault.{fault}"))
    if errors:
        raise FieldErrors(errors)
    return Plan(details, when, form.when.ends is not None, readings)


def _series(
    form: EventForm, now: datetime, former: Details | None
) -> tuple[Series | None, Mapping[str, str]]:
    """The series, or the rules of which one is meant; raises `ValueError`."""
    read = as_said(form.when)
    if read and form.repeats in ("", Repeats.ONCE):
        said = read_end(form.until, read.rule, now, form.when.zone) if form.until else read
        return _beginning(said, form.when.start), {}
    found = rules(form.repeats, form.when.start)
    if len(found) > 1:
        return None, found
    for rule in found.values():
        same = former is not None and former.series is not None and rule == former.series.rule
        there = moved_rule(rule, former.start, form.when.start) if former and same else rule
        its_end = read_end(form.until, there, now, form.when.zone)
        return _beginning(its_end, form.when.start), {}
    if form.until:
        raise ValueError(words.text("repeats.end_of_once"))
    return None, {}


def _beginning(series: Series, start: datetime) -> Series:
    """The series, if it has a date on the day on which it is to begin; raises `ValueError`."""
    first = next(series.starts(start), None)
    if first is not None and first != start:
        raise ValueError(words.text("repeats.not_on_that_day"))
    return series


def _in_one_hour_only(when: When) -> When:
    """The same instant, in UTC where it is the second of two local times that look alike.

    Events keep local times, of which the first is meant.
    """
    if not when.fold:
        return when
    ends = when.ends and shown(instant(when.ends, when.zone, when.fold), "UTC")
    return replace(when, start=shown(when.at, "UTC"), ends=ends, zone="UTC", fold=0)


def _with_end(when: When, minutes: int) -> When:
    return replace(when, ends=local_end(when.start, when.zone, minutes))


def local_end(start: datetime, zone: str, minutes: int) -> datetime:
    """What clocks show at the end."""
    return shown(span(start, zone, minutes)[1], zone)


# What stands in a form ------------------------------------------------------------------------


def values_of(details: Details) -> dict[str, Raw]:
    """Details as they stand in a form."""
    series = details.series
    return {
        "title": details.title,
        "when": typed(when_of(details.start, details.zone, details.minutes)),
        "repeats": series.rule if series else Repeats.ONCE.value,
        "until": end_as_typed(series) if series else "",
        "description": details.description,
        "venue": details.venue,
        "link": details.link,
        "shown": "coming" if details.hidden_place else "everyone",
        "capacity": "" if details.capacity is None else str(details.capacity),
        "passing": details.passing.value,
        "networks": [str(each) for each in details.networks] or [ALL],
        "approval": "yes" if details.by_approval else "no",
        "open_page": "yes" if details.open_page else "no",
        "channels": [str(each) for each in details.places] or [NONE],
    }


def when_of(start: datetime, zone: str, minutes: int) -> When:
    """The time of something that is planned."""
    return When(
        start=shown(instant_of(start, zone), zone), zone=zone, ends=local_end(start, zone, minutes)
    )


def when_on(date: EventDate) -> When:
    """The time of a date."""
    return when_of(date.start, date.zone, date.minutes)


def carried_over(former: Details, details: Details, at: datetime) -> Details:
    """Details of a whole series whose form showed the date that its rule gives `at`.

    It begins as much earlier or later as that date is.
    """
    if former.series is None or details.series is None:
        return details
    return replace(details, start=former.start + (details.start - at))
