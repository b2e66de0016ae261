"""Secret addresses, on the home of who has any."""

from collections.abc import Sequence

from bot.features.upkeep import feature, words
from bot.routing.interaction import Call
from bot.ui.commands import named
from bot.ui.messages import Button, Moment, Part, row
from bot.work import Work

RENEW = named("kindred renew")


@feature.home
async def secret_addresses(call: Call, work: Work) -> Sequence[Part | None]:
    """Since when I have had them, and how to renew them."""
    since = await work.secrets.since(call.me.id)
    if since is None:
        return []
    button = Button(words.text("button.renew"), "upkeep.renew", command=RENEW())
    return [words("secrets.since", since=Moment(since, "date")), row(button)]
