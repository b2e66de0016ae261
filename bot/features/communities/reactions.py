"""What stands in Kindred's way in a chat: facilitators are told, once, and what would help."""

from datetime import UTC, datetime
from functools import partial
from hashlib import sha256

from bot.community.people import Role
from bot.delivery.outbox import DeliveryHindered, DeliveryRefused, SpaceLost, ToMember
from bot.features.communities import feature, views
from bot.features.communities.domain import FIRST_LINE
from bot.features.communities.ports import Work

_TOLD = "communities.hindered:"


@feature.when(DeliveryHindered)
async def tell_what_would_help(hindered: DeliveryHindered, work: Work, now: datetime) -> None:
    """Tell the facilitators, once a day for each place and remedy."""
    if hindered.key.startswith(_TOLD):  # what hinders this would be told for ever
        return
    space = await work.people.space(hindered.space) if hindered.space else None
    what = sha256(f"{hindered.space}\n{hindered.remedy}".encode()).hexdigest()[:16]
    day = now.date().isoformat()
    for facilitator in await work.people.with_role(hindered.community, Role.FACILITATOR):
        await work.outbox.post(
            ToMember(facilitator.id),
            partial(views.hindered, space, hindered.remedy),
            f"{_TOLD}{what}:{day}:{facilitator.id}",
            community=hindered.community,
        )


@feature.when(DeliveryRefused)
async def could_not_speak(refused: DeliveryRefused, work: Work, now: datetime) -> None:
    """Tell the facilitator who chose a channel that nothing can be said in it."""
    if not refused.key.startswith(FIRST_LINE):
        return
    space_id, member, _ = refused.key.removeprefix(FIRST_LINE).split(":", 2)
    spaces = await work.people.spaces(refused.community)
    space = next((space for space in spaces if space.id == int(space_id)), None)
    if space and await work.people.member(int(member)):
        await work.outbox.post(
            ToMember(int(member)),
            partial(views.cannot_speak, space),
            f"communities.cannot_speak:{refused.key}",
            community=refused.community,
        )


# A chat that is lost --------------------------------------------------------------------------


@feature.when(SpaceLost)
async def tell_of_loss(lost: SpaceLost, work: Work, now: datetime) -> None:
    """Tell the facilitators, in the chats that are left, that one is no longer there."""
    community = lost.space.community
    when = now.astimezone(UTC).isoformat()
    for facilitator in await work.people.with_role(community, Role.FACILITATOR):
        await work.outbox.post(
            ToMember(facilitator.id),
            partial(views.lost, lost.space, lost.why),
            f"communities.lost:{lost.space.id}:{when}:{facilitator.id}",
            community=community,
        )
