"""Events in one's calendar: the file of one of them, and the addresses of feeds."""

from bot.community.people import Member
from bot.features.events import feature, words
from bot.features.events.calendars import addresses, feeds, views
from bot.features.events.calendars.domain import CALENDAR, calendar_of
from bot.features.events.calendars.subjects import asked, subject
from bot.features.events.domain import Event
from bot.features.events.lookup import SeenOrOverEvent
from bot.features.events.ports import Work
from bot.routing.files import FileGone, FileRequest
from bot.routing.interaction import Answer, Call, Reply
from bot.ui.content import Content
from bot.ui.files import File, file_name


@feature.command("calendar", action="calendar", carries=("event",))
async def calendar(call: Call, work: Work, event: SeenOrOverEvent = None) -> Answer:
    """Give somebody an event as a file, and tell them where the calendars are: them alone."""
    mine = await addresses.of_member(work, call.me, call.now)
    everybody = addresses.of_community(work, call.community.id)
    others = [(words.text("calendar.everybody"), everybody)]
    for network in await work.events.audience.networks_of(call.me.id):
        where = await addresses.of_network(work, network.id, call.me, call.now)
        others.append((words.text("calendar.network", network=network.name), where))
    file = _file(event.event, call.me) if event else None
    return Reply(views.calendars(mine, others, file), secret=True)


def _file(event: Event, member: Member) -> File:
    name = file_name(event.details.title, "ics")
    return File(name, CALENDAR, "events.calendar", subject(event, member))


@feature.file("calendar")
async def made(request: FileRequest, work: Work) -> Content:
    """An event as it is when the file is made, with what the one may see whom it is for."""
    event, member, host = await asked(request, work)
    networks = await work.events.audience.of(member.id)
    if not host and not event.details.open_to(networks):
        raise FileGone(request.subject)
    return calendar_of([await feeds.of_event(work, event, member, request.now, host=host)])
