"""Who is interested in which idea (`bot.features.ideas.ports.Interests`)."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.ideas.interests.domain import Interest
from storage.ideas.tables import idea_interests
from storage.kernel.columns import AnyRow
from storage.kernel.database import insert
from storage.kernel.tables import members

_IT = idea_interests.c


class SqlInterests:
    """The interests of one database: a row for each member and idea, so nobody counts twice."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def say(
        self,
        idea: int,
        member: int,
        now: datetime,
        *,
        can_host: bool | None = None,
        hidden: bool | None = None,
    ) -> Interest:
        given = {"can_host": can_host, "hidden": hidden}
        said = {name: value for name, value in given.items() if value is not None}
        new = insert(self._connection, idea_interests).values(
            idea_id=idea, member_id=member, since=now, can_host=bool(can_host), hidden=bool(hidden)
        )
        key = [_IT.idea_id, _IT.member_id]
        if said:
            new = new.on_conflict_do_update(index_elements=key, set_=said)
        else:
            new = new.on_conflict_do_nothing(index_elements=key)
        await self._connection.execute(new)
        interest = await self.get(idea, member)
        assert interest  # noqa: S101  # it was just written
        return interest

    async def get(self, idea: int, member: int) -> Interest | None:
        found = await self._all(_IT.idea_id == idea, _IT.member_id == member)
        return found[0] if found else None

    async def take_back(self, idea: int, member: int) -> bool:
        theirs = delete(idea_interests).where(_IT.idea_id == idea, _IT.member_id == member)
        return bool((await self._connection.execute(theirs)).rowcount)

    async def all_of(self, idea: int) -> list[Interest]:
        return await self._all(_IT.idea_id == idea)

    async def _all(self, *such: ColumnElement[bool]) -> list[Interest]:
        rows = await self._connection.execute(
            select(idea_interests, members.c.name)
            .join(members, members.c.id == _IT.member_id)
            .where(*such)
            .order_by(_IT.can_host.desc(), _IT.since, _IT.member_id)
        )
        return [_as_interest(row) for row in rows]


def _as_interest(row: AnyRow) -> Interest:
    return Interest(row.idea_id, row.member_id, row.name, row.can_host, row.hidden, row.since)
