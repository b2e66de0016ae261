"""Once a fortnight, in the morning of those who read it, if there is anything for them."""

from collections.abc import Sequence
from datetime import datetime

from bot.community.facts import Fact
from bot.community.places import Purpose
from bot.community.zones import zone
from bot.delivery.addresses import ChannelFor, ToPlace
from bot.features.digests import feature, views
from bot.features.digests.domain import Audience, audience_of, fortnight, may_be_due, pick
from bot.features.digests.ports import Work
from bot.ui.languages import in_language
from bot.ui.text import read_id


async def _due(work: Work, now: datetime) -> Sequence[str]:
    if not may_be_due(now):
        return []
    there = await work.digests.channels()
    return [
        f"{each.place}:{number}"
        for each in there
        if (number := fortnight(now.astimezone(zone(each.zone))))
    ]


@feature.schedule("show", due=_due)
async def show(work: Work, period: str, now: datetime, seed: int) -> None:
    """Show in a channel what is open elsewhere and suits who is there."""
    there = {each.place: each for each in await work.digests.channels()}
    channel = there.get(read_id(period.partition(":")[0]))
    if channel is None:
        return
    audience = await _audience(work, channel.space)
    told = await work.digests.shown(channel.place)
    with in_language(audience.locale):
        found = await work.opportunities(channel.community, now)
        picked = pick(found, audience, channel.place, told)
        if not picked:
            return
        behind = {network for each, _ in picked for network in each.behind}
        message = views.digest(picked, await work.digests.names(behind))
    await work.outbox.post(
        ToPlace(ChannelFor(Purpose.DIGESTS, channel.place)),
        message,
        Fact.of("digests.digest", channel.place, part=period.partition(":")[2]),
        community=channel.community,
    )
    await work.digests.show(channel.place, [each.about for each, _ in picked], now)


async def _audience(work: Work, space: int) -> Audience:
    people = await work.digests.people(space)
    profiles = await work.members.profiles([member.id for member in people])
    return audience_of(people, await work.digests.networks_in(space), profiles)
