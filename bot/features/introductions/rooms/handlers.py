"""Members go to the room of an introduction that is in the web chat."""

from typing import Annotated

from bot.community.naming import PeopleReader
from bot.community.people import OWN_CHAT
from bot.errors import UserError
from bot.features.introductions import feature, words
from bot.features.introductions.lookup import mine
from bot.features.introductions.ports import Work
from bot.features.introductions.rooms import views as room_views
from bot.features.introductions.rooms.meetings import (
    Meeting,
    elsewhere_to,
    meeting_called,
    people_of,
    shared_room,
    suggested,
)
from bot.routing.arguments import Said, ThingArg
from bot.routing.interaction import Answer, Call, Reply
from bot.ui.words import listed


async def _my_meeting(call: Call, work: Work, said: Said) -> Meeting:
    """The one that a button names, or that is with somebody; without a word, the newest."""
    if said.text and not said.by_button:
        return await _meeting_with(call, work, said.text)
    name = said.text or str((await mine(call, work)).id)
    meeting = await meeting_called(work, name)
    if meeting is None or call.me.id not in meeting.members:
        raise UserError(words("introduction.none"))
    return meeting


async def _meeting_with(call: Call, work: Work, said: str) -> Meeting:
    """The newest that the actor and whoever is named are in; a suggested one comes first."""
    reader = PeopleReader(work.people, call.me.community, call.arrival.space)
    two = {call.me.id, (await reader.read(said)).id}
    suggestions = await work.introductions.suggestions.concerning(call.me.id)
    names = [suggested(each.id) for each in reversed(suggestions) if two == set(each.two)]
    introductions = await work.introductions.follow_up.introductions_of(call.me.id)
    for name in [*names, *map(str, reversed(introductions))]:
        meeting = await meeting_called(work, name)
        if meeting and two <= set(meeting.members):
            return meeting
    raise UserError(words("introduction.none"))


@feature.command("introduce room", action="enter", carries=("meeting",))
async def enter(
    call: Call, work: Work, meeting: Annotated[Meeting, ThingArg("meeting", _my_meeting)]
) -> Answer:
    """Go to the room of an introduction, when it is in the web chat and I am not."""
    people = await people_of(work, meeting.members)
    names = listed(person.first_name for id_, person in people.items() if id_ != call.me.id)
    if await work.outbox.each_alone(shared_room(meeting)):
        raise UserError(words("enter.apart", names=names))
    key = elsewhere_to(meeting.name, call.me.id)
    told = await work.outbox.progress([key], call.rate_limits, call.now)
    if call.arrival.space.platform == OWN_CHAT or not (told.done or told.waiting or told.dead):
        raise UserError(words("enter.here", names=names))
    address = await work.login_links.create(call.me)
    return Reply(room_views.way_in(names, address), only_for_actor=True, secret=True)
