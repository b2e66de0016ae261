"""What polls hold about one person: to give it to them, and to remove it."""

from sqlalchemy import and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.polls.tables import poll_answers, poll_respondents, poll_slots, polls


async def export(connection: AsyncConnection, member: int) -> dict[str, object]:
    """All of it as plain JSON values."""
    made = select(polls.c.title).where(polls.c.made_by == member).order_by(polls.c.id)
    return {
        "answers": await _answers(connection, member),
        "made": list(await connection.scalars(made)),
    }


async def _answers(connection: AsyncConnection, member: int) -> list[dict[str, object]]:
    respondent, slot, answer = poll_respondents.c, poll_slots.c, poll_answers.c
    rows = await connection.execute(
        select(polls.c.title, respondent.hidden, respondent.since)
        .add_columns(slot.start, slot.zone, answer.answer)
        .select_from(poll_respondents)
        .join(polls, polls.c.id == respondent.poll_id)
        .join(poll_slots, slot.poll_id == polls.c.id)
        .join(poll_answers, and_(answer.slot_id == slot.id, answer.member_id == member))
        .where(respondent.member_id == member)
        .order_by(polls.c.id, slot.starts_at)
    )
    return [
        {
            "poll": row.title,
            "at": f"{row.start.isoformat()} {row.zone}",
            "answer": row.answer,
            "name for hosts alone": row.hidden,
            "first answered": row.since.isoformat(),
        }
        for row in rows
    ]


async def erase(connection: AsyncConnection, member: int) -> list[int]:
    """Remove all of it; returns the polls that say something else now."""
    theirs = select(poll_respondents.c.poll_id).where(poll_respondents.c.member_id == member)
    changed = list(await connection.scalars(theirs.order_by(poll_respondents.c.poll_id)))
    for table in (poll_answers, poll_respondents):
        await connection.execute(delete(table).where(table.c.member_id == member))
    its_own = update(polls).where(polls.c.made_by == member)
    await connection.execute(its_own.values(made_by=None))
    return changed
