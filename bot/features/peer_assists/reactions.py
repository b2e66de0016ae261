"""What peer assists do when people go, something is taken down, or cannot be delivered."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.community.domain_events import (
    AccountGone,
    DeliveryRefused,
    MemberLeft,
    QuestionFellDue,
    RecordForgotten,
    TakenDown,
)
from bot.community.facts import Fact
from bot.community.reportables import Reportable
from bot.delivery.addresses import ToMember
from bot.features.peer_assists import feature
from bot.features.peer_assists.asking.questions import forget_words, say, stop
from bot.features.peer_assists.domain import (
    ALIVE,
    WAVE,
    Assist,
    AssistState,
    Said,
    no_room_to,
    question_to,
    room_of,
)
from bot.features.peer_assists.half_hour import views as room_views
from bot.features.peer_assists.half_hour.room import first_words, leave
from bot.features.peer_assists.ports import Work
from bot.ui.messages import Message
from bot.ui.text import read_id

_ASSIST = "peer_assists.assist"


@feature.when(AccountGone)
async def somebody_has_gone(gone: AccountGone, work: Work, now: datetime) -> None:
    """End what somebody asked for who is in no chat any more, and let them help nobody."""
    member = gone.account.member
    if not await work.people.has_gone(member):
        return
    for asked_for in await work.peer_assists.of(member):
        if mine := await work.peer_assists.lock(asked_for.id):
            await stop(work, mine, "left", now)
    for theirs in await work.peer_assists.with_helper(member):
        assist = await work.peer_assists.lock(theirs.id) if theirs.state in ALIVE else None
        if assist and assist.state in ALIVE and member in assist.helpers:
            await leave(work, assist, member, now)


@feature.when(MemberLeft)
async def a_member_has_left(left: MemberLeft, work: Work, now: datetime) -> None:
    """End what nobody asks for any more, and forget it."""
    for assist in await work.peer_assists.nobodys(left.community):
        await stop(work, assist, "left", now)
        await forget_words(work, assist)
    await work.peer_assists.forget_nobodys()


@feature.when(QuestionFellDue)
async def it_is_day(due: QuestionFellDue, work: Work, now: datetime) -> None:
    """Ask whom it was too early or too late for, unless it is needed no more."""
    if due.fact.kind != question_to(0, 0).kind or due.fact.member is None:
        return
    assist = await work.peer_assists.lock(due.fact.id)
    request = assist.request(due.fact.member) if assist else None
    if assist and request and request.said is Said.NOTHING:
        await say(work, assist, due.fact.member, now)
    else:
        await work.questions.drop(due.fact)


# Deliveries -----------------------------------------------------------------------------------


@feature.when(DeliveryRefused)
async def could_not_deliver(refused: DeliveryRefused, work: Work, now: datetime) -> None:
    """Whom the question did not reach has not answered: somebody else is asked soon."""
    if refused.fact.kind == room_of(0).kind:
        await _no_room(work, refused.fact)
    if refused.fact.kind != question_to(0, 0).kind or refused.member is None:
        return
    assist = await work.peer_assists.lock(refused.fact.id)
    request = assist.request(refused.member) if assist else None
    if assist and request and request.said is Said.NOTHING:
        await work.peer_assists.answer(assist.id, refused.member, Said.UNREACHED, now)
        asked = assist.more_asked_at
        if assist.wants_more and asked and asked <= now:  # else nobody else is to be asked
            await work.peer_assists.save(replace(assist, more_asked_at=min(asked, now - WAVE)))


async def _no_room(work: Work, room: Fact) -> None:
    """Tell the asker who would come, since there is no room to say it in."""
    assist = await work.peer_assists.get(room.id)
    if assist is None:
        return
    helpers = list((await work.people.members(list(assist.helpers))).values())
    fact = no_room_to(assist.id, assist.asker)
    said = partial(room_views.no_room, helpers)
    await work.outbox.post(ToMember(assist.asker), said, fact, community=assist.community)


@feature.opening("room")
async def first_words_apart(about: Fact, member: int, work: Work, now: datetime) -> Message | None:
    """The first words to those who share no room."""
    assist = await work.peer_assists.get(about.id)
    people = await work.people.members(list(assist.people)) if assist else {}
    helpers = [people[each] for each in assist.helpers if each in people] if assist else []
    if assist is None or assist.asker not in people or not helpers:
        return None
    said = await first_words(work, assist, people[assist.asker], helpers, now)
    return said if isinstance(said, Message) else said()


# What is not right ----------------------------------------------------------------------------


@feature.reportable("assist")
async def assist(subject: str, work: Work) -> Reportable | None:
    """What somebody is stuck with: of whoever asked, for those who were asked."""
    found = await work.peer_assists.get(read_id(subject))
    if found is None or not found.asker:
        return None
    readers = tuple(each.member for each in found.requests)
    about, here = found.fact, found.community
    return Reportable(about, here, found.case, (found.asker,), readers=readers)


@feature.reportable("asked")
async def asked(subject: str, work: Work) -> Reportable | None:
    """The same, by the question to somebody."""
    return await assist(subject, work)


@feature.when(TakenDown)
async def is_taken_down(taken: TakenDown, work: Work, now: datetime) -> None:
    """Take back what was asked, end it, and forget what was said of it but its sentence."""
    found = await _about(work, taken.about)
    if found is None:
        return
    await stop(work, found, "down", now)
    await forget_words(work, found)
    now_there = await work.peer_assists.get(found.id)
    if now_there:
        bare = replace(now_there, more="", times="", takeaway="", shared=False)
        bare = replace(bare, outcome="", outcome_shared=False)
        ended = now_there.ended_at or now
        down = replace(bare, state=AssistState.TAKEN_DOWN, ended_at=ended, room_closed=True)
        await work.peer_assists.save(down)


@feature.when(RecordForgotten)
async def its_record_is_forgotten(gone: RecordForgotten, work: Work, now: datetime) -> None:
    """Forget it, too."""
    found = await _about(work, gone.about)
    if found and found.state is AssistState.TAKEN_DOWN:
        await work.peer_assists.delete(found.id)


async def _about(work: Work, about: Fact) -> Assist | None:
    return await work.peer_assists.lock(about.id) if about.kind == _ASSIST else None
