"""What becomes of a request for help that cannot be read where the group talks."""

from datetime import datetime
from functools import partial

from bot.community.domain_events import DeliveryRefused
from bot.community.facts import Fact
from bot.delivery.addresses import ToMember
from bot.delivery.threads import told_below
from bot.features.challenges import feature
from bot.features.challenges.help_requests import views
from bot.features.challenges.help_requests.domain import IN_GROUP
from bot.features.challenges.ports import Work


@feature.when(DeliveryRefused)
async def the_group_was_not_asked(refused: DeliveryRefused, work: Work, now: datetime) -> None:
    """Tell whoever asked, once, if none of the threads could be reached: it is asked no more."""
    told = told_below(refused.fact)
    if told is None or told.kind != IN_GROUP:
        return
    request = await work.challenges.help_requests.lock(told.id)
    if request is None or request.closed_at is not None:
        return
    said = await work.outbox.said_below(request.fact)
    unreached = await work.outbox.unreached(said)
    if set(said) - unreached - {refused.fact}:
        return
    commitment = await work.challenges.commitments.get(request.commitment)
    if commitment is None:
        return
    await work.challenges.help_requests.close(request.id, now)
    fact = Fact.of("challenges.help_not_there", request.id, member=request.member)
    message = partial(views.not_there, commitment)
    await work.outbox.post(ToMember(request.member), message, fact, community=request.community)
