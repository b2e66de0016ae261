"""Making something of an event; hosting it no more."""

from datetime import datetime

from bot.community.origins import Origin
from bot.community.people import Member
from bot.community.roles import ScopedRole, may, require
from bot.errors import UserError
from bot.features.events import feature, planning, words
from bot.features.events.audience import HOSTS
from bot.features.events.domain import fact_of
from bot.features.events.lookup import by_id
from bot.features.events.origins import views
from bot.features.events.ports import Work
from bot.features.events.rsvps.domain import Answer as Rsvp
from bot.routing.interaction import Answer, Call, Update
from bot.ui.text import read_id


@feature.origin("event")
async def origin(subject: str, who: Member, work: Work, now: datetime) -> Origin | None:
    """What is known of a challenge that is made of an event.

    Whoever sees it may make one; who said that they come is told by its hosts alone.
    """
    event = await work.events.plans.get(read_id(subject))
    if event is None or event.community != who.community:
        return None
    standing, details = await work.roles.standing(who), event.details
    hosts_it = may(standing, HOSTS, event.scope)
    if not hosts_it and not details.open_to(await work.events.audience.of(who.id)):
        return None
    holders = await work.roles.present_holders(ScopedRole.HOST, event.scope)
    come = [Rsvp.COMING, Rsvp.MAYBE]
    there = await work.events.attendance.of_event(event.id) if hosts_it else []
    said = {each.member: each for each in there if each.rsvp.answer in come and each.member}
    return Origin(
        about=fact_of(event.id),
        title=details.title,
        description=details.description,
        networks=details.networks,
        hosts=tuple(each.id for each in holders),
        interested=tuple(member for member in said if member),
        unnamed=frozenset(member for member, each in said.items() if member and each.hidden),
    )


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
