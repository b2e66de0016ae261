"""Hosts of an event: several, from any network. A host may do all for it that facilitators may."""

from functools import partial
from typing import Annotated

from bot.community.facts import Fact
from bot.community.people import Member
from bot.community.roles import Role, ScopedRole, require
from bot.delivery.addresses import ToMember
from bot.errors import UserError
from bot.features.events import feature, planning, words
from bot.features.events.audience import HOSTS
from bot.features.events.domain import Event
from bot.features.events.hosts import views
from bot.features.events.hosts.forms import HostForm
from bot.features.events.lookup import HostedEvent, by_id
from bot.features.events.ports import Work
from bot.routing.arguments import PersonArg
from bot.routing.interaction import Answer, Call, Open, Reply, Update


@feature.command("hosts", role=Role.FACILITATOR)
@feature.command("hosts", role=HOSTS, action="hosts", carries=("event",))
async def hosts(call: Call, work: Work, event: HostedEvent) -> Answer:
    """Show who looks after an event."""
    return Reply(views.hosts(event.event, await _hosts(work, event.event)))


@feature.command("host", role=Role.FACILITATOR)
@feature.command("host", role=HOSTS)
async def host(
    call: Call,
    work: Work,
    who: Annotated[Member, PersonArg("new_host")],
    event: HostedEvent,
) -> Answer:
    """Let somebody look after an event, too."""
    return await _add(call, work, event.event, who)


@feature.action("add_host", role=HOSTS, opens=HostForm)
async def add_host(call: Call, work: Work, event: HostedEvent) -> Answer:
    """Ask who is to be a host, too."""
    return Open(HostForm, str(event.event.id))


@feature.submitted(HostForm, role=HOSTS)
async def host_named(call: Call, form: HostForm, work: Work, subject: str) -> Answer:
    """Let whom the form names be a host."""
    event = await by_id(call, work, subject)
    require(call.standing, HOSTS, event.scope)
    return await _add(call, work, event, form.who)


@feature.action("remove_host", role=HOSTS)
async def remove_host(
    call: Call,
    work: Work,
    who: Annotated[Member, PersonArg("new_host")],
    event: HostedEvent,
) -> Answer:
    """Let somebody look after an event no more; one host stays."""
    found = event.event
    if [each.id for each in await _hosts(work, found)] == [who.id]:
        raise UserError(words("host.last"))
    await work.roles.withdraw(who.id, ScopedRole.HOST, found.scope)
    await planning.tell_changed(work, found, call.now)
    return Update(views.hosts(found, await _hosts(work, found)))


async def _add(call: Call, work: Work, event: Event, who: Member) -> Answer:
    given = await work.roles.grant(who.id, ScopedRole.HOST, event.scope, call.me.id, call.now)
    if not given:
        raise UserError(words("host.already", name=who.name))
    await planning.tell_changed(work, event, call.now)
    if who.id != call.me.id:
        fact = Fact.of("events.host", event.id, part=call.now.isoformat(), member=who.id)
        told = partial(views.told, event, call.me)
        await work.outbox.post(ToMember(who.id), told, fact, community=event.community)
    return Reply(views.added(event, who, await _hosts(work, event)))


async def _hosts(work: Work, event: Event) -> list[Member]:
    return await work.roles.holders(ScopedRole.HOST, event.scope)
