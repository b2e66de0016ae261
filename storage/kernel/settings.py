"""The few things that are set once for all (`bot.community.records.Settings`)."""

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.kernel.database import insert
from storage.kernel.direct import Direct
from storage.kernel.tables import settings

_VALUE = Direct(select(settings.c.value).where(settings.c.name == bindparam("its_name")))
_BEGINNING = Direct(select(settings).where(settings.c.name.like(bindparam("pattern"), escape="/")))


class SqlSettings:
    """The few things that are set once for all."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, name: str) -> str | None:
        row = await _VALUE.first(self._connection, {"its_name": name})
        return row.value if row else None

    async def lock(self, name: str) -> str:
        locked = await self._connection.execute(
            insert(self._connection, settings)
            .values(name=name, value="")
            .on_conflict_do_update(index_elements=["name"], set_={"name": name})
            .returning(settings.c.value)
        )
        return str(locked.scalar_one())

    async def beginning(self, with_: str) -> dict[str, str]:
        rows = await _BEGINNING.all(self._connection, {"pattern": _escaped(with_) + "%"})
        return {row.name: row.value for row in rows}

    async def put(self, name: str, value: str) -> None:
        await self._connection.execute(
            insert(self._connection, settings)
            .values(name=name, value=value)
            .on_conflict_do_update(index_elements=["name"], set_={"value": value})
        )

    async def drop(self, name: str) -> None:
        await self._connection.execute(delete(settings).where(settings.c.name == name))


def _escaped(text: str) -> str:
    """A text as a pattern that only itself is like."""
    for each in "/%_":
        text = text.replace(each, f"/{each}")
    return text
