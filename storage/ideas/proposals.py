"""Ideas as they were proposed (`bot.features.ideas.ports.Proposals`)."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.roles import ScopedRole
from bot.features.ideas.domain import ALIVE, Details, Idea, IdeaState
from storage.ideas.tables import idea_interests, idea_networks, idea_places, ideas
from storage.kernel.columns import AnyRow, instant
from storage.kernel.direct import Direct
from storage.kernel.tables import scoped_roles

_STIRRED_EVERY = timedelta(hours=12)
"""A sign of life is not written again so soon: many may give one within a minute."""

_IT = idea_interests.c
_PROPOSES = (
    scoped_roles.c.role == ScopedRole.HOST.value,
    scoped_roles.c.scope_kind == "idea",
    scoped_roles.c.scope_id == ideas.c.id,
)
_QUIET = Direct(
    select(ideas.c.id).where(
        ideas.c.state == IdeaState.OPEN.value, ideas.c.stirred_at <= instant("since")
    )
)


class SqlProposals:
    """The ideas of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, community: int, details: Details, by: int, now: datetime) -> Idea:
        added = await self._connection.execute(
            ideas.insert()
            .values(**_values(details), community_id=community, made_by=by)
            .values(made_at=now, stirred_at=now)
            .returning(*ideas.c)
        )
        row = added.one()
        await self._belong(row.id, details)
        return _as_idea(row, (0, 0), details.networks, details.places)

    async def get(self, idea: int) -> Idea | None:
        found = await self._all(ideas.c.id == idea)
        return found[0] if found else None

    async def lock(self, idea: int) -> Idea | None:
        its_own = select(ideas.c.id).where(ideas.c.id == idea)
        await self._connection.execute(its_own.with_for_update(key_share=True))
        return await self.get(idea)

    async def change(self, idea: int, details: Details, now: datetime) -> None:
        await self._update(idea, **_values(details), stirred_at=now)
        for table in (idea_networks, idea_places):
            await self._connection.execute(delete(table).where(table.c.idea_id == idea))
        await self._belong(idea, details)

    async def delete(self, idea: int) -> None:
        await self._connection.execute(delete(ideas).where(ideas.c.id == idea))

    async def in_community(
        self, community: int, states: Collection[IdeaState], limit: int
    ) -> list[Idea]:
        newest = (
            select(ideas.c.id)
            .where(ideas.c.community_id == community, ideas.c.state.in_(states))
            .order_by(ideas.c.id.desc())
            .limit(limit)
        )
        ids = list(await self._connection.scalars(newest))
        return list(reversed(await self._all(ideas.c.id.in_(ids))))

    async def of_interested(self, member: int) -> list[Idea]:
        theirs = select(_IT.idea_id).where(_IT.member_id == member)
        ids = list(
            await self._connection.scalars(theirs.order_by(_IT.since.desc(), _IT.idea_id.desc()))
        )
        found = await self._all(ideas.c.id.in_(ids))
        return sorted(found, key=lambda idea: ids.index(idea.id))

    async def posted_by(self, member: int, since: datetime) -> int:
        theirs = select(func.count()).select_from(ideas)
        theirs = theirs.where(ideas.c.made_by == member, ideas.c.made_at > since)
        return int(await self._connection.scalar(theirs) or 0)

    async def become(self, idea: int, state: IdeaState, now: datetime) -> None:
        await self._update(idea, state=state.value, stirred_at=now)

    async def stir(self, idea: int, now: datetime) -> None:
        long_ago = ideas.c.stirred_at < now - _STIRRED_EVERY
        its_own = update(ideas).where(ideas.c.id == idea, long_ago)
        await self._connection.execute(its_own.values(stirred_at=now))

    async def asked(self, idea: int, now: datetime) -> None:
        await self._update(idea, asked_at=now)

    async def quiet(self, since: datetime) -> list[Idea]:
        rows = await _QUIET.all(self._connection, {"since": since})
        return await self._all(ideas.c.id.in_([row.id for row in rows])) if rows else []

    async def plan(self, idea: int, event: int, now: datetime) -> None:
        planned = {"state": IdeaState.PLANNED.value, "event_id": event, "held_at": None}
        await self._update(idea, **planned, stirred_at=now)

    async def of_event(self, event: int) -> list[Idea]:
        return await self._all(ideas.c.event_id == event)

    async def held(self, idea: int, at: datetime) -> None:
        first = update(ideas).where(ideas.c.id == idea, ideas.c.held_at.is_(None))
        await self._connection.execute(first.values(held_at=at))

    async def tell_outcome(self, idea: int, outcome: str) -> None:
        await self._update(idea, outcome=outcome)

    async def in_hands_of(self, member: int) -> list[Idea]:
        theirs = exists().where(*_PROPOSES, scoped_roles.c.member_id == member)
        return await self._all(ideas.c.state.in_(ALIVE), theirs)

    async def in_nobodys_hands(self, community: int) -> list[Idea]:
        nobodys = ~exists().where(*_PROPOSES)
        here = ideas.c.community_id == community
        return await self._all(here, ideas.c.state.in_(ALIVE), nobodys)

    async def _all(self, *such: ColumnElement[bool]) -> list[Idea]:
        """Ideas like this, by id, in four statements."""
        rows = (await self._connection.execute(select(ideas).where(*such).order_by("id"))).all()
        ids = [row.id for row in rows]
        if not ids:
            return []
        networks = await self._of(idea_networks, ids)
        places = await self._of(idea_places, ids)
        counts = await self._counts(ids)
        return [
            _as_idea(
                row, counts.get(row.id, (0, 0)), networks.get(row.id, ()), places.get(row.id, ())
            )
            for row in rows
        ]

    async def _counts(self, ids: Iterable[int]) -> dict[int, tuple[int, int]]:
        hosting = func.count().filter(_IT.can_host)
        rows = await self._connection.execute(
            select(_IT.idea_id, func.count(), hosting)
            .where(_IT.idea_id.in_(list(ids)))
            .group_by(_IT.idea_id)
        )
        return {idea: (interested, could) for idea, interested, could in rows}

    async def _of(self, table: Table, ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
        of, what = list(table.c)
        rows = await self._connection.execute(
            select(of, what).where(of.in_(list(ids))).order_by(of, what)
        )
        found: dict[int, tuple[int, ...]] = {}
        for idea, id_ in rows:
            found[idea] = (*found.get(idea, ()), id_)
        return found

    async def _update(self, idea: int, **values: object) -> None:
        await self._connection.execute(update(ideas).where(ideas.c.id == idea).values(**values))

    async def _belong(self, idea: int, details: Details) -> None:
        for table, name, ids in (
            (idea_networks, "network_id", details.networks),
            (idea_places, "place_id", details.places),
        ):
            if ids:
                rows = [{"idea_id": idea, name: id_} for id_ in dict.fromkeys(ids)]
                await self._connection.execute(table.insert(), rows)


def _values(details: Details) -> dict[str, object]:
    return {"title": details.title, "why": details.why, "topics": "\n".join(details.topics)}


def _as_idea(
    row: AnyRow, counts: tuple[int, int], networks: tuple[int, ...], places: tuple[int, ...]
) -> Idea:
    topics = tuple(filter(None, row.topics.split("\n")))
    return Idea(
        id=row.id,
        community=row.community_id,
        details=Details(row.title, row.why, topics, networks, places),
        state=IdeaState(row.state),
        made_by=row.made_by,
        made_at=row.made_at,
        stirred_at=row.stirred_at,
        asked_at=row.asked_at,
        event=row.event_id,
        held_at=row.held_at,
        outcome=row.outcome,
        interested=counts[0],
        hosting=counts[1],
    )
