"""Offers to become one person, and what is done of them (`bot.features.linking.ports.Links`)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import Account, Ref, Space
from bot.community.profiles import Profile, from_data, to_data
from bot.errors import Conflict
from bot.features.linking.domain import Link
from bot.ui.folding import address_key
from storage.kernel.columns import AnyRow, instant
from storage.kernel.direct import Direct
from storage.kernel.journal import Journal
from storage.kernel.merging import leave, limit_rights, rights
from storage.kernel.store import Store
from storage.kernel.tables import accounts, members, spaces
from storage.linking.tables import links
from storage.members.profiles import SqlMembers

_KEPT = {"town": "place"}
"""What a choice is kept as, if not by the name of the profile's field."""
_READ = {kept: name for name, kept in _KEPT.items()}


class SqlLinks:
    """Which accounts are to be, or have lately become, one person's."""

    def __init__(
        self, connection: AsyncConnection, members: SqlMembers, stores: Sequence[Store]
    ) -> None:
        self._connection = connection
        self._members = members
        self._merging = [store.merging for store in stores if store.merging]

    # Offers -----------------------------------------------------------------------------------

    async def offer(self, member: int, space: Space, account: Ref, now: datetime) -> Link:
        earlier = and_(links.c.space_id == space.id, links.c.account == account.id)
        await self._connection.execute(delete(links).where(earlier, links.c.before.is_(None)))
        added = await self._connection.execute(
            links.insert()
            .values(community_id=space.community, member_id=member, space_id=space.id)
            .values(account=account.id, at=now)
            .returning(links.c.id)
        )
        found = await self.get(int(added.scalar_one()))
        assert found is not None  # noqa: S101  # it was added just now
        return found

    async def get(self, id_: int) -> Link | None:
        return await self._one(_LINK.where(links.c.id == id_))

    async def offered_to(self, account: Ref, space: Ref) -> Link | None:
        its_own = and_(spaces.c.platform == space.platform, spaces.c.external_id == space.id)
        found = _LINK.where(its_own, links.c.account == account.id, links.c.before.is_(None))
        return await self._one(found)

    async def choose(self, id_: int, choices: Mapping[str, str]) -> None:
        await self._update(id_, choices=json.dumps(_renamed(choices, _KEPT)))

    async def withdraw(self, id_: int) -> None:
        await self._connection.execute(
            delete(links).where(links.c.id == id_, links.c.before.is_(None))
        )

    async def withdraw_all(self, member: int) -> None:
        await self._connection.execute(
            delete(links).where(links.c.member_id == member, links.c.before.is_(None))
        )

    # Becoming one -----------------------------------------------------------------------------

    async def lock(self, who: Sequence[int]) -> None:
        rows = select(members.c.id).where(members.c.id.in_(who)).order_by(members.c.id)
        locked = await self._connection.scalars(rows.with_for_update())
        if set(locked) != set(who):
            raise Conflict("one of them has gone meanwhile")

    async def attached(self, link: Link, now: datetime) -> None:
        await self._done(link, now, None, {"attached": True})

    async def merge(self, link: Link, gone: int, kept: int, merged: Profile, now: datetime) -> None:
        profiles = await self._members.profiles([gone, kept])
        journal = Journal(self._connection)
        await self._update(link.id, member_id=kept, before="")  # no mere offer any more
        for merging in self._merging:
            await merging.merge(self._connection, journal, gone, kept)
        await self._members.erase_profile(gone)
        await self._members.leave_networks(gone)
        await leave(self._connection, journal, gone, kept)
        await self._members.save(kept, merged, now)
        before = {
            "gone": to_data(profiles[gone]),
            "kept": to_data(profiles[kept]),
            "merged": to_data(merged),
            "journal": journal.as_text(),
        }
        await self._done(link, now, gone, before)

    async def undo(self, link: Link, now: datetime) -> None:
        before = json.loads(await self._before(link))
        await self._connection.execute(delete(links).where(links.c.id == link.id))
        if link.gone is None:
            await self._connection.execute(
                delete(accounts)
                .where(accounts.c.space_id == link.account.space)
                .where(accounts.c.external_id == link.account.ref.id)
                .where(accounts.c.member_id == link.member)
            )
            return
        await self._separate_profiles(link, before, now)
        as_one = await rights(self._connection, link.member)
        await Journal(self._connection).undo(before["journal"])
        former = await self._with_free_address(link, link.gone, from_data(before["gone"]))
        await self._members.save(link.gone, former, now)
        await limit_rights(self._connection, link.gone, as_one)  # some may have been taken since
        for merging in self._merging:
            if merging.part:
                await merging.part(self._connection, link.member, link.gone)

    async def _separate_profiles(
        self, link: Link, before: Mapping[str, Any], now: datetime
    ) -> None:
        """Give the one who is kept their former profile, but for what they changed since."""
        current, merged = (
            await self._members.profile(link.member),
            from_data(before["merged"]),
        )
        names = [field.name for field in fields(Profile)]
        changed = {
            n: getattr(current, n) for n in names if getattr(current, n) != getattr(merged, n)
        }
        former = replace(from_data(before["kept"]), **changed)
        former = await self._with_free_address(link, link.member, former)
        await self._members.save(link.member, former, now)

    async def _with_free_address(self, link: Link, member: int, profile: Profile) -> Profile:
        """The profile without an e-mail address that is somebody else's by now."""
        taken = select(members.c.id).where(
            members.c.community_id == link.community,
            members.c.email_key == (address_key(profile.email) or None),
            members.c.id.not_in((member, link.gone)),
        )
        return replace(profile, email="") if await self._connection.scalar(taken) else profile

    # For a day --------------------------------------------------------------------------------

    async def latest_of(self, member: int) -> Link | None:
        done = _LINK.where(links.c.member_id == member, links.c.before.is_not(None))
        return await self._one(done.order_by(links.c.at.desc(), links.c.id.desc()).limit(1))

    async def older(self, offered: datetime, done: datetime) -> list[Link]:
        rows = await _OLDER.all(self._connection, {"offered": offered, "done": done})
        return [_link(row) for row in rows]

    async def forget(self, id_: int) -> None:
        await self._connection.execute(delete(links).where(links.c.id == id_))

    async def concerning(self, member: int) -> list[Link]:
        return await self._all(_LINK.where(_concerns(member)).order_by(links.c.id))

    async def former(self, id_: int) -> Profile | None:
        text = await self._connection.scalar(select(links.c.before).where(links.c.id == id_))
        before = json.loads(text) if text else {}
        return from_data(before["gone"]) if "gone" in before else None

    async def drop_all(self, member: int) -> None:
        theirs = select(links.c.id).where(_concerns(member))
        await self._connection.execute(delete(links).where(links.c.id.in_(theirs)))

    async def _before(self, link: Link) -> str:
        """What there was before; one who undoes it at the same time gets a `Conflict`."""
        row = select(links.c.before).where(links.c.id == link.id).with_for_update()
        before: str | None = await self._connection.scalar(row)
        if before is None:
            raise Conflict("it was undone meanwhile")
        return before

    async def _done(
        self, link: Link, now: datetime, gone: int | None, before: Mapping[str, object]
    ) -> None:
        kept = json.dumps(before, ensure_ascii=False)
        await self._update(link.id, at=now, gone_id=gone, before=kept)

    async def _update(self, id_: int, **values: object) -> None:
        await self._connection.execute(update(links).where(links.c.id == id_).values(**values))

    async def _one(self, query: Select[Any]) -> Link | None:
        found = await self._all(query)
        return found[0] if found else None

    async def _all(self, query: Select[Any]) -> list[Link]:
        return [_link(row) for row in await self._connection.execute(query)]


