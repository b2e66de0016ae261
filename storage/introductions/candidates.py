"""People as the matching sees them: for whoever looks for somebody who may help."""

import json
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.availability import hours_of_week
from bot.community.spoken_languages import codes_only
from bot.matching.pool import Candidate
from storage.introductions.participants import Belong, networks_of
from storage.kernel.columns import AnyRow
from storage.kernel.rows import ZONE_TOLD
from storage.kernel.tables import members
from storage.members.tables import profiles

_PROFILE = (
    *(profiles.c[name] for name in ("headline", "about", "topics", "offers")),
    *(profiles.c[name] for name in ("languages", "availability")),
)


async def candidates(
    connection: AsyncConnection, who: Collection[int], now: datetime
) -> list[Candidate]:
    """These people as the matching sees them."""
    ids = sorted(set(who))
    rows = await connection.execute(
        select(members.c.id, ZONE_TOLD, *_PROFILE)
        .outerjoin(profiles, profiles.c.member_id == members.c.id)
        .where(members.c.id.in_(ids))
        .order_by(members.c.id)
    )
    belong = await networks_of(connection, ids)
    return [_candidate(row, belong.get(row.id, ()), now) for row in rows]


def _candidate(row: AnyRow, belong: Belong, now: datetime) -> Candidate:
    networks = [id_ for id_, _ in belong]
    return Candidate(
        row.id,
        networks[0] if networks else None,
        frozenset(networks),
        topics=_list(row.topics),
        offers=_list(row.offers),
        about=f"{row.headline or ''} {row.about or ''}".strip(),
        languages=codes_only(_list(row.languages)),
        hours=hours_of_week(_list(row.availability), row.zone, now),
    )


def _list(text: str | None) -> tuple[str, ...]:
    return tuple(json.loads(text or "[]"))
