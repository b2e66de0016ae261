"""Introductions across chats: a room in the web chat is told to its people where they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated

from bot.community.people import OWN_CHAT
from bot.delivery.outbox import RoomOpened, ToMember
from bot.errors import UserError
from bot.features.introductions import room_views
from bot.features.introductions.choosing import mine, number_of
from bot.features.introductions.domain import Person
from bot.features.introductions.outcomes import Introduction, room_key
from bot.features.introductions.ports import Work
from bot.features.introductions.reason_words import reasons_to
from bot.features.introductions.routes import feature, words
from bot.features.introductions.suggestions import suggested_room_key
from bot.matching.plan import Reason
from bot.routing.feature import Rest
from bot.routing.interaction import Answer, Call, Reply
from bot.ui.messages import Message
from bot.ui.words import listed

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
class _Meeting:
    """People who share a room. `round` is 0 where it was not a round that brought them together."""

    name: str
    programme: str
    members: tuple[int, ...]
    round: int = 0


@feature.when(RoomOpened)
async def tell_elsewhere(opened: RoomOpened, work: Work, now: datetime) -> None:
    """Tell those who have an account in another chat of their room in the web chat."""
    if opened.space.platform != OWN_CHAT:
        return
    spaces = await work.people.spaces(opened.community)
    others = [space for space in spaces if space.ref.platform != OWN_CHAT and not space.lost]
    meeting = await _of_room(work, opened.key) if others else None
    if meeting is None:
        return
    there: set[int] = set()
    for space in others:
        there |= (await work.people.accounts_in(space.ref, meeting.members)).keys()
    if not there:
        return
    people = await _people(work, meeting.members)
    reasons = await _reasons(work, meeting)
    for member in sorted(there):
        message = partial(_told, meeting, people, reasons, member)
        key = elsewhere_key(meeting.name, member)
        await work.outbox.post(ToMember(member), message, key, community=opened.community)


def _told(
    meeting: _Meeting, people: Mapping[int, Person], reasons: Sequence[Reason], member: int
) -> Message:
    who = [person for id_, person in people.items() if id_ != member]
    why = reasons_to(reasons, people) if reasons else ""
    return room_views.elsewhere(meeting.name, meeting.programme, who, why)


@feature.command("introduce room")
async def enter(call: Call, work: Work, which: Annotated[str, Rest("which")] = "") -> Answer:
    """Go to the room of an introduction, when it is in the web chat and I am not."""
    return await _enter(call, work, which or str((await mine(call, work)).id))


@feature.action("enter")
async def press_enter(call: Call, work: Work, value: str) -> Answer:
    """Go to the room of an introduction."""
    return await _enter(call, work, value)


async def _enter(call: Call, work: Work, name: str) -> Answer:
    meeting = await _called(work, name)
    if meeting is None or call.me.id not in meeting.members:
        raise UserError(words("introduction.none"))
    people = await _people(work, meeting.members)
    names = listed(person.first_name for id_, person in people.items() if id_ != call.me.id)
    if await work.outbox.apart(_room_of(meeting)):
        raise UserError(words("enter.apart", names=names))
    key = elsewhere_key(meeting.name, call.me.id)
    told = await work.outbox.outlook([key], call.paces, call.now)
    if call.arrival.space.platform == OWN_CHAT or not (told.done or told.waiting or told.dead):
        raise UserError(words("enter.here", names=names))
    address = await work.entrances.entrance(call.me, call.now)
    return Reply(room_views.way_in(names, address), only_for_actor=True, secret=True)


# Who meets whom -------------------------------------------------------------------------------


async def _of_room(work: Work, key: str) -> _Meeting | None:
    if key.startswith(_ROUND_ROOMS):
        return await _called(work, key.removeprefix(_ROUND_ROOMS))
    if key.startswith(_SUGGESTED_ROOMS):
        return await _called(work, suggested(number_of(key.removeprefix(_SUGGESTED_ROOMS))))
    return None


def _room_of(meeting: _Meeting) -> str:
    if meeting.name.startswith(_SUGGESTED):
        return suggested_room_key(number_of(meeting.name.removeprefix(_SUGGESTED)))
    return room_key(number_of(meeting.name))


async def _called(work: Work, name: str) -> _Meeting | None:
    if name.startswith(_SUGGESTED):
        id_ = number_of(name.removeprefix(_SUGGESTED))
        suggestion = await work.introductions.suggestions.get(id_)
        return _Meeting(name, "", suggestion.two) if suggestion and suggestion.opened_at else None
    introduction = await work.introductions.follow_up.get(number_of(name))
    return _introduced(introduction) if introduction else None


def _introduced(introduction: Introduction) -> _Meeting:
    members = tuple(member for member, _ in introduction.members)
    return _Meeting(str(introduction.id), introduction.programme, members, introduction.round)


async def _people(work: Work, members: Sequence[int]) -> dict[int, Person]:
    """These people as they are, two at a time."""
    found: dict[int, Person] = {}
    for at in range(0, len(members), 2):
        two = members[at], members[min(at + 1, len(members) - 1)]
        found |= {each.id: each for each in await work.introductions.suggestions.people(two)}
    return found


async def _reasons(work: Work, meeting: _Meeting) -> Sequence[Reason]:
    """Why the round brought them together."""
    round_ = await work.introductions.rounds.get(meeting.round) if meeting.round else None
    groups = round_.plan.groups if round_ and round_.plan else ()
    inside = set(meeting.members)
    return next((group.reasons for group in groups if inside <= set(group.members)), ())
