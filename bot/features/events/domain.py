"""What an event is: what its hosts say of it, and who may come."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from bot.community.facts import Fact
from bot.community.roles import Scope
from bot.community.zones import ZONES
from bot.features.events.dates.domain import instant_of
from bot.features.events.series.domain import Series
from bot.features.events.waiting_list.domain import Passing

MOST_TITLE = 64
MOST_DESCRIPTION = 4000
MOST_MINUTES = 14 * 24 * 60


class EventState(StrEnum):
    """Whether an event takes place."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture by its name in its address, and what is on it for those who do not see it."""

    key: str
    alt: str = ""

    @property
    def ending(self) -> str:
        """How names of files of its kind end, without the dot."""
        return self.key.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Details:
    """What its hosts say of an event.

    `start` is local to the `zone`: 10:00 there stays 10:00, whatever clocks do. `hidden_place` says
    that venue and link are shown only to those who come. `networks` are those whose members may
    come, none of them: everybody in the community; `by_approval`: a host lets each in. `open_page`:
    what everybody in the community may come to is also on the open web, for guests. `places` are
    those of the kernel in which its card hangs.
    """

    title: str
    start: datetime
    zone: str
    minutes: int = 60
    description: str = ""
    venue: str = ""
    link: str = ""
    hidden_place: bool = False
    capacity: int | None = None
    networks: tuple[int, ...] = ()
    by_approval: bool = False
    open_page: bool = True
    passing: Passing = Passing.OFFERED
    places: tuple[int, ...] = ()
    series: Series | None = None
    cover: Cover | None = None

    def again(self, start: datetime) -> "Details":
        """Another event like this one ("same as last time"): all but its dates."""
        return replace(self, start=start, series=None)

    @property
    def on_the_web(self) -> bool:
        """Whether anybody may see it who is no member, as far as its hosts are concerned."""
        return self.open_page and not self.networks

    def open_to(self, networks: Collection[int]) -> bool:
        """Whether somebody of these networks may come, and see it."""
        return not self.networks or not set(self.networks).isdisjoint(networks)


@dataclass(frozen=True, slots=True)
class Event:
    """An event. By its `uid` calendars know it for ever; `sequence` counts its changes.

    `continues` is the event whose later dates this one has taken over, if it has. `made_until` is
    the last local start of its series for which there is a date. `origin` is what it was made of.
    """

    id: int
    community: int
    uid: str
    details: Details
    state: EventState
    sequence: int
    made_by: int | None
    made_at: datetime
    changed_at: datetime
    continues: int | None = None
    made_until: datetime | None = None
    origin: Fact | None = None

    @property
    def scope(self) -> Scope:
        """What its hosts are hosts of."""
        return scope_of(self.id)


EVENT = "events.event"
"""The kind of fact that an event is known by to other features; its subject is the id."""


def fact_of(event: int) -> Fact:
    """An event, as other features know it."""
    return Fact.of(EVENT, event)


def scope_of(event: int) -> Scope:
    """What the hosts of an event have their role in."""
    return Scope("event", event)


def new_uid() -> str:
    """A name for an event that no other has, anywhere (RFC 7986, 5.3)."""
    return str(uuid4())


class Fault(StrEnum):
    """What is wrong with what somebody wants to plan."""

    NO_TITLE = "no_title"
    LONG_TITLE = "long_title"
    LONG_DESCRIPTION = "long_description"
    UNKNOWN_ZONE = "unknown_zone"
    PAST = "past"
    END_BEFORE_START = "end_before_start"
    TOO_LONG = "too_long"
    NO_ROOM = "no_room"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    """A series that is over before its first date."""


def faults(details: Details, now: datetime) -> list[Fault]:
    """Everything that keeps an event from being planned like this."""
    series = details.series
    known = details.zone in ZONES
    found = {
        Fault.NO_TITLE: not details.title.strip(),
        Fault.LONG_TITLE: len(details.title) > MOST_TITLE,
        Fault.LONG_DESCRIPTION: len(details.description) > MOST_DESCRIPTION,
        Fault.UNKNOWN_ZONE: not known,
        Fault.PAST: known and instant_of(details.start, details.zone) <= now,
        Fault.END_BEFORE_START: details.minutes <= 0,
        Fault.TOO_LONG: details.minutes > MOST_MINUTES,
        Fault.NO_ROOM: details.capacity is not None and details.capacity < 1,
        Fault.ENDS_BEFORE_IT_BEGINS: series is not None and series.is_over_before(details.start),
    }
    return [fault for fault, is_so in found.items() if is_so]
