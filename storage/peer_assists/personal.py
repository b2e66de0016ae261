"""What peer assists hold about one person: to give it to them, and to remove it."""

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.peer_assists.domain import AssistState, Said
from storage.kernel.columns import AnyRow
from storage.peer_assists.tables import peer_assist_refusals, peer_assist_requests, peer_assists

_IT, _REQUEST = peer_assists.c, peer_assist_requests.c


async def export(connection: AsyncConnection, member: int) -> dict[str, object]:
    """All of it as plain JSON values: never who else was asked, nor what anybody else said."""
    asked_for = select(peer_assists).where(_IT.asker_id == member).order_by(_IT.id)
    asked = (
        select(peer_assist_requests, _IT.case, _IT.state)
        .join(peer_assists, _IT.id == _REQUEST.assist_id)
        .where(_REQUEST.member_id == member)
        .order_by(_REQUEST.asked_at, _IT.id)
    )
    refused = await connection.scalar(
        select(peer_assist_refusals.c.since).where(peer_assist_refusals.c.member_id == member)
    )
    return {
        "asked_for": [_asked_for(row) for row in await connection.execute(asked_for)],
        "was_asked": [_asked(row) for row in await connection.execute(asked)],
        "not_to_be_asked_since": refused.isoformat() if refused else None,
    }


def _asked_for(row: AnyRow) -> dict[str, object]:
    return {
        "case": row.case,
        "more": row.more,
        "when": row.times,
        "with my name": row.named,
        "on": row.made_at.isoformat(),
        "what I take away": row.takeaway,
        "told those who helped": row.shared,
        "what came of it": row.outcome,
        "told those who helped of that": row.outcome_shared,
    }


def _asked(row: AnyRow) -> dict[str, object]:
    hidden = row.state == AssistState.TAKEN_DOWN.value
    return {
        "case": "" if hidden else row.case,
        "on": row.asked_at.isoformat(),
        "answer": row.said if row.said in (Said.YES, Said.NO, Said.LEFT) else "",
    }


async def forget_asker(connection: AsyncConnection, asker: int | None) -> None:
    """Remove whose it was and every word of it; who was asked, and when, stays for a while."""
    its_own = _IT.asker_id.is_(None) if asker is None else _IT.asker_id == asker
    asked = exists().where(_REQUEST.assist_id == _IT.id)
    await connection.execute(delete(peer_assists).where(its_own, ~asked))
    bare = dict.fromkeys(("case", "more", "times", "takeaway", "outcome"), "")
    whose = {"asker_id": None, "about_kind": None, "about_subject": None, "named": False}
    over = {"state": AssistState.STOPPED.value, "room_closed": True}
    await connection.execute(update(peer_assists).where(its_own).values(**bare, **whose, **over))


async def erase(connection: AsyncConnection, member: int) -> None:
    """Remove all of it."""
    await forget_asker(connection, member)
    for column in (_REQUEST.member_id, peer_assist_refusals.c.member_id):
        await connection.execute(delete(column.table).where(column == member))
