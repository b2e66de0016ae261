"""Who is asked to host a challenge, too (`bot.features.challenges.ports.HostRequests`)."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import Member
from storage.challenges.tables import challenge_host_requests
from storage.kernel.database import insert
from storage.kernel.rows import as_member
from storage.kernel.tables import members

_IT = challenge_host_requests.c


class SqlHostRequests:
    """The open requests of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def ask(self, challenge: int, member: int, by: int, now: datetime) -> bool:
        new = insert(self._connection, challenge_host_requests).values(
            challenge_id=challenge, member_id=member, asked_by=by, asked_at=now
        )
        return bool((await self._connection.execute(new.on_conflict_do_nothing())).rowcount)

    async def take(self, challenge: int, member: int) -> bool:
        its_own = delete(challenge_host_requests).where(
            _IT.challenge_id == challenge, _IT.member_id == member
        )
        return bool((await self._connection.execute(its_own)).rowcount)

    async def all_of(self, challenge: int) -> list[Member]:
        rows = await self._connection.execute(
            select(members)
            .join(challenge_host_requests, _IT.member_id == members.c.id)
            .where(_IT.challenge_id == challenge)
            .order_by(members.c.id)
        )
        return [as_member(row) for row in rows]
