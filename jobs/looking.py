"""Does something, rests, and does it again, until it is to stop."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.errors import NotReady

log = logging.getLogger(__name__)


async def again_and_again(
    look: Callable[[], Awaitable[object]], what: str, stopping: asyncio.Event, rest: float
) -> None:
    """Look, then rest so many seconds, until `stopping` is set.

    What stumbles is logged with `what` it is, and looked at again after the rest.
    """
    while not stopping.is_set():
        try:
            await look()
        except NotReady as away:
            log.warning("%s waits for the database: %s", what, away)
        except Exception:
            log.exception("%s stumbled, and goes on", what)
        try:
            await asyncio.wait_for(stopping.wait(), rest)
        except TimeoutError:
            continue
