"""Introductions that members suggest (`bot.features.introductions.ports.Suggestions`)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    and_,
    delete,
    exists,
    func,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.questions import MOST_A_WEEK
from bot.features.introductions.domain import Participant
from bot.features.introductions.suggestions.domain import LAPSES, WEEK, Suggestion
from bot.features.members.domain import Viewer
from bot.matching.ports import Pair
from storage.introductions.participants import participants
from storage.introductions.refusals import refusals
from storage.introductions.tables import pauses, suggestions
from storage.kernel.columns import AnyRow, instant
from storage.kernel.direct import Direct
from storage.kernel.questions import asked_since
from storage.kernel.tables import members

_IT = suggestions.c
_YES, _NO = "yes", "no"
_SINCE = func.coalesce(_IT.asked_at, _IT.made_at)


class SeenProfiles(Protocol):
    """Whose profiles somebody may see."""

    async def viewer(self, member: int, community: int) -> Viewer: ...

    async def seen_among(self, viewer: Viewer, those: Collection[int]) -> set[int]: ...


class SqlSuggestions:
    """Who suggested whom to whom, and what the two of them said."""

    def __init__(self, connection: AsyncConnection, directory: SeenProfiles) -> None:
        self._connection = connection
        self._directory = directory

    async def lock(self, who: Collection[int]) -> None:
        rows = select(members.c.id).where(members.c.id.in_(sorted(who))).order_by(members.c.id)
        await self._connection.execute(rows.with_for_update(key_share=True))

    async def made_since(self, by: int, since: datetime) -> int:
        count = select(func.count()).where(_IT.by_id == by, _IT.made_at > since, _IT.after == "")
        return int((await self._connection.execute(count)).scalar_one())

    async def on_its_way(self, two: Pair, now: datetime) -> Suggestion | None:
        found = await self._all(
            select(suggestions)
            .where(_IT.one_id == min(two), _IT.other_id == max(two))
            .where(not_(_IT.echo), now - LAPSES < _SINCE)
            .order_by(_IT.id.desc())
            .limit(1)
        )
        return found[0] if found else None

    async def add(
        self,
        community: int,
        by: int,
        two: Pair,
        why: str,
        now: datetime,
        *,
        echo: bool,
        after: str = "",
    ) -> int:
        one, other = min(two), max(two)
        added = await self._connection.execute(
            suggestions.insert()
            .values(
                community_id=community,
                by_id=by,
                one_id=one,
                other_id=other,
                why=why,
                one_said=_YES if by == one or after else "",
                other_said=_YES if by == other or after else "",
                after=after,
                made_at=now,
                echo=echo,
            )
            .returning(_IT.id)
        )
        return int(added.scalar_one())

    async def get(self, id_: int) -> Suggestion | None:
        found = await self._all(select(suggestions).where(_IT.id == id_))
        return found[0] if found else None

    async def asked_of(self, member: int) -> list[Suggestion]:
        never = refusals([member]).subquery()
        them = never.c.other_id.in_([_IT.one_id, _IT.other_id, _IT.by_id])
        return await self._all(
            select(suggestions)
            .where(or_(_IT.one_id == member, _IT.other_id == member))
            .where(_IT.by_id != member, _IT.asked_at.is_not(None))
            .where(~select(never.c.other_id).where(them).exists())
            .order_by(_IT.id.desc())
        )

    async def say(self, id_: int, member: int, *, yes: bool) -> None:
        for mine, said in ((_IT.one_id, "one_said"), (_IT.other_id, "other_said")):
            await self._connection.execute(
                update(suggestions)
                .where(_IT.id == id_, mine == member)
                .values({said: _YES if yes else _NO})
            )

    async def ready(self, now: datetime) -> list[Suggestion]:
        rows = await _ALL_READY.all(self._connection, _by(now))
        return [_suggestion(row) for row in rows]

    async def is_ready(self, id_: int, now: datetime) -> bool:
        found = await self._connection.execute(_READY.where(_IT.id == id_), _by(now))
        return found.first() is not None

    async def asked(self, id_: int, now: datetime) -> None:
        await self._connection.execute(
            update(suggestions).where(_IT.id == id_).values(asked_at=now)
        )

    async def opened(self, id_: int, now: datetime) -> bool:
        noted = await self._connection.execute(
            update(suggestions).where(_IT.id == id_, _IT.opened_at.is_(None)).values(opened_at=now)
        )
        return bool(noted.rowcount)

    async def people(self, who: Sequence[int]) -> list[Participant]:
        found = await participants(self._connection, who)
        return [found[member] for member in who if member in found]

    async def shown_to(self, viewer: int, who: Collection[int]) -> dict[int, Participant]:
        found = await participants(self._connection, list(who)) if who else {}
        community = await self._connection.scalar(
            select(members.c.community_id).where(members.c.id == viewer)
        )
        if not found or community is None:
            return {}
        looking = await self._directory.viewer(viewer, community)
        seen = await self._directory.seen_among(looking, found)
        return {
            id_: person if id_ in seen else Participant(person.id, person.name, person.zone)
            for id_, person in found.items()
        }

    async def concerning(self, member: int) -> list[Suggestion]:
        return await self._all(select(suggestions).where(_concerns(member)).order_by(_IT.id))

    async def erase(self, member: int) -> None:
        await self._connection.execute(delete(suggestions).where(_concerns(member)))

    async def _all(self, query: Select[Any]) -> list[Suggestion]:
        return [_suggestion(row) for row in await self._connection.execute(query)]


def _can_go_on() -> list[ColumnElement[bool]]:
    """Of the two nobody has said no or is on a break; and it is time: to be asked `_by` when."""
    two = (_IT.one_id, _IT.other_id)
    pausing = exists().where(pauses.c.member_id.in_(two), pauses.c.until > instant("now"))
    time_to_ask = and_(
        _IT.asked_at.is_(None),
        or_(_IT.one_said == _YES, _has_time(_IT.one_id)),
        or_(_IT.other_said == _YES, _has_time(_IT.other_id)),
    )
    return [
        _IT.opened_at.is_(None),
        not_(_IT.echo),
        instant("lapsed") < _SINCE,
        _IT.one_said != _NO,
        _IT.other_said != _NO,
        ~pausing,
        or_(and_(_IT.one_said == _YES, _IT.other_said == _YES), time_to_ask),
    ]


def _has_time(member: Column[int]) -> ColumnElement[bool]:
    """Whether another question this week would not be too much for one of the two."""
    return asked_since(member, instant("a_week_ago")) < MOST_A_WEEK


_READY = select(suggestions).where(*_can_go_on()).order_by(_IT.id)
_ALL_READY = Direct(_READY)


def _by(now: datetime) -> dict[str, datetime]:
    """The instants that `_READY` is asked by."""
    return {"now": now, "lapsed": now - LAPSES, "a_week_ago": now - WEEK}


def _concerns(member: int) -> ColumnElement[bool]:
    return or_(_IT.by_id == member, _IT.one_id == member, _IT.other_id == member)


def _suggestion(row: AnyRow) -> Suggestion:
    said = {row.one_id: row.one_said, row.other_id: row.other_said}
    return Suggestion(
        id=row.id,
        community=row.community_id,
        by=row.by_id,
        two=(row.one_id, row.other_id),
        why=row.why,
        said={member: answer == _YES for member, answer in said.items() if answer},
        made_at=row.made_at,
        asked_at=row.asked_at,
        opened_at=row.opened_at,
        after=row.after,
    )
