"""Where an address leads at this moment: what the relay finds when it is about to deliver."""

from dataclasses import dataclass

from bot.community.people import Ref, Space
from bot.community.places import Place, PlaceKind
from bot.delivery.sender import RateLimit


@dataclass(frozen=True, slots=True)
class Into:
    """Into a place, which is opened if it is not open yet.

    A direct message may have been `closed` when it was last tried.
    """

    place: Place
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Callout:
    """Where a member is told in public that something is there for them, and not a word of it."""

    member: int
    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody who is written to alone, and the space where that is tried first, if any."""

    member: int
    name: str
    space: Space | None = None


@dataclass(frozen=True, slots=True)
class EachAlone:
    """A place that is none: each of its people is written to alone."""

    people: tuple[Reached, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Nowhere:
    """There is no such place, or no way left to reach the person."""

    reason: str


Destination = Into | Callout | EachAlone | Nowhere


def way_name(destination: Destination) -> str:
    """What this way is remembered by, as it stands in the databases that are out there."""
    match destination:
        case Into(place=place):
            return place.name
        case Callout(place=place):
            return f"called {place.ref}"
        case EachAlone():
            return "apart"
        case Nowhere():
            return "nowhere"


def channel_of(destination: Destination) -> Ref | None:
    """The channel of a space that is spoken in, or in which a room is to be opened."""
    match destination:
        case Into(place=place) | Callout(place=place):
            return place.ref if place.kind is PlaceKind.CHANNEL else place.parent
        case _:
            return None


@dataclass(frozen=True, slots=True)
class RateLine:
    """What waits for one rate limit: the rooms that are opened in a space, or its messages."""

    space: Ref
    room: bool = False

    def seconds(self, rate_limit: RateLimit) -> float:
        """The time between two of these."""
        return rate_limit.room if self.room else rate_limit.message


def rate_line(destination: Destination) -> RateLine | None:
    """In which line a destination waits; none where nothing is sent."""
    match destination:
        case Into(place=place) | Callout(place=place):
            opens = place.kind is PlaceKind.ROOM and place.ref is None
            return RateLine(place.space.ref, opens)
        case _:
            return None
