"""What is offered while people type which challenge, or which list."""

from bot.features.challenges import feature, words
from bot.features.challenges.domain import Challenge
from bot.features.challenges.lookup import hosts, reader, visible
from bot.features.challenges.ports import Work
from bot.routing.interaction import Call
from bot.ui.messages import Option


@feature.autocomplete("challenge")
async def all_there(call: Call, work: Work, typed: str) -> list[Option]:
    """Every challenge that the actor may see."""
    return _named(await visible(call, work))


@feature.autocomplete("my_challenge")
async def those_hosted(call: Call, work: Work, typed: str) -> list[Option]:
    """Every challenge that the actor looks after."""
    return _named([each for each in await visible(call, work) if hosts(call, each)])


@feature.autocomplete("joined_challenge")
async def those_joined(call: Call, work: Work, typed: str) -> list[Option]:
    """Every challenge that the actor is in."""
    mine = (await reader(call, work)).joined
    return _named([each for each in await visible(call, work) if each.id in mine])


@feature.autocomplete("which_challenges")
async def lists(call: Call, work: Work, typed: str) -> list[Option]:
    """The lists that there are."""
    return [
        Option.of(words.text(f"list.offer.{each}"), each)
        for each in ("open", "mine", "hosted", "closed")
    ]


def _named(there: list[Challenge]) -> list[Option]:
    return [Option.of(each, each) for each in dict.fromkeys(each.question for each in there)]
