"""What is offered while people type which challenge, or which list."""

from bot.features.challenges import feature, words
from bot.features.challenges.lookup import CHALLENGES, reader, visible
from bot.features.challenges.ports import Work
from bot.routing.interaction import Call
from bot.ui.messages import Option


@feature.autocomplete("joined_challenge")
async def those_joined(call: Call, work: Work, typed: str) -> list[Option]:
    """Every challenge that the actor is in."""
    mine = (await reader(call, work)).joined
    return CHALLENGES.options([each for each in await visible(call, work) if each.id in mine])


@feature.autocomplete("which_challenges")
async def lists(call: Call, work: Work, typed: str) -> list[Option]:
    """The lists that there are."""
    return [
        Option.of(words.text(f"list.offer.{each}"), each)
        for each in ("open", "mine", "hosted", "closed")
    ]
