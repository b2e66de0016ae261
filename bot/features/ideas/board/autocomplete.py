"""What is offered while people type which list."""

from bot.features.ideas import feature, words
from bot.features.ideas.ports import Work
from bot.routing.interaction import Call
from bot.ui.messages import Option


@feature.autocomplete("which")
async def lists(call: Call, work: Work, typed: str) -> list[Option]:
    """The lists that there are."""
    return [
        Option.of(words.text(f"list.offer.{each}"), each) for each in ("interested", "mine", "open")
    ]
