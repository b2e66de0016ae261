"""What is open in other networks, on everybody's home."""

from collections.abc import Sequence

from bot.features.digests import feature, views
from bot.features.digests.domain import MOST, interests_of
from bot.features.digests.ports import Work
from bot.matching.interests import ranked
from bot.routing.interaction import Call
from bot.ui.messages import Part


@feature.home
async def elsewhere(call: Call, work: Work) -> Sequence[Part | None]:
    """What is open to me, that I have not answered: three lines at most, by what I care about."""
    mine = await work.digests.networks_of(call.me.id)
    found = await work.opportunities(call.community.id, call.now)
    there = [each for each in found if each.is_from_elsewhere(mine) and each.is_open_to(mine)]
    if not there:
        return []
    answered = await work.taken_up(call.me.id, call.now)
    fresh = [each for each in there if each.about not in answered]
    me = await work.members.profiles([call.me.id])
    picked = ranked(fresh, [interests_of(each) for each in me.values()])[:MOST]
    if not picked:
        return []
    behind = {network for each, _ in picked for network in each.behind}
    return views.elsewhere(picked, await work.digests.names(behind))
