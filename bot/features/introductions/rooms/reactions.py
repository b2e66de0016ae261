"""A room in the web chat is told to its people where they are."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from bot.community.domain_events import RoomOpened
from bot.community.facts import Fact
from bot.community.people import OWN_CHAT
from bot.delivery.addresses import ToMember
from bot.features.introductions import feature
from bot.features.introductions.domain import Participant
from bot.features.introductions.ports import Work
from bot.features.introductions.rooms import views as room_views
from bot.features.introductions.rooms.meetings import (
    Meeting,
    elsewhere_to,
    of_room,
    people_of,
    reasons_for,
)
from bot.features.introductions.rounds.reasons import reasons_to
from bot.matching.plan import Reason
from bot.ui.messages import Message


@feature.when(RoomOpened)
async def tell_elsewhere(opened: RoomOpened, work: Work, now: datetime) -> None:
    """Tell those who have an account in another chat of their room in the web chat."""
    if opened.space.platform != OWN_CHAT:
        return
    spaces = await work.people.spaces(opened.community)
    others = [space for space in spaces if space.ref.platform != OWN_CHAT and not space.lost]
    meeting = await of_room(work, opened.room) if others else None
    if meeting is None:
        return
    there: set[int] = set()
    for space in others:
        there |= (await work.people.accounts_in(space.ref, meeting.members)).keys()
    if not there:
        return
    people = await people_of(work, meeting.members)
    reasons = await reasons_for(work, meeting)
    for member in sorted(there):
        message = partial(_told, meeting, people, reasons, member)
        told = elsewhere_to(meeting.name, member)
        await work.outbox.post(ToMember(member), message, told, community=opened.community)


@feature.opening("room")
@feature.opening("suggested_room")
async def first_words_apart(about: Fact, member: int, work: Work, now: datetime) -> Message | None:
    """Who the others are, and why they were introduced, to one who shares no room with them."""
    meeting = await of_room(work, about)
    people = await people_of(work, meeting.members) if meeting else {}
    if meeting is None or member not in people or len(people) < 2:
        return None
    reasons = await reasons_for(work, meeting)
    others = [person for id_, person in people.items() if id_ != member]
    why = reasons_to(reasons, people) if reasons else ""
    times = room_views.times(list(people.values()), now)
    return room_views.apart(meeting, others, why, about.id % room_views.QUESTIONS, times)


def _told(
    meeting: Meeting, people: Mapping[int, Participant], reasons: Sequence[Reason], member: int
) -> Message:
    who = [person for id_, person in people.items() if id_ != member]
    why = reasons_to(reasons, people) if reasons else ""
    return room_views.elsewhere(meeting, who, why)
