"""What is taken down stands in no digest any more."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from bot.community.domain_events import TakenDown
from bot.community.facts import Fact
from bot.community.opportunities import Opportunity
from bot.features.digests import feature
from bot.features.digests.domain import Audience, Pick
from bot.features.digests.ports import Work
from bot.features.digests.posting import compose, fact_of
from bot.matching.interests import ranked


@feature.when(TakenDown)
async def is_taken_down(down: TakenDown, work: Work, now: datetime) -> None:
    """Show the rest of a digest that had it, or take it back where nothing is left."""
    there = {each.place: each for each in await work.digests.channels()}
    for digest in await work.digests.with_(down.about):
        left = await work.digests.within(digest) - {down.about}
        channel = there.get(digest.place)
        found = await compose(work, channel, partial(_those, left), now) if channel else None
        if found:
            await work.outbox.edit(fact_of(digest), found[1])
        else:
            await work.outbox.retract(fact_of(digest))


def _those(left: set[Fact], open_: Sequence[Opportunity], audience: Audience) -> list[Pick]:
    return ranked([each for each in open_ if each.about in left], audience.interests)
