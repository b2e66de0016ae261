"""Where in a conversation something stands in a chat: the place, and the message."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Text, cast, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import OWN_CHAT, Ref
from bot.delivery.conversations import SAID, ListenedPlace
from bot.delivery.sender import Posted
from bot.ui.text import read_id
from storage.conversations.tables import (
    conversation_messages,
    conversation_places,
    conversations,
)
from storage.kernel.arrivals import top as top_of
from storage.kernel.columns import AnyRow
from storage.kernel.delivery_tables import outbox
from storage.kernel.posts import stands_there
from storage.kernel.tables import places

_C, _P, _M = conversations.c, conversation_places.c, conversation_messages.c
_CHANNEL: ColumnElement[str] = func.coalesce(outbox.c.posted_channel, places.c.channel)
_PLACES = (
    select(
        conversations,
        *(_P.id.label("place"), _P.member_id, _P.post_id, _P.added_at),
        *(_CHANNEL.label("channel"), outbox.c.posted_message, outbox.c.state),
    )
    .select_from(conversation_places)
    .join(conversations, _C.id == _P.conversation_id)
    .outerjoin(outbox, outbox.c.id == _P.post_id)
    .outerjoin(places, places.c.id == _P.place_id)
    .where(_P.ended_at.is_(None), _C.closed_at.is_(None))
    # There are few of them, and many posts in a channel: SQLite would begin with those.
    .with_hint(outbox, "NOT INDEXED", "sqlite")
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a conversation, whose row is here."""

    row: AnyRow

    @property
    def place(self) -> int:
        """The id of the place."""
        return int(self.row.place)

    @property
    def community(self) -> int:
        """Whose it is."""
        return int(self.row.community_id)

    def listened_after(self, written: float) -> bool:
        """Whether something was written before this place was listened to, so far as is known."""
        return 0 < written < float(self.row.added_at.timestamp())


class SpotFinder:
    """Finds the places of conversations that are open, by where they are in a chat."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, channel: Ref, top: Ref | None) -> Spot | None:
        """The place in a channel: below this message, or where no thread is needed."""
        rows = (await self._connection.execute(_PLACES.where(_in(channel)))).all()
        there = [row for row in rows if row.post_id is None or row.state == "done"]
        own = [row for row in there if row.member_id is not None]
        rooms = [row for row in there if row.post_id is None]
        if top is None:
            return _only(rooms or own)
        below = [row for row in there if row.post_id and top_of(row.posted_message) == top]
        if below or not own:
            return _only(below or rooms)
        answered = await find_message(self._connection, Posted(channel, top))
        if answered is None:
            return None
        its_own = select(_M.conversation_id).where(_M.id == answered)
        conversation = await self._connection.scalar(its_own)
        return _only([row for row in own if row.id == conversation])

    async def listened_in(self, space: Ref) -> list[ListenedPlace]:
        """All that are in a space, with the newest message that was heard in each."""
        inside = f"{space.platform}:" + ("" if space.platform == OWN_CHAT else f"{space.id}/")
        rows = await self._connection.execute(
            _PLACES.where(_CHANNEL.startswith(inside, autoescape=True)).order_by(_P.id)
        )
        there = [row for row in rows if row.post_id is None or row.posted_message]
        heard = await self._newest([row.place for row in there])
        return [_listened(row, heard.get(row.place)) for row in there]

    async def _newest(self, ids: Sequence[int]) -> dict[int, AnyRow]:
        newest = (
            select(func.max(_M.id))
            .where(_M.place_id.in_(ids), _M.message.is_not(None))
            .group_by(_M.place_id)
        )
        found = select(_M.place_id, _M.message, _M.said_at).where(_M.id.in_(newest))
        return {row.place_id: row for row in await self._connection.execute(found)}


def _listened(row: AnyRow, heard: AnyRow | None) -> ListenedPlace:
    top = top_of(row.posted_message)
    last = Ref.parse(heard.message) if heard else top
    since = heard.said_at if heard else row.added_at
    alone = row.member_id is not None
    return ListenedPlace(row.place, Ref.parse(row.channel), top, last, since, alone)


def _only(rows: Sequence[AnyRow]) -> Spot | None:
    return Spot(rows[0]) if len(rows) == 1 else None


async def find_message(connection: AsyncConnection, posted: Posted) -> int | None:
    """The id of what was said that stands there: as it was written, or a copy of it."""
    channel, message = str(posted.channel), str(posted.message)
    copy = (outbox.c.posted_channel == channel) & (outbox.c.kind == SAID)
    copy &= outbox.c.key.is_not(None)
    written = select(cast(_M.id, Text)).where(_M.channel == channel, _M.message == message)
    copied = select(outbox.c.subject).where(copy, outbox.c.posted_message == message)
    found = (await connection.scalars(union_all(written, copied))).first()
    if found is None:  # or one of several pages of a copy
        pages = select(outbox.c.subject).where(copy, outbox.c.posted_message.contains(","))
        found = (await connection.scalars(pages.where(stands_there(posted)))).first()
    return read_id(found.partition(":")[0]) if found else None


def _in(channel: Ref) -> ColumnElement[bool]:
    return _CHANNEL.in_([str(channel)])
