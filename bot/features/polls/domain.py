"""A time poll: its slots, what people answer, and which slot suits best."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.community.dates.instants import instant
from bot.community.facts import Fact
from bot.community.roles import Needs, Role, Scope, ScopedRole

MOST_SLOTS = 10
MOST_TITLE = 64
MINUTES = 60
"""How long something takes where nobody has said it."""

OPEN_FOR = timedelta(days=7)
"""So long a poll is open where nobody has said until when, and not beyond its first slot."""

HOSTS = Needs(Role.FACILITATOR, or_scoped=ScopedRole.HOST)
"""Those who look after a poll: whoever made it and who would host, and facilitators all of them."""


class PollState(StrEnum):
    """Whether a poll can be answered, or an event was made of it."""

    OPEN = "open"
    CLOSED = "closed"
    PLANNED = "planned"
    TAKEN_DOWN = "taken_down"
    """By those who lead the community: nobody sees it any more."""


ALIVE = (PollState.OPEN, PollState.CLOSED)
"""What can still become an event."""


class Answer(StrEnum):
    """Whether somebody can come then; `MAYBE` is "if need be"."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that may suit: local to its `zone`. `id` is 0 before it is kept."""

    start: datetime
    zone: str
    minutes: int
    starts_at: datetime
    id: int = 0

    @classmethod
    def at(cls, start: datetime, zone: str, minutes: int) -> "Slot":
        """A slot at this local time: the first of two that look alike."""
        return cls(start, zone, minutes, instant(start, zone))

    def passed(self, now: datetime) -> bool:
        """Whether it has begun already."""
        return self.starts_at <= now


@dataclass(frozen=True, slots=True)
class Poll:
    """A time poll, with its slots soonest first.

    `networks` are those whose members may answer, none of them: everybody. `origin` is what it
    looks for a time for. `planned` is the event that was made of it.
    """

    id: int
    community: int
    title: str
    description: str
    zone: str
    state: PollState
    closes_at: datetime
    made_by: int | None
    made_at: datetime
    slots: tuple[Slot, ...] = ()
    networks: tuple[int, ...] = ()
    origin: Fact | None = None
    planned: int | None = None

    @property
    def alive(self) -> bool:
        """Whether an event can still be made of it."""
        return self.state in ALIVE

    @property
    def fact(self) -> Fact:
        """The poll, as other features know it."""
        return Fact.of("polls.poll", self.id)

    @property
    def scope(self) -> Scope:
        """What its hosts are hosts of."""
        return scope_of(self.id)

    def open_to(self, networks: Collection[int]) -> bool:
        """Whether somebody of these networks may answer, and see it."""
        return not self.networks or not set(self.networks).isdisjoint(networks)

    def takes_answers(self, now: datetime) -> bool:
        """Whether it can be answered."""
        return self.state is PollState.OPEN and now < self.closes_at

    def slot(self, id_: int) -> Slot | None:
        """Its slot of this id."""
        return next((slot for slot in self.slots if slot.id == id_), None)

    def to_come(self, now: datetime) -> list[Slot]:
        """The slots that have not passed."""
        return [slot for slot in self.slots if not slot.passed(now)]


def scope_of(poll: int) -> Scope:
    """What the hosts of a poll have their role in."""
    return Scope("poll", poll)


def closing(slots: Sequence[Slot], said: datetime | None, now: datetime) -> datetime:
    """When a poll closes: as it was `said`, or in a week; never beyond what there is to choose.

    Where nobody has said it, before the first slot begins; else before the last one does.
    """
    starts = [slot.starts_at for slot in slots if not slot.passed(now)]
    if said is None:
        return min([now + OPEN_FOR, *starts[:1]])
    return min([said, *starts[-1:]])


# What people have answered --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Respondent:
    """Somebody who has answered, with their answers by slot; `hidden`: for hosts alone."""

    member: int
    name: str
    zone: str
    hidden: bool
    answers: Mapping[int, Answer] = field(default_factory=dict)


class Hosting(StrEnum):
    """Whether anybody who would host can come at a slot."""

    CAN = "can"
    UNKNOWN = "unknown"
    """Nobody of them has said so yet, and not all have said no."""

    CANNOT = "cannot"


@dataclass(frozen=True, slots=True)
class Count:
    """How many can come at a slot, and whether a host can."""

    slot: Slot
    yes: int
    maybe: int
    no: int
    hosting: Hosting

    @property
    def can(self) -> int:
        """How many can come, if need be."""
        return self.yes + self.maybe


def count(poll: Poll, respondents: Sequence[Respondent], hosts: Collection[int]) -> list[Count]:
    """How each slot stands, soonest first."""
    return [_counted(slot, respondents, hosts) for slot in poll.slots]


def _counted(slot: Slot, respondents: Sequence[Respondent], hosts: Collection[int]) -> Count:
    said = {each.member: each.answers[slot.id] for each in respondents if slot.id in each.answers}
    sums = {answer: sum(each is answer for each in said.values()) for answer in Answer}
    of_hosts = [said.get(host) for host in hosts]
    hosting = Hosting.UNKNOWN
    if any(each in (Answer.YES, Answer.MAYBE) for each in of_hosts):
        hosting = Hosting.CAN
    elif of_hosts and all(each is Answer.NO for each in of_hosts):
        hosting = Hosting.CANNOT
    return Count(slot, sums[Answer.YES], sums[Answer.MAYBE], sums[Answer.NO], hosting)


def ranked(counts: Sequence[Count], now: datetime) -> list[Count]:
    """The slots to come at which anybody can come, the best first.

    One at which a host can come is before one at which none has said so, and that before one at
    which none can. Then a yes counts twice what an "if need be" does; of equals, more people who
    can, then the sooner one.
    """
    order = list(Hosting)
    there = [each for each in counts if each.can and not each.slot.passed(now)]
    return sorted(
        there,
        key=lambda each: (
            order.index(each.hosting),
            -(2 * each.yes + each.maybe),
            -each.can,
            each.slot.starts_at,
        ),
    )


def best(counts: Sequence[Count], now: datetime) -> Count | None:
    """The slot that suits best; `None` where nobody can come to any that is to come."""
    return next(iter(ranked(counts, now)), None)
