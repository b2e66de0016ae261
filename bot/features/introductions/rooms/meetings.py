"""Who shares a room: people whom a round, or a suggestion, has brought together."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.community.facts import Fact
from bot.features.introductions.domain import Participant
from bot.features.introductions.follow_up.domain import Introduction, room_of
from bot.features.introductions.ports import Work
from bot.features.introductions.suggestions.domain import suggested_room_of
from bot.matching.plan import Reason
from bot.ui.text import read_id

_SUGGESTED = "suggested:"


def elsewhere_to(meeting: str, member: int) -> Fact:
    """What somebody is told in their chat of a room in the web chat."""
    return Fact.of("introductions.elsewhere", meeting, member=member)


def suggested(suggestion: int) -> str:
    """A suggested introduction, as `elsewhere_to` and buttons name it."""
    return f"{_SUGGESTED}{suggestion}"


@dataclass(frozen=True, slots=True)
class Meeting:
    """People who share a room. `round` is 0 where it was not a round that brought them together.

    `after` is the event after which each of two has named the other.
    """

    name: str
    programme: str
    members: tuple[int, ...]
    round: int = 0
    after: str = ""


async def of_room(work: Work, room: Fact) -> Meeting | None:
    """Who shares a room, if it is one of ours."""
    if room == room_of(room.id):
        return await meeting_called(work, room.subject)
    if room == suggested_room_of(room.id):
        return await meeting_called(work, suggested(room.id))
    return None


def shared_room(meeting: Meeting) -> Fact:
    """Their room."""
    if meeting.name.startswith(_SUGGESTED):
        return suggested_room_of(read_id(meeting.name.removeprefix(_SUGGESTED)))
    return room_of(read_id(meeting.name))


async def meeting_called(work: Work, name: str) -> Meeting | None:
    """Who meets under this name, as `elsewhere_to` and buttons have it."""
    if name.startswith(_SUGGESTED):
        id_ = read_id(name.removeprefix(_SUGGESTED))
        suggestion = await work.introductions.suggestions.get(id_)
        if suggestion is None or suggestion.opened_at is None:
            return None
        return Meeting(name, "", suggestion.two, after=suggestion.after)
    introduction = await work.introductions.follow_up.get(read_id(name))
    return _introduced(introduction) if introduction else None


def _introduced(introduction: Introduction) -> Meeting:
    members = tuple(member for member, _ in introduction.members)
    return Meeting(str(introduction.id), introduction.programme, members, introduction.round)


async def people_of(work: Work, members: Sequence[int]) -> dict[int, Participant]:
    """These people as they are."""
    return {each.id: each for each in await work.introductions.suggestions.people(members)}


async def reasons_for(work: Work, meeting: Meeting) -> Sequence[Reason]:
    """Why the round brought them together."""
    round_ = await work.introductions.rounds.get(meeting.round) if meeting.round else None
    groups = round_.plan.groups if round_ and round_.plan else ()
    inside = set(meeting.members)
    return next((group.reasons for group in groups if inside <= set(group.members)), ())
