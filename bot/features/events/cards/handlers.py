"""More of a date than its card says, for one reader."""

from bot.features.events import feature
from bot.features.events.cards import views
from bot.features.events.cards.live import hosts_of
from bot.features.events.dates.lookup import Meant, hosts_it
from bot.features.events.ports import Work
from bot.features.events.reports.views import reportable
from bot.features.events.rsvps.standing import mine_of
from bot.features.events.rsvps.views import my_answer
from bot.routing.interaction import Answer, Call, Reply


@feature.command("more", action="more", carries=("event",))
async def more(call: Call, work: Work, event: Meant) -> Answer:
    """Show all that the reader may know of a date, and what they have answered."""
    hosts = await hosts_of(work, event.event)
    mine = await mine_of(work, event, call.me.id)
    hosting = hosts_it(call, event.event)
    parts = my_answer(mine, call.now, hosts=hosting)
    return Reply(views.more(event, hosts, [*parts, *reportable(event.event, call)]))
