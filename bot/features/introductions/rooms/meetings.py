"""Who shares a room: people whom a round, or a suggestion, has brought together."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.features.introductions.domain import Person
from bot.features.introductions.follow_up.domain import Introduction, room_key
from bot.features.introductions.lookup import number_of
from bot.features.introductions.ports import Work
from bot.features.introductions.suggestions.domain import suggested_room_key
from bot.matching.plan import Reason

_SUGGESTED = "suggested:"
_ROUND_ROOMS = room_key(0).removesuffix("0")
_SUGGESTED_ROOMS = suggested_room_key(0).removesuffix("0")


def elsewhere_key(meeting: str, member: int) -> str:
    """The key of what somebody is told in their chat of a room in the web chat."""
    return f"introductions.elsewhere:{meeting}:{member}"


def suggested(suggestion: int) -> str:
    """A suggested introduction, as `elsewhere_key` and buttons name it."""
    return f"{_SUGGESTED}{suggestion}"


@dataclass(frozen=True, slots=True)
class Meeting:
    """People who share a room. `round` is 0 where it was not a round that brought them together."""

    name: str
    programme: str
    members: tuple[int, ...]
    round: int = 0


async def of_room(work: Work, key: str) -> Meeting | None:
    """Who shares the room of this key, if it is one of ours."""
    if key.startswith(_ROUND_ROOMS):
        return await meeting_called(work, key.removeprefix(_ROUND_ROOMS))
    if key.startswith(_SUGGESTED_ROOMS):
        return await meeting_called(work, suggested(number_of(key.removeprefix(_SUGGESTED_ROOMS))))
    return None


def room_of(meeting: Meeting) -> str:
    """The key of their room."""
    if meeting.name.startswith(_SUGGESTED):
        return suggested_room_key(number_of(meeting.name.removeprefix(_SUGGESTED)))
    return room_key(number_of(meeting.name))


async def meeting_called(work: Work, name: str) -> Meeting | None:
    """Who meets under this name, as `elsewhere_key` and buttons have it."""
    if name.startswith(_SUGGESTED):
        id_ = number_of(name.removeprefix(_SUGGESTED))
        suggestion = await work.introductions.suggestions.get(id_)
        return Meeting(name, "", suggestion.two) if suggestion and suggestion.opened_at else None
    introduction = await work.introductions.follow_up.get(number_of(name))
    return _introduced(introduction) if introduction else None


def _introduced(introduction: Introduction) -> Meeting:
    members = tuple(member for member, _ in introduction.members)
    return Meeting(str(introduction.id), introduction.programme, members, introduction.round)


async def people_of(work: Work, members: Sequence[int]) -> dict[int, Person]:
    """These people as they are, two at a time."""
    found: dict[int, Person] = {}
    for at in range(0, len(members), 2):
        two = members[at], members[min(at + 1, len(members) - 1)]
        found |= {each.id: each for each in await work.introductions.suggestions.people(two)}
    return found


async def reasons_for(work: Work, meeting: Meeting) -> Sequence[Reason]:
    """Why the round brought them together."""
    round_ = await work.introductions.rounds.get(meeting.round) if meeting.round else None
    groups = round_.plan.groups if round_ and round_.plan else ()
    inside = set(meeting.members)
    return next((group.reasons for group in groups if inside <= set(group.members)), ())
