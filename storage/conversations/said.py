"""What was said, as its views show it (`bot.features.conversations.ports.SaidBook`)."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.conversations.domain import SaidMessage, Tally
from storage.conversations.rows import read_files, read_spans
from storage.conversations.tables import (
    conversation_messages,
    conversation_places,
    conversation_reactions,
    conversations,
)
from storage.kernel.columns import AnyRow
from storage.kernel.tables import member_networks, members, networks

_C, _P, _M, _R = (
    each.c
    for each in (
        conversations,
        conversation_places,
        conversation_messages,
        conversation_reactions,
    )
)
_HOME = (
    select(networks.c.name)
    .join(member_networks, member_networks.c.network_id == networks.c.id)
    .where(member_networks.c.member_id == _M.member_id)
    .order_by(member_networks.c.position, member_networks.c.network_id)
    .limit(1)
    .scalar_subquery()
)
_SAID = (
    select(conversation_messages, members.c.name, _HOME.label("network"), _C.community_id)
    .join(conversations, _C.id == _M.conversation_id)
    .outerjoin(members, members.c.id == _M.member_id)
)


class SqlSaid:
    """Reads what was said."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, message: int) -> SaidMessage | None:
        found = await self._connection.execute(_SAID.where(_M.id == message))
        row = found.one_or_none()
        return _message(row) if row else None

    async def tally(self, message: int) -> list[Tally]:
        times = func.count().label("times")
        rows = await self._connection.execute(
            select(_R.emoji, times)
            .where(_R.message_id == message)
            .group_by(_R.emoji)
            .order_by(times.desc(), _R.emoji)
        )
        return [Tally(row.emoji, row.times) for row in rows]


def _message(row: AnyRow) -> SaidMessage:
    return SaidMessage(
        row.id,
        row.conversation_id,
        row.community_id,
        row.member_id,
        row.name or "",
        row.network or "",
        None if row.deleted_at else read_spans(row.spans),
        read_files(row.files),
        row.answers_id,
        row.deleted_at is not None,
    )
