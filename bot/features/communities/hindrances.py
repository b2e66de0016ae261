"""What stands in Kindred's way in a chat, and facilitators can remove."""

from datetime import datetime
from functools import partial
from hashlib import sha256

from bot.community.people import Role
from bot.delivery.outbox import DeliveryHindered, ToMember
from bot.features.communities import views
from bot.features.communities.ports import Work
from bot.features.communities.routes import feature

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
