"""Who can come when, by asking, in private."""

from bot.community.told_names import told_to
from bot.features.polls import feature
from bot.features.polls.cards.live import overview_of
from bot.features.polls.lookup import MeantPoll, is_host
from bot.features.polls.ports import Work
from bot.features.polls.respondents import views
from bot.routing.interaction import Answer, Call, Reply


@feature.command("poll who", action="who", carries=("poll",))
async def who(call: Call, work: Work, poll: MeantPoll) -> Answer:
    """Tell who can come when, as far as the reader may know."""
    overview = await overview_of(work, poll, call.now)
    told = overview.respondents
    if not is_host(call, poll):
        told = await told_to(work, call.me, told, call.now)
    return Reply(views.who(overview, told))
