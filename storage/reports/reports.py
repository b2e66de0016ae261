"""Cases and reports (`bot.features.reports.ports.Reports`)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, Select, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.facts import Fact
from bot.community.reportables import Reportable
from bot.features.reports.domain import Case, Decision, Report
from storage.kernel.columns import AnyRow, instant
from storage.kernel.database import insert
from storage.kernel.direct import Direct
from storage.reports.tables import report_cases, reports

_CASE, _IT = report_cases.c, reports.c


class SqlReports:
    """What was reported, on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    # Reporting --------------------------------------------------------------------------------

    async def file(
        self, what: Reportable, by: int, word: str, now: datetime
    ) -> tuple[Case, int] | None:
        case = await self._open_case(what, now)
        new = insert(self._connection, reports).on_conflict_do_nothing()
        new = new.values(case_id=case.id, member_id=by, word=word, reported_at=now)
        if await self._connection.scalar(new.returning(_IT.case_id)) is None:
            return None
        its_own = update(report_cases).where(_CASE.id == case.id)
        await self._connection.execute(its_own.values(reported_at=now))
        count = select(func.count()).select_from(reports).where(_IT.case_id == case.id)
        return case, await self._connection.scalar(count) or 0

    async def _open_case(self, what: Reportable, now: datetime) -> Case:
        """The case of it that is open, with its row locked; there may be a new one."""
        about = {"kind": what.about.kind, "subject": what.about.subject}
        new = insert(self._connection, report_cases).on_conflict_do_nothing()
        await self._connection.execute(
            new.values(
                **about,
                community_id=what.community,
                title=what.title,
                author_id=next(iter(what.authors), None),
                opened_at=now,
                reported_at=now,
            )
        )
        its_own = and_(*(_CASE[name] == value for name, value in about.items()), _CASE.closed == 0)
        (found,) = await self._all(select(report_cases).where(its_own).with_for_update())
        return found

    async def filed_since(self, member: int, since: datetime) -> int:
        theirs = select(func.count()).where(_IT.member_id == member, _IT.reported_at > since)
        return await self._connection.scalar(theirs) or 0

    # Cases ------------------------------------------------------------------------------------

    async def get(self, case: int) -> Case | None:
        return next(iter(await self._all(select(report_cases).where(_CASE.id == case))), None)

    async def lock(self, case: int) -> Case | None:
        locked = select(report_cases).where(_CASE.id == case).with_for_update()
        return next(iter(await self._all(locked)), None)

    async def open(self, community: int) -> list[Case]:
        here = select(report_cases).where(_CASE.community_id == community, _CASE.closed == 0)
        return await self._all(here.order_by(_CASE.id))

    async def decided(self, community: int, limit: int) -> list[Case]:
        here = select(report_cases).where(_CASE.community_id == community, _CASE.closed != 0)
        return await self._all(here.order_by(_CASE.decided_at.desc(), _CASE.id).limit(limit))

    async def reports_of(self, case: int) -> Sequence[Report]:
        its_own = select(reports).where(_IT.case_id == case)
        rows = await self._connection.execute(its_own.order_by(_IT.reported_at, _IT.member_id))
        return [Report(row.case_id, row.member_id, row.word, row.reported_at) for row in rows]

    async def decide(self, case: int, decision: Decision, why: str, by: int, now: datetime) -> None:
        said = {"decision": decision.value, "why": why, "decided_by": by, "decided_at": now}
        its_own = update(report_cases).where(_CASE.id == case)
        await self._connection.execute(its_own.values(**said, closed=case))

    async def _all(self, query: Select[tuple[object, ...]]) -> list[Case]:
        return [_as_case(row) for row in await self._connection.execute(query)]

    # For a while only -------------------------------------------------------------------------

    async def any_before(self, when: datetime) -> bool:
        return await _OLD.first(self._connection, {"before": when}) is not None

    async def forget_before(self, when: datetime) -> list[Case]:
        old = await self._connection.execute(select(report_cases).where(_before(when)))
        cases = [_as_case(row) for row in old]
        await self._connection.execute(delete(report_cases).where(_before(when)))
        return cases

    # About one person -------------------------------------------------------------------------

    async def export(self, member: int) -> dict[str, object]:
        mine = select(report_cases, _IT.word, _IT.reported_at.label("on")).join(reports)
        mine = mine.where(_IT.member_id == member).order_by(_CASE.id)
        reported = [
            {**_told(row), "word": row.word, "reported": row.on.isoformat()}
            for row in await self._connection.execute(mine)
        ]
        taken = and_(_CASE.author_id == member, _CASE.decision == Decision.TAKEN_DOWN.value)
        return {
            "reported": reported,
            "taken down": await self._told(taken),
            "decided": await self._told(_CASE.decided_by == member),
        }

    async def _told(self, which: ColumnElement[bool]) -> list[dict[str, object]]:
        those = select(report_cases).where(which).order_by(_CASE.id)
        return [
            {**_told(row), "why": row.why, "on": row.decided_at.isoformat()}
            for row in await self._connection.execute(those)
        ]

    async def erase(self, member: int) -> None:
        await self._connection.execute(delete(reports).where(_IT.member_id == member))
        for column in (_CASE.author_id, _CASE.decided_by):
            theirs = update(report_cases).where(column == member)
            await self._connection.execute(theirs.values({column.name: None}))


def _before(when: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    return or_(_CASE.decided_at < when, and_(_CASE.closed == 0, _CASE.reported_at < when))


_OLD = Direct(select(_CASE.id).where(_before(instant("before"))).limit(1))


def _told(row: AnyRow) -> dict[str, object]:
    return {"what": row.title, "decision": row.decision or ""}


def _as_case(row: AnyRow) -> Case:
    return Case(
        row.id,
        row.community_id,
        Fact.of(row.kind, row.subject),
        row.title,
        row.author_id,
        row.opened_at,
        Decision(row.decision) if row.decision else None,
        row.decided_at,
        row.decided_by,
        row.why,
    )
