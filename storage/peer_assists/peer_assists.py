"""Peer assists in one database (`bot.features.peer_assists.ports.PeerAssists`)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.facts import Fact
from bot.community.people import Ref
from bot.features.peer_assists.domain import (
    ALIVE,
    MOST_ASKED,
    Assist,
    AssistState,
    Request,
    Said,
    Step,
    room_of,
)
from bot.matching.pool import Candidate
from storage.introductions.candidates import candidates
from storage.kernel import database
from storage.kernel.audience import SqlAudience
from storage.kernel.columns import AnyRow, instant
from storage.kernel.direct import Direct
from storage.kernel.tables import members, places
from storage.peer_assists import personal, pool
from storage.peer_assists.tables import peer_assist_refusals, peer_assist_requests, peer_assists

_IT, _REQUEST = peer_assists.c, peer_assist_requests.c
_ENDED = _IT.state.in_([AssistState.OVER.value, AssistState.STOPPED.value])

_NOT_OVER = (AssistState.DRAFT, *ALIVE)


def _which(state: AssistState, *such: ColumnElement[bool]) -> Direct:
    """The ids of those in a state that are like this."""
    return Direct(select(_IT.id).where(_IT.state == state.value, *such).order_by(_IT.id))


_DUE = Direct(
    select(_IT.id)
    .where(_IT.state.in_([literal(state.value) for state in _NOT_OVER]))
    .where(_IT.until <= instant("now"))
)
_ASKING = _which(AssistState.ASKING, _IT.more_asked_at <= instant("asked_before"))
_OVER = _which(AssistState.OVER, _IT.ended_at > instant("after"), _IT.ended_at <= instant("before"))
_TO_CLOSE = _which(AssistState.OVER, _IT.ended_at <= instant("before"), ~_IT.room_closed)


class SqlPeerAssists:
    """The peer assists of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.audience = SqlAudience(connection, "peer_assist")

    async def add(self, assist: Assist) -> Assist:
        # Whoever asks twice at once waits here for the other, so that there is one draft.
        me = select(members.c.id).where(members.c.id == assist.asker)
        await self._connection.execute(me.with_for_update(key_share=True))
        former = and_(_IT.asker_id == assist.asker, _IT.state == AssistState.DRAFT.value)
        await self._connection.execute(delete(peer_assists).where(former))
        row = peer_assists.insert().values(**_values(assist), community_id=assist.community)
        row = row.values(asker_id=assist.asker, made_at=assist.made_at).returning(_IT.id)
        id_ = (await self._connection.execute(row)).scalar_one()
        found = await self.get(id_)
        assert found is not None  # noqa: S101  # it was written just now
        return found

    async def get(self, assist: int) -> Assist | None:
        return next(iter(await self._all(_IT.id == assist)), None)

    async def lock(self, assist: int) -> Assist | None:
        its_own = select(_IT.id).where(_IT.id == assist)
        await self._connection.execute(its_own.with_for_update())
        return await self.get(assist)

    async def save(self, assist: Assist) -> None:
        its_own = update(peer_assists).where(_IT.id == assist.id)
        await self._connection.execute(its_own.values(**_values(assist)))

    async def delete(self, assist: int) -> None:
        await self._connection.execute(delete(peer_assists).where(_IT.id == assist))

    async def forget_nobodys(self) -> None:
        await personal.forget_asker(self._connection, None)

    async def of(self, asker: int) -> list[Assist]:
        return await self._all(_IT.asker_id == asker)

    async def with_helper(self, member: int) -> list[Assist]:
        asked = select(_REQUEST.assist_id).where(_REQUEST.member_id == member)
        return await self._all(_IT.id.in_(asked))

    async def in_state(self, community: int, states: Collection[AssistState]) -> list[Assist]:
        such = _IT.state.in_([state.value for state in states])
        return await self._all(_IT.community_id == community, such)

    async def in_room(self, channel: Ref) -> Assist | None:
        subject = await self._connection.scalar(
            select(places.c.fact_subject).where(
                places.c.channel == str(channel), places.c.fact_kind == room_of(0).kind
            )
        )
        return await self.get(int(subject)) if subject else None

    # Who is asked -----------------------------------------------------------------------------

    async def may_be_asked(self, community: int, now: datetime) -> list[int]:
        return await pool.may_be_asked(self._connection, community, now)

    async def still_free(
        self, community: int, members: Collection[int], now: datetime
    ) -> list[int]:
        return await pool.still_free(self._connection, community, members, now)

    async def candidates(self, members: Collection[int], now: datetime) -> list[Candidate]:
        return await candidates(self._connection, members, now)

    async def ask(self, assist: int, members: Sequence[int], now: datetime) -> None:
        rows = [{"assist_id": assist, "member_id": each, "asked_at": now} for each in members]
        if rows:
            new = database.insert(self._connection, peer_assist_requests)
            await self._connection.execute(new.on_conflict_do_nothing(), rows)

    async def answer(self, assist: int, member: int, said: Said, now: datetime) -> None:
        its_own = update(peer_assist_requests).where(
            _REQUEST.assist_id == assist, _REQUEST.member_id == member
        )
        await self._connection.execute(its_own.values(said=said.value, said_at=now))

    async def refuse(self, member: int, now: datetime) -> None:
        new = database.insert(self._connection, peer_assist_refusals)
        new = new.values(member_id=member, since=now).on_conflict_do_nothing()
        await self._connection.execute(new)

    async def allow(self, member: int) -> bool:
        theirs = delete(peer_assist_refusals).where(peer_assist_refusals.c.member_id == member)
        return bool((await self._connection.execute(theirs)).rowcount)

    async def nobodys(self, community: int) -> list[Assist]:
        its_own = and_(_IT.community_id == community, _IT.asker_id.is_(None))
        return await self._all(its_own, _IT.case != "")

    # What falls due ---------------------------------------------------------------------------

    async def due(self, now: datetime) -> list[Assist]:
        return await self._those(_DUE, now=now)

    async def wanting_more(self, asked_before: datetime) -> list[Assist]:
        there = await self._those(_ASKING, asked_before=asked_before)
        return [each for each in there if each.wants_more and len(each.requests) < MOST_ASKED]

    async def ended(self, after: datetime, before: datetime) -> list[Assist]:
        return await self._those(_OVER, after=after, before=before)

    async def rooms_to_close(self, ended_before: datetime) -> list[int]:
        rows = await _TO_CLOSE.all(self._connection, {"before": ended_before})
        return [row.id for row in rows]

    async def forget_unanswered(self, ended_before: datetime) -> None:
        old = select(_IT.id).where(_ENDED, _IT.ended_at <= ended_before)
        came = _REQUEST.said.in_([Said.YES.value, Said.LEFT.value])
        its_own = delete(peer_assist_requests).where(_REQUEST.assist_id.in_(old), ~came)
        await self._connection.execute(its_own)
        nobodys = and_(_ENDED, _IT.ended_at <= ended_before, _IT.asker_id.is_(None))
        await self._connection.execute(delete(peer_assists).where(nobodys))

    # People -----------------------------------------------------------------------------------

    async def export(self, member: int) -> dict[str, object]:
        return await personal.export(self._connection, member)

    async def erase(self, member: int) -> None:
        await personal.erase(self._connection, member)

    async def _those(self, which: Direct, **instants: datetime) -> list[Assist]:
        rows = await which.all(self._connection, instants)
        return await self._all(_IT.id.in_([row.id for row in rows])) if rows else []

    async def _all(self, *such: ColumnElement[bool]) -> list[Assist]:
        """Those like this, the newest first, in two statements, or one."""
        found = select(peer_assists).where(*such).order_by(_IT.made_at.desc(), _IT.id.desc())
        rows = (await self._connection.execute(found)).all()
        if not rows:
            return []
        requests: dict[int, list[Request]] = defaultdict(list)
        its_own = select(peer_assist_requests).where(
            _REQUEST.assist_id.in_([row.id for row in rows])
        )
        order = (_REQUEST.said_at, _REQUEST.asked_at, _REQUEST.member_id)
        for each in await self._connection.execute(its_own.order_by(*order)):
            request = Request(each.member_id, each.asked_at, Said(each.said), each.said_at)
            requests[each.assist_id].append(request)
        return [_as_assist(row, tuple(requests[row.id])) for row in rows]


