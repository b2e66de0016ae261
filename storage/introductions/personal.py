"""What introductions hold about one person: to give it to them, and to remove it."""

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.pseudonyms import Pseudonyms
from storage.introductions.erased import keep
from storage.introductions.gatherings import SqlGatherings
from storage.introductions.known import known_to
from storage.introductions.membership import SqlMembership
from storage.introductions.refusals import unknown
from storage.introductions.rounds import ADJUSTMENTS
from storage.introductions.tables import (
    gathering_members,
    introduction_members,
    introductions,
    known_elsewhere,
    never,
    never_accounts,
    never_erased,
    pauses,
    programme_members,
    programmes,
    round_answers,
    rounds,
)


class SqlPersonalData:
    """One person's part in introductions."""

    def __init__(self, connection: AsyncConnection, pseudonyms: Pseudonyms) -> None:
        self._connection = connection
        self._pseudonyms = pseudonyms

    async def export(self, member: int) -> dict[str, object]:
        pause = await self._connection.execute(
            select(pauses.c.until).where(pauses.c.member_id == member)
        )
        until = pause.scalar_one_or_none()
        refused = await SqlMembership(self._connection, self._pseudonyms).refused(member)
        return {
            "programmes": await self._programmes(member),
            "rounds": await self._rounds(member),
            "paused_until": until.isoformat() if until else None,
            "never_introduce_me_to": [name for _, name in refused],
            "never_introduce_me_to_accounts": [
                str(account) for account in await unknown(self._connection, member)
            ],
            "never_introduce_me_to_erased": await self._erased(member),
            "introductions": await self._introductions(member),
            "events_shared": await self._gatherings(member),
            "met_elsewhere": await known_to(self._connection, member),
        }

    async def erase(self, member: int) -> None:
        await self._leave_drafts(member)
        await keep(self._connection, self._pseudonyms, member)
        theirs = (
            *(programme_members, round_answers, pauses, introduction_members),
            *(gathering_members, never_accounts, never_erased),
        )
        for table in theirs:
            await self._connection.execute(delete(table).where(table.c.member_id == member))
        await self._connection.execute(
            delete(never).where(or_(never.c.member_id == member, never.c.other_id == member))
        )
        known = known_elsewhere.c
        await self._connection.execute(
            delete(known_elsewhere).where(or_(known.one_id == member, known.other_id == member))
        )
        await self._connection.execute(
            update(rounds).where(rounds.c.opened_by == member).values(opened_by=None)
        )

    async def _erased(self, member: int) -> list[str]:
        """Since when they never want to meet some who were erased; of whom, nobody knows."""
        said = select(never_erased.c.said_at).where(never_erased.c.member_id == member).distinct()
        found = await self._connection.scalars(said.order_by(never_erased.c.said_at))
        return [each.isoformat() for each in found]

    async def _leave_drafts(self, member: int) -> None:
        theirs = select(programme_members.c.programme_id).where(
            programme_members.c.member_id == member
        )
        drafts = await self._connection.execute(
            select(rounds).where(rounds.c.state == "draft", rounds.c.programme_id.in_(theirs))
        )
        for row in drafts.all():
            adjustments = ADJUSTMENTS.validate_json(row.adjustments).release(member)
            await self._connection.execute(
                update(rounds)
                .where(rounds.c.id == row.id)
                .values(
                    plan=None,
                    fingerprint="",
                    version=row.version + 1,
                    adjustments=ADJUSTMENTS.dump_json(adjustments).decode(),
                )
            )

    async def _programmes(self, member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(programmes.c.name, programme_members)
            .select_from(programme_members)
            .join(programmes, programmes.c.id == programme_members.c.programme_id)
            .where(programme_members.c.member_id == member)
            .order_by(programmes.c.id)
        )
        return [
            {
                "programme": row.name,
                "taking_part": row.state == "in",
                "joined": row.joined_at.isoformat(),
                "rounds_left_out": row.left_out,
            }
            for row in rows
        ]

    async def _rounds(self, member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(programmes.c.name, round_answers.c.number, round_answers.c.coming)
            .select_from(round_answers)
            .join(programmes, programmes.c.id == round_answers.c.programme_id)
            .where(round_answers.c.member_id == member)
            .order_by(programmes.c.id, round_answers.c.number)
        )
        return [{"programme": row.name, "round": row.number, "coming": row.coming} for row in rows]

    async def _introductions(self, member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(
            select(introductions.c.opened_at, programmes.c.name, introduction_members)
            .select_from(introduction_members)
            .join(introductions, introductions.c.id == introduction_members.c.introduction_id)
            .join(rounds, rounds.c.id == introductions.c.round_id)
            .join(programmes, programmes.c.id == rounds.c.programme_id)
            .where(introduction_members.c.member_id == member)
            .order_by(introductions.c.id)
        )
        return [
            {
                "programme": row.name,
                "on": row.opened_at.isoformat(),
                "answer": row.outcome,
                "story": row.story,
                "shared": row.share,
            }
            for row in rows
        ]

    async def _gatherings(self, member: int) -> list[dict[str, object]]:
        """Events of which those are told who were there, too."""
        found = await SqlGatherings(self._connection).of(member)
        return [{"event": title, "on": held_at.isoformat()} for title, held_at in found]
