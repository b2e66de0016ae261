"""Who has come to know whom elsewhere than by an introduction."""

from collections.abc import Sequence
from datetime import datetime
from itertools import combinations

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.introductions.tables import known_elsewhere
from storage.kernel.database import insert
from storage.kernel.tables import members

_IT = known_elsewhere.c


async def keep(connection: AsyncConnection, people: Sequence[int], at: datetime) -> None:
    """Note that each of these knows each other one."""
    rows = [
        {"one_id": one, "other_id": other, "met_at": at}
        for one, other in combinations(sorted(set(people)), 2)
    ]
    if rows:
        new = insert(connection, known_elsewhere)
        new = new.on_conflict_do_update(
            index_elements=["one_id", "other_id"], set_={"met_at": new.excluded.met_at}
        )
        await connection.execute(new, rows)


async def known_to(connection: AsyncConnection, member: int) -> list[dict[str, object]]:
    """Whom somebody knows by that, as plain JSON values."""
    rows = await connection.execute(
        select(members.c.name, _IT.met_at)
        .join(members, members.c.id == _IT.one_id + _IT.other_id - member)
        .where(or_(_IT.one_id == member, _IT.other_id == member))
        .order_by(_IT.met_at, members.c.id)
    )
    return [{"name": name, "on": met_at.isoformat()} for name, met_at in rows]


def met_elsewhere(who: Sequence[int], since: datetime) -> Select[int, int]:
    """Pairs, the lower id first, whose lower one is one of these."""
    return select(_IT.one_id, _IT.other_id).where(_IT.one_id.in_(who), _IT.met_at > since)