def _as_assist(row: AnyRow, requests: tuple[Request, ...]) -> Assist:
    return Assist(
        id=row.id,
        community=row.community_id,
        asker=row.asker_id or 0,
        case=row.case,
        more=row.more,
        times=row.times,
        made_at=row.made_at,
        until=row.until,
        named=row.named,
        about=Fact(row.about_kind, row.about_subject) if row.about_kind else None,
        state=AssistState(row.state),
        step=Step(row.step),
        asked_at=row.asked_at,
        more_asked_at=row.more_asked_at,
        reminded=row.reminded,
        moved_at=row.moved_at,
        ended_at=row.ended_at,
        room_closed=row.room_closed,
        takeaway=row.takeaway,
        shared=row.shared,
        outcome=row.outcome,
        outcome_shared=row.outcome_shared,
        requests=requests,
    )


def _values(assist: Assist) -> dict[str, object]:
    names = ("case", "more", "times", "named", "asked_at", "more_asked_at", "until", "reminded")
    more = (
        "moved_at",
        "ended_at",
        "room_closed",
        "takeaway",
        "shared",
        "outcome",
        "outcome_shared",
    )
    return {name: getattr(assist, name) for name in (*names, *more)} | {
        "state": assist.state.value,
        "step": int(assist.step),
        "about_kind": assist.about.kind if assist.about else None,
        "about_subject": assist.about.subject if assist.about else None,
    }
