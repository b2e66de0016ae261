"""`/kindred help` and `/kindred home`, read off everything that the features declare."""

from bot.community.roles import Role
from bot.features.help import feature, views
from bot.routing.interaction import Answer, Call, Reply
from bot.work import Work


@feature.command("help", action="guide.help")
async def help_members(call: Call, work: Work) -> Answer:
    """List what there is to say."""
    return Reply(views.overview(call.catalogue.commands_for(call.standing)))


@feature.command("help", role=Role.FACILITATOR)
async def help_facilitators(call: Call, work: Work) -> Answer:
    """List what there is to say, said by a facilitator."""
    return await help_members(call, work)


@feature.command("home")
async def show_home(call: Call, work: Work) -> Answer:
    """Show everything at a glance."""
    return Reply(await call.catalogue.home(call, work))
