"""What becomes of what a host says where the card is gone: those in that chat are told alone."""

from datetime import datetime
from functools import partial

from bot.community.domain_events import DeliveryRefused
from bot.delivery.addresses import ToMember
from bot.delivery.threads import told_below
from bot.features.challenges import feature
from bot.features.challenges.domain import ALIVE
from bot.features.challenges.participants.spaces import those_in
from bot.features.challenges.ports import Work
from bot.features.challenges.updates import views
from bot.ui.text import read_id


@feature.when(DeliveryRefused)
async def a_thread_is_gone(refused: DeliveryRefused, work: Work, now: datetime) -> None:
    """Tell those alone who would have read below the card where the group is, as it is now."""
    fact = told_below(refused.fact)
    if fact is None or fact.kind != views.UPDATED:
        return
    found = await work.challenges.proposals.get(fact.id)
    if found is None or found.state not in ALIVE or not found.where_we_are:
        return
    said = await work.challenges.changes.of(found.id, 1)
    if not any(each.id == read_id(fact.part) for each in said):
        return  # it has been said otherwise since
    for each in await those_in(work, found.id, refused.space):
        if each.member != said[0].by:
            told = partial(views.told_alone, found)
            to = ToMember(each.member)
            await work.outbox.post(to, told, fact.to(each.member), community=found.community)
