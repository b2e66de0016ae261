"""Who takes part in programmes, who pauses, and who is never to be introduced to whom."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import Ref
from bot.community.pseudonyms import Pseudonyms
from bot.features.introductions.domain import Participants, Programme
from storage.introductions.erased import anybody_was_erased, restore
from storage.introductions.gatherings import been_at
from storage.introductions.participants import PERSON, PROFILE, as_participant, networks_of
from storage.introductions.programmes import as_programme
from storage.introductions.refusals import allow, refusals, unknown
from storage.introductions.tables import (
    never,
    never_accounts,
    pauses,
    programme_members,
    programmes,
    round_answers,
)
from storage.kernel.database import insert
from storage.kernel.tables import accounts, members, spaces
from storage.members.tables import profiles


class SqlMembership:
    """Members of programmes."""

    def __init__(self, connection: AsyncConnection, pseudonyms: Pseudonyms) -> None:
        self._connection = connection
        self._pseudonyms = pseudonyms

    async def join(self, programme: int, member: int, now: datetime) -> bool:
        joined = await self._connection.execute(
            insert(self._connection, programme_members)
            .values(programme_id=programme, member_id=member, joined_at=now)
            .on_conflict_do_update(
                index_elements=["programme_id", "member_id"],
                set_={"state": "in", "joined_at": now},
                where=programme_members.c.state == "left",
            )
        )
        return bool(joined.rowcount)

    async def leave(self, programme: int, member: int) -> bool:
        left = await self._connection.execute(
            update(programme_members)
            .where(programme_members.c.programme_id == programme)
            .where(programme_members.c.member_id == member, programme_members.c.state == "in")
            .values(state="left")
        )
        return bool(left.rowcount)

    async def joined(self, member: int) -> frozenset[int]:
        rows = await self._connection.execute(
            select(programme_members.c.programme_id)
            .where(programme_members.c.member_id == member)
            .where(programme_members.c.state == "in")
        )
        return frozenset(rows.scalars())

    async def pause(self, member: int, until: datetime) -> None:
        await self._connection.execute(
            insert(self._connection, pauses)
            .values(member_id=member, until=until)
            .on_conflict_do_update(index_elements=["member_id"], set_={"until": until})
        )

    async def resume(self, member: int) -> None:
        await self._connection.execute(delete(pauses).where(pauses.c.member_id == member))

    async def paused_until(self, member: int, now: datetime) -> datetime | None:
        found = await self._connection.execute(
            select(pauses.c.until).where(pauses.c.member_id == member, pauses.c.until > now)
        )
        until: datetime | None = found.scalar_one_or_none()
        return until

    async def say(self, programme: int, number: int, member: int, coming: bool) -> None:
        await self._connection.execute(
            insert(self._connection, round_answers)
            .values(programme_id=programme, number=number, member_id=member, coming=coming)
            .on_conflict_do_update(
                index_elements=["programme_id", "number", "member_id"], set_={"coming": coming}
            )
        )

    async def statuses(
        self, member: int, community: int
    ) -> list[tuple[Programme, bool, bool | None]]:
        its, answered = programme_members.c, round_answers.c
        mine = and_(its.programme_id == programmes.c.id, its.member_id == member)
        about = and_(
            answered.programme_id == programmes.c.id,
            answered.number == programmes.c.number,
            answered.member_id == member,
        )
        rows = await self._connection.execute(
            select(programmes, its.state.label("mine"), answered.coming)
            .outerjoin_from(programmes, programme_members, mine)
            .outerjoin(round_answers, about)
            .where(programmes.c.community_id == community, programmes.c.state == "running")
            .order_by(programmes.c.id)
        )
        return [(as_programme(row), row.mine == "in", row.coming) for row in rows]

    async def forget_what_was_said(self, programme: int, number: int) -> None:
        await self._connection.execute(
            delete(round_answers).where(
                round_answers.c.programme_id == programme, round_answers.c.number == number
            )
        )

    async def refuse(self, member: int, other: int, now: datetime) -> bool:
        said = await self._connection.execute(
            insert(self._connection, never)
            .values(member_id=member, other_id=other, said_at=now)
            .on_conflict_do_nothing()
        )
        return bool(said.rowcount)

    async def allow(self, member: int, other: int) -> bool:
        return await allow(self._connection, member, other)

    async def refuse_account(self, member: int, account: Ref, now: datetime) -> bool:
        said = await self._connection.execute(
            insert(self._connection, never_accounts)
            .values(member_id=member, platform=account.platform, account=account.id, said_at=now)
            .on_conflict_do_nothing()
        )
        return bool(said.rowcount)

    async def allow_account(self, member: int, account: Ref) -> bool:
        its = never_accounts.c
        gone = await self._connection.execute(
            delete(never_accounts)
            .where(its.member_id == member, its.platform == account.platform)
            .where(its.account == account.id)
        )
        return bool(gone.rowcount)

    async def know_again(self, member: int, account: Ref, email: str) -> None:
        if not await anybody_was_erased(self._connection, member):
            return
        them = [self._pseudonyms.of_account(account)]
        them += [self._pseudonyms.of_address(email)] if email else []
        await restore(self._connection, member, them)

    async def refused_accounts(self, member: int) -> list[Ref]:
        return await unknown(self._connection, member)

    async def refused(self, member: int) -> list[tuple[int, str]]:
        said = refusals([member]).subquery("said")
        rows = await self._connection.execute(
            select(members.c.id, members.c.name)
            .join(said, said.c.other_id == members.c.id)
            .order_by(members.c.name_key, members.c.id)
        )
        return [(row.id, row.name) for row in rows]

    async def has_profile(self, member: int) -> bool:
        found = await self._connection.execute(
            select(profiles.c.member_id)
            .where(profiles.c.member_id == member)
            .where(
                or_(
                    profiles.c.headline != "",
                    *(column != "[]" for column in (profiles.c.topics, profiles.c.offers)),
                )
            )
        )
        return found.scalar_one_or_none() is not None

    async def to_ask(self, programme: Programme) -> list[int]:
        joined, answered = programme_members.c, round_answers.c
        rows = await self._connection.execute(
            select(joined.member_id)
            .outerjoin(
                pauses,
                and_(pauses.c.member_id == joined.member_id, pauses.c.until > programme.opens_at),
            )
            .outerjoin(round_answers, _about(programme))
            .where(joined.programme_id == programme.id, joined.state == "in", _still_there())
            .where(pauses.c.member_id.is_(None), answered.member_id.is_(None))
            .order_by(joined.member_id)
        )
        return list(rows.scalars())

    async def participants(self, programme: Programme, now: datetime) -> Participants:
        joined, asks = programme_members.c, programme.terms.asks
        everyone = (
            select(joined.left_out, *PERSON)
            .add_columns(*PROFILE)
            .add_columns(pauses.c.until, round_answers.c.coming)
            .select_from(programme_members)
            .join(members, members.c.id == joined.member_id)
            .outerjoin(profiles, profiles.c.member_id == joined.member_id)
            .outerjoin(pauses, pauses.c.member_id == joined.member_id)
            .outerjoin(round_answers, _about(programme))
            .where(joined.programme_id == programme.id, joined.state == "in", _still_there())
            .order_by(joined.member_id)
        )
        rows = (await self._connection.execute(everyone)).all()
        awake = [row for row in rows if row.until is None or row.until <= now]
        there = [row for row in awake if (row.coming if asks else row.coming is not False)]
        belong = await networks_of(self._connection, _members_of(programme.id))
        been = await been_at(self._connection, _members_of(programme.id))
        people = tuple(
            as_participant(row, belong.get(row.id, ()), row.left_out, been.get(row.id, ()))
            for row in there
        )
        return Participants(
            people,
            pausing=len(rows) - len(awake),
            declined=sum(row.coming is False for row in awake),
            silent=sum(row.coming is None for row in awake) if asks else 0,
        )


def _about(programme: Programme) -> ColumnElement[bool]:
    return and_(
        round_answers.c.member_id == programme_members.c.member_id,
        round_answers.c.programme_id == programme.id,
        round_answers.c.number == programme.number,
    )


def _members_of(programme: int) -> Select[tuple[int]]:
    return select(programme_members.c.member_id).where(
        programme_members.c.programme_id == programme
    )


def _still_there() -> ColumnElement[bool]:
    """Not so is somebody who uses other chats than the web's, and has gone from all of them."""
    its_own = (
        select(accounts.c.id)
        .join(spaces, spaces.c.id == accounts.c.space_id)
        .where(accounts.c.member_id == programme_members.c.member_id, spaces.c.platform != "web")
    )
    return or_(~its_own.exists(), its_own.where(accounts.c.gone_at.is_(None)).exists())
