"""People as introductions see them (`bot.features.introductions.domain.Participant`)."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.introductions.domain import Participant
from storage.introductions.gatherings import Been, been_at
from storage.kernel.columns import AnyRow
from storage.kernel.rows import ZONE_TOLD
from storage.kernel.tables import member_networks, members, networks
from storage.members.tables import profiles

Belong = tuple[tuple[int, str], ...]
"""Ids and names of somebody's networks, the home network first."""

_TEXTS = ("pronouns", "headline", "about")
_LISTS = ("topics", "offers", "asks", "languages", "availability")

PERSON = (members.c.id, members.c.name, ZONE_TOLD)
PROFILE = (
    profiles.c.place.label("town"),
    *(profiles.c[name] for name in (*_TEXTS, *_LISTS)),
)
"""With `PERSON`, the columns that `as_participant` reads; join `profiles` from outside."""


def as_participant(row: AnyRow, belong: Belong, left_out: int = 0, been: Been = ()) -> Participant:
    """Make a person of the columns `PERSON` and `PROFILE`."""
    texts: dict[str, Any] = {name: getattr(row, name) or "" for name in ("town", *_TEXTS)}
    lists: dict[str, Any] = {name: tuple(json.loads(getattr(row, name) or "[]")) for name in _LISTS}
    return Participant(
        row.id,
        row.name,
        row.zone,
        networks=belong,
        left_out=left_out,
        been_at=been,
        **texts,
        **lists,
    )


async def networks_of(
    connection: AsyncConnection, who: Select[tuple[int]] | Sequence[int]
) -> dict[int, Belong]:
    """Return the networks of these members, in one query."""
    rows = await connection.execute(
        select(member_networks.c.member_id, networks.c.id, networks.c.name)
        .join(networks, networks.c.id == member_networks.c.network_id)
        .where(member_networks.c.member_id.in_(who))
        .order_by(member_networks.c.member_id, member_networks.c.position, networks.c.id)
    )
    found: dict[int, Belong] = {}
    for member, id_, name in rows:
        found[member] = (*found.get(member, ()), (id_, name))
    return found


async def participants(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, Participant]:
    """Return these people, by id."""
    rows = await connection.execute(
        select(*PERSON, *PROFILE)
        .select_from(members)
        .outerjoin(profiles, profiles.c.member_id == members.c.id)
        .where(members.c.id.in_(ids))
    )
    belong = await networks_of(connection, ids)
    been = await been_at(connection, ids)
    return {
        row.id: as_participant(row, belong.get(row.id, ()), been=been.get(row.id, ()))
        for row in rows
    }
