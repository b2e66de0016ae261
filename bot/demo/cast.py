"""The people of the demo community, who type and fill in forms as members do anywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.community.people import Member, Ref
from bot.demo.ports import Core
from bot.routing.interaction import Arrival, Request, Shown


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody in the demo by name."""

    core: Core
    community: int
    ids: Mapping[str, int] = field(default_factory=dict)

    async def does(self, name: str, request: Request, deed: str) -> Shown | None:
        """Let somebody do something, once: a `deed` has a name of its own."""
        me, space = Ref("web", str(self.ids[name])), Ref("web", str(self.community))
        here = Arrival(me, space, Ref("web", f"direct:{me.id}"), f"demo:{deed}")
        return await self.core.dispatcher(here, request)


def cast_of(core: Core, community: int, members: Sequence[Member]) -> Cast:
    """Let these members of a community act."""
    return Cast(core, community, {member.name: member.id for member in members})
