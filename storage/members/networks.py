"""The networks of communities, known by name, letters' case aside."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import Network
from bot.ui.folding import folded
from storage.kernel.columns import AnyRow
from storage.kernel.database import insert
from storage.kernel.tables import members, networks

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
        keys = {folded(name) for name in names}
        await self._look_up(community, [k for k in keys if (community, k) not in self._known])
        known = {k: self._known[community, k] for k in keys}
        return {k: network for k, network in known.items() if network}

    async def named(self, community: int, names: Iterable[str]) -> dict[str, Network]:
        """Return the networks of these names, by key; those that are not there are founded."""
        by_key = {folded(name): name for name in reversed(list(names))}
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

    async def look_up_and_hold(self, those: Collection[int], names: Iterable[str]) -> None:
        """Look up these names where these members are, whose rows are locked, in one statement.

        Rows are locked always in the same order; on SQLite nobody else writes anyway.
        """
        keys = {folded(name) for name in names}
        locking = self._connection.dialect.name != "sqlite"
        if not keys and not locking:
            return
        here = networks.c.community_id == members.c.community_id
        named = and_(here, networks.c.name_key.in_(sorted(keys)))
        rows = await self._connection.execute(
            select(members.c.community_id, *_COLUMNS)
            .outerjoin_from(members, networks, named)
            .where(members.c.id.in_(sorted(those)))
            .order_by(members.c.id)
            .with_for_update(of=members, key_share=True)
        )
        found = rows.all()
        for community in {row.community_id for row in found}:
            its_own = [row for row in found if row.community_id == community and row.id]
            self._note(community, its_own, keys)

    async def _look_up(self, community: int, keys: Collection[str]) -> None:
        if not keys:
            return
        those = networks.c.name_key.in_(sorted(keys))
        rows = await self._connection.execute(
            select(*_COLUMNS).where(networks.c.community_id == community, those)
        )
        self._note(community, rows.all(), keys)

    def _note(
        self, community: int, rows: Sequence[AnyRow], asked: Collection[str] = ()
    ) -> list[Network]:
        found = {row.name_key: Network(row.id, row.name) for row in rows}
        self._known |= {(community, k): found.get(k) for k in (*asked, *found)}
        return list(found.values())
