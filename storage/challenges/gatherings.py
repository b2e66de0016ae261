"""Which events were made of a challenge (`bot.features.challenges.ports.Gatherings`)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.challenges.domain import Challenge
from storage.challenges.proposals import some
from storage.challenges.tables import challenge_gatherings, challenges
from storage.kernel.database import insert

_IT = challenge_gatherings.c


class SqlGatherings:
    """The gatherings of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, challenge: int, event: int, now: datetime) -> None:
        new = insert(self._connection, challenge_gatherings).values(
            challenge_id=challenge, event_id=event, planned_at=now
        )
        await self._connection.execute(new.on_conflict_do_nothing())

    async def of(self, challenge: int) -> Sequence[int]:
        its_own = select(_IT.event_id).where(_IT.challenge_id == challenge)
        return (await self._connection.scalars(its_own.order_by(_IT.event_id))).all()

    async def behind(self, event: int) -> list[Challenge]:
        its_own = select(_IT.challenge_id).where(_IT.event_id == event)
        return await some(self._connection, challenges.c.id.in_(its_own))
