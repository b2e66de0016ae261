"""Keeps that somebody was erased, and sees to it that the files of the database forget, too."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import false, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.features.privacy.ports import Erasures
from storage.kernel.database import READ_ONLY, turn_to_write
from storage.kernel.scrubbing import scrub
from storage.privacy.tables import erasures


class SqlErasures(Erasures):
    """The port over a connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(self, community: int, now: datetime) -> None:
        await self._connection.execute(
            insert(erasures).values(community_id=community, erased_at=now)
        )

    async def of(self, community: int) -> Sequence[datetime]:
        of = erasures.c.community_id == community
        newest = select(erasures.c.erased_at).where(of).order_by(erasures.c.id.desc())
        return list(await self._connection.scalars(newest))


async def scrub_after_erasures(engine: AsyncEngine) -> None:
    """Take what was erased out of the files of the database, as long as that is to be done.

    A process that was killed on the way leaves it to be done. Raises `NotReady`.
    """
    left = erasures.c.scrubbed == false()
    reading = engine.execution_options(**{READ_ONLY: True})
    async with reading.connect() as connection:
        newest = await connection.scalar(
            select(erasures.c.id).where(left).order_by(erasures.c.id.desc()).limit(1)
        )
    if newest is None:
        return
    await scrub(engine)
    async with turn_to_write(engine), engine.begin() as connection:
        done = update(erasures).where(left, erasures.c.id <= newest)
        await connection.execute(done.values(scrubbed=true()))
