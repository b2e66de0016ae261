"""Where in a conversation something stands in a chat: the place, and the message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Text, cast, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import OWN_CHAT, Ref
from bot.delivery.conversations import SAID, KnownMessage, ListenedPlace
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

_LOOKED_AT = 200
"""How many of the newest messages in a place are looked at again after an absence."""

_LOOKED_BACK = timedelta(days=7)
"""How much older than the newest they may be."""

_C, _P, _M = conversations.c, conversation_places.c, conversation_messages.c
_CHANNEL: ColumnElement[str] = func.coalesce(outbox.c.posted_channel, places.c.channel)
_OPEN = _C.closed_at.is_(None)
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
    .where(_P.ended_at.is_(None))
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
        rows = (await self._connection.execute(_PLACES.where(_in(channel), _OPEN))).all()
        return await self._meant(rows, channel, top)

    async def find_even_closed(self, channel: Ref, top: Ref | None, since: datetime) -> Spot | None:
        """The same; or else the place of a conversation that was closed after an instant.

        Where somebody is alone with Kindred, only an answer to it is meant for one that is closed.
        """
        either = _OPEN | (_C.closed_at > since)
        rows = (await self._connection.execute(_PLACES.where(_in(channel), either))).all()
        found = await self._meant([row for row in rows if row.closed_at is None], channel, top)
        if found is not None or not rows:
            return found
        closed = sorted((row for row in rows if row.closed_at), key=lambda row: int(row.id))
        newest = {(row.post_id, row.place): row for row in closed if top or row.member_id is None}
        return await self._meant(list(newest.values()), channel, top)

    async def _meant(self, rows: Sequence[AnyRow], channel: Ref, top: Ref | None) -> Spot | None:
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
        inside = _inside(space)
        rows = await self._connection.execute(
            _PLACES.where(_CHANNEL.startswith(inside, autoescape=True), _OPEN).order_by(_P.id)
        )
        there = [row for row in rows if row.post_id is None or row.posted_message]
        heard = await self._newest([row.place for row in there], inside)
        return [_listened(row, heard.get(row.place)) for row in there]

    async def recent(self, place: ListenedPlace) -> list[KnownMessage]:
        """What was heard last in a place and stands there still, so far as is known.

        Somebody's own place may have been in another chat before.
        """
        space = Ref(place.channel.platform, place.channel.id.partition("/")[0])
        rows = await self._connection.execute(
            select(_M.message, _M.version)
            .where(_M.place_id == place.id, _M.deleted_at.is_(None))
            .where(_M.channel.startswith(_inside(space), autoescape=True))
            .where(_M.said_at > place.since - _LOOKED_BACK)
            .order_by(_M.id.desc())
            .limit(_LOOKED_AT)
        )
        return [KnownMessage(Ref.parse(row.message), row.version) for row in reversed(rows.all())]

    async def _newest(self, ids: Sequence[int], inside: str) -> dict[int, AnyRow]:
        newest = (
            select(func.max(_M.id))
            .where(_M.place_id.in_(ids), _M.channel.startswith(inside, autoescape=True))
            .group_by(_M.place_id)
        )
        found = select(_M.place_id, _M.message, _M.said_at).where(_M.id.in_(newest))
        return {row.place_id: row for row in await self._connection.execute(found)}


def _inside(space: Ref) -> str:
    """How channels of a space begin."""
    return f"{space.platform}:" + ("" if space.platform == OWN_CHAT else f"{space.id}/")


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
