"""Making an event of an idea, a poll, a programme: its form opens filled in; hosting it no more."""

from bot.community.origins import put_behind, read_carried
from bot.community.roles import ScopedRole, require
from bot.errors import UserError
from bot.features.events import feature, planning, words
from bot.features.events.audience import HOSTS
from bot.features.events.lookup import by_id
from bot.features.events.origins import views
from bot.features.events.origins.lookup import origin_of
from bot.features.events.plans.forms import EventForm
from bot.features.events.ports import Work
from bot.routing.interaction import Answer, Call, Open, Update


@feature.action("from", opens=EventForm)
async def from_(call: Call, work: Work, origin: str) -> Answer:
    """Fill in a new event by what it is to be made of."""
    about = read_carried(origin)
    await origin_of(call, work, about)
    return Open(EventForm, put_behind("from", about))


@feature.action("step_down", role=HOSTS)
async def step_down(call: Call, work: Work, event: str) -> Answer:
    """Host an event no more; one host stays."""
    found = await by_id(call, work, event)
    require(call.standing, HOSTS, found.scope)
    there = await work.roles.holders(ScopedRole.HOST, found.scope)
    if [each.id for each in there] == [call.me.id]:
        raise UserError(words("host.last"))
    await work.roles.withdraw(call.me.id, ScopedRole.HOST, found.scope)
    await planning.tell_changed(work, found, call.now)
    return Update(views.stepped_down(found))
