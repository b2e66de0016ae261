"""Two members become one: in what they answered, in series, reminders, and what they planned."""

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.events.rsvps.domain import Rsvp, better
from storage.events.counters import lock_dates, recount
from storage.events.day_merging import REFERENCES, merge_day
from storage.events.rows import RSVP, as_rsvp
from storage.events.tables import (
    WAITS,
    event_dates,
    event_named_hosts,
    event_reminders,
    event_rsvps,
    event_standing_answers,
    events,
)
from storage.kernel.columns import AnyRow
from storage.kernel.journal import Journal, Values
from storage.kernel.store import Merging

_IT = event_rsvps.c


async def merge(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """Let all of it be the one's who is kept; of two answers to one date the better stays.

    What the other one held is free then: it goes on once it is heard that two are one.
    """
    dates = await lock_dates(connection, gone, kept)
    theirs = await _answers(connection, gone, kept)
    for of_gone, of_kept in _twice(theirs, gone, kept):
        best = better(of_gone, of_kept)
        worse = of_kept if best is of_gone else of_gone
        await journal.drop(event_rsvps, _IT.id == worse.id)
        if worse.hidden and not best.hidden:
            await journal.change(event_rsvps, _IT.id == best.id, hidden=True)
    await journal.move(_IT.member_id, gone, kept)
    await recount(connection, dates)
    await journal.join(event_standing_answers.c.member_id, gone, kept, _standing)
    await journal.join(event_reminders.c.member_id, gone, kept, _reminded)
    await journal.join(event_named_hosts.c.member_id, gone, kept, lambda _, __: {})
    await journal.move(events.c.made_by, gone, kept)
    await merge_day(connection, journal, gone, kept)


async def part(connection: AsyncConnection, kept: int, gone: int) -> None:
    """Let nobody have a seat that was given to somebody else while the two were one.

    Whoever would have one too many waits for it before all others, unless a host had let them in.
    """
    dates = await lock_dates(connection, gone, kept)
    await recount(connection, dates)
    for of_gone, of_kept in _twice(await _answers(connection, gone, kept), gone, kept):
        worse = of_kept if better(of_gone, of_kept) is of_gone else of_gone
        if worse.seats + worse.offered and not worse.by_hand:
            await _wait_where_too_many(connection, worse)
    await recount(connection, dates)


MERGING = Merging(
    references=(
        _IT.member_id,
        event_standing_answers.c.member_id,
        event_reminders.c.member_id,
        event_named_hosts.c.member_id,
        events.c.made_by,
        *REFERENCES,
    ),
    merge=merge,
    part=part,
)


async def _wait_where_too_many(connection: AsyncConnection, rsvp: Rsvp) -> None:
    row = await connection.execute(
        select(event_dates.c.capacity, event_dates.c.seated, event_dates.c.offered).where(
            event_dates.c.id == rsvp.date
        )
    )
    capacity, seated, offered = row.one()
    if capacity is None or seated + offered <= capacity:
        return
    first = await connection.scalar(
        select(func.min(_IT.position)).where(_IT.date_id == rsvp.date, WAITS)
    )
    waits = {"seats": 0, "offered": 0, "offered_until": None, "need": rsvp.party, "passed": 0}
    position = rsvp.position if first is None else first - 1
    its_own = update(event_rsvps).where(_IT.id == rsvp.id)
    await connection.execute(its_own.values(**waits, position=position))


async def _answers(connection: AsyncConnection, *who: int) -> list[Rsvp]:
    theirs = select(*RSVP).where(_IT.member_id.in_(who)).order_by(_IT.date_id, _IT.id)
    return [as_rsvp(row) for row in await connection.execute(theirs)]


def _twice(answers: Sequence[Rsvp], gone: int, kept: int) -> list[tuple[Rsvp, Rsvp]]:
    """The answers of both to one date, for each date that both have answered."""
    of = {(rsvp.date, rsvp.who.member): rsvp for rsvp in answers}
    return [
        (rsvp, of[date, kept])
        for (date, who), rsvp in of.items()
        if who == gone and (date, kept) in of
    ]


def _standing(gone: AnyRow, kept: AnyRow) -> Values:
    """The answer that comes nearer to coming, since the earlier."""
    order = ("coming", "maybe", "no")
    best = min(gone, kept, key=lambda row: order.index(row.answer))
    values = {name: getattr(best, name) for name in ("answer", "party", "hidden")}
    hidden = gone.hidden or kept.hidden
    return {**values, "hidden": hidden, "said_at": min(gone.said_at, kept.said_at)}


def _reminded(gone: AnyRow, kept: AnyRow) -> Values:
    return {"before": " ".join(dict.fromkeys([*gone.before.split(), *kept.before.split()]))}
