"""`/kindred help` and `/kindred home`, read off everything that the features declare."""

from typing import Annotated

from bot.community.roles import Role
from bot.features.help import feature, views
from bot.features.help.domain import said_of
from bot.routing.arguments import NAME_LENGTH, TextArg
from bot.routing.declared import FACILITATE, KINDRED
from bot.routing.interaction import Answer, Call, Reply
from bot.ui.capabilities import short
from bot.work import Work

Part = Annotated[str, TextArg("part", max_length=NAME_LENGTH)]
_QUOTED = 60  # characters of what is not known


@feature.command("help", action="guide.help", carries=("part",))
async def help_members(call: Call, work: Work, part: Part = "") -> Answer:
    """List what there is to say: in a line each, or all of one part."""
    commands = views.without_help(call.catalogue.commands_for(call.standing))
    if found := said_of(commands, part):
        return Reply(views.part(found))
    unknown = "" if part.strip(" /").casefold() == KINDRED else short(part.strip(), _QUOTED)
    return Reply(views.overview(commands, call.catalogue.about, unknown))


@feature.command("help", role=Role.FACILITATOR)
async def help_facilitators(call: Call, work: Work, part: Part = "") -> Answer:
    """List what only facilitators may do, or a part of it."""
    return await help_members(call, work, f"{FACILITATE} {part}".strip())


@feature.command("home")
async def show_home(call: Call, work: Work) -> Answer:
    """Show everything at a glance."""
    return Reply(await call.catalogue.home(call, work))
