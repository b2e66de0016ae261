"""Groups at a date (`bot.features.events.breakouts.ports.Breakouts`)."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, column, delete, func, select, table, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.spoken_languages import codes_only
from bot.features.events.breakouts.domain import Breakout, Seated
from bot.features.events.rsvps.domain import Attendee
from bot.matching.pool import Candidate
from storage.events.check_ins import SqlCheckIns
from storage.events.day_tables import event_breakout_seats, event_breakouts
from storage.events.tables import event_guests, event_rsvps
from storage.kernel.columns import AnyRow
from storage.kernel.tables import member_networks, members

_IT = event_breakouts.c
_SEAT = event_breakout_seats.c
# Spelt out, since the tables of members lead to those of introductions and back.
_profiles = table("profiles", *(column(name) for name in ("member_id", "languages", "topics")))
_NOBODYS = 0
"""The number of the group of those who have found none."""


class SqlBreakouts:
    """The breakouts of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def people(self, date: int) -> list[Seated]:
        check_ins = SqlCheckIns(self._connection)
        known = [
            Seated(_number(each.who, at), each.who, each.name, each.hidden)
            for at, each in enumerate(await check_ins.present(date), 1)
        ]
        names = [each for each in await check_ins.of(date) if each.who == Attendee()]
        return known + [
            Seated(_number(each.who, len(known) + at), each.who, each.name)
            for at, each in enumerate(names, 1)
        ]

    async def candidates(self, members: Collection[int]) -> list[Candidate]:
        belong: dict[int, list[int]] = defaultdict(list)
        rows = await self._connection.execute(
            select(member_networks.c.member_id, member_networks.c.network_id)
            .where(member_networks.c.member_id.in_(members))
            .order_by(member_networks.c.member_id, member_networks.c.position)
        )
        for member, network in rows:
            belong[member].append(network)
        spoken = await self._connection.execute(
            select(_profiles.c.member_id, _profiles.c.languages, _profiles.c.topics).where(
                _profiles.c.member_id.in_(members)
            )
        )
        told = {row.member_id: row for row in spoken}
        return [_candidate(member, belong[member], told.get(member)) for member in sorted(members)]

    async def draft(
        self,
        date: int,
        size: int,
        seed: int,
        groups: Sequence[Sequence[Seated]],
        without: Sequence[Seated],
        by: int,
        now: datetime,
    ) -> Breakout:
        former = delete(event_breakouts).where(_IT.date_id == date, _IT.told_at.is_(None))
        await self._connection.execute(former)
        new = event_breakouts.insert().values(
            date_id=date, size=size, seed=seed, made_by=by, made_at=now
        )
        id_ = int((await self._connection.execute(new.returning(_IT.id))).scalar_one())
        seats = [
            {
                "breakout_id": id_,
                "number": number,
                "member_id": each.who.member,
                "guest_id": each.who.guest,
                "name": each.name if each.who == Attendee() else "",
            }
            for number, group in [(_NOBODYS, without), *enumerate(groups, 1)]
            for each in group
        ]
        if seats:
            await self._connection.execute(event_breakout_seats.insert(), seats)
        found = await self._all(_IT.id == id_)
        return found[0]

    async def drafted(self, date: int) -> Breakout | None:
        found = await self._all(_IT.date_id == date, _IT.told_at.is_(None))
        return found[-1] if found else None

    async def told(self, date: int) -> list[Breakout]:
        return await self._all(_IT.date_id == date, _IT.told_at.is_not(None))

    async def tell(self, breakout: int, now: datetime) -> bool:
        draft = update(event_breakouts).where(_IT.id == breakout, _IT.told_at.is_(None))
        return bool((await self._connection.execute(draft.values(told_at=now))).rowcount)

    async def _all(self, *such: ColumnElement[bool]) -> list[Breakout]:
        rows = await self._connection.execute(select(event_breakouts).where(*such).order_by(_IT.id))
        breakouts = rows.all()
        seats = await self._connection.execute(
            select(
                event_breakout_seats,
                func.coalesce(members.c.name, event_guests.c.name, _SEAT.name).label("called"),
                func.coalesce(event_rsvps.c.hidden, False).label("hides"),
            )
            .select_from(event_breakout_seats)
            .join(event_breakouts, _IT.id == _SEAT.breakout_id)
            .outerjoin(members, members.c.id == _SEAT.member_id)
            .outerjoin(event_guests, event_guests.c.id == _SEAT.guest_id)
            .outerjoin(
                event_rsvps,
                (event_rsvps.c.date_id == _IT.date_id)
                & (
                    (event_rsvps.c.member_id == _SEAT.member_id)
                    | (event_rsvps.c.guest_id == _SEAT.guest_id)
                ),
            )
            .where(_SEAT.breakout_id.in_([row.id for row in breakouts]))
            .order_by(_SEAT.breakout_id, _SEAT.number, _SEAT.id)
        )
        of: dict[int, dict[int, list[Seated]]] = defaultdict(lambda: defaultdict(list))
        for row in seats:
            of[row.breakout_id][row.number].append(_seated(row))
        return [_breakout(row, of[row.id]) for row in breakouts]


def _number(who: Attendee, at: int) -> int:
    """What the engine knows somebody by: members by their ids, guests by even numbers below 0.

    Of whom only the name is known the number is odd, and another one each time.
    """
    if who.member is not None:
        return who.member
    return -2 * at - 1 if who.guest is None else -2 * who.guest


def _candidate(member: int, networks: Sequence[int], told: AnyRow | None) -> Candidate:
    spoken = json.loads(told.languages) if told else []
    return Candidate(
        member,
        networks[0] if networks else None,
        frozenset(networks),
        topics=tuple(json.loads(told.topics)) if told else (),
        languages=codes_only(spoken),
    )


def _seated(row: AnyRow) -> Seated:
    who = Attendee(row.member_id, row.guest_id)
    return Seated(_number(who, row.id), who, row.called, bool(row.hides))


def _breakout(row: AnyRow, seats: dict[int, list[Seated]]) -> Breakout:
    groups = tuple(tuple(seats[number]) for number in sorted(seats) if number != _NOBODYS)
    without = tuple(seats.get(_NOBODYS, ()))
    return Breakout(
        row.id, row.date_id, row.size, row.seed, row.made_at, row.told_at, groups, without
    )
