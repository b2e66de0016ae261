"""What was said and where, for views (`bot.features.conversations.ports.SaidBook`)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select, update

from bot.community.facts import Fact
from bot.community.people import Ref, Space
from bot.delivery.conversations import SAID, Conversation, ConversationPlace
from bot.features.conversations.domain import SaidMessage, Tally
from bot.ui.text import read_id
from storage.conversations.found import SpotFinder
from storage.conversations.kept import SqlKept
from storage.conversations.rows import (
    PLACES,
    as_conversation,
    as_place,
    read_files,
    read_spans,
)
from storage.conversations.tables import (
    conversation_messages,
    conversation_places,
    conversation_reactions,
    conversation_unnamed,
    conversations,
)
from storage.conversations.unnamed import unnamed_in
from storage.kernel.audience import SqlAudience
from storage.kernel.columns import AnyRow
from storage.kernel.delivery_tables import outbox
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
_UNNAMED = exists().where(
    conversation_unnamed.c.conversation_id == _M.conversation_id,
    conversation_unnamed.c.member_id == _M.member_id,
)
_SAID = (
    select(conversation_messages, members.c.name, _HOME.label("network"), _C.community_id)
    .add_columns(_UNNAMED.label("unnamed"))
    .join(conversations, _C.id == _M.conversation_id)
    .outerjoin(members, members.c.id == _M.member_id)
)


class SqlSaid(SqlKept):
    """Reads what was said and where; its words are looked after by `SqlKept`."""

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

    async def conversation(self, id_: int) -> Conversation | None:
        found = await self._connection.execute(select(conversations).where(_C.id == id_))
        row = found.one_or_none()
        return as_conversation(row) if row else None

    async def open_in(self, community: int) -> list[Conversation]:
        here = select(conversations).where(_C.community_id == community, _C.closed_at.is_(None))
        rows = await self._connection.execute(here.order_by(_C.id))
        return [as_conversation(row) for row in rows]

    async def at(self, channel: Ref, top: Ref | None) -> Conversation | None:
        spot = await SpotFinder(self._connection).find(channel, top)
        return as_conversation(spot.row) if spot else None

    async def unnamed(self, conversation: int) -> frozenset[int]:
        return await unnamed_in(self._connection, conversation)

    async def networks(self, member: int) -> frozenset[int]:
        return await SqlAudience(self._connection, "conversation").of(member)

    async def own_places(self, member: int) -> Sequence[ConversationPlace]:
        return await self._places(_P.member_id == member)

    async def owner(self, place: int) -> int | None:
        return await self._connection.scalar(select(_P.member_id).where(_P.id == place))

    async def left_behind(self, conversation: int) -> list[int]:
        nobodys = _P.post_id.is_not(None) & _P.member_id.is_(None) & _P.ended_at.is_not(None)
        its_own = select(_P.id).where(_P.conversation_id == conversation, nobodys)
        return list(await self._connection.scalars(its_own))

    async def place_of(self, fact: Fact) -> ConversationPlace | None:
        said = select(outbox.c.to_post, outbox.c.to_place, outbox.c.subject)
        row = (await self._connection.execute(said.where(outbox.c.key == fact.key))).one_or_none()
        if row is None:
            return None
        message = read_id(row.subject.partition(":")[0])
        its_own = select(_M.conversation_id).where(_M.id == message).scalar_subquery()
        there = _P.post_id == row.to_post if row.to_post else _P.place_id == row.to_place
        found = await self._places(there & (_P.conversation_id == its_own))
        return found[0] if found else None

    async def places_below(self, fact: Fact) -> Sequence[ConversationPlace]:
        post = select(outbox.c.id).where(outbox.c.key == fact.key).scalar_subquery()
        return await self._places((_P.post_id == post) & _P.ended_at.is_(None))

    async def newest_beside(self, fact: Fact) -> int:
        refused = outbox.alias("refused")
        there = and_(refused.c.lane == outbox.c.lane, refused.c.key == fact.key)
        beside = select(func.max(outbox.c.id)).join(refused, there)
        arrived = beside.where(outbox.c.kind == SAID, outbox.c.posted_message.is_not(None))
        return await self._connection.scalar(arrived) or 0

    async def places_in(self, space: Space) -> Sequence[ConversationPlace]:
        is_there = _P.ended_at.is_(None) | _P.away
        its_own = _C.community_id == space.community
        here = select(_C.id).where(its_own, _C.closed_at.is_(None))
        found = await self._places(is_there & _P.conversation_id.in_(here))
        return [each for each in found if each.channel and space.contains(each.channel)]

    async def end(self, place: int, now: datetime, *, away: bool = False) -> bool:
        ended = update(conversation_places).where(_P.id == place, _P.ended_at.is_(None))
        done = await self._connection.execute(ended.values(ended_at=now, away=away))
        return bool(done.rowcount)

    async def come_back(self, places: Sequence[int]) -> None:
        back = update(conversation_places).where(_P.id.in_(places), _P.away)
        await self._connection.execute(back.values(ended_at=None, away=False))

    async def _places(self, which: ColumnElement[bool]) -> list[ConversationPlace]:
        rows = await self._connection.execute(PLACES.where(which).order_by(_P.id))
        return [as_place(row) for row in rows]


def _message(row: AnyRow) -> SaidMessage:
    return SaidMessage(
        row.id,
        row.conversation_id,
        row.community_id,
        row.member_id,
        "" if row.unnamed else row.name or "",
        row.network or "",
        None if row.deleted_at else read_spans(row.spans),
        read_files(row.files),
        row.answers_id,
        row.deleted_at is not None,
        row.said_at,
        row.heard_at,
    )
