"""Whom events are for: who sees one and may come to it, and who looks after it."""

from bot.community.roles import Needs, Role, ScopedRole, may
from bot.features.events import words
from bot.features.events.domain import Event
from bot.features.events.ports import Work
from bot.routing.interaction import Call
from bot.ui.messages import RichText
from bot.ui.words import listed

HOSTS = Needs(Role.FACILITATOR, or_scoped=ScopedRole.HOST)
"""What hosts may do with their own events, and facilitators with all."""


def hosts_it(call: Call, event: Event) -> bool:
    """Whether the actor is a host of an event, or may do what hosts may."""
    return may(call.standing, HOSTS, event.scope)


async def is_for(call: Call, work: Work, event: Event) -> bool:
    """Whether an event is for the actor."""
    if event.details.open_to(()) or hosts_it(call, event):
        return True
    return event.details.open_to(await work.events.audience.of(call.me.id))


async def not_for_you(work: Work, event: Event) -> RichText:
    """Words for somebody for whom an event is not."""
    there = await work.events.audience.networks(event.community)
    names = [network.name for network in there if network.id in event.details.networks]
    return words("event.not_for_you", networks=listed(names))
