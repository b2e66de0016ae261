"""What challenges hold about one person: to give it to them, and to remove it."""

from sqlalchemy import Column, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.challenges.check_in_tables import (
    challenge_check_in_preferences,
    challenge_check_ins,
    challenge_help_offers,
)
from storage.challenges.tables import (
    challenge_changes,
    challenge_host_requests,
    challenge_participants,
    challenges,
)

_IN = challenge_participants.c
_CHANGED = challenge_changes.c
_ASKED = challenge_host_requests.c
_SAID = challenge_check_ins.c
_LIKES = challenge_check_in_preferences.c
_OFFER = challenge_help_offers.c
_THEIRS = (_SAID.member_id, _LIKES.member_id, _OFFER.member_id, _OFFER.helper_id)


class SqlPersonalData:
    """One person's part in challenges."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def export(self, member: int) -> dict[str, object]:
        return {
            "proposed": await self._proposed(member),
            "in": await self._joined(member),
            "changed": await self._changed(member),
            "asked to host": await self._asked(_ASKED.member_id, member),
            "asked others to host": await self._asked(_ASKED.asked_by, member),
            "check-ins": await self._said(member),
            "how asked": await self._liked(member),
            "help offered": await self._offers(_OFFER.helper_id, member),
            "help offered to me": await self._offers(_OFFER.member_id, member),
        }

    async def erase(self, member: int) -> list[int]:
        theirs = select(_IN.challenge_id).where(_IN.member_id == member)
        mine = select(challenges.c.id).where(challenges.c.made_by == member)
        changed = select(_CHANGED.challenge_id).where(_CHANGED.changed_by == member)
        said = select(_SAID.challenge_id).where(_SAID.member_id == member)
        its = theirs.union(mine, changed, said)
        touched = sorted({*await self._connection.scalars(its)})
        for column in (_IN.member_id, _ASKED.member_id, *_THEIRS):
            await self._connection.execute(delete(column.table).where(column == member))
        for column in (challenges.c.made_by, _CHANGED.changed_by, _ASKED.asked_by):
            its_own = update(column.table).where(column == member)
            await self._connection.execute(its_own.values({column.name: None}))
        return touched

    async def _proposed(self, member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(challenges).where(challenges.c.made_by == member).order_by(challenges.c.id)
        )
        return [
            {
                "question": row.question,
                "why now": row.why,
                "what would be different": row.different,
                "who is welcome": row.welcome,
                "where we are": row.where_we_are,
                "until": row.until.isoformat() if row.until else None,
                "state": row.state,
                "outcome": [each for each in (row.learned, row.changed, row.next) if each],
                "proposed": row.made_at.isoformat(),
            }
            for row in rows
        ]

    async def _joined(self, member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(challenges.c.question, challenge_participants)
            .join(challenges, challenges.c.id == _IN.challenge_id)
            .where(_IN.member_id == member)
            .order_by(challenges.c.id)
        )
        return [
            {
                "question": row.question,
                "name told to hosts alone": row.hidden,
                "since": row.since.isoformat(),
                "last heard of": row.heard_at.isoformat(),
                "resting until": row.resting_until.isoformat() if row.resting_until else None,
            }
            for row in rows
        ]

    async def _changed(self, member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(challenges.c.question, challenge_changes)
            .join(challenges, challenges.c.id == _CHANGED.challenge_id)
            .where(_CHANGED.changed_by == member)
            .order_by(_CHANGED.id)
        )
        return [
            {"question": row.question, "part": row.part, "at": row.changed_at.isoformat()}
            for row in rows
        ]

    async def _asked(self, column: Column[int], member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(challenges.c.question, _ASKED.asked_at)
            .join(challenges, challenges.c.id == _ASKED.challenge_id)
            .where(column == member)
            .order_by(challenges.c.id)
        )
        return [{"question": row.question, "at": row.asked_at.isoformat()} for row in rows]

    async def _said(self, member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(challenges.c.question, challenge_check_ins)
            .join(challenges, challenges.c.id == _SAID.challenge_id)
            .where(_SAID.member_id == member)
            .order_by(_SAID.day, challenges.c.id)
        )
        return [
            {
                "question": row.question,
                "round": row.day.isoformat(),
                "on": row.answered_on.isoformat() if row.answered_on else None,
                "state": row.state,
                "tried": row.tried,
                "what would help": row.help,
                "for hosts alone": row.for_hosts,
            }
            for row in rows
        ]

    async def _liked(self, member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(challenges.c.question, challenge_check_in_preferences)
            .join(challenges, challenges.c.id == _LIKES.challenge_id)
            .where(_LIKES.member_id == member)
            .order_by(challenges.c.id)
        )
        return [
            {
                "question": row.question,
                "in the thread": row.in_thread,
                "hour": row.hour,
                "day of the week": row.weekday,
                "glad to be asked for help": row.glad,
                "asked whether to stay": row.stay_asked_at and row.stay_asked_at.isoformat(),
                "a host said hello": row.greeted_at and row.greeted_at.isoformat(),
            }
            for row in rows
        ]

    async def _offers(self, column: Column[int], member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(challenges.c.question, challenge_help_offers)
            .join(challenges, challenges.c.id == _OFFER.challenge_id)
            .where(column == member)
            .order_by(challenges.c.id, _OFFER.day)
        )
        return [
            {
                "question": row.question,
                "round": row.day.isoformat(),
                "state": row.state,
                "at": row.offered_at.isoformat(),
            }
            for row in rows
        ]
