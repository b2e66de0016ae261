"""What happens to events, and to the answers that people give them."""

from dataclasses import dataclass
from datetime import datetime

from bot.community.facts import Fact


@dataclass(frozen=True, slots=True)
class EventPlanned:
    """An event has been planned; `origin` is what it was made of, if it was of anything."""

    event: int
    community: int
    at: datetime
    origin: Fact | None = None


@dataclass(frozen=True, slots=True)
class EventChanged:
    """What is said of an event has changed; of the `dates` that were moved people are told."""

    event: int
    community: int
    dates: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class EventRelocated:
    """These dates of an event are somewhere else, or have another link, at the same time."""

    event: int
    community: int
    dates: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class EventCancelled:
    """These dates of an event do not take place; `message` is what their host says of it.

    It was `taken_down` where facilitators did that, and no host.
    """

    event: int
    community: int
    dates: tuple[int, ...]
    at: datetime
    message: str = ""
    taken_down: bool = False


@dataclass(frozen=True, slots=True)
class EventHeld:
    """A date of an event is over to which these members came, or said that they would.

    `shown` are those of them whose names the others were told. A day later it is told once more if
    hosts have noted since who was there.
    """

    event: int
    date: int
    community: int
    members: tuple[int, ...]
    at: datetime
    title: str = ""
    shown: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class EventOutcomeTold:
    """A host has told what came of an event, in the place of what was told `before`; or no more.

    It may be read by the members of the networks of `open_to`, where there are none by everybody.
    """

    event: int
    community: int
    text: str
    before: str
    at: datetime
    open_to: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class WantedToTalkAgain:
    """Two who were at one date have each said that they would like to talk to the other again."""

    community: int
    two: tuple[int, int]
    date: int
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RsvpChanged:
    """A member or a guest has answered a date, or has no answer any more (`None`).

    They `ask` where it is for a host to say whether they may come. Where it is not known that the
    date has no room in any chat, it `may_have_rooms`.
    """

    event: int
    date: int
    community: int
    member: int | None
    guest: int | None
    answer: str | None
    asks: bool = False
    may_have_rooms: bool = True


@dataclass(frozen=True, slots=True)
class SeatGiven:
    """Somebody who waited for seats at a date has them."""

    event: int
    date: int
    community: int
    member: int | None
    guest: int | None
    seats: int


@dataclass(frozen=True, slots=True)
class SeatOffered:
    """Seats at a date are held for somebody until then, for them to say whether they come."""

    event: int
    date: int
    community: int
    member: int | None
    guest: int | None
    seats: int
    until: datetime


@dataclass(frozen=True, slots=True)
class SeatLost:
    """Somebody has lost seats at a date, or an offer of some, without their doing.

    They may be `waiting` for others. An offer that was open until `offered_until` is open no more;
    it has `lapsed` if nobody took it up in time.
    """

    event: int
    date: int
    community: int
    member: int | None
    guest: int | None
    waiting: bool
    lapsed: bool = False
    offered_until: datetime | None = None
