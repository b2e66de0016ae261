"""What stands in Kindred's way in a chat: facilitators are told, once, and what would help."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256

from bot.community.domain_events import (
    ChannelGone,
    DeliveryHindered,
    DeliveryRefused,
    PermissionsChanged,
    SpaceLost,
)
from bot.community.facts import Fact
from bot.delivery.addresses import ToMember
from bot.delivery.notices import tell_facilitators
from bot.features.communities import feature, views
from bot.features.communities.domain import FIRST_LINE
from bot.features.communities.ports import Work
from bot.ui.messages import plain, rich

_TOLD = "communities.hindered"


@feature.when(DeliveryHindered)
async def tell_what_would_help(hindered: DeliveryHindered, work: Work, now: datetime) -> None:
    """Tell the facilitators, once a day for each space and remedy."""
    if hindered.fact.kind == _TOLD:  # what hinders this would be told for ever
        return
    space = await work.people.space(hindered.space) if hindered.space else None
    what = sha256(f"{hindered.space}\n{plain(rich(hindered.remedy))}".encode()).hexdigest()[:16]
    day = now.date().isoformat()
    message = partial(views.hindered, space, hindered.remedy)
    await tell_facilitators(work, hindered.community, message, Fact.of(_TOLD, what, part=day))


@feature.when(PermissionsChanged)
async def tell_what_is_missing(changed: PermissionsChanged, work: Work, now: datetime) -> None:
    """Tell the facilitators what Kindred may not do in a chat, or that it may do all again."""
    space = await work.people.space(changed.space)
    if space is None:
        return
    when = now.astimezone(UTC).isoformat()
    message = partial(views.permissions, space, changed.missing)
    fact = Fact.of("communities.permissions", space.id, part=when)
    await tell_facilitators(work, space.community, message, fact)


@feature.when(DeliveryRefused)
async def could_not_speak(refused: DeliveryRefused, work: Work, now: datetime) -> None:
    """Tell the facilitator who chose a channel that nothing can be said in it."""
    fact = refused.fact
    if fact.kind != FIRST_LINE or fact.member is None:
        return
    spaces = await work.people.spaces(refused.community)
    space = next((space for space in spaces if space.id == fact.id), None)
    if space and await work.people.member(fact.member):
        await work.outbox.post(
            ToMember(fact.member),
            partial(views.cannot_speak, space),
            replace(fact, kind="communities.cannot_speak"),
            community=refused.community,
        )


@feature.when(ChannelGone)
async def tell_of_a_channel(gone: ChannelGone, work: Work, now: datetime) -> None:
    """Tell the facilitators that a channel is for nothing any more; who just chose it is told."""
    if gone.fact.kind == FIRST_LINE:
        return
    space, when = gone.space, now.astimezone(UTC).isoformat()
    message = partial(views.channel_gone, space, gone.purposes)
    fact = Fact.of("communities.channel_gone", space.id, part=f"{when} {gone.channel.id}")
    await tell_facilitators(work, space.community, message, fact)


# A chat that is lost --------------------------------------------------------------------------


@feature.when(SpaceLost)
async def tell_of_loss(lost: SpaceLost, work: Work, now: datetime) -> None:
    """Tell the facilitators, in the chats that are left, that one is no longer there."""
    community = lost.space.community
    when = now.astimezone(UTC).isoformat()
    message = partial(views.lost, lost.space, lost.why)
    fact = Fact.of("communities.lost", lost.space.id, part=when)
    await tell_facilitators(work, community, message, fact)
