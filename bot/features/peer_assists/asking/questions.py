"""Asking people, each alone; and letting those go who are needed no more."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.community.facts import Fact
from bot.delivery.addresses import ToMember
from bot.delivery.questions import ask_favours
from bot.features.peer_assists.asking import views
from bot.features.peer_assists.domain import (
    ALIVE,
    MOST,
    Assist,
    AssistState,
    Said,
    elsewhere_to,
    outcome_to,
    over_to,
    question_to,
    room_of,
    step_of,
    takeaway_to,
)
from bot.features.peer_assists.domain import Step as HalfHourStep
from bot.features.peer_assists.lookup import asker_of, called
from bot.features.peer_assists.ports import Work


async def ask(work: Work, assist: Assist, found: Sequence[int], now: datetime) -> int:
    """Ask these for half an hour, each by day where they are; returns how many there were.

    `assist` is kept as it is. Who is asked for somebody else's, or refused, since it was looked for
    them is left in peace.
    """
    await work.peer_assists.save(replace(assist, more_asked_at=now))
    free = await work.peer_assists.still_free(assist.community, found, now)
    facts = [question_to(assist.id, member) for member in free]
    members = await ask_favours(work, facts, now, community=assist.community)
    await work.peer_assists.ask(assist.id, members, now)
    await work.homes.touch(members, now)
    return len(members)


async def say(work: Work, assist: Assist, member: int, now: datetime) -> None:
    """Say to somebody what they are asked, alone."""
    asker, person = await asker_of(work, assist), await work.people.member(member)
    if person is not None:
        title = await called(work, assist, person, now)
        question = partial(views.question, assist, asker, title)
        fact = question_to(assist.id, member)
        await work.outbox.post(ToMember(member), question, fact, community=assist.community)


async def answer(work: Work, assist: Assist, member: int, said: Said, now: datetime) -> None:
    """Note what has become of a question; what stands there says so from then on."""
    await work.peer_assists.answer(assist.id, member, said, now)
    asker = await asker_of(work, assist) if said is Said.YES else None
    message = partial(views.answered, assist, asker, said)
    await work.outbox.edit(question_to(assist.id, member), message)
    await work.homes.touch([member, assist.asker], now)


async def let_go(work: Work, assist: Assist, members: Iterable[int], now: datetime) -> None:
    """Thank those who need not answer any more."""
    for member in members:
        await answer(work, assist, member, Said.LET_GO, now)


async def tell_asker(work: Work, assist: Assist, now: datetime) -> None:
    """Tell the asker, whenever just enough have said yes to begin, and when all have."""
    count = len(assist.helpers)
    if count in (assist.fewest, MOST):
        fact = Fact.of("peer_assists.enough", assist.id, part=f"{count} {now.isoformat()}")
        message = partial(views.enough, assist)
        await work.outbox.post(ToMember(assist.asker), message, fact, community=assist.community)
    await work.homes.touch([assist.asker], now)


async def stop(work: Work, assist: Assist, why: str, now: datetime) -> None:
    """End it before anybody has met: those who said yes are told kindly, and why."""
    if assist.state not in ALIVE:
        return
    await let_go(work, assist, assist.unanswered, now)
    for helper in assist.helpers:
        fact = Fact.of("peer_assists.stopped", assist.id, member=helper)
        message = partial(views.stopped, why)
        await work.outbox.post(ToMember(helper), message, fact, community=assist.community)
    state = AssistState.TAKEN_DOWN if why == "down" else AssistState.STOPPED
    await work.peer_assists.save(replace(assist, state=state, ended_at=now, room_closed=True))
    if assist.state is AssistState.UNDER_WAY:
        await work.outbox.close_room(room_of(assist.id))
    await work.homes.touch(assist.people, now)


async def forget_words(work: Work, assist: Assist) -> None:
    """Take back all that was said of somebody's case, to whomever; what is over has no room."""
    if assist.state is AssistState.OVER and not assist.room_closed:
        await work.outbox.close_room(room_of(assist.id))
    asked = [request.member for request in assist.requests]
    to_each = (question_to, elsewhere_to, over_to, takeaway_to, outcome_to)
    said = [fact(assist.id, member) for member in asked for fact in to_each]
    await work.outbox.retract(*said, *(step_of(assist.id, step) for step in HalfHourStep))
