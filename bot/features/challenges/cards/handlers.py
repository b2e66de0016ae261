"""Where the card of a challenge hangs."""

from bot.community.roles import Role
from bot.features.challenges import feature
from bot.features.challenges.cards import views
from bot.features.challenges.lookup import HOSTS, HostedChallenge
from bot.features.challenges.ports import Work
from bot.routing.interaction import Answer, Call, Reply
from bot.routing.posting import posting_choices


@feature.command("cards", role=Role.FACILITATOR)
@feature.command("cards", role=HOSTS, action="cards", carries=("challenge",))
async def cards(call: Call, work: Work, challenge: HostedChallenge) -> Answer:
    """Tell in which channels its card hangs; where else it may, its form says."""
    there = await posting_choices(call, work, work.challenges.audience)
    channels = there.called(there.posted(challenge.details.places))
    return Reply(views.hangs(challenge, channels))
