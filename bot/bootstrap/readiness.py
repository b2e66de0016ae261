"""Whether Kindred can do its work now, and why not."""

import asyncio
import logging
import shutil
from pathlib import Path

from sqlalchemy import make_url

from bot.bootstrap.core import Core
from bot.errors import NotReady
from jobs.heartbeat import silent_since

log = logging.getLogger(__name__)

LEAST_FREE = 50_000_000
"""Bytes on the disk of a database of SQLite, below which it may soon take nothing more."""


class Readiness:
    """Finds every fault that keeps Kindred from working, and logs them when they change."""

    def __init__(self, core: Core, database_url: str) -> None:
        self._core = core
        self._url = database_url
        self._told: list[str] = []

    async def __call__(self) -> list[str]:
        """Every fault, in words; empty when all is well."""
        found = [*await self._of_database(), *await asyncio.to_thread(disk_faults, self._url)]
        if found != self._told:
            self._told = found
            log.warning("not ready: %s", " ".join(found)) if found else log.warning("ready again")
        return found

    async def _of_database(self) -> list[str]:
        try:
            async with self._core.open_work(read_only=True) as work:
                silent = await silent_since(work, self._core.machine_clock.now())
        except NotReady as away:
            return [f"The database does not answer: {away}."]
        if silent is None:
            return []
        return [f"No worker has done what is due since {silent:%Y-%m-%d %H:%M} UTC."]


def disk_faults(database_url: str) -> list[str]:
    """What is wrong with the disk that a database of SQLite is on."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return []
    folder = Path(str(url.database)).absolute().parent
    free = shutil.disk_usage(folder).free if folder.is_dir() else LEAST_FREE
    if free >= LEAST_FREE:
        return []
    return [f"The disk of the database is full: {free // 1_000_000} MB are free."]
