"""In which browsers members are in the web chat (`adapters.web.ports.WebSessions`)."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.web.tables import web_logins, web_sessions

_IT = web_sessions.c


class SqlWebSessions:
    """Sessions, known by the fingerprints of their secrets."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def begin(self, token_hash: str, member: int, now: datetime, expires: datetime) -> None:
        await self._connection.execute(delete(web_sessions).where(_IT.expires_at <= now))
        await self._connection.execute(
            web_sessions.insert().values(
                token_hash=token_hash, member_id=member, expires_at=expires
            )
        )

    async def whose(self, token_hash: str, now: datetime) -> int | None:
        found = await self._connection.execute(
            select(_IT.member_id).where(_IT.token_hash == token_hash, _IT.expires_at > now)
        )
        return found.scalar_one_or_none()

    async def end(self, token_hash: str) -> None:
        await self._connection.execute(delete(web_sessions).where(_IT.token_hash == token_hash))

    async def end_all(self, member: int) -> int:
        links = delete(web_logins).where(web_logins.c.member_id == member)
        await self._connection.execute(links)
        ended = await self._connection.execute(delete(web_sessions).where(_IT.member_id == member))
        return ended.rowcount
