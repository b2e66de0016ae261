"""What could not be delivered, and what introductions hold about a person."""

from datetime import datetime

from bot.features.introductions import room_views, round_views
from bot.features.introductions.choosing import number_of
from bot.features.introductions.domain import Stage
from bot.features.introductions.opening import tell_facilitators
from bot.features.introductions.outcomes import (
    halfway_key,
    last_call_key,
    opening_key,
    summary_key,
)
from bot.features.introductions.ports import Work
from bot.features.introductions.routes import feature
from bot.outbox import DeliveryRefused
from bot.people import Role
from bot.personal import PersonalData

_ROOMS = ("room:introductions.room:", "introductions.opened:", "introductions.halfway:")
_SQUARES = "introductions.invitation:"
_MEMBERS = ("introductions.asked:", "introductions.left_out:", "introductions.last_call:")


@feature.when(DeliveryRefused)
async def could_not_deliver(refused: DeliveryRefused, work: Work, now: datetime) -> None:
    """Tell the facilitators whom we could not reach, once; notes to themselves are let go."""
    key, community = refused.key, refused.community
    if key.startswith(_ROOMS):
        introduction = await work.introductions.follow_up.get(number_of(key.rpartition(":")[2]))
        if introduction and introduction.members:
            message = round_views.unreachable(introduction.names, room=True)
            told = f"introductions.unreachable:room:{introduction.id}"
            await tell_facilitators(work, community, message, told)
    elif key.startswith(_SQUARES):
        told = f"introductions.unreachable:{key}"
        await tell_facilitators(work, community, round_views.unreachable_square(), told)
    elif key.startswith(_MEMBERS) and refused.member is not None:
        member = await work.people.member(refused.member)
        if member:
            message = round_views.unreachable([member.name], room=False)
            about = key.removesuffix(f":{member.id}")
            told = f"introductions.unreachable:{about}:{member.id}"
            await tell_facilitators(work, community, message, told)


async def _export(work: Work, member: int) -> object:
    return await work.introductions.traces.given(member)


async def _erase(work: Work, member: int) -> None:
    """Remove it, with what was said about them in rooms, to others and to facilitators."""
    book = work.introductions
    theirs = [
        await book.follow_up.get(id_) for id_ in await book.follow_up.introductions_of(member)
    ]
    introductions = [introduction for introduction in theirs if introduction]
    for introduction in introductions:
        id_ = introduction.id
        message = room_views.somebody_left(introduction.programme)
        await work.outbox.edit(opening_key(id_), message)
        await work.outbox.retract(halfway_key(id_))
        for other, _ in introduction.members:
            await work.outbox.retract(last_call_key(id_, other))
    await book.traces.erased(member)
    for round_ in {introduction.round for introduction in introductions}:
        await _tell_summary_again(work, round_)


async def _tell_summary_again(work: Work, id_: int) -> None:
    """Put the results as they are now in the place of a summary that facilitators have."""
    book = work.introductions
    round_ = await book.rounds.get(id_)
    programme = await book.programmes.of_round(id_)
    if round_ and programme and round_.stage is Stage.OVER:
        found = await book.follow_up.results(id_)
        message = round_views.summary(programme, round_, found, over=True)
        for facilitator in await work.people.with_role(programme.community, Role.FACILITATOR):
            await work.outbox.edit(f"{summary_key(id_)}:{facilitator.id}", message)


feature.holds.append(
    PersonalData(
        "introductions",
        (
            "programme_members",
            "round_answers",
            "introduction_pauses",
            "introduction_never",
            "introduction_members",
            "rounds",
        ),
        _export,
        _erase,
    )
)
