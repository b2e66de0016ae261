"""Once a fortnight, in the morning of those who read it, if there is anything for them."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from bot.community.places import Purpose
from bot.community.zones import zone
from bot.delivery.addresses import ChannelFor, ToPlace
from bot.features.digests import feature
from bot.features.digests.domain import fortnight, may_be_due, pick
from bot.features.digests.ports import Digest, Work
from bot.features.digests.posting import compose, fact_of
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
    place, _, number = period.partition(":")
    digest = Digest(read_id(place), number)
    there = {each.place: each for each in await work.digests.channels()}
    if digest.place not in there:
        return
    channel, shown = there[digest.place], await work.digests.shown(digest.place)
    found = await compose(work, channel, partial(pick, digest.place, shown), now)
    if found is None:
        return
    picked, message = found
    to = ToPlace(ChannelFor(Purpose.DIGESTS, digest.place))
    await work.outbox.post(to, message, fact_of(digest), community=channel.community)
    await work.digests.show(digest, [each.about for each, _ in picked], now)
