"""What is offered while people type which idea, or which list."""

from bot.features.ideas import feature, words
from bot.features.ideas.lookup import proposes, visible
from bot.features.ideas.ports import Work
from bot.routing.interaction import Call
from bot.ui.messages import Option


@feature.autocomplete("idea")
async def ideas_there(call: Call, work: Work, typed: str) -> list[Option]:
    """Every idea that the actor may see."""
    return _named([idea.title for idea in await visible(call, work)])


@feature.autocomplete("my_idea")
async def ideas_of_mine(call: Call, work: Work, typed: str) -> list[Option]:
    """Every idea that the actor may change."""
    return _named([each.title for each in await visible(call, work) if proposes(call, each)])


@feature.autocomplete("which")
async def lists(call: Call, work: Work, typed: str) -> list[Option]:
    """The lists that there are."""
    return [
        Option.of(words.text(f"list.offer.{each}"), each) for each in ("interested", "mine", "open")
    ]


def _named(titles: list[str]) -> list[Option]:
    return [Option.of(title, title) for title in dict.fromkeys(titles)]
