"""What is offered while people type which event, or which list."""

from collections.abc import Sequence

from bot.features.events import feature, words
from bot.features.events.audience import hosts_it
from bot.features.events.dates.views import called, its_own_time
from bot.features.events.lookup import MOST_EVENTS, coming_up, next_dates
from bot.features.events.ports import Happening, Work
from bot.routing.interaction import Call
from bot.ui.messages import Option


@feature.autocomplete("event")
async def events_to_come(call: Call, work: Work, typed: str) -> list[Option]:
    """Every date that the actor may see, the next of each event first."""
    return _dates(await coming_up(call, work))


@feature.autocomplete("my_event")
async def events_of_mine(call: Call, work: Work, typed: str) -> list[Option]:
    """Every date of the events that the actor may change, the next of each first."""
    there = await coming_up(call, work)
    return _dates([each for each in there if hosts_it(call, each.event)])


@feature.autocomplete("former_event")
async def former_events(call: Call, work: Work, typed: str) -> list[Option]:
    """Every event that the actor has looked after, the newest first."""
    found = await work.events.plans.in_community(call.community.id, MOST_EVENTS)
    mine = [each.details.title for each in reversed(found) if hosts_it(call, each)]
    return [Option.of(title, title) for title in dict.fromkeys(mine)]


@feature.autocomplete("which")
async def lists(call: Call, work: Work, typed: str) -> list[Option]:
    """The lists that there are."""
    return [Option.of(words.text(f"list.offer.{each}"), each) for each in ("mine", "open")]


def _dates(there: Sequence[Happening]) -> list[Option]:
    """Dates by what names them in a command, shown with their time."""
    found: dict[str, Option] = {}
    for each in [*next_dates(there), *there]:
        label = f"{each.event.details.title} · {its_own_time(each.date)}"
        name = called(each.event, each.date)
        found.setdefault(name, Option.of(label, name))
    return list(found.values())
