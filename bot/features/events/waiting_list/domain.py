"""Who is given a seat that is free: the one rule, on every path on which seats become free."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.features.events.waiting_list.offers import offered_until

PASSED_AT_MOST = 3
"""After so many smaller parties were given seats before one, seats are gathered for it."""


class Passing(StrEnum):
    """How a freed seat goes on: offered to the next for a time, or given at once."""

    OFFERED = "offered"
    AT_ONCE = "at_once"


@dataclass(frozen=True, slots=True)
class Policy:
    """How a date's seats go on, and when it begins: from then on nobody is called any more."""

    passing: Passing
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Party:
    """People who wait together: `size` of them, who `need` so many seats more.

    `passed` counts the smaller parties that were given seats before them. Who is `here`, asking
    right now, is given seats and not offered them.
    """

    rsvp: int
    size: int
    need: int
    passed: int = 0
    zone: str = "UTC"
    here: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """Seats that are a party's from now on."""

    rsvp: int
    seats: int


@dataclass(frozen=True, slots=True)
class Offered:
    """Seats that are held for a party until it says whether it wants them."""

    rsvp: int
    seats: int
    until: datetime


Change = Given | Offered


@dataclass(frozen=True, slots=True)
class Seating:
    """Who is given or offered seats, in this order, and who waits on, as they are then."""

    changes: tuple[Change, ...]
    waiting: tuple[Party, ...]


def seat(
    capacity: int | None, taken: int, waiting: Sequence[Party], policy: Policy, now: datetime
) -> Seating:
    """Give the seats that are free to those who wait, first come first served.

    `taken` counts seats that somebody has or that are held for an offer; without a `capacity` there
    is a seat for everybody. A party is given all that it needs or nothing: where it does not fit,
    a smaller one behind it may pass, until `PASSED_AT_MOST` have; then nobody does, and seats that
    become free are gathered for it. A party larger than the whole room holds up nobody.
    """
    free = None if capacity is None else capacity - taken
    changes: list[Change] = []
    left: list[Party] = []
    for party in waiting:
        fits = free is None or party.need <= free
        called = now < policy.starts_at or party.here
        if fits and called and not any(_gathers(other, capacity) for other in left):
            free = None if free is None else free - party.need
            changes.append(_given(party, policy, now))
            left = [replace(other, passed=other.passed + 1) for other in left]
        else:
            left.append(party)
    return Seating(tuple(changes), tuple(left))


def _gathers(party: Party, capacity: int | None) -> bool:
    """Whether seats are kept free for a party until there are enough."""
    never = capacity is not None and party.size > capacity
    return party.passed >= PASSED_AT_MOST and not never


def _given(party: Party, policy: Policy, now: datetime) -> Change:
    if party.here or policy.passing is Passing.AT_ONCE:
        return Given(party.rsvp, party.need)
    return Offered(party.rsvp, party.need, offered_until(now, policy.starts_at, party.zone))


# Where somebody stands ------------------------------------------------------------------------


class Why(StrEnum):
    """Why somebody still waits."""

    FULL = "full"
    HELD = "held"
    """Every seat that is not taken is held for somebody who has been offered it."""

    TOO_FEW = "too_few"
    """There are free seats, but fewer than they need."""

    GATHERED = "gathered"
    """Free seats are gathered for a larger party before them."""

    NEVER = "never"
    """They are more than the room holds."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands: how many parties, and people, wait before them, and why they wait."""

    parties: int
    people: int
    why: Why


def why_waiting(party: Party, capacity: int, seated: int, offered: int, gathered: bool) -> Why:
    """Tell why a party still waits; `gathered` says if seats are gathered for one before it."""
    if party.size > capacity:
        return Why.NEVER
    free = capacity - seated - offered
    if free <= 0:
        return Why.HELD if capacity > seated else Why.FULL
    return Why.GATHERED if gathered and free >= party.need else Why.TOO_FEW
