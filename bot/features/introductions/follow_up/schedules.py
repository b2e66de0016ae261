"""People are asked whether they have met: half-way, and before the round ends."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from bot.delivery.addresses import ToMember, ToPlace
from bot.features.introductions import feature
from bot.features.introductions.domain import Stage
from bot.features.introductions.follow_up.domain import (
    Introduction,
    Outcome,
    halfway_of,
    last_call_to,
)
from bot.features.introductions.ports import Work
from bot.features.introductions.rooms import views as room_views


async def _due_for_halfway(work: Work, now: datetime) -> Sequence[str]:
    return [str(id_) for id_ in await work.introductions.rounds.at_stage(Stage.HALFWAY, now)]


@feature.schedule("halfway", due=_due_for_halfway)
async def ask_halfway(work: Work, period: str, now: datetime, seed: int) -> None:
    """Ask in every room whether they have met, unless somebody said so."""
    book = work.introductions
    for introduction in await book.follow_up.of_round(int(period)):
        if Outcome.MET in introduction.outcomes.values() or not introduction.members:
            continue
        if await _nobody_left_to_meet(work, introduction):
            continue
        await work.outbox.post(
            ToPlace(introduction.room),
            partial(room_views.halfway, introduction),
            halfway_of(introduction.id),
            community=introduction.community,
        )
    await book.rounds.advance(int(period), Stage.HALFWAY)


async def _due_for_last_call(work: Work, now: datetime) -> Sequence[str]:
    return [str(id_) for id_ in await work.introductions.rounds.at_stage(Stage.LAST_CALL, now)]


@feature.schedule("last_call", due=_due_for_last_call)
async def ask_again(work: Work, period: str, now: datetime, seed: int) -> None:
    """Before the round ends, ask everyone who has not said that they met."""
    book = work.introductions
    for introduction in await book.follow_up.of_round(int(period)):
        if await _nobody_left_to_meet(work, introduction):
            continue
        for member, _ in introduction.members:
            if introduction.outcomes.get(member) is Outcome.MET:
                continue
            await work.outbox.post(
                ToMember(member),
                partial(room_views.last_call, introduction, member),
                last_call_to(introduction.id, member),
                community=introduction.community,
            )
    await book.rounds.advance(int(period), Stage.LAST_CALL)


async def _nobody_left_to_meet(work: Work, introduction: Introduction) -> bool:
    ids = [member for member, _ in introduction.members]
    return len(ids) - len(await work.people.gone(ids)) < 2
