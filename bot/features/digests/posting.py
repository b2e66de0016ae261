"""Putting a digest together, when it is due and when something in it is taken down."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.community.facts import Fact
from bot.community.opportunities import Opportunity
from bot.features.digests import views
from bot.features.digests.domain import Audience, Pick, audience_of
from bot.features.digests.ports import Digest, DigestChannel, Work
from bot.ui.languages import in_language
from bot.ui.messages import Message

Choose = Callable[[Sequence[Opportunity], Audience], list[Pick]]
"""What of all that is open is to be shown to whom."""


def fact_of(digest: Digest) -> Fact:
    """What a digest is known by."""
    return Fact.of("digests.digest", digest.place, part=digest.number)


async def compose(
    work: Work, channel: DigestChannel, choose: Choose, now: datetime
) -> tuple[list[Pick], Message] | None:
    """What is shown, in the language of most of those who see it; `None` if there is nothing."""
    people = await work.digests.people(channel.space)
    profiles = await work.members.profiles([member.id for member in people])
    audience = audience_of(people, await work.digests.networks_in(channel.space), profiles)
    with in_language(audience.locale):
        picked = choose(await work.opportunities(channel.community, now), audience)
        if not picked:
            return None
        behind = {network for each, _ in picked for network in each.behind}
        names = await work.digests.names(behind)
        return picked, views.digest(picked, names, of_all=not audience.at_home)
