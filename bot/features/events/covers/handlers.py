"""A cover for an event: given with the command or in a form, described, taken away, sent."""

from functools import partial
from typing import Annotated

from bot.community.roles import Role, require
from bot.errors import UserError
from bot.features.events import feature, planning, words
from bot.features.events.audience import HOSTS
from bot.features.events.covers import views
from bot.features.events.covers.domain import (
    EXTENSIONS,
    LEAST_SIDE,
    MOST_SIDE,
    NoPicture,
    read_picture,
)
from bot.features.events.covers.forms import CoverForm
from bot.features.events.covers.pages import address_of
from bot.features.events.domain import Event
from bot.features.events.lookup import HostedEvent
from bot.features.events.ports import Work
from bot.routing.arguments import FileArg
from bot.routing.files import FileGone, FileRequest
from bot.routing.interaction import Answer, Call, FetchFile, Open, Prefill, Reply
from bot.ui.content import Content, Gathered
from bot.ui.files import GivenFile
from bot.ui.forms import FieldErrors
from bot.ui.text import read_id


@feature.command("cover", role=Role.FACILITATOR, opens=CoverForm)
@feature.command("cover", role=HOSTS, opens=CoverForm, action="cover", carries=("event", "file"))
async def cover(
    call: Call,
    work: Work,
    event: HostedEvent,
    file: Annotated[GivenFile | None, FileArg("cover", EXTENSIONS)] = None,
) -> Answer:
    """Take a picture for an event, ask for one, or show that which it has."""
    id_, there = event.event.id, event.event.details.cover
    if file:
        return FetchFile(file, partial(_fetched, call, id_, file.name, there.alt if there else ""))
    if there:
        return Reply(views.cover(event.event, address_of(work, there.key)))
    return Open(CoverForm, str(id_))


@feature.action("new_cover", role=HOSTS, opens=CoverForm)
async def new_cover(call: Call, work: Work, event: HostedEvent) -> Answer:
    """Ask for another picture, or for other words for it."""
    return Open(CoverForm, str(event.event.id))


@feature.action("remove_cover", role=HOSTS)
async def remove_cover(call: Call, work: Work, event: HostedEvent) -> Answer:
    """Take the picture away."""
    await work.events.covers.put(event.event.id, None, "", call.now)
    await planning.tell_changed(work, event.event, call.now)
    return Reply(views.removed(event.event))


@feature.prefill(CoverForm)
async def cover_form(call: Call, work: Work, subject: str) -> Prefill:
    """What is said of the picture that there is."""
    there = (await _looked_after(call, work, read_id(subject))).details.cover
    return Prefill({"alt": there.alt if there else ""})


@feature.submitted(CoverForm, role=HOSTS)
async def cover_given(call: Call, form: CoverForm, work: Work, subject: str) -> Answer:
    """Have the picture fetched; or change what is said of it."""
    event = await _looked_after(call, work, read_id(subject))
    if form.file:
        return FetchFile(form.file, partial(_fetched, call, event.id, form.file.name, form.alt))
    if event.details.cover is None:
        raise FieldErrors({"file": words.text("cover.none")})
    await work.events.covers.describe(event.id, form.alt, call.now)
    await planning.tell_changed(work, event, call.now)
    return await _shown(call, work, event.id)


async def _fetched(
    call: Call, event: int, name: str, alt: str, work: Work, content: Gathered
) -> Answer:
    """Keep a picture, if it is one."""
    found = await _looked_after(call, work, event)
    try:
        picture = read_picture(content.read())
    except NoPicture as wrong:
        key = f"cover.fault.{wrong.fault}"
        raise UserError(words(key, name=name, least=LEAST_SIDE, most=MOST_SIDE)) from None
    await work.events.covers.put(event, picture, alt, call.now)
    await planning.tell_changed(work, found, call.now)
    return await _shown(call, work, event)


async def _shown(call: Call, work: Work, id_: int) -> Answer:
    event = await _looked_after(call, work, id_)
    assert event.details.cover  # noqa: S101  # it was put there
    return Reply(views.cover(event, address_of(work, event.details.cover.key)))


async def _looked_after(call: Call, work: Work, id_: int) -> Event:
    """An event that the actor looks after, which nobody else changes meanwhile."""
    event = await work.events.plans.lock(id_)
    if event is None or event.community != call.community.id:
        raise UserError(words("event.gone"))
    require(call.standing, HOSTS, event.scope)
    return event


# Where it is sent -----------------------------------------------------------------------------


@feature.file("cover")
async def cover_file(request: FileRequest, work: Work) -> Content:
    """The picture itself; raises `FileGone` where there is another one by now."""
    picture = await work.events.covers.get(request.subject)
    if picture is None:
        raise FileGone(request.subject)
    return picture.content
