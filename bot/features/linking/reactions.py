"""Somebody who could not be told of an account of theirs is told in another way."""

from datetime import datetime

from bot.community.domain_events import DeliveryRefused
from bot.community.facts import Fact
from bot.delivery.addresses import ToMember
from bot.features.linking import feature
from bot.features.linking.notices import linked_message, when
from bot.features.linking.ports import Work


@feature.when(DeliveryRefused)
async def could_not_tell(refused: DeliveryRefused, work: Work, now: datetime) -> None:
    """Tell somebody of an account of theirs in any other way, if there was none to the former."""
    if refused.fact.kind != "members.linked":
        return
    link = await work.links.get(refused.fact.id)
    who = await work.people.member(link.member) if link and link.done else None
    message = await linked_message(work, link, who) if link and who else None
    if link and who and message:  # once, however many accounts refused it
        told = Fact.of("members.told_of_linked", link.id, part=when(link.at))
        await work.outbox.post(ToMember(who.id), message, told, community=who.community)
