"""One date of an event: when it is, and how many come."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.community.zones import zone
from bot.features.events.rsvps.domain import MOST_PARTY, Answer, Response, Tally


class DateState(StrEnum):
    """What has become of a date. A skipped one never was a date of its series."""

    PLANNED = "planned"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class EventDate:
    """A date of an event. By its `uid` calendars know it where it stands alone.

    `original` is the local start that its series gives it, by which calendars know it; `start` is
    the local start that it has. `sequence` counts what has happened to it that people have to be
    told of again: it was moved, or cancelled. `capacity` and `tally` are looked at and changed with
    the row locked, so that no two people take one seat.
    """

    id: int
    event: int
    uid: str
    original: datetime
    start: datetime
    zone: str
    minutes: int
    starts_at: datetime
    ends_at: datetime
    state: DateState = DateState.PLANNED
    sequence: int = 0
    capacity: int | None = None
    tally: Tally = field(default_factory=Tally)
    last_position: int = 0
    venue: str | None = None
    link: str | None = None

    @property
    def free(self) -> int | None:
        """Seats that nobody has and that are held for nobody; `None`: as many as there are people.

        Never less than none, however many a host has let in.
        """
        return None if self.capacity is None else max(0, self.capacity - self.tally.taken)

    @property
    def moved(self) -> bool:
        """Whether it is at another time than its series says."""
        return self.start != self.original


def has_begun(date: EventDate, now: datetime) -> bool:
    """Whether a date has begun, or is over: then it cannot begin at another time."""
    return date.starts_at <= now


class NotTaken(StrEnum):
    """Why an answer is not taken."""

    CANCELLED = "cancelled"
    OVER = "over"
    TOO_LARGE = "too_large"
    """The party is larger than the whole room, or than may come by one answer."""


def refusal(date: EventDate, response: Response, now: datetime) -> NotTaken | None:
    """Tell why a date does not take this answer, if it does not. A "no" is always taken."""
    if response.answer is Answer.NO:
        return None
    if date.state is not DateState.PLANNED:
        return NotTaken.CANCELLED
    if now >= date.ends_at:
        return NotTaken.OVER
    most = MOST_PARTY if date.capacity is None else min(MOST_PARTY, date.capacity)
    if response.answer is Answer.COMING and not 1 <= response.party <= most:
        return NotTaken.TOO_LARGE
    return None


# Local time and instants ----------------------------------------------------------------------


def instant_of(local: datetime, zone_name: str) -> datetime:
    """The instant that a local time means in a zone, in UTC, as RFC 5545 (3.3.5) has it.

    Of a time that there is twice, when clocks go back, the first is meant. One that is skipped,
    when they go forward, is counted on from before the change: 02:30 is 03:30 that night.
    """
    return local.replace(tzinfo=zone(zone_name), fold=0).astimezone(UTC)


def span(start: datetime, zone_name: str, minutes: int) -> tuple[datetime, datetime]:
    """When something begins and ends that lasts so many minutes, whatever clocks do meanwhile."""
    begins = instant_of(start, zone_name)
    return begins, begins + timedelta(minutes=minutes)
