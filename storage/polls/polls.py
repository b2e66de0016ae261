"""Time polls and their answers in one database (`bot.features.polls.ports.Polls`)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.facts import Fact
from bot.features.polls.domain import ALIVE, Answer, Poll, PollState, Respondent, Slot, scope_of
from storage.kernel import database
from storage.kernel.audience import SqlAudience
from storage.kernel.columns import AnyRow, instant
from storage.kernel.direct import Direct
from storage.kernel.tables import members
from storage.polls import personal
from storage.polls.tables import (
    poll_answers,
    poll_networks,
    poll_respondents,
    poll_slots,
    polls,
)

_ANSWER, _RESPONDENT = poll_answers.c, poll_respondents.c

_CLOSING = Direct(
    select(polls.c.id).where(
        polls.c.state == PollState.OPEN.value, polls.c.closes_at <= instant("before")
    )
)


class SqlPolls:
    """The polls of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.audience = SqlAudience(connection, scope_of(0).kind)

    async def add(self, poll: Poll) -> Poll:
        row = polls.insert().values(**_values(poll), community_id=poll.community)
        row = row.values(made_by=poll.made_by, made_at=poll.made_at).returning(polls.c.id)
        id_ = (await self._connection.execute(row)).scalar_one()
        await self._be_for(id_, poll.networks)
        await self._add_slots(id_, poll.slots)
        return await self._one(id_)

    async def get(self, poll: int) -> Poll | None:
        return next(iter(await self._all(polls.c.id == poll)), None)

    async def lock(self, poll: int, *, to_answer: bool = False) -> Poll | None:
        its_own = select(polls.c.id).where(polls.c.id == poll)
        await self._connection.execute(its_own.with_for_update(read=to_answer))
        return await self.get(poll)

    async def open_in(self, community: int) -> list[Poll]:
        here = polls.c.community_id == community
        return await self._all(here, polls.c.state == PollState.OPEN.value)

    async def known_in(self, community: int, since: datetime) -> list[Poll]:
        here = (polls.c.community_id == community, polls.c.closes_at >= since)
        found = await self._all(*here)
        return sorted(found, key=lambda poll: poll.state is not PollState.OPEN)

    async def closing(self, before: datetime) -> list[Poll]:
        rows = await _CLOSING.all(self._connection, {"before": before})
        return await self._all(polls.c.id.in_([row.id for row in rows])) if rows else []

    async def about(self, origin: Fact) -> list[Poll]:
        return await self._all(
            polls.c.origin_kind == origin.kind,
            polls.c.origin_subject == origin.subject,
            polls.c.state.in_([state.value for state in ALIVE]),
        )

    async def change(self, poll: Poll, slots: Sequence[Slot]) -> Poll:
        its_own = polls.c.id == poll.id
        await self._connection.execute(update(polls).where(its_own).values(**_values(poll)))
        former = delete(poll_networks).where(poll_networks.c.poll_id == poll.id)
        await self._connection.execute(former)
        await self._be_for(poll.id, poll.networks)
        wanted = {slot.starts_at: slot for slot in slots}
        known = {slot.starts_at: slot for slot in poll.slots}
        gone = [slot.id for at, slot in known.items() if at not in wanted]
        await self._connection.execute(delete(poll_slots).where(poll_slots.c.id.in_(gone)))
        for at, slot in wanted.items():
            if at in known:
                there = update(poll_slots).where(poll_slots.c.id == known[at].id)
                await self._connection.execute(there.values(**_slot_values(slot)))
        await self._add_slots(poll.id, [slot for at, slot in wanted.items() if at not in known])
        return await self._one(poll.id)

    async def forget_taken_down(self, about: Fact) -> None:
        theirs = and_(polls.c.origin_kind == about.kind, polls.c.origin_subject == about.subject)
        if about.kind == "polls.poll":
            theirs = or_(theirs, polls.c.id == about.id)
        down = polls.c.state == PollState.TAKEN_DOWN.value
        await self._connection.execute(delete(polls).where(down, theirs))

    async def settle(self, poll: int, state: PollState, planned: int | None = None) -> None:
        its_own = update(polls).where(polls.c.id == poll)
        await self._connection.execute(its_own.values(state=state.value, planned_id=planned))

    async def _one(self, poll: int) -> Poll:
        found = await self.get(poll)
        assert found is not None  # noqa: S101  # it was written just now
        return found

    async def _be_for(self, poll: int, networks: Sequence[int]) -> None:
        rows = [{"poll_id": poll, "network_id": each} for each in networks]
        if rows:
            await self._connection.execute(poll_networks.insert(), rows)

    async def _add_slots(self, poll: int, slots: Sequence[Slot]) -> None:
        rows = [{"poll_id": poll, **_slot_values(slot)} for slot in slots]
        if rows:
            await self._connection.execute(poll_slots.insert(), rows)

    async def _all(self, *such: ColumnElement[bool]) -> list[Poll]:
        """Polls like this, those first that close first, in three statements, or one."""
        found = select(polls).where(*such).order_by(polls.c.closes_at, polls.c.id)
        rows = (await self._connection.execute(found)).all()
        if not rows:
            return []
        ids = [row.id for row in rows]
        slots: dict[int, list[Slot]] = defaultdict(list)
        its_own = select(poll_slots).where(poll_slots.c.poll_id.in_(ids))
        for row in await self._connection.execute(its_own.order_by(poll_slots.c.starts_at)):
            slot = Slot(row.start, row.zone, row.minutes, row.starts_at, row.id)
            slots[row.poll_id].append(slot)
        for_whom: dict[int, list[int]] = defaultdict(list)
        theirs = select(poll_networks).where(poll_networks.c.poll_id.in_(ids))
        for row in await self._connection.execute(theirs.order_by(poll_networks.c.network_id)):
            for_whom[row.poll_id].append(row.network_id)
        return [
            replace(_as_poll(row), slots=tuple(slots[row.id]), networks=tuple(for_whom[row.id]))
            for row in rows
        ]

    # What people answer -----------------------------------------------------------------------

    async def answer(
        self, poll: Poll, member: int, answers: Sequence[tuple[int, Answer]], now: datetime
    ) -> None:
        first = database.insert(self._connection, poll_respondents)
        first = first.values(poll_id=poll.id, member_id=member, hidden=False, since=now)
        await self._connection.execute(first.on_conflict_do_nothing())
        said = database.insert(self._connection, poll_answers)
        said = said.on_conflict_do_update(
            index_elements=["slot_id", "member_id"], set_={"answer": said.excluded.answer}
        )
        rows = [
            {"slot_id": slot, "member_id": member, "answer": each.value} for slot, each in answers
        ]
        if rows:
            await self._connection.execute(said, rows)

    async def hide(self, poll: int, member: int, *, hidden: bool) -> bool:
        theirs = update(poll_respondents).where(
            _RESPONDENT.poll_id == poll, _RESPONDENT.member_id == member
        )
        return bool((await self._connection.execute(theirs.values(hidden=hidden))).rowcount)

    async def respondents(self, poll: int) -> list[Respondent]:
        said: dict[int, dict[int, Answer]] = defaultdict(dict)
        answers = select(poll_answers).join(poll_slots, poll_slots.c.id == _ANSWER.slot_id)
        for row in await self._connection.execute(answers.where(poll_slots.c.poll_id == poll)):
            said[row.member_id][row.slot_id] = Answer(row.answer)
        rows = await self._connection.execute(
            select(_RESPONDENT.member_id, _RESPONDENT.hidden, members.c.name, members.c.zone)
            .join(members, members.c.id == _RESPONDENT.member_id)
            .where(_RESPONDENT.poll_id == poll)
            .order_by(_RESPONDENT.since, _RESPONDENT.member_id)
        )
        return [
            Respondent(row.member_id, row.name, row.zone, row.hidden, said[row.member_id])
            for row in rows
        ]

    async def answered(self, member: int) -> frozenset[int]:
        theirs = select(_RESPONDENT.poll_id).where(_RESPONDENT.member_id == member)
        return frozenset((await self._connection.scalars(theirs)).all())

    # People -----------------------------------------------------------------------------------

    async def export(self, member: int) -> dict[str, object]:
        return await personal.export(self._connection, member)

    async def erase(self, member: int) -> list[int]:
        return await personal.erase(self._connection, member)


def _as_poll(row: AnyRow) -> Poll:
    origin = Fact(row.origin_kind, row.origin_subject) if row.origin_kind else None
    return Poll(
        id=row.id,
        community=row.community_id,
        title=row.title,
        description=row.description,
        zone=row.zone,
        state=PollState(row.state),
        closes_at=row.closes_at,
        made_by=row.made_by,
        made_at=row.made_at,
        origin=origin,
        planned=row.planned_id,
    )


def _values(poll: Poll) -> dict[str, object]:
    return {
        "title": poll.title,
        "description": poll.description,
        "zone": poll.zone,
        "state": poll.state.value,
        "closes_at": poll.closes_at,
        "origin_kind": poll.origin.kind if poll.origin else None,
        "origin_subject": poll.origin.subject if poll.origin else None,
        "planned_id": poll.planned,
    }


def _slot_values(slot: Slot) -> dict[str, object]:
    return {
        "start": slot.start,
        "zone": slot.zone,
        "minutes": slot.minutes,
        "starts_at": slot.starts_at,
    }
