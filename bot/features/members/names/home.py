"""What facilitators see of names on their home."""

from collections.abc import Sequence

from bot.community.roles import Needs, Role, may
from bot.features.members import feature
from bot.features.members.names.handlers import all_spellings
from bot.features.members.names.views import several_spellings
from bot.features.members.ports import Work
from bot.routing.interaction import Call
from bot.ui.messages import Part


@feature.home
async def spelled_in_several_ways(call: Call, work: Work) -> Sequence[Part | None]:
    """How many names are spelled in several ways, to those who can make them one."""
    if not may(call.standing, Needs(Role.FACILITATOR)):
        return ()
    several = await all_spellings(call, work)
    return several_spellings(len(several)) if several else ()
