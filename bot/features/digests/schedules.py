"""Once a fortnight, in the morning of those who read it, if there is anything for them."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from bot.community.places import Purpose
from bot.community.zones import zone
from bot.delivery.addresses import ChannelFor, ToPlace
from bot.features.digests import feature
from bot.features.digests.domain import is_time, number_of, pick
from bot.features.digests.ports import Digest, Work
from bot.features.digests.posting import compose, fact_of
from bot.ui.text import read_id

_SHOW = "show"


async def _due(work: Work, now: datetime) -> Sequence[str]:
    """Each channel once in a fortnight; until then it is looked up what its usual zone is."""
    number = number_of(now)
    there = await work.digests.channels() if number else []
    periods = {f"{each.place}:{number}": each.space for each in there}
    for run in await work.ticks.taken(feature.name, _SHOW, list(periods)) if periods else ():
        del periods[run]
    zones = await work.digests.zones(set(periods.values())) if periods else {}
    return [
        period
        for period, space in periods.items()
        if is_time(now.astimezone(zone(zones.get(space, "UTC"))))
    ]


@feature.schedule(_SHOW, due=_due)
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
