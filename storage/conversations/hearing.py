"""What people write where a conversation shows (`bot.routing.hearing.Ears`)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import and_, delete, select, update

from bot.community.domain_events import (
    PlaceLost,
    SpokeTooLate,
    StrangerSpoke,
    WentUnread,
    WordsMissed,
    WordsReadBack,
)
from bot.community.people import Member, Ref
from bot.delivery.conversations import KnownMessage, ListenedPlace
from bot.delivery.heard import Heard, Reacted, ReactionsCleared
from bot.delivery.sender import Posted
from bot.routing.interaction import Arrival
from storage.conversations.conversations import OPEN_PLACE, SqlConversations
from storage.conversations.found import Spot, SpotFinder, find_message
from storage.conversations.kept import views_of
from storage.conversations.rows import files_as_text, spans_as_text
from storage.conversations.tables import (
    conversation_messages,
    conversation_places,
    conversation_reactions,
    conversations,
)
from storage.kernel.columns import AnyRow
from storage.kernel.database import insert
from storage.kernel.delivery_tables import outbox
from storage.kernel.posts import stands_there
from storage.kernel.tables import members

_C, _P, _M, _R = (
    each.c
    for each in (
        conversations,
        conversation_places,
        conversation_messages,
        conversation_reactions,
    )
)


_CLOSED_LATELY = timedelta(days=30)
"""For how long it is noticed that somebody writes where a conversation showed that is closed."""


class SqlEars(SqlConversations):
    """Hears, too, and carries what is heard."""

    async def listens(self, channel: Ref, top: Ref | None) -> bool:
        return await self._spot(channel, top) is not None

    async def hear(self, arrival: Arrival, heard: Heard) -> None:
        known = None if heard.change == "new" else await self._known(heard.message)
        if known is not None:
            await self._change(known, heard)
            return
        spot = await self._where(arrival, heard)
        if spot is None or spot.listened_after(heard.written):
            return
        if spot.row.closed_at is not None:
            await self._came_too_late(arrival, spot, heard)
            return
        if heard.change == "deleted":
            await self._bury(spot, heard)
            return
        who = await self._work.people.acting_member(arrival.actor, arrival.space)
        member = who.member if who and who.community.id == spot.community else None
        if member and heard.written and await self._joined_after(member, heard.written):
            return
        if member is None or heard.unread:
            await self._cannot_carry(arrival, spot, member)
        elif heard.spans or heard.files:
            await self._carry(spot, member, heard)

    async def knows(self, message: Posted) -> bool:
        return await find_message(self._connection, message) is not None

    async def react(self, arrival: Arrival, reacted: Reacted) -> None:
        message = await find_message(self._connection, reacted.message)
        if message is None:
            return
        row = await self._message(message)
        who = await self._work.people.acting_member(arrival.actor, arrival.space)
        if row is None or row.closed_at or row.deleted_at or who is None:
            return
        its_own = {"message_id": message, "account": str(arrival.actor), "emoji": reacted.emoji}
        if reacted.taken_back:
            same = and_(*(_R[name] == value for name, value in its_own.items()))
            await self._connection.execute(delete(conversation_reactions).where(same))
        else:
            new = insert(self._connection, conversation_reactions).on_conflict_do_nothing()
            await self._connection.execute(new.values(**its_own))
        if row.spans is not None:  # else what it shows could not be composed anew
            await self._touch_said([message])

    async def clear(self, cleared: ReactionsCleared) -> None:
        message = await find_message(self._connection, cleared.message)
        row = await self._message(message) if message is not None else None
        if row is None or row.closed_at or row.deleted_at:
            return
        here = f"{cleared.message.channel.platform}:"
        such = and_(_R.message_id == row.id, _R.account.startswith(here, autoescape=True))
        such = and_(such, _R.emoji == cleared.emoji) if cleared.emoji else such
        await self._connection.execute(delete(conversation_reactions).where(such))
        if row.spans is not None:
            await self._touch_said([row.id])

    async def lose(self, channel: Ref, top: Ref | None) -> None:
        spot = await SpotFinder(self._connection).find(channel, top)
        if spot is not None:
            told = PlaceLost(spot.row.id, spot.community, spot.place)
            self._work.domain_events.append(told)

    async def read_back(self, place: ListenedPlace, written: Sequence[float]) -> None:
        if conversation := await self._open_at(place):
            since = datetime.fromtimestamp(min(written), UTC)
            its_own = (*conversation, place.id, place.last)
            self._work.domain_events.append(WordsReadBack(*its_own, len(written), since))

    async def missed(self, place: ListenedPlace) -> None:
        if conversation := await self._open_at(place):
            told = WordsMissed(*conversation, place.id, place.last, place.since)
            self._work.domain_events.append(told)

    async def _open_at(self, place: ListenedPlace) -> tuple[int, int] | None:
        """The open conversation that shows in a place, and its community."""
        found = await self._connection.execute(
            select(_P.conversation_id, _C.community_id)
            .join(conversations, _C.id == _P.conversation_id)
            .where(_P.id == place.id, OPEN_PLACE, _C.closed_at.is_(None))
        )
        row = found.one_or_none()
        return (row.conversation_id, row.community_id) if row else None

    async def listened_in(self, space: Ref) -> list[ListenedPlace]:
        return await SpotFinder(self._connection).listened_in(space)

    async def recent(self, place: ListenedPlace) -> list[KnownMessage]:
        return await SpotFinder(self._connection).recent(place)

    # What was written -------------------------------------------------------------------------

    async def _carry(self, spot: Spot, member: Member, heard: Heard) -> None:
        answers = None
        if heard.answers:
            there = Posted(heard.message.channel, heard.answers)
            answers = await find_message(self._connection, there)
        await self._keep_and_carry(
            spot.row,
            spot.place,
            member.id,
            heard.spans,
            heard.files,
            **_stands_at(heard.message),
            answers_id=answers,
            version=heard.version,
            **_written(heard),
        )

    async def _bury(self, spot: Spot, heard: Heard) -> None:
        """Keep that it was deleted before anybody told that it was written.

        What Kindred itself had posted there is none of that: chats tell of its end, too.
        """
        ours = select(outbox.c.id).where(stands_there(heard.message)).limit(1)
        if await self._connection.scalar(ours) is not None:
            return
        now = self._now()
        its_own = {"conversation_id": spot.row.id, "place_id": spot.place}
        its_own |= {"said_at": now, "heard_at": now}
        new = insert(self._connection, conversation_messages).on_conflict_do_nothing()
        await self._connection.execute(
            new.values(**its_own, **_stands_at(heard.message), deleted_at=now)
        )

    async def _change(self, known: AnyRow, heard: Heard) -> None:
        """Follow what has become of something that was said; what is older changes nothing."""
        its_own = update(conversation_messages).where(_M.id == known.id)
        if known.deleted_at is not None:
            return
        if heard.change == "deleted":
            gone = its_own.values(spans=None, files=None, deleted_at=self._now())
            await self._connection.execute(gone)
            await self._take_back(known.id)
        elif heard.version > known.version and _may_change(known) and not heard.unread:
            words = {"spans": spans_as_text(heard.spans), "files": files_as_text(heard.files)}
            await self._connection.execute(its_own.values(**words, version=heard.version))
            await self._touch_said([known.id])
        await self._touch_quotes(known.id)

    async def _cannot_carry(self, arrival: Arrival, spot: Spot, member: Member | None) -> None:
        space = await self._work.people.space(arrival.space)
        if space is None:
            return
        its_own = (spot.row.id, spot.community, space.id, arrival.actor)
        told = WentUnread(*its_own, member.locale) if member else StrangerSpoke(*its_own)
        self._work.domain_events.append(told)

    async def _came_too_late(self, arrival: Arrival, spot: Spot, heard: Heard) -> None:
        """Let a member know that what they write just now is carried nowhere any more."""
        who = await self._work.people.acting_member(arrival.actor, arrival.space)
        space = await self._work.people.space(arrival.space)
        if heard.change != "new" or heard.written or who is None or space is None:
            return
        its_own = (spot.row.id, spot.community, space.id, arrival.actor, who.member.locale)
        self._work.domain_events.append(SpokeTooLate(*its_own))

    async def _joined_after(self, member: Member, written: float) -> bool:
        """Whether it was written when they had not agreed yet that anything is carried."""
        joined = await self._connection.scalar(
            select(members.c.joined_at).where(members.c.id == member.id)
        )
        return joined is not None and written < joined.timestamp()

    # Their views ------------------------------------------------------------------------------

    async def _take_back(self, message: int) -> None:
        await self._work.live.take_down(*await views_of(self._connection, [message]))

    async def _touch_quotes(self, message: int) -> None:
        answers = select(_M.id).where(_M.answers_id == message, _M.spans.is_not(None))
        await self._touch_said(list(await self._connection.scalars(answers)))

    async def _touch_said(self, messages: list[int]) -> None:
        if messages:
            await self._work.live.touch(*await views_of(self._connection, messages))

    # Where ------------------------------------------------------------------------------------

    async def _where(self, arrival: Arrival, heard: Heard) -> Spot | None:
        top = arrival.thread or heard.message
        below = arrival.thread.message if arrival.thread else heard.message.below
        return await self._spot(top.channel, below)

    async def _spot(self, channel: Ref, top: Ref | None) -> Spot | None:
        since = self._now() - _CLOSED_LATELY
        return await SpotFinder(self._connection).find_even_closed(channel, top, since)

    async def _known(self, message: Posted) -> AnyRow | None:
        found = await self._connection.execute(
            select(conversation_messages, _C.closed_at)
            .join(conversations, _C.id == _M.conversation_id)
            .where(_M.channel == str(message.channel), _M.message == str(message.message))
            .with_for_update(of=conversation_messages)
        )
        return found.one_or_none()

    async def _message(self, id_: int) -> AnyRow | None:
        found = await self._connection.execute(
            select(conversation_messages, _C.closed_at)
            .join(conversations, _C.id == _M.conversation_id)
            .where(_M.id == id_)
        )
        return found.one_or_none()


def _may_change(known: AnyRow) -> bool:
    """Whether new words of it are carried: it is somebody's still, and not over."""
    return known.closed_at is None and known.member_id is not None


def _stands_at(message: Posted) -> dict[str, str]:
    return {"channel": str(message.channel), "message": str(message.message)}


def _written(heard: Heard) -> dict[str, datetime]:
    """When it was written, as far as its chat tells."""
    return {"said_at": datetime.fromtimestamp(heard.written, UTC)} if heard.written else {}
