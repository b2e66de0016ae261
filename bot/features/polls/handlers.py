"""The polls that are open."""

from bot.features.polls import feature, views
from bot.features.polls.lookup import open_polls
from bot.features.polls.ports import Work
from bot.routing.interaction import Answer, Call, Reply


@feature.command("poll", action="list")
async def list_(call: Call, work: Work) -> Answer:
    """List the polls that the actor may answer."""
    return Reply(views.listed(await open_polls(call, work)))
