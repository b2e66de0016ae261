"""Looks again and again what the chats let Kindred do; what has changed, features are told."""

import asyncio
import logging
from collections.abc import Mapping, Sequence

from bot.community.clock import Clock
from bot.community.people import Space
from bot.community.permission_changes import known_channels, note_missing
from bot.community.permissions import PermissionCheck
from bot.community.places import Place, PlaceKind
from bot.errors import NotReady
from bot.routing.reacting import react
from bot.routing.registry import Registry
from bot.work import OpenWork, Work
from jobs.looking import again_and_again

log = logging.getLogger(__name__)

_LOOK = 60.0  # seconds until it is seen that a space, or a channel, is new
_HOUR = 3600.0  # seconds until a space is looked at again


class PermissionWatch:
    """Looks at every space soon after it, or what is chosen in it, is new, and every hour.

    Each process that works does, so that a change may be seen by several; it is told once.
    """

    def __init__(
        self,
        open_work: OpenWork[Work],
        registry: Registry,
        checks: Mapping[str, PermissionCheck],
        clock: Clock,
        every_seconds: float = _HOUR,
    ) -> None:
        self._open_work = open_work
        self._registry = registry
        self._checks = checks
        self._clock = clock
        self._every_seconds = every_seconds
        self._looked: dict[int, tuple[Space, frozenset[Place], float]] = {}
        """Of each space, by id, as what it was last looked at, and when."""

    async def run(self, stopping: asyncio.Event) -> None:
        """Look until `stopping` is set."""
        if self._checks:
            await again_and_again(self.look, "looking at permissions", stopping, _LOOK)

    async def look(self) -> None:
        """Look at the spaces that are due."""
        async with self._open_work(read_only=True) as work:
            communities = [each.id for each in await work.people.communities()]
            spaces = [space for each in communities for space in await work.people.spaces(each)]
            chosen = [place for each in communities for place in await work.places.channels(each)]
            chosen += [place for each in communities for place in await work.places.agendas(each)]
        now = asyncio.get_running_loop().time()
        for space in spaces:
            channels = [place for place in chosen if place.space.id == space.id]
            if space.lost or space.ref.platform not in self._checks:
                continue
            *as_, at = self._looked.get(space.id, (None, None, 0.0))
            if as_ != [space, frozenset(channels)] or now - at >= self._every_seconds:
                await self._look_at(space, channels)

    async def _look_at(self, space: Space, chosen: Sequence[Place]) -> None:
        try:
            async with self._open_work(read_only=True) as work:
                known = await known_channels(work.settings, space.ref)
            here = [place.ref for place in chosen]
            others = [Place(space, PlaceKind.CHANNEL, each) for each in known if each not in here]
            missing = await self._checks[space.ref.platform].missing(space, [*chosen, *others])
            async with self._open_work() as work:
                await note_missing(work, space.ref, {None, *here, *known}, missing)
                await react(self._registry, work, self._clock.now())
        except NotReady as away:
            log.info("what %s lets Kindred do is not known yet: %s", space.ref, away)
        except Exception:
            log.exception("what %s lets Kindred do could not be found out", space.ref)
        else:
            at = asyncio.get_running_loop().time()
            self._looked[space.id] = space, frozenset(chosen), at
