"""What is offered while people type which event."""

from bot.features.events import feature
from bot.features.events.dates.lookup import coming_up
from bot.features.events.dates.views import called, its_own_time
from bot.features.events.ports import Work
from bot.routing.interaction import Call
from bot.ui.messages import Option


@feature.autocomplete("date")
async def dates(call: Call, work: Work, typed: str) -> list[Option]:
    """The dates to come that the actor may see, soonest first."""
    found: dict[str, Option] = {}
    for each in await coming_up(call, work):
        name = called(each.event, each.date)
        label = f"{each.event.details.title} · {its_own_time(each.date)}"
        found.setdefault(name, Option.of(label, name))
    return list(found.values())
