"""The counters of dates, worked out anew from the answers that they sum up."""

from collections.abc import Sequence

from sqlalchemy import ScalarSelect, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.events.tables import COUNTERS, event_dates, event_rsvps, events

_IT = event_rsvps.c


async def lock_dates(connection: AsyncConnection, *who: int) -> list[int]:
    """Let nobody else change who comes to the dates that these have answered."""
    answered = select(_IT.date_id).where(_IT.member_id.in_(who))
    locked = (
        select(event_dates.c.id)
        .where(event_dates.c.id.in_(answered))
        .order_by(event_dates.c.id)
        .with_for_update(key_share=True)
    )
    return list(await connection.scalars(locked))


async def recount(connection: AsyncConnection, dates: Sequence[int]) -> None:
    """Let the counters of these dates say what their answers add up to."""
    if dates:
        its_own = update(event_dates).where(event_dates.c.id.in_(dates))
        await connection.execute(its_own.values(counted()))


async def recount_community(connection: AsyncConnection, community: int) -> list[tuple[int, int]]:
    """Do so for all dates of a community that are wrong; returns these, each after its event."""
    its_own = select(events.c.id).where(events.c.community_id == community)
    wrong = or_(*(event_dates.c[name] != total for name, total in counted().items()))
    dates = select(event_dates.c.event_id, event_dates.c.id)
    dates = dates.where(event_dates.c.event_id.in_(its_own), wrong).order_by(event_dates.c.id)
    found = [
        (event, date)
        for event, date in await connection.execute(dates.with_for_update(key_share=True))
    ]
    await recount(connection, [date for _, date in found])
    return found


def counted() -> dict[str, ScalarSelect[int]]:
    """What each counter of a date should be, by its column."""
    sums = {
        "seated": func.sum(_IT.seats),
        "offered": func.sum(_IT.offered),
        "waiting": func.sum(_IT.need),
        "maybe": func.count().filter(_IT.answer == "maybe"),
        "declined": func.count().filter(_IT.answer == "no"),
        "pending": func.count().filter(_IT.pending != ""),
    }
    assert tuple(sums) == COUNTERS  # noqa: S101  # one for each
    return {
        name: select(func.coalesce(total, 0))
        .where(_IT.date_id == event_dates.c.id)
        .correlate(event_dates)
        .scalar_subquery()
        for name, total in sums.items()
    }
