"""Hosts take out who comes to their event. The log says so by ids and counts, and by no names."""

import logging
from collections.abc import AsyncIterator

from bot.community.roles import ScopedRole
from bot.features.events import feature
from bot.features.events.audience import HOSTS
from bot.features.events.calendars.subjects import asked, subject
from bot.features.events.exports import views
from bot.features.events.exports.domain import header, rows, without_hidden_name
from bot.features.events.lookup import HostedOrOverEvent
from bot.features.events.ports import Work
from bot.routing.files import FileGone, FileRequest
from bot.routing.interaction import Answer, Call, Reply
from bot.ui.content import Content
from bot.ui.csv_files import CSV, csv_file
from bot.ui.files import File, file_name

log = logging.getLogger(__name__)


@feature.command("export", role=HOSTS, action="export", carries=("event",))
async def export(call: Call, work: Work, event: HostedOrOverEvent) -> Answer:
    """Give a host who has answered their event, to them alone."""
    title = event.event.details.title
    name = file_name(f"{title}-{call.now:%Y-%m-%d}", "csv")
    file = File(name, CSV, "events.export", subject(event.event, call.me))
    return Reply(views.export(file, title))


@feature.file("export", role=HOSTS)
async def exported(request: FileRequest, work: Work) -> Content:
    """Who has answered an event when the file is made, for whoever looks after it by then."""
    event, member, host = await asked(request, work)
    if not host:
        raise FileGone(request.subject)
    dates = await work.events.dates.of(event.id)
    people = await work.events.attendance.of_event(event.id)
    came = await work.events.check_ins.of_event(event.id)
    standing = await work.roles.standing(member)
    if (ScopedRole.HOST, event.scope) not in standing.things:
        people = [without_hidden_name(each) for each in people]
    log.info("member %d exported %d answers to event %d", member.id, len(people), event.id)
    return csv_file(_tables([header(), *rows(dates, people, came)]))


async def _tables(table: list[list[str]]) -> AsyncIterator[list[list[str]]]:
    yield table
