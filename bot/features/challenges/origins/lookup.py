"""Of what a challenge is to be made, and what stands in its form then."""

from bot.community.facts import Fact
from bot.community.origins import Origin, read_behind
from bot.errors import UserError
from bot.features.challenges import words
from bot.features.challenges.domain import MOST_QUESTION, MOST_TEXT
from bot.features.challenges.ports import Work
from bot.routing.interaction import Call
from bot.ui.capabilities import short
from bot.ui.forms import Raw


async def origin_of(call: Call, work: Work, about: Fact) -> Origin:
    """What the actor makes a challenge of; raises `UserError` where it is none, or not theirs."""
    origin = await work.origin(about, call.me, call.now)
    if origin is None:
        raise UserError(words("origin.gone"))
    return origin


async def origin_behind(call: Call, work: Work, name: str) -> Origin | None:
    """What a challenge of this name is made of, if it is of anything; raises `UserError`."""
    about = read_behind(name)
    return await origin_of(call, work, about) if about else None


def filled_in(origin: Origin) -> dict[str, Raw]:
    """What an origin says of a challenge, as it stands in the form."""
    values: dict[str, Raw] = {
        "question": short(" ".join(origin.title.split()), MOST_QUESTION),
        "why": short(origin.description, MOST_TEXT),
    }
    if origin.networks:
        values["networks"] = [str(each) for each in origin.networks]
    return values
