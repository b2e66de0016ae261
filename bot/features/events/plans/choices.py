"""What there is to choose from for an event beside its audience and channels: how often."""

from bot.features.events.plans.forms import how_often
from bot.features.events.plans.repeats import in_plain_words
from bot.features.events.series.domain import Series
from bot.ui.messages import Option


def for_repeats(rule: str) -> list[Option]:
    """How often it may happen; a rule that is none of these is one of the options, too."""
    options = list(how_often())
    if rule.startswith("FREQ="):
        options.insert(0, Option.of(in_plain_words(Series(rule)), rule))
    return options
