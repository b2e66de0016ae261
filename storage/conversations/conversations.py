"""Conversations from the side of features (`bot.delivery.conversations.Conversations`)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, and_, exists, select, union, update

from bot.community.domain_events import PlacesChanged, Said
from bot.community.facts import Fact
from bot.delivery.addresses import Below, ToMember, ToPlace
from bot.delivery.conversations import HEAD, SAID, Conversation, ConversationPlace
from bot.delivery.heard import HeardSpan, LinkedFile
from bot.delivery.live import View
from bot.ui.messages import Plain
from storage.conversations.heads import unread_heads
from storage.conversations.kept import views_of
from storage.conversations.rows import (
    PLACES,
    about,
    as_conversation,
    as_place,
    files_as_text,
    spans_as_text,
)
from storage.conversations.tables import (
    conversation_messages,
    conversation_places,
    conversations,
)
from storage.conversations.unnamed import let_be_unnamed, naming
from storage.kernel.columns import AnyRow
from storage.kernel.database import insert
from storage.kernel.delivery_tables import live_views
from storage.kernel.store import Opened
from storage.kernel.tables import places

_C, _P, _M = conversations.c, conversation_places.c, conversation_messages.c
OPEN_PLACE = _P.ended_at.is_(None)


class SqlConversations:
    """Opens and closes conversations, and says things in all their places."""

    def __init__(self, work: Opened) -> None:
        self._work = work
        self._connection = work.connection

    async def open(
        self, about: Fact, title: str, *, community: int, apart: bool = False
    ) -> Conversation:
        values: dict[str, object] = {
            "kind": about.kind,
            "subject": about.subject,
            "part": about.part,
        }
        values |= {"open_key": about.key, "title": title, "apart": apart}
        new = insert(self._connection, conversations).on_conflict_do_nothing()
        await self._connection.execute(
            new.values(**values, community_id=community, opened_at=self._now())
        )
        found = await self.of(about)
        assert found is not None  # noqa: S101  # it was just opened, or was before
        return found

    async def of(self, about: Fact) -> Conversation | None:
        row = await self._one(_C.open_key == about.key)
        return as_conversation(row) if row else None

    async def of_room(self, room: int) -> Conversation | None:
        key = select(places.c.key).where(places.c.id == room).scalar_subquery()
        row = await self._one((_C.open_key == key) & _C.apart)
        return as_conversation(row) if row else None

    async def unread_heads(self, rooms: Collection[Fact]) -> dict[Fact, Literal["waiting", "dead"]]:
        return await unread_heads(self._connection, rooms)

    async def show_in(self, conversation: int, *places: Below | ToPlace) -> None:
        for each in places:
            if isinstance(each, Below):
                await self._add_place(conversation, post_id=each.post)
            elif room := await self._room(each):
                await self._add_place(conversation, place_id=room)
        await self._places_changed(conversation)

    async def let_in(self, conversation: int, member: int) -> None:
        found = await self._one(_C.id == conversation)
        if found is None or found.closed_at is not None:
            return
        place = await self._add_place(conversation, member_id=member)
        head = View.of(HEAD, f"{conversation}:{place}")
        await self._work.live.hang(ToMember(member), head, community=found.community_id)
        await self._work.live.flush()
        hung = select(live_views.c.post_id).where(
            live_views.c.kind == head.kind, live_views.c.subject == head.subject
        )
        newest = hung.order_by(live_views.c.id.desc()).limit(1).scalar_subquery()
        its_own = update(conversation_places).where(_P.id == place)
        await self._connection.execute(its_own.values(post_id=newest))
        await self._places_changed(conversation)

    async def let_out(self, conversation: int, member: int) -> None:
        await self._places_changed(conversation)
        await self._end((_P.conversation_id == conversation) & (_P.member_id == member))

    async def people(self, conversation: int) -> list[int]:
        spoke = select(_M.member_id).where(_M.conversation_id == conversation)
        own = select(_P.member_id).where(_P.conversation_id == conversation, OPEN_PLACE)
        found = await self._connection.scalars(
            union(spoke.where(_M.member_id.is_not(None)), own.where(_P.member_id.is_not(None)))
        )
        return sorted(found)

    async def hide_names(self, conversation: int, *members: int) -> None:
        await self._let_be_unnamed(conversation, members, unnamed=True)

    async def show_name(self, conversation: int, member: int) -> None:
        await self._let_be_unnamed(conversation, (member,), unnamed=False)

    async def _let_be_unnamed(
        self, conversation: int, members: Collection[int], *, unnamed: bool
    ) -> None:
        here = self._connection, conversation
        if changed := await let_be_unnamed(*here, members, unnamed=unnamed):
            named = await naming(*here, changed)
            await self._work.live.touch(*await views_of(self._connection, named))

    async def close(self, about: Fact) -> None:
        row = await self._one(_C.open_key == about.key)
        if row is None:
            return
        closed = update(conversations).where(_C.id == row.id)
        await self._connection.execute(closed.values(open_key=None, closed_at=self._now()))
        await self._places_changed(row.id)

    async def places(self, conversation: int) -> list[ConversationPlace]:
        await self._work.live.flush()
        rows = await self._connection.execute(
            PLACES.where(_P.conversation_id == conversation, OPEN_PLACE).order_by(_P.id)
        )
        return [as_place(row) for row in rows]

    async def of_member(self, member: int) -> list[Conversation]:
        theirs = select(_P.conversation_id).where(_P.member_id == member, OPEN_PLACE)
        rows = await self._connection.execute(
            select(conversations).where(_C.id.in_(theirs), _C.closed_at.is_(None)).order_by(_C.id)
        )
        return [as_conversation(row) for row in rows]

    async def say(self, conversation: int, member: int, text: str) -> None:
        row = await self._one(_C.id == conversation)
        if row is None or row.closed_at is not None:
            return
        await self._keep_and_carry(row, None, member, (Plain(text),), ())

    # What is said -----------------------------------------------------------------------------

    async def _keep_and_carry(
        self,
        conversation: AnyRow,
        place: int | None,
        member: int,
        spans: tuple[HeardSpan, ...],
        files: tuple[LinkedFile, ...],
        **values: object,
    ) -> None:
        """Keep what a member says, once, and show it wherever else the conversation shows."""
        now = self._now()
        said: dict[str, object] = {"spans": spans_as_text(spans), "files": files_as_text(files)}
        said |= {"said_at": now, "heard_at": now}
        its_own = {"conversation_id": conversation.id, "place_id": place, "member_id": member}
        new = insert(self._connection, conversation_messages).on_conflict_do_nothing()
        kept = new.values({**its_own, **said, **values}).returning(_M.id)
        message = await self._connection.scalar(kept)
        if message is None:  # it was told again
            return
        there = await self._open_places(conversation.id, member, message)
        others = [row for row in there if row.id != place]
        await self._show(message, member, others, conversation.community_id)
        first, here = not any(row.spoke for row in there), conversation.community_id
        topic = about(conversation)
        told = Said(conversation.id, here, topic, message, member, now, first)
        self._work.domain_events.append(told)

    async def _show(
        self, message: int, member: int, others: Sequence[AnyRow], community: int
    ) -> None:
        """Hang it in these places; in nobody's own who never wants to meet whoever said it."""
        owners = sorted({row.member_id for row in others if row.member_id})
        refusing = await self._work.acquaintances.refusing(owners, [member]) if owners else ()
        refused_by = {one for one, _ in refusing}
        await self._work.live.hang_each(
            [
                (
                    Below(row.post_id) if row.post_id else ToPlace(row.place_id),
                    said_in(message, row),
                )
                for row in others
                if row.member_id not in refused_by
            ],
            community=community,
        )

    # Places -----------------------------------------------------------------------------------

    async def _open_places(self, conversation: int, member: int, message: int) -> Sequence[AnyRow]:
        """Where it shows, and whether this member spoke there before this message."""
        before = exists().where(
            _M.conversation_id == conversation, _M.member_id == member, _M.id != message
        )
        here = select(conversation_places, before.label("spoke"))
        here = here.where(_P.conversation_id == conversation, OPEN_PLACE)
        return (await self._connection.execute(here.order_by(_P.id))).all()

    async def _add_place(self, conversation: int, **where: int) -> int:
        (key,) = where
        new = insert(self._connection, conversation_places)
        values = new.values(conversation_id=conversation, **where, added_at=self._now())
        back = values.on_conflict_do_update(
            index_elements=["conversation_id", key], set_={"ended_at": None, "away": False}
        )
        found = await self._connection.scalar(back.returning(_P.id))
        assert found is not None  # noqa: S101  # it is there, or was before
        return int(found)

    async def _end(self, which: ColumnElement[bool]) -> None:
        ended = update(conversation_places).where(which, OPEN_PLACE)
        await self._connection.execute(ended.values(ended_at=self._now()))

    async def _room(self, to: ToPlace) -> int | None:
        if isinstance(to.place, int):
            return to.place
        if isinstance(to.place, Fact):
            await self._work.outbox.flush()
            its_own = select(places.c.id).where(places.c.key == to.place.key)
            return await self._connection.scalar(its_own)
        return to.place.place

    async def _places_changed(self, conversation: int) -> None:
        """Let the heads of those who read it alone say so, and whatever it is about."""
        found = await self._connection.execute(
            select(conversations, _P.id.label("own"))
            .outerjoin(
                conversation_places,
                and_(_P.conversation_id == _C.id, _P.member_id.is_not(None), OPEN_PLACE),
            )
            .where(_C.id == conversation)
        )
        rows = found.all()
        heads = [View.of(HEAD, f"{conversation}:{row.own}") for row in rows if row.own]
        await self._work.live.touch(*heads)
        for row in rows[:1]:
            told = PlacesChanged(conversation, row.community_id, about(row))
            self._work.domain_events.append(told)

    async def _one(self, which: ColumnElement[bool]) -> AnyRow | None:
        found = await self._connection.execute(select(conversations).where(which))
        return found.one_or_none()

    def _now(self) -> datetime:
        return self._work.clock.now()


def said_in(message: int, place: AnyRow) -> View:
    """What shows something that was said in a place: in somebody's own, as they are to see it."""
    whole = f"{message}:{place.id}" if place.member_id else str(message)
    return View.of(SAID, whole)