_LINK = select(
    *(links.c[name] for name in ("id", "community_id", "member_id", "space_id", "account")),
    *(links.c[name] for name in ("choices", "at", "gone_id")),
    links.c.before.is_not(None).label("done"),
    *(spaces.c.platform, spaces.c.external_id),
).join(spaces, spaces.c.id == links.c.space_id)

_OLDER = Direct(
    _LINK.where(
        or_(
            and_(links.c.before.is_(None), links.c.at <= instant("offered")),
            and_(links.c.before.is_not(None), links.c.at <= instant("done")),
        )
    ).order_by(links.c.id)
)


def _link(row: AnyRow) -> Link:
    space = Ref(row.platform, row.external_id)
    account = Account(row.member_id, row.space_id, Ref(row.platform, row.account), space)
    choices = _renamed(json.loads(row.choices), _READ)
    return Link(
        row.id, row.community_id, row.member_id, account, choices, row.at, row.done, row.gone_id
    )


def _renamed(choices: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    return {names.get(field, field): keep for field, keep in choices.items()}


def _concerns(member: int) -> ColumnElement[bool]:
    their_account = (
        select(accounts.c.id)
        .where(accounts.c.member_id == member, accounts.c.space_id == links.c.space_id)
        .where(accounts.c.external_id == links.c.account)
    )
    return or_(links.c.member_id == member, their_account.exists())
