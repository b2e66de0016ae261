"""What hosts of an event are told, each alone; facilitators, where there is no host."""

from bot.community.facts import Fact
from bot.community.roles import ScopedRole
from bot.delivery.addresses import ToMember
from bot.delivery.notices import tell_facilitators
from bot.delivery.outbox import Composed
from bot.features.events.domain import Event
from bot.features.events.ports import Work


async def tell_hosts(work: Work, event: Event, message: Composed, fact: Fact) -> None:
    """Tell every host of something that has happened."""
    hosts = await work.roles.holders(ScopedRole.HOST, event.scope)
    for host in hosts:
        to, each = ToMember(host.id), fact.to(host.id)
        await work.outbox.post(to, message, each, community=event.community)
    if not hosts:
        await tell_facilitators(work, event.community, message, fact)
