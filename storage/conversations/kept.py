"""What is kept of what was said: for how long, and what of it is one person's."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, case, delete, exists, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.conversations import SAID, Conversation
from bot.delivery.heard import AccountMention
from bot.delivery.live import View
from bot.ui.messages import plain
from storage.conversations.rows import as_conversation, read_files, read_spans
from storage.conversations.tables import (
    conversation_messages,
    conversation_places,
    conversation_reactions,
    conversation_unnamed,
    conversations,
)
from storage.kernel.changes import slices
from storage.kernel.columns import Instant
from storage.kernel.pruning import Old
from storage.kernel.tables import accounts, spaces

_C, _P, _M, _R = (
    each.c
    for each in (
        conversations,
        conversation_places,
        conversation_messages,
        conversation_reactions,
    )
)
_CLOSED = Old(delete(conversations), _C.closed_at)


_SILENT = (_P.member_id.is_not(None), _P.ended_at.is_(None), _P.shared_at.is_(None))
"""Of who takes part and has not said how they are reached elsewhere."""


class SqlKept:
    """Words go sooner than the ids of messages, by which their copies are found."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def by(self, member: int) -> list[int]:
        theirs = select(_M.id).where(_M.member_id == member, _M.deleted_at.is_(None))
        return list(await self._connection.scalars(theirs.order_by(_M.id)))

    async def answering(self, messages: Sequence[int]) -> list[int]:
        found = list[int]()
        for some in slices(messages):
            theirs = select(_M.id).where(_M.answers_id.in_(some), _M.spans.is_not(None))
            found += await self._connection.scalars(theirs.order_by(_M.id))
        return found

    async def views(self, messages: Sequence[int]) -> list[View]:
        return await views_of(self._connection, messages)

    async def export(self, member: int) -> dict[str, object]:
        said = await self._connection.execute(
            select(conversation_messages, _C.title)
            .join(conversations, _C.id == _M.conversation_id)
            .where(_M.member_id == member, _M.deleted_at.is_(None))
            .order_by(_M.id)
        )
        own = await self._connection.execute(
            select(_C.title, _P.added_at, _P.ended_at)
            .join(conversations, _C.id == _P.conversation_id)
            .where(_P.member_id == member)
            .order_by(_P.id)
        )
        reactions = await self._connection.execute(
            select(_R.emoji, _C.title)
            .join(conversation_messages, _M.id == _R.message_id)
            .join(conversations, _C.id == _M.conversation_id)
            .where(_R.account.in_(_accounts_of(member)))
            .order_by(_R.message_id, _R.emoji)
        )
        unnamed = await self._connection.scalars(
            select(_C.title)
            .join(conversation_unnamed, _C.id == conversation_unnamed.c.conversation_id)
            .where(conversation_unnamed.c.member_id == member)
            .order_by(_C.id)
        )
        return {
            "without a name": list(unnamed),
            "said": [
                {
                    "in": row.title,
                    "on": row.said_at.isoformat(),
                    "words": _words(row.spans),
                    "files": [each.name for each in read_files(row.files)],
                }
                for row in said
            ],
            "read alone": [
                {
                    "what": row.title,
                    "since": row.added_at.isoformat(),
                    "until": row.ended_at.isoformat() if row.ended_at else None,
                }
                for row in own
            ],
            "reactions": [{"in": row.title, "picture": row.emoji} for row in reactions],
        }

    async def erase(self, member: int) -> None:
        theirs = update(conversation_messages).where(_M.member_id == member)
        await self._connection.execute(theirs.values(spans=None, files=None, member_id=None))
        reactions = delete(conversation_reactions).where(_R.account.in_(_accounts_of(member)))
        await self._connection.execute(reactions)
        unnamed = delete(conversation_unnamed).where(conversation_unnamed.c.member_id == member)
        await self._connection.execute(unnamed)
        in_it = select(_P.conversation_id).where(_P.member_id == member)
        called = update(conversations).where(_C.apart, _C.id.in_(in_it))
        await self._connection.execute(called.values(title="…"))  # it has their name
        own = delete(conversation_places).where(_P.member_id == member)
        await self._connection.execute(own)

    async def share(self, conversation: int, member: int, now: datetime) -> bool:
        theirs = update(conversation_places).where(_P.conversation_id == conversation)
        await self._connection.execute(theirs.where(_P.member_id == member).values(shared_at=now))
        silent = select(_P.id).where(_P.conversation_id == conversation, *_SILENT)
        return await self._connection.scalar(silent.limit(1)) is None

    async def quiet(self, since: datetime, after_all: datetime) -> list[Conversation]:
        silent = exists().where(_P.conversation_id == _C.id, *_SILENT)
        until = case((silent, literal(since, Instant)), else_=literal(after_all, Instant))
        said = exists().where(_M.conversation_id == _C.id, _M.heard_at >= until)
        rows = await self._connection.execute(
            select(conversations)
            .where(_C.apart, _C.closed_at.is_(None), _C.opened_at < until, ~said)
            .order_by(_C.id)
        )
        return [as_conversation(row) for row in rows]

    async def forget_words(self, community: int, before: datetime) -> bool:
        here = _M.conversation_id.in_(select(_C.id).where(_C.community_id == community))
        emptied = update(conversation_messages).values(spans=None, files=None)
        words = Old(emptied, _M.said_at, _M.spans.is_not(None), here)
        return await words.forget(self._connection, before)

    async def forget_closed(self, before: datetime) -> bool:
        return await _CLOSED.forget(self._connection, before)


async def views_of(connection: AsyncConnection, messages: Sequence[int]) -> list[View]:
    """What shows these: for all, and for each who has, or had, a place of their own."""
    found = [View.of(SAID, each) for each in messages]
    for some in slices(messages):
        own = await connection.execute(
            select(_M.id, _P.id.label("place"))
            .join(conversation_places, _P.conversation_id == _M.conversation_id)
            .where(_M.id.in_(some), _P.place_id.is_(None))
        )
        found += [View.of(SAID, f"{row.id}:{row.place}") for row in own]
    return found


def _accounts_of(member: int) -> Select[str]:
    """The accounts of a member, as chats know them."""
    called = spaces.c.platform + ":" + accounts.c.external_id
    return (
        select(called)
        .join(spaces, spaces.c.id == accounts.c.space_id)
        .where(accounts.c.member_id == member)
    )


def _words(spans: str | None) -> str | None:
    """What was written, as plain words."""
    read = read_spans(spans)
    if read is None:
        return None
    return "".join(
        f"@{each.name}" if isinstance(each, AccountMention) else plain((each,)) for each in read
    )
