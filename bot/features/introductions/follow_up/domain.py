"""Introductions that were made, and what became of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.community.facts import Fact
from bot.features.introductions.domain import Stage


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
    def room(self) -> Fact:
        """Its room."""
        return room_of(self.id)

    @property
    def names(self) -> list[str]:
        """The names of its people."""
        return [name for _, name in self.members]


@dataclass(frozen=True, slots=True)
class Current:
    """An introduction whose round is not over: how far that has come, and when it was opened."""

    introduction: Introduction
    stage: Stage
    since: datetime | None


def room_of(introduction: int) -> Fact:
    """The room of an introduction."""
    return Fact.of("introductions.room", introduction)


def first_message_of(introduction: int) -> Fact:
    """The first message in an introduction's room."""
    return Fact.of("introductions.opened", introduction)


def halfway_of(introduction: int) -> Fact:
    """The question in an introduction's room."""
    return Fact.of("introductions.halfway", introduction)


def last_call_to(introduction: int, member: int) -> Fact:
    """The last question to one of an introduction's people."""
    return Fact.of("introductions.last_call", introduction, member=member)


def partner_gone_to(introduction: int, gone: int, member: int) -> Fact:
    """What one of an introduction's people is told when another one has gone."""
    return Fact.of("introductions.partner_gone", introduction, part=str(gone), member=member)


def summary_of(round_: int) -> Fact:
    """What facilitators are told when a round ends, each alone."""
    return Fact.of("introductions.summary", round_)


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
