"""Of what an event is to be made, and what stands in its form then."""

from bot.community.dates.exact import typed
from bot.community.facts import Fact
from bot.community.origins import Origin, read_behind
from bot.errors import UserError
from bot.features.events import words
from bot.features.events.dates.domain import instant_of
from bot.features.events.domain import MOST_MINUTES, MOST_TITLE
from bot.features.events.plans.details import when_of
from bot.features.events.plans.forms import LONGEST_TEXT
from bot.features.events.ports import Work
from bot.routing.interaction import Call
from bot.ui.capabilities import short
from bot.ui.forms import Raw


async def origin_of(call: Call, work: Work, about: Fact) -> Origin:
    """What the actor makes an event of; raises `UserError` where it is none, or not theirs."""
    origin = await work.origin(about, call.me, call.now)
    if origin is None:
        raise UserError(words("origin.gone"))
    return origin


async def origin_behind(call: Call, work: Work, name: str) -> Origin | None:
    """What a plan of this name is made of, if it is of anything; raises `UserError`."""
    about = read_behind(name)
    return await origin_of(call, work, about) if about else None


def filled_in(origin: Origin, call: Call) -> dict[str, Raw]:
    """What an origin says of an event, as it stands in the form; no time that has passed."""
    values: dict[str, Raw] = {
        "title": short(" ".join(origin.title.split()), MOST_TITLE),
        "description": short(origin.description, LONGEST_TEXT),
    }
    if origin.start and instant_of(origin.start, origin.zone) > call.now:
        minutes = min(max(origin.minutes, 1), MOST_MINUTES)
        values["when"] = typed(when_of(origin.start, origin.zone, minutes))
    if origin.networks:
        values["networks"] = [str(network) for network in origin.networks]
    return values
