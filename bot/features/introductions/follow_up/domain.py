"""Introductions that were made, and what became of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """What somebody says became of an introduction."""

    MET = "met"
    PLANNED = "planned"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Introduction:
    """Some people who were introduced to each other in a round."""

    id: int
    round: int
    community: int
    programme: str
    members: tuple[tuple[int, str], ...]
    outcomes: dict[int, Outcome] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The key of its room."""
        return room_key(self.id)

    @property
    def names(self) -> list[str]:
        """The names of its people."""
        return [name for _, name in self.members]


def room_key(introduction: int) -> str:
    """The key under which an introduction's room is opened."""
    return f"introductions.room:{introduction}"


def opening_key(introduction: int) -> str:
    """The key of the first message in an introduction's room."""
    return f"introductions.opened:{introduction}"


def halfway_key(introduction: int) -> str:
    """The key of the question in an introduction's room."""
    return f"introductions.halfway:{introduction}"


def last_call_key(introduction: int, member: int) -> str:
    """The key of the last question to one of an introduction's people."""
    return f"introductions.last_call:{introduction}:{member}"


def summary_key(round_: int) -> str:
    """The key of what facilitators are told when a round ends; each has their own after it."""
    return f"introductions.summary:{round_}"


@dataclass(frozen=True, slots=True)
class IntroductionMet:
    """Domain event: people who were introduced have met; told once for each introduction."""

    introduction: int
    community: int
    members: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class RoundOpened:
    """Domain event: a round has opened with this many introductions."""

    round: int
    community: int
    introductions: int
    at: datetime


@dataclass(frozen=True, slots=True)
class RoundClosed:
    """Domain event: a round is over."""

    round: int
    community: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Story:
    """What somebody tells of an introduction and lets others read."""

    first_name: str
    text: str


@dataclass(frozen=True, slots=True)
class Results:
    """What became of a round's introductions, without a name on any "no".

    An introduction counts once, by the best that any of its people says.
    """

    introductions: int
    met: int
    planned: int
    declined: int
    met_across: int
    stories: tuple[Story, ...] = ()

    @property
    def unanswered(self) -> int:
        """Introductions of which nobody has said anything."""
        return self.introductions - self.met - self.planned - self.declined


def results(
    answers: Sequence[tuple[bool, Collection[str]]], stories: Iterable[Story] = ()
) -> Results:
    """Count the results of introductions given as (across networks, what its people said)."""
    counts = dict.fromkeys(Outcome, 0)
    across = 0
    for crosses, said in answers:
        best = next((outcome for outcome in Outcome if outcome in said), None)
        if best:
            counts[best] += 1
        across += crosses and best is Outcome.MET
    met, planned, declined = (counts[o] for o in (Outcome.MET, Outcome.PLANNED, Outcome.NOT))
    return Results(len(answers), met, planned, declined, across, tuple(stories))
