"""Somebody who could not be told of an account of theirs is told in another way."""

from datetime import datetime

from bot.delivery.outbox import DeliveryRefused, ToMember
from bot.features.linking import feature
from bot.features.linking.notices import LINKED, linked_message
from bot.features.linking.ports import Work


@feature.when(DeliveryRefused)
async def could_not_tell(refused: DeliveryRefused, work: Work, now: datetime) -> None:
    """Tell somebody of an account of theirs in any other way, if there was none to the former."""
    if not refused.key.startswith(LINKED):
        return
    id_, when, *_ = refused.key.removeprefix(LINKED).split(":")
    link = await work.links.get(int(id_))
    who = await work.people.member(link.member) if link and link.done else None
    message = await linked_message(work, link, who) if link and who else None
    if who and message:
        key = f"members.told_of_linked:{id_}:{when}"  # once, however many accounts refused it
        await work.outbox.post(ToMember(who.id), message, key, community=who.community)
