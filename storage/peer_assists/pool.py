"""Who may be asked for half an hour, and how the matching sees them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.peer_assists.domain import ALIVE, WAITING, Said
from storage.introductions.tables import pauses
from storage.kernel.tables import accounts, members, spaces
from storage.peer_assists.tables import peer_assist_refusals, peer_assist_requests, peer_assists

_IT, _REQUEST = peer_assists.c, peer_assist_requests.c


async def may_be_asked(connection: AsyncConnection, community: int, now: datetime) -> list[int]:
    """Members who want such questions, and are busy with none."""
    me = members.c.id
    pausing = exists().where(pauses.c.member_id == me, pauses.c.until > now)
    refusing = exists().where(peer_assist_refusals.c.member_id == me)
    there = (
        exists()
        .where(accounts.c.member_id == me, accounts.c.gone_at.is_(None))
        .where(spaces.c.id == accounts.c.space_id, spaces.c.lost_at.is_(None))
    )
    asking = _IT.state.in_([state.value for state in WAITING])
    waiting = and_(asking, _REQUEST.said == Said.NOTHING.value)
    helping = and_(_IT.state.in_([state.value for state in ALIVE]), _REQUEST.said == Said.YES.value)
    busy = exists().where(
        _REQUEST.member_id == me, _IT.id == _REQUEST.assist_id, or_(waiting, helping)
    )
    found = select(me).where(members.c.community_id == community, there)
    found = found.where(~pausing, ~refusing, ~busy)
    return list(await connection.scalars(found.order_by(me)))


async def still_free(
    connection: AsyncConnection, community: int, who: Collection[int], now: datetime
) -> list[int]:
    """Those of these who may still be asked, locked so that nobody else asks them meanwhile."""
    them = select(members.c.id).where(members.c.id.in_(sorted(who))).order_by(members.c.id)
    await connection.execute(them.with_for_update(key_share=True))
    free = set(await may_be_asked(connection, community, now))
    return [each for each in who if each in free]
