"""Codes that people carry from one place to another (`bot.community.codes.Codes`)."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.codes import Redeemed
from storage.kernel.pruning import Old
from storage.kernel.tables import codes

_OLD = Old(delete(codes), codes.c.until)


class SqlCodes:
    """Codes that people carry, known by their digests."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def make(self, purpose: str, community: int, member: int, until: datetime) -> str:
        letters = "".join(secrets.choice(_LETTERS) for _ in range(16))
        code = "-".join(letters[at : at + 4] for at in range(0, 16, 4))
        await self._connection.execute(
            codes.insert().values(
                digest=_digest(purpose, code),
                purpose=purpose,
                community_id=community,
                member_id=member,
                until=until,
            )
        )
        return code

    async def redeem(self, purpose: str, code: str, now: datetime) -> Redeemed | None:
        await self._connection.execute(delete(codes).where(codes.c.until <= now))
        used = await self._connection.execute(
            delete(codes)
            .where(codes.c.digest == _digest(purpose, code))
            .returning(codes.c.community_id, codes.c.member_id)
        )
        row = used.one_or_none()
        return Redeemed(row.community_id, row.member_id) if row else None

    async def find(self, purpose: str, code: str, now: datetime) -> Redeemed | None:
        found = await self._connection.execute(
            select(codes.c.community_id, codes.c.member_id).where(
                codes.c.digest == _digest(purpose, code), codes.c.until > now
            )
        )
        row = found.one_or_none()
        return Redeemed(row.community_id, row.member_id) if row else None

    async def void(self, purpose: str, member: int) -> None:
        await self._connection.execute(
            delete(codes).where(codes.c.member_id == member, codes.c.purpose == purpose)
        )

    async def forget_before(self, now: datetime) -> bool:
        return await _OLD.forget(self._connection, now)

    async def made_by(self, member: int) -> list[tuple[str, datetime]]:
        rows = await self._connection.execute(
            select(codes.c.purpose, codes.c.until)
            .where(codes.c.member_id == member)
            .order_by(codes.c.until, codes.c.purpose)
        )
        return [(row.purpose, row.until) for row in rows]

    async def drop_all(self, member: int) -> None:
        await self._connection.execute(delete(codes).where(codes.c.member_id == member))


_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that looks like another


def _digest(purpose: str, code: str) -> str:
    plain = "".join(letter for letter in code.casefold() if letter in _LETTERS)
    return hashlib.sha256(f"{purpose}:{plain}".encode()).hexdigest()
