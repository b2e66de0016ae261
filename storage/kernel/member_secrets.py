"""Which secrets of members are good (`bot.work.MemberSecrets`): a generation, and no secret."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.member_secrets import SecretKey, member_in, new_generation
from bot.community.people import Member
from storage.kernel.database import insert
from storage.kernel.rows import MEMBER, as_member
from storage.kernel.tables import member_secrets, members

_ITS_MEMBER = member_secrets.c.member_id == members.c.id


class SqlMemberSecrets:
    """The generations of members' secrets, and with the server's key the secrets."""

    def __init__(self, connection: AsyncConnection, key: SecretKey) -> None:
        self._connection = connection
        self._key = key

    async def of(self, member: int, purpose: str, now: datetime) -> str:
        theirs = select(member_secrets.c.generation).where(member_secrets.c.member_id == member)
        generation = await self._connection.scalar(theirs)
        if generation is None:
            first = {"generation": new_generation(), "renewed_at": now}
            await self._connection.execute(
                insert(self._connection, member_secrets)
                .values(member_id=member, **first)
                .on_conflict_do_nothing()
            )
            generation = await self._connection.scalar(theirs)
        return self._key.secret(purpose, member, generation or "")

    async def whose(self, secret: str, purpose: str) -> Member | None:
        claimed = member_in(secret)
        if claimed is None:
            return None
        found = await self._connection.execute(
            select(*MEMBER, member_secrets.c.generation)
            .outerjoin(member_secrets, _ITS_MEMBER)
            .where(members.c.id == claimed)
        )
        row = found.one_or_none()
        fits = self._key.fits(secret, purpose, claimed, row.generation if row else None)
        return as_member(row) if row and fits else None

    async def renew(self, member: int, now: datetime) -> None:
        new = {"generation": new_generation(), "renewed_at": now}
        await self._connection.execute(
            insert(self._connection, member_secrets)
            .values(member_id=member, **new)
            .on_conflict_do_update(index_elements=["member_id"], set_=new)
        )

    async def since(self, member: int) -> datetime | None:
        theirs = select(member_secrets.c.renewed_at).where(member_secrets.c.member_id == member)
        return await self._connection.scalar(theirs)

    async def drop(self, member: int) -> None:
        await self._connection.execute(
            delete(member_secrets).where(member_secrets.c.member_id == member)
        )
