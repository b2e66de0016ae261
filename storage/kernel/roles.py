"""Who has which role in what (`bot.work.Roles`)."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import Member
from bot.community.roles import Grant, Scope, ScopedRole, Standing
from storage.kernel.columns import AnyRow
from storage.kernel.database import insert
from storage.kernel.rows import MEMBER, as_member, gone_members
from storage.kernel.tables import accounts, communities, members, networks, scoped_roles

GRANT = tuple(
    scoped_roles.c[name].label(f"grant_{name}")
    for name in ("member_id", "role", "scope_kind", "scope_id", "granted_at", "granted_by")
)
"""The columns that `as_grant` reads, also beside those of members."""

THING = (scoped_roles.c.role, scoped_roles.c.scope_kind, scoped_roles.c.scope_id)
"""Which role in what: all of the key but whose it is."""

OLDEST_FIRST = (scoped_roles.c.granted_at, scoped_roles.c.member_id, *THING)


def as_grant(row: AnyRow) -> Grant:
    """Make a grant of the columns `GRANT`."""
    scope = Scope(row.grant_scope_kind, row.grant_scope_id)
    role, at = ScopedRole(row.grant_role), row.grant_granted_at
    return Grant(row.grant_member_id, role, scope, at, row.grant_granted_by)


class SqlRoles:
    """The roles of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def standing(self, member: Member) -> Standing:
        return Standing(member.role, tuple(await self.of(member.id)))

    async def grant(
        self, member: int, role: ScopedRole, scope: Scope, by: int | None, now: datetime
    ) -> bool:
        given = await self._connection.execute(
            insert(self._connection, scoped_roles)
            .values(member_id=member, role=role.value)
            .values(scope_kind=scope.kind, scope_id=scope.id)
            .values(granted_at=now, granted_by=by)
            .on_conflict_do_nothing()
        )
        return bool(given.rowcount)

    async def withdraw(self, member: int, role: ScopedRole, scope: Scope) -> bool:
        theirs = and_(scoped_roles.c.member_id == member, _is(role, scope))
        taken = await self._connection.execute(delete(scoped_roles).where(theirs))
        return bool(taken.rowcount)

    async def end(self, scope: Scope) -> None:
        await self._connection.execute(delete(scoped_roles).where(_within(scope)))

    async def of(self, member: int) -> Sequence[Grant]:
        return await self._all(scoped_roles.c.member_id == member)

    async def given_by(self, member: int) -> Sequence[Grant]:
        return await self._all(scoped_roles.c.granted_by == member)

    async def holders(self, role: ScopedRole, scope: Scope) -> list[Member]:
        holders = select(scoped_roles.c.member_id).where(_is(role, scope))
        rows = await self._connection.execute(
            select(*MEMBER).where(members.c.id.in_(holders)).order_by(members.c.id)
        )
        return [as_member(row) for row in rows]

    async def present_holders(self, role: ScopedRole, scope: Scope) -> list[Member]:
        holders = select(scoped_roles.c.member_id).where(_is(role, scope))
        gone = gone_members().where(accounts.c.member_id.in_(holders))
        there = select(*MEMBER).where(members.c.id.in_(holders), members.c.id.not_in(gone))
        rows = await self._connection.execute(there.order_by(members.c.id))
        return [as_member(row) for row in rows]

    async def names(self, scopes: Collection[Scope]) -> dict[Scope, str]:
        called: dict[Scope, str] = {}
        for kind, table in (("network", networks), ("community", communities)):
            ids = {scope.id for scope in scopes if scope.kind == kind}
            if ids:
                rows = select(table.c.id, table.c.name).where(table.c.id.in_(ids))
                found = await self._connection.execute(rows)
                called |= {Scope(kind, id_): name for id_, name in found}
        return called

    async def drop_all(self, member: int) -> None:
        given = update(scoped_roles).where(scoped_roles.c.granted_by == member)
        await self._connection.execute(given.values(granted_by=None))
        await self._connection.execute(
            delete(scoped_roles).where(scoped_roles.c.member_id == member)
        )

    async def _all(self, such: ColumnElement[bool]) -> list[Grant]:
        rows = await self._connection.execute(select(*GRANT).where(such).order_by(*OLDEST_FIRST))
        return [as_grant(row) for row in rows]


def _within(scope: Scope) -> ColumnElement[bool]:
    return and_(scoped_roles.c.scope_kind == scope.kind, scoped_roles.c.scope_id == scope.id)


def _is(role: ScopedRole, scope: Scope) -> ColumnElement[bool]:
    return and_(scoped_roles.c.role == role.value, _within(scope))
