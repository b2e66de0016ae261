"""What members answer to whole series (`bot.features.events.ports.StandingAnswers`)."""

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.events.rsvps.domain import Answer, Response
from storage.events.tables import event_standing_answers
from storage.kernel import database

_IT = event_standing_answers.c


class SqlStandingAnswers:
    """The standing answers of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def say(self, event: int, member: int, response: Response, now: datetime) -> None:
        said = {
            "answer": response.answer.value,
            "party": response.party,
            "hidden": response.hidden,
            "said_at": now,
        }
        await self._connection.execute(
            database.insert(self._connection, event_standing_answers)
            .values(event_id=event, member_id=member, **said)
            .on_conflict_do_update(index_elements=["event_id", "member_id"], set_=said)
        )

    async def take_back(self, event: int, member: int) -> bool:
        theirs = delete(event_standing_answers).where(
            _IT.event_id == event, _IT.member_id == member
        )
        return bool((await self._connection.execute(theirs)).rowcount)

    async def of(self, event: int) -> list[tuple[int, Response]]:
        rows = await self._connection.execute(
            select(event_standing_answers)
            .where(_IT.event_id == event)
            .order_by(_IT.said_at, _IT.member_id)
        )
        return [
            (row.member_id, Response(Answer(row.answer), row.party, row.hidden)) for row in rows
        ]

    async def copy(self, event: int, to: int) -> None:
        columns = [column for column in _IT if column.name != "event_id"]
        said = select(event_standing_answers.c.event_id + (to - event), *columns)
        said = said.where(_IT.event_id == event)
        names = ["event_id", *(column.name for column in columns)]
        await self._connection.execute(insert(event_standing_answers).from_select(names, said))
