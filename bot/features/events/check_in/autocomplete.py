"""What is offered while hosts type which event it is the day of."""

from bot.features.events import feature
from bot.features.events.audience import hosts_it
from bot.features.events.check_in.domain import LATE
from bot.features.events.dates.views import called, its_own_time
from bot.features.events.lookup import MOST_DATES
from bot.features.events.ports import Work
from bot.routing.interaction import Call
from bot.ui.messages import Option


@feature.autocomplete("my_date")
async def dates_looked_after(call: Call, work: Work, typed: str) -> list[Option]:
    """Every date that the actor hosts, from those of the last week on."""
    since = call.now - LATE
    found = await work.events.dates.in_community(call.me.community, since, MOST_DATES)
    return [
        Option.of(
            f"{each.event.details.title} · {its_own_time(each.date)}", called(each.event, each.date)
        )
        for each in found
        if hosts_it(call, each.event)
    ]
