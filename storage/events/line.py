"""The waiting list of one date whose row is locked: who is next, and what that writes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, bindparam, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.events.dates.domain import EventDate
from bot.features.events.rsvps.domain import MOST_PARTY, Rsvp, Tally, offered, seated
from bot.features.events.rsvps.outcomes import Passed
from bot.features.events.waiting_list.domain import Given, Party, Policy, seat
from storage.events.rows import RSVP, WHO, as_rsvp, rsvp_values
from storage.events.tables import WAITS, event_guests, event_rsvps
from storage.kernel.tables import members

_IT = event_rsvps.c
_WITH_WHO: Select[Any] = (
    select(*RSVP, *WHO)
    .select_from(event_rsvps)
    .outerjoin(members, members.c.id == _IT.member_id)
    .outerjoin(event_guests, event_guests.c.id == _IT.guest_id)
)
_UNLIMITED = 1_000_000_000  # more people than there will ever be

_SAVE = update(event_rsvps).where(_IT.id == bindparam("its_id"))
_PASS = (
    update(event_rsvps)
    .where(_IT.date_id == bindparam("its_date"), WAITS)
    .where(_IT.position < bindparam("its_position"))
    .values(passed=_IT.passed + 1)
)


class Line:
    """Passes seats on. The cost is that of those who are given seats, not of those who wait."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def pass_on(
        self, date: EventDate, tally: Tally, policy: Policy, here: Rsvp | None, now: datetime
    ) -> tuple[Rsvp | None, list[tuple[Rsvp, Passed]], Tally]:
        """Give the free seats of a date, of which `tally` says how many there are.

        `here` is the answer that is just being given, which is not written yet. Returns it, those
        others who were given something (as they were, and what), and the counters after it all.
        """
        taken = tally.taken
        free = None if date.capacity is None else date.capacity - taken
        if not tally.waiting or (free is not None and free <= 0):
            return here, [], tally
        alone = here is not None and tally.waiting == here.need
        line = [] if alone else await self._line(date, free, here)
        by_id = {rsvp.id: rsvp for rsvp, _ in line}
        parties = _parties(line, here)
        seating = seat(date.capacity, taken, parties, policy, now)
        passed: list[tuple[Rsvp, Passed]] = []
        for change in seating.changes:
            former = here if here is not None and change.rsvp == here.id else by_id[change.rsvp]
            if isinstance(change, Given):
                after = seated(former, change.seats)
            else:
                after = offered(former, change.seats, change.until)
            tally = tally + after.tally - former.tally
            if former is here:
                here = after
            else:
                passed.append((after, Passed(after.who, change)))
        await self._save([rsvp for rsvp, _ in passed])
        waiting = {party.rsvp: party.passed for party in seating.waiting}
        if any(waiting[party.rsvp] != party.passed for party in parties if party.rsvp in waiting):
            await self._passed_over(date, [by.rsvp for by in seating.changes], by_id, here)
        if here is not None and here.need:
            here = replace(here, passed=waiting.get(here.id, here.passed))
        return here, passed, tally

    async def _line(
        self, date: EventDate, free: int | None, here: Rsvp | None
    ) -> list[tuple[Rsvp, str]]:
        """Those who wait as far as `seat` has to know them, in their order, with their zones.

        Of each size the first ones: as many as there are seats for, and one more, which may be
        that for which seats are gathered.
        """
        free = _UNLIMITED if free is None else free
        waits = select(_IT.id).where(_IT.date_id == date.id, WAITS)
        if date.capacity is not None:
            waits = waits.where(_IT.party <= date.capacity)
        if here is not None and here.id:
            waits = waits.where(_IT.id != here.id)
        firsts = [
            waits.where(_IT.need == size)
            .order_by(_IT.position, _IT.id)
            .limit(free // size + 1)
            .subquery()
            for size in range(1, MOST_PARTY + 1)
        ]
        ids = union_all(*(select(first.c.id) for first in firsts))
        rows = await self._connection.execute(
            _WITH_WHO.where(_IT.id.in_(ids)).order_by(_IT.position, _IT.id)
        )
        return [(as_rsvp(row), row.who_zone) for row in rows]

    async def _save(self, rsvps: Sequence[Rsvp]) -> None:
        names = ("seats", "offered", "offered_until", "need", "passed")
        values = [
            {"its_id": rsvp.id, **{name: rsvp_values(rsvp)[name] for name in names}}
            for rsvp in rsvps
        ]
        if values:
            await self._connection.execute(
                _SAVE.values({name: bindparam(name) for name in names}), values
            )

    async def _passed_over(
        self, date: EventDate, by: Sequence[int], line: dict[int, Rsvp], here: Rsvp | None
    ) -> None:
        """Count for everybody who waits before one of these that they were passed over."""
        positions = [(line[id_] if id_ in line else cast("Rsvp", here)).position for id_ in by]
        await self._connection.execute(
            _PASS, [{"its_date": date.id, "its_position": position} for position in positions]
        )


def _parties(line: Sequence[tuple[Rsvp, str]], here: Rsvp | None) -> list[Party]:
    """The line with whoever is asking in their place of it."""
    parties = [
        (rsvp.position, Party(rsvp.id, rsvp.party, rsvp.need, rsvp.passed, zone))
        for rsvp, zone in line
    ]
    if here is not None and here.need:
        asking = Party(here.id, here.party, here.need, here.passed, here=True)
        parties.append((here.position, asking))
    return [party for _, party in sorted(parties, key=lambda each: each[0])]
