"""Takes what was erased out of the database's files, soon after."""

import asyncio
from collections.abc import Awaitable, Callable

from jobs.looking import again_and_again

_LOOK = 10.0  # seconds between two looks


class Scrubber:
    """Does so in each process that works; to do it twice does no harm."""

    def __init__(self, scrub: Callable[[], Awaitable[None]]) -> None:
        self.look = scrub

    async def run(self, stopping: asyncio.Event) -> None:
        """Look until `stopping` is set."""
        await again_and_again(self.look, "scrubbing what was erased", stopping, _LOOK)
