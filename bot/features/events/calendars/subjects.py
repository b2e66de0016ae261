"""What a file of an event is about: the event, and whom the file is made for."""

from bot.community.people import Member
from bot.community.roles import may
from bot.features.events.audience import HOSTS
from bot.features.events.domain import Event
from bot.features.events.ports import Work
from bot.routing.files import FileGone, FileRequest
from bot.ui.text import read_id


def subject(event: Event, member: Member) -> str:
    """What a file is about: an event, for one person."""
    return f"{event.id}:{member.id}"


async def asked(request: FileRequest, work: Work) -> tuple[Event, Member, bool]:
    """The event, whom its file is for, and whether they look after it by now.

    Raises `FileGone` where either is no more, or somebody else fetches it.
    """
    id_, _, whose = request.subject.partition(":")
    event = await work.events.plans.get(read_id(id_))
    member = await work.people.member(read_id(whose))
    if event is None or member is None or member.community != event.community:
        raise FileGone(request.subject)
    if request.member and request.member.id != member.id:
        raise FileGone(request.subject)
    return event, member, may(await work.roles.standing(member), HOSTS, event.scope)
