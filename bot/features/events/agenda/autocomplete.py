"""What is offered while people type which event, which list, or how often."""

from bot.features.events import feature, words
from bot.features.events.dates.lookup import hosts_it
from bot.features.events.lookup import MOST_EVENTS, visible
from bot.features.events.ports import Work
from bot.routing.interaction import Call
from bot.ui.messages import Option


@feature.autocomplete("event")
async def events_to_come(call: Call, work: Work, typed: str) -> list[Option]:
    """Every event that the actor may see."""
    return _named([each.event.details.title for each in await visible(call, work)])


@feature.autocomplete("my_event")
async def events_of_mine(call: Call, work: Work, typed: str) -> list[Option]:
    """Every event that the actor may change."""
    there = await visible(call, work)
    return _named([each.event.details.title for each in there if hosts_it(call, each.event)])


@feature.autocomplete("former_event")
async def former_events(call: Call, work: Work, typed: str) -> list[Option]:
    """Every event that the actor has looked after, the newest first."""
    found = await work.events.plans.in_community(call.community.id, MOST_EVENTS)
    mine = [each.details.title for each in reversed(found) if hosts_it(call, each)]
    return _named(mine)


@feature.autocomplete("which")
async def lists(call: Call, work: Work, typed: str) -> list[Option]:
    """The lists that there are."""
    return [Option.of(words.text(f"list.offer.{each}"), each) for each in ("mine", "open")]


def _named(titles: list[str]) -> list[Option]:
    return [Option.of(title, title) for title in dict.fromkeys(titles)]
