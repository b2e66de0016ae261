"""Finding people and places (`bot.community.ports.PeopleBook`)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    join,
    select,
    update,
)

from bot.community.domain_events import MemberChanged
from bot.community.people import (
    Account,
    AccountInfo,
    ActingMember,
    Community,
    Member,
    Reach,
    Ref,
    Space,
)
from bot.community.roles import Role
from bot.ui.folding import address_key, folded
from storage.kernel import names
from storage.kernel.communities import SqlCommunities, is_space
from storage.kernel.delivery_tables import live_views
from storage.kernel.direct import Direct
from storage.kernel.roles import GRANT, OLDEST_FIRST, as_grant
from storage.kernel.rows import (
    ACCOUNT,
    MEMBER,
    account_behind,
    as_account,
    as_member,
    as_space,
    gone_members,
)
from storage.kernel.tables import accounts, communities, members, scoped_roles, spaces

_theirs = accounts.alias("theirs")
_KEEPS_HOME = (
    exists()
    .where(live_views.c.account_id == _theirs.c.id, _theirs.c.member_id == members.c.id)
    .label("keeps_home")
)


class SqlPeople(SqlCommunities):
    """The people of one database."""

    async def member(self, member: int) -> Member | None:
        return (await self.members([member])).get(member)

    async def members(self, ids: list[int]) -> dict[int, Member]:
        found = await self._all(select(*MEMBER).where(members.c.id.in_(ids)))
        return {member.id: member for member in found}

    async def member_behind(self, account: Ref, space: Ref) -> Member | None:
        found = await self._all(_behind(select(*MEMBER), account, space))
        return found[0] if found else None

    async def acting_member(self, account: Ref, space: Ref) -> ActingMember | None:
        values = {"account": account.id, "platform": space.platform, "space": space.id}
        rows = await _ACTING.all(self._connection, values)  # one for each role in a single thing
        if not rows:
            return None
        me, first = as_member(rows[0]), rows[0]
        grants = tuple(as_grant(row) for row in rows if row.grant_role is not None)
        its = Community(me.community, first.community)
        gone = first.gone_at is not None
        return ActingMember(me, its, grants, first.keeps_home, gone)

    async def called(self, community: int, name: str, *, by_email: bool = False) -> list[Member]:
        return await names.called(self._connection, community, name, by_email=by_email)

    async def first_named(self, community: int, name: str, limit: int = 2) -> list[Member]:
        return await names.begins(self._connection, community, name, limit)

    async def named_like(self, community: int, name: str, limit: int = 5) -> list[Member]:
        return await names.named_like(self._connection, community, name, limit)

    async def with_role(self, community: int, role: Role) -> list[Member]:
        return await self._all(
            select(*MEMBER).where(members.c.community_id == community, members.c.role >= role)
        )

    async def account(self, account: Ref, space: Ref) -> Account | None:
        found = await self._connection.execute(
            select(*ACCOUNT)
            .join(spaces, spaces.c.id == accounts.c.space_id)
            .where(accounts.c.external_id == account.id, is_space(space))
        )
        row = found.one_or_none()
        return as_account(row) if row else None

    async def accounts_in(self, space: Ref, members: Collection[int]) -> dict[int, Ref]:
        if not members:
            return {}
        rows = await self._connection.execute(
            select(accounts.c.member_id, accounts.c.external_id)
            .join(spaces, spaces.c.id == accounts.c.space_id)
            .where(accounts.c.member_id.in_(members), is_space(space))
            .order_by(accounts.c.id.desc())
        )
        return {row.member_id: Ref(space.platform, row.external_id) for row in rows}

    async def accounts_of(self, member: int) -> list[Account]:
        rows = await self._connection.execute(
            select(*ACCOUNT)
            .join(spaces, spaces.c.id == accounts.c.space_id)
            .where(accounts.c.member_id == member)
            .order_by(accounts.c.id)
        )
        return [as_account(row) for row in rows]

    async def has_gone(self, member: int) -> bool:
        return bool(await self.gone([member]))

    async def gone(self, members_: Collection[int]) -> frozenset[int]:
        theirs = gone_members().where(accounts.c.member_id.in_(list(members_)))
        return frozenset((await self._connection.scalars(theirs)).all())

    async def everywhere(self, account: Ref) -> list[Account]:
        rows = await self._connection.execute(
            select(*ACCOUNT)
            .join(spaces, spaces.c.id == accounts.c.space_id)
            .where(spaces.c.platform == account.platform, accounts.c.external_id == account.id)
            .where(spaces.c.lost_at.is_(None))
            .order_by(accounts.c.id)
        )
        return [as_account(row) for row in rows]

    async def with_email(self, community: int, email: str) -> Member | None:
        key = address_key(email)
        if not key:
            return None
        found = await self._all(
            select(*MEMBER).where(members.c.community_id == community, members.c.email_key == key)
        )
        return found[0] if found else None

    async def known_as(self, community: int, account: Ref) -> Member | None:
        its_own = select(accounts.c.member_id).join(spaces, spaces.c.id == accounts.c.space_id)
        its_own = its_own.where(accounts.c.external_id == account.id)
        its_own = its_own.where(spaces.c.platform == account.platform, spaces.c.platform != "web")
        here = select(*MEMBER).where(members.c.community_id == community)
        found = await self._all(here.where(members.c.id.in_(its_own)))
        return found[0] if found else None

    async def attach(self, member: int, space: Space, account: Ref, who: AccountInfo) -> None:
        await self._connection.execute(
            accounts.insert().values(
                member_id=member,
                space_id=space.id,
                external_id=account.id,
                name=who.name,
                zone=who.zone,
            )
        )
        await self._learn_zone(member, who.zone)

    async def follow(
        self, account: Ref, space: Ref, who: AccountInfo, now: datetime
    ) -> MemberChanged | None:
        found = await self._connection.execute(
            select(accounts.c.id, accounts.c.member_id, accounts.c.name, accounts.c.zone)
            .add_columns(accounts.c.gone_at)
            .where(accounts.c.id.in_(account_behind(account, space)))
        )
        known = found.one_or_none()
        if known is None:
            return None
        gone_at = (known.gone_at or now) if who.kind == "gone" else None
        news = {"name": who.name or known.name, "zone": who.zone or known.zone}
        told = {"gone_at": gone_at, "doubted_at": None, "told_at": now}
        await self._connection.execute(
            update(accounts).where(accounts.c.id == known.id).values(**told, **news)
        )
        key = folded(news["name"])
        changed = 0
        for column, values in (
            (members.c.name, {"name": news["name"], "name_key": key}),
            (members.c.zone, {"zone": news["zone"]}),
        ):
            former = getattr(known, column.name)
            if former and former != news[column.name]:
                its_own = update(members).where(members.c.id == known.member_id, column == former)
                changed += (await self._connection.execute(its_own.values(**values))).rowcount
        if who.locale:
            await self.set_locale(known.member_id, who.locale)
        await self._learn_zone(known.member_id, who.zone)
        return MemberChanged(known.member_id, known.name) if changed else None

    async def _learn_zone(self, member: int, zone: str) -> None:
        """What a chat tells is known from then on, if it was not before."""
        if zone:
            unknown = update(members).where(members.c.id == member, ~members.c.zone_known)
            await self._connection.execute(unknown.values(zone=zone, zone_known=True))

    async def set_locale(self, member: int, locale: str) -> None:
        await self._connection.execute(
            update(members)
            .where(members.c.id == member, members.c.locale != locale)
            .values(locale=locale)
        )

    async def reach(self, member: int) -> Reach:
        return (await self.reach_of_each([member]))[member]

    async def reach_of_each(self, members_: Collection[int]) -> dict[int, Reach]:
        in_use = accounts.c.gone_at.is_(None)
        there = (accounts.c.space_id == spaces.c.id) & spaces.c.lost_at.is_(None)
        used = join(accounts, spaces, there & in_use)
        rows = await self._connection.execute(
            select(members.c.id.label("member"), members.c.reached_in, spaces)
            .outerjoin_from(members, used, accounts.c.member_id == members.c.id)
            .where(members.c.id.in_(members_))
            .order_by(members.c.id, spaces.c.id)
        )
        found = {member: Reach((), None) for member in members_}
        for row in rows:
            known = dict.fromkeys(found[row.member].spaces)
            there_ = (*known, as_space(row)) if row.id is not None else tuple(known)
            found[row.member] = Reach(tuple(dict.fromkeys(there_)), row.reached_in)
        return found

    async def closed_in(self, member: int) -> list[Space]:
        closed = _uses(member, accounts.c.closed_at.is_not(None))
        rows = await self._connection.execute(select(spaces).where(closed).order_by(spaces.c.id))
        return [as_space(row) for row in rows]

    async def reached_in(self, member: int) -> Space | None:
        found = await self._connection.execute(
            select(spaces)
            .join(members, members.c.reached_in == spaces.c.id)
            .where(members.c.id == member)
        )
        row = found.one_or_none()
        return as_space(row) if row else None

    async def reach_in(self, member: int, space: int | None) -> None:
        await self._connection.execute(
            update(members).where(members.c.id == member).values(reached_in=space)
        )

    async def _all(self, query: Select[Any]) -> list[Member]:
        in_turn = query.order_by(members.c.id)
        return [as_member(row) for row in await self._connection.execute(in_turn)]


def _behind(people: Select[Any], account: Ref, space: Ref) -> Select[Any]:
    """Of some members, the one who uses this account in this space."""
    return (
        people.join(accounts, accounts.c.member_id == members.c.id)
        .join(spaces, spaces.c.id == accounts.c.space_id)
        .where(accounts.c.external_id == account.id, is_space(space))
    )


def _uses(member: int, *such: ColumnElement[bool]) -> ColumnElement[bool]:
    """In which spaces Kindred is, and a member has `such` an account in use."""
    its_own = select(accounts.c.space_id).where(
        accounts.c.member_id == member, accounts.c.gone_at.is_(None), *such
    )
    return and_(spaces.c.id.in_(its_own), spaces.c.lost_at.is_(None))


def _acting() -> Direct:
    who = select(*MEMBER, communities.c.name.label("community"), _KEEPS_HOME, *GRANT)
    who = who.add_columns(accounts.c.gone_at)
    who = who.join(communities, communities.c.id == members.c.community_id)
    who = who.outerjoin(scoped_roles, scoped_roles.c.member_id == members.c.id)
    who = who.join(accounts, accounts.c.member_id == members.c.id)
    who = who.join(spaces, spaces.c.id == accounts.c.space_id)
    there = spaces.c.platform == bindparam("platform"), spaces.c.external_id == bindparam("space")
    its_own = accounts.c.external_id == bindparam("account")
    return Direct(who.where(its_own, *there).order_by(*OLDEST_FIRST))


_ACTING = _acting()
