"""What stands in the form of an event that is made of something."""

from bot.community.dates.exact import typed
from bot.community.origins import Origin
from bot.features.events.dates.domain import instant_of
from bot.features.events.domain import MOST_MINUTES, MOST_TITLE
from bot.features.events.plans.details import when_of
from bot.features.events.plans.forms import LONGEST_TEXT
from bot.routing.interaction import Call
from bot.ui.capabilities import short
from bot.ui.fields import Raw


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
