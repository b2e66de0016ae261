"""Events that are shown and not posted yet, and of which event one is a copy."""

from bot.features.events import feature
from bot.features.events.plans.forms import EventForm
from bot.features.events.ports import Work
from bot.routing.plans import Plans

_COPY = "copy."


def copy_of(event: int | str) -> str:
    """What a plan is called that is like this event, before anything is said of it."""
    return f"{_COPY}{event}"


def copied(name: str) -> str:
    """The id of the event that a plan of this name is a copy of; empty if of none."""
    return name.removeprefix(_COPY).split(".")[0] if name.startswith(_COPY) else ""


def _still_copies(name: str) -> str:
    like = copied(name)
    return f"{copy_of(like)}." if like else ""


plans = Plans[Work, EventForm](feature, EventForm, _still_copies)
