"""The networks of communities, known by name, letters' case aside."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import Network
from storage.kernel.columns import AnyRow
from storage.kernel.database import insert
from storage.kernel.tables import networks
from storage.members.tables import key

_COLUMNS = (networks.c.name_key, networks.c.id, networks.c.name)


class SqlNetworks:
    """Networks stay as they are: what was read of them is known for the rest of a unit of work."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._known: dict[tuple[int, str], Network | None] = {}
        """By community and key; `None` for one that was not there when it was looked for."""

    async def every(self, community: int, limit: int | None) -> list[Network]:
        """Return those of a community, by name; all of them, or the first ones."""
        here = select(*_COLUMNS).where(networks.c.community_id == community)
        rows = await self._connection.execute(here.order_by(networks.c.name_key).limit(limit))
        return self._note(community, rows.all())

    async def called(self, community: int, names: Iterable[str]) -> dict[str, Network]:
        """Return those that have one of these names, by key."""
        keys = {key(name) for name in names}
        await self._look_up(community, [k for k in keys if (community, k) not in self._known])
        known = {k: self._known[community, k] for k in keys}
        return {k: network for k, network in known.items() if network}

    async def named(self, community: int, names: Iterable[str]) -> dict[str, Network]:
        """Return the networks of these names, by key; those that are not there are founded."""
        by_key = {key(name): name for name in reversed(list(names))}
        found = await self.called(community, by_key)
        new = [k for k in sorted(by_key) if k not in found]
        if not new:
            return found
        founded = await self._connection.execute(
            insert(self._connection, networks).on_conflict_do_nothing().returning(*_COLUMNS),
            [{"community_id": community, "name": by_key[k], "name_key": k} for k in new],
        )
        self._note(community, founded.all())
        others = [k for k in new if self._known[community, k] is None]
        await self._look_up(community, others)  # somebody else has founded them meanwhile
        return await self.called(community, by_key)

    async def _look_up(self, community: int, keys: Collection[str]) -> None:
        if not keys:
            return
        self._known |= {(community, k): None for k in keys}
        those = networks.c.name_key.in_(sorted(keys))
        rows = await self._connection.execute(
            select(*_COLUMNS).where(networks.c.community_id == community, those)
        )
        self._note(community, rows.all())

    def _note(self, community: int, rows: Sequence[AnyRow]) -> list[Network]:
        found = {row.name_key: Network(row.id, row.name) for row in rows}
        self._known |= {(community, k): network for k, network in found.items()}
        return list(found.values())
