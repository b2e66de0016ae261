"""How members let their secret addresses, such as that of a calendar, lead nowhere any more."""

from bot.errors import UserError
from bot.features.upkeep import feature, words
from bot.routing.interaction import Answer, Call, Reply
from bot.ui.messages import say
from bot.work import Work


@feature.command("renew", listed=False, action="renew")
async def renew(call: Call, work: Work) -> Answer:
    """Let all secret addresses of a member be others from now on."""
    if await work.secrets.since(call.me.id) is None:
        raise UserError(words("secrets.none"))
    await work.secrets.renew(call.me.id, call.now)
    return Reply(say(words("secrets.renewed")))
