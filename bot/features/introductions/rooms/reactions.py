"""What stands above the conversation of people who were introduced and share no chat."""

from datetime import datetime

from bot.community.facts import Fact
from bot.features.introductions import feature
from bot.features.introductions.ports import Work
from bot.features.introductions.rooms import views as room_views
from bot.features.introductions.rooms.meetings import (
    of_room,
    people_of,
    reasons_for,
)
from bot.features.introductions.rounds.reasons import reasons_to
from bot.ui.messages import Message


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
