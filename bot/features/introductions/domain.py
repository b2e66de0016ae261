"""Programmes of introductions, their rounds, and what becomes of an introduction."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.community.dates.instants import next_weekly, weeks_later
from bot.matching.ports import Pair

SOON = timedelta(days=3)
"""How long before a round its members are asked, and the least time to sign up for the first."""

_ONLY_ROUND = 2  # weeks that a single round lasts


class TakingPart(StrEnum):
    """Who is in a round: everyone who joined, or only those who say yes to this very round."""

    STANDING = "standing"
    ASKED = "asked"


class Across(StrEnum):
    """How much a programme prefers to introduce people of different networks."""

    NONE = "none"
    SOME = "some"
    STRONG = "strong"

    @property
    def weight(self) -> float:
        """The preference as the matching takes it, from 0 to 1."""
        return {Across.NONE: 0.0, Across.SOME: 0.5, Across.STRONG: 1.0}[self]


class Stage(StrEnum):
    """How far a round has come."""

    DRAFT = "draft"
    OPEN = "open"
    HALFWAY = "halfway"
    LAST_CALL = "last_call"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a facilitator chooses for a programme. `weeks` is 0 for a single round."""

    name: str
    weeks: int = 2
    weekday: int = 1
    hour: int = 10
    zone: str = "Europe/London"
    group_size: int = 2
    taking_part: TakingPart = TakingPart.STANDING
    weeks_apart: int = 12
    across: Across = Across.SOME

    @property
    def asks(self) -> bool:
        """Whether members are asked before every round."""
        return self.taking_part is TakingPart.ASKED

    def first_opening(self, now: datetime) -> datetime:
        """When the first round opens: in time for people to join."""
        return next_weekly(now + SOON, self.weekday, self.hour, self.zone)

    def opening_after(self, slot: datetime, now: datetime) -> datetime | None:
        """When the round after the one planned for `slot` opens; `None` after a single round.

        Openings that were missed altogether are not made up for: it is the first after `now`.
        """
        if not self.weeks:
            return None
        after = weeks_later(slot, self.weeks, self.zone)
        while after <= now:
            after = weeks_later(after, self.weeks, self.zone)
        return after

    def course(self, opened: datetime) -> "Course":
        """The dates of a round that opens at `opened`."""
        ends = weeks_later(opened, self.weeks or _ONLY_ROUND, self.zone)
        return Course(opened + (ends - opened) / 2, ends - timedelta(days=1), ends)

    def met_since(self, at: datetime) -> datetime:
        """People introduced after this instant may not be introduced again at `at`.

        Half a day of grace, so that a round that opened late keeps nobody apart a week longer.
        """
        return at - timedelta(weeks=self.weeks_apart) + timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Course:
    """When a round is half-way, when it is asked about for the last time, and when it ends."""

    halfway: datetime
    last_call: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Programme:
    """A series of rounds. `number` is that of the next round, which opens at `opens_at`."""

    id: int
    community: int
    terms: Terms
    running: bool
    number: int
    opens_at: datetime | None

    @property
    def name(self) -> str:
        """What people call it."""
        return self.terms.name

    @property
    def slot(self) -> str:
        """The planned opening of the next round, as a period of a schedule."""
        return f"{self.id}:{self.number}:{self.opens_at:%Y-%m-%dT%H:%M}" if self.opens_at else ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many are in a programme, and how many of them are pausing."""

    members: int = 0
    pausing: int = 0


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who is introduced, or may be, with all that matching and introducing them needs.

    `zone` is empty where it is not known.
    """

    id: int
    name: str
    zone: str
    pronouns: str = ""
    headline: str = ""
    about: str = ""
    town: str = ""
    networks: tuple[tuple[int, str], ...] = ()
    topics: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    availability: tuple[str, ...] = ()
    left_out: int = 0
    been_at: tuple[tuple[int, str], ...] = ()
    working_on: tuple[tuple[int, str], ...] = ()

    @property
    def tells_hours(self) -> bool:
        """Whether it is known when they can usually meet, by a clock that is known."""
        return bool(self.availability and self.zone)

    @property
    def first_name(self) -> str:
        """The name up to the first blank."""
        return self.name.split()[0] if self.name.split() else self.name


@dataclass(frozen=True, slots=True)
class Participants:
    """Who may be in a round now.

    The counts are of members who are not in: pausing, declined, or not answered where the programme
    asks.
    """

    people: tuple[Participant, ...]
    pausing: int = 0
    declined: int = 0
    silent: int = 0

    @property
    def by_id(self) -> dict[int, Participant]:
        """The people by id."""
        return {person.id: person for person in self.people}


@dataclass(frozen=True, slots=True)
class Adjustments:
    """What facilitators changed about a round before it opened.

    `held` sit it out, `apart` are not introduced to each other this time, `together` are groups
    that are to stay as they are.
    """

    held: frozenset[int] = frozenset()
    apart: frozenset[Pair] = frozenset()
    together: tuple[frozenset[int], ...] = ()

    def hold(self, member: int) -> "Adjustments":
        """Let somebody sit out the round."""
        return Adjustments(self.held | {member}, self.apart, self._without(member))

    def release(self, member: int) -> "Adjustments":
        """Undo all that was changed about somebody."""
        apart = frozenset(pair for pair in self.apart if member not in pair)
        return Adjustments(self.held - {member}, apart, self._without(member))

    def drop(self, group: Collection[int]) -> "Adjustments":
        """Keep the people of a group apart this time."""
        kept = tuple(pinned for pinned in self.together if not pinned >= set(group))
        return Adjustments(self.held, self.apart | pairs_of(group), kept)

    def pin(self, groups: Iterable[frozenset[int]]) -> "Adjustments":
        """Keep these groups together, in the place of earlier ones of the same people."""
        new = tuple(group for group in groups if len(group) > 1)
        moved = frozenset().union(*new)
        kept = tuple(pinned for pinned in self.together if not pinned & moved)
        return Adjustments(self.held, self.apart, (*kept, *new))

    def renamed(self, gone: int, kept: int) -> "Adjustments":
        """What holds once a member has become one with another: nobody meets themselves."""
        now = {gone: kept}
        apart = frozenset(pair(now.get(a, a), now.get(b, b)) for a, b in self.apart)
        return Adjustments(
            frozenset(now.get(member, member) for member in self.held),
            frozenset((a, b) for a, b in apart if a != b),
            self._without(gone),
        )

    def _without(self, member: int) -> tuple[frozenset[int], ...]:
        return tuple(pinned for pinned in self.together if member not in pinned)


def pair(a: int, b: int) -> Pair:
    """Two people in the one order in which pairs are kept."""
    return (a, b) if a < b else (b, a)


def pairs_of(group: Iterable[int]) -> frozenset[Pair]:
    """All pairs of a group."""
    members = sorted(group)
    return frozenset((a, b) for at, a in enumerate(members) for b in members[at + 1 :])


def crosses(a: Participant, b: Participant) -> bool:
    """Whether two people have networks, and none in common."""
    mine, yours = {id_ for id_, _ in a.networks}, {id_ for id_, _ in b.networks}
    return bool(mine and yours) and not mine & yours


def crossing_pairs(groups: Iterable[Iterable[Participant]]) -> tuple[int, int]:
    """How many pairs of people who meet cross networks, and how many pairs there are."""
    crossing = total = 0
    for group in groups:
        people = list(group)
        for at, one in enumerate(people):
            total += len(people) - at - 1
            crossing += sum(crosses(one, other) for other in people[at + 1 :])
    return crossing, total
