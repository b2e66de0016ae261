"""The few things that are set once for all (`bot.work.Settings`)."""

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.kernel.database import insert
from storage.kernel.tables import settings

_VALUE = select(settings.c.value).where(settings.c.name == bindparam("name"))


class SqlSettings:
    """The few things that are set once for all."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, name: str) -> str | None:
        found = await self._connection.execute(_VALUE, {"name": name})
        return found.scalar_one_or_none()

    async def lock(self, name: str) -> str:
        held = await self._connection.execute(
            insert(self._connection, settings)
            .values(name=name, value="")
            .on_conflict_do_update(index_elements=["name"], set_={"name": name})
            .returning(settings.c.value)
        )
        return str(held.scalar_one())

    async def beginning(self, with_: str) -> dict[str, str]:
        found = await self._connection.execute(
            select(settings).where(settings.c.name.startswith(with_, autoescape=True))
        )
        return {row.name: row.value for row in found}

    async def put(self, name: str, value: str) -> None:
        await self._connection.execute(
            insert(self._connection, settings)
            .values(name=name, value=value)
            .on_conflict_do_update(index_elements=["name"], set_={"value": value})
        )

    async def drop(self, name: str) -> None:
        await self._connection.execute(delete(settings).where(settings.c.name == name))
