"""Members take away what is known about them, or have it erased. The log has ids, and no names."""

import logging

from bot.features.privacy import feature, views
from bot.features.privacy.domain import readable, serialised
from bot.features.privacy.ports import Work
from bot.routing.files import FileGone, FileRequest
from bot.routing.interaction import Answer, Call, Reply
from bot.ui.content import Content
from bot.ui.files import File, file_name
from bot.ui.text import read_id

log = logging.getLogger(__name__)

_TEXT, _JSON = "text/plain", "application/json"


@feature.command("my data", action="data")
async def data(call: Call, work: Work) -> Answer:
    """Give somebody all that is known about them: to read, and for another program."""
    name, subject = f"kindred-{call.now:%Y-%m-%d}", str(call.me.id)
    files = (
        File(file_name(name, "txt"), _TEXT, "privacy.text", subject),
        File(file_name(name, "json"), _JSON, "privacy.json", subject),
    )
    return Reply(views.data(await work.held_about(call.me.id), files), secret=True)


@feature.file("text")
async def text(request: FileRequest, work: Work) -> Content:
    """What is known when the file is made, to be read."""
    return readable(await work.held_about(_whose(request))).encode()


@feature.file("json")
async def json(request: FileRequest, work: Work) -> Content:
    """The same for another program."""
    return serialised(await work.held_about(_whose(request))).encode()


def _whose(request: FileRequest) -> int:
    member = read_id(request.subject)
    if request.member and request.member.id != member:
        raise FileGone(request.subject)
    return member


@feature.command("forget me", listed=False, action="ask")
async def ask(call: Call, work: Work) -> Answer:
    """Say what will go, and what cannot be reached, before anything does."""
    return Reply(views.ask(call.community))


@feature.command("forget confirm", listed=False, action="forget")
async def forget(call: Call, work: Work) -> Answer:
    """Erase everything that is known about somebody, and them."""
    await work.erase(call.me.id)
    log.info("member %d of community %d was erased, as they wished", call.me.id, call.community.id)
    return Reply(views.forgotten(call.community))
