"""Help that is asked for (`bot.features.challenges.help_requests.ports`)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.challenges.help_requests.domain import (
    HelpQuestion,
    HelpRequest,
    Said,
)
from bot.matching.pool import Candidate
from storage.challenges.commitment_tables import (
    commitment_help_questions,
    commitment_help_refusals,
    commitment_help_requests,
    commitments,
)
from storage.introductions.candidates import candidates
from storage.introductions.tables import pauses
from storage.kernel.columns import AnyRow, instant
from storage.kernel.database import insert
from storage.kernel.direct import Direct
from storage.kernel.tables import accounts, members, spaces

_IT, _ASKED = commitment_help_requests.c, commitment_help_questions.c
_SEARCHING = Direct(select(_IT.id).where(_IT.search_at <= instant("now"), _IT.closed_at.is_(None)))


class SqlHelpRequests:
    """The requests of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        commitment: int,
        need: str,
        now: datetime,
        *,
        named: bool,
        group: bool,
        search_at: datetime | None,
    ) -> HelpRequest:
        new = commitment_help_requests.insert().values(
            commitment_id=commitment,
            need=need,
            named=named,
            in_group=group,
            asked_at=now,
            search_at=search_at,
        )
        id_ = int(await self._connection.scalar(new.returning(_IT.id)) or 0)
        found = await self.get(id_)
        assert found  # noqa: S101  # it was just written
        return found

    async def get(self, request: int) -> HelpRequest | None:
        found = await self._some(_IT.id == request)
        return found[0] if found else None

    async def lock(self, request: int) -> HelpRequest | None:
        its_own = select(_IT.id).where(_IT.id == request)
        await self._connection.execute(its_own.with_for_update(key_share=True))
        return await self.get(request)

    async def of(self, *commitments_: int) -> list[HelpRequest]:
        if not commitments_:
            return []
        return await self._some(_IT.commitment_id.in_(commitments_))

    async def helpers(self, commitments_: Collection[int]) -> dict[int, list[int]]:
        if not commitments_:
            return {}
        rows = await self._connection.execute(
            select(_IT.commitment_id, _ASKED.member_id)
            .join(commitment_help_questions, _ASKED.request_id == _IT.id)
            .where(_IT.commitment_id.in_(sorted(commitments_)), _ASKED.said == Said.YES.value)
            .order_by(_IT.id, _ASKED.asked_at, _ASKED.member_id)
        )
        found: dict[int, list[int]] = {}
        for commitment, member in rows:
            helping = found.setdefault(commitment, [])
            if member not in helping:
                helping.append(member)
        return found

    async def made_since(self, member: int, since: datetime) -> int:
        counted = (
            select(func.count())
            .select_from(commitment_help_requests)
            .join(commitments, commitments.c.id == _IT.commitment_id)
            .where(commitments.c.member_id == member, _IT.asked_at > since, _IT.need != "")
        )
        return int(await self._connection.scalar(counted) or 0)

    async def searching(self, now: datetime) -> list[HelpRequest]:
        rows = await _SEARCHING.all(self._connection, {"now": now})
        return await self._some(_IT.id.in_([row.id for row in rows])) if rows else []

    async def searched(self, request: int, again_at: datetime | None) -> None:
        its_own = update(commitment_help_requests).where(_IT.id == request)
        await self._connection.execute(its_own.values(waves=_IT.waves + 1, search_at=again_at))

    async def close(self, request: int, now: datetime) -> None:
        its_own = update(commitment_help_requests).where(_IT.id == request)
        await self._connection.execute(its_own.values(closed_at=now, search_at=None))

    async def ask(self, request: int, member: int, now: datetime, said: Said) -> None:
        new = insert(self._connection, commitment_help_questions).values(
            request_id=request, member_id=member, said=said.value, asked_at=now
        )
        key = [_ASKED.request_id, _ASKED.member_id]
        new = new.on_conflict_do_update(index_elements=key, set_={"said": said.value})
        await self._connection.execute(new)

    async def questions(self, request: int) -> list[HelpQuestion]:
        rows = await self._connection.execute(
            select(commitment_help_questions)
            .where(_ASKED.request_id == request)
            .order_by(_ASKED.asked_at, _ASKED.member_id)
        )
        return [HelpQuestion(row.request_id, row.member_id, Said(row.said)) for row in rows]

    async def refuse(self, member: int, now: datetime) -> None:
        new = insert(self._connection, commitment_help_refusals)
        refused = new.values(member_id=member, since=now).on_conflict_do_nothing()
        await self._connection.execute(refused)

    async def welcome(self, member: int) -> None:
        theirs = commitment_help_refusals.c.member_id == member
        await self._connection.execute(delete(commitment_help_refusals).where(theirs))

    async def may_be_asked(self, community: int, now: datetime) -> list[int]:
        me = members.c.id
        pausing = exists().where(pauses.c.member_id == me, pauses.c.until > now)
        refusing = exists().where(commitment_help_refusals.c.member_id == me)
        there = (
            exists()
            .where(accounts.c.member_id == me, accounts.c.gone_at.is_(None))
            .where(spaces.c.id == accounts.c.space_id, spaces.c.lost_at.is_(None))
        )
        waiting = and_(_IT.closed_at.is_(None), _ASKED.said == Said.NOTHING.value)
        busy = exists().where(_ASKED.member_id == me, _IT.id == _ASKED.request_id, waiting)
        found = select(me).where(members.c.community_id == community, there)
        found = found.where(~pausing, ~refusing, ~busy)
        return list(await self._connection.scalars(found.order_by(me)))

    async def candidates(self, who: Collection[int], now: datetime) -> list[Candidate]:
        return await candidates(self._connection, who, now)

    async def _some(self, *such: ColumnElement[bool]) -> list[HelpRequest]:
        rows = await self._connection.execute(
            select(commitment_help_requests, commitments.c.member_id, commitments.c.community_id)
            .join(commitments, commitments.c.id == _IT.commitment_id)
            .where(*such)
            .order_by(_IT.id)
        )
        return [_as_request(row) for row in rows]


def _as_request(row: AnyRow) -> HelpRequest:
    return HelpRequest(
        row.id,
        row.commitment_id,
        row.community_id,
        row.member_id,
        row.need,
        row.named,
        row.in_group,
        row.asked_at,
        row.waves,
        row.search_at,
        row.closed_at,
    )
