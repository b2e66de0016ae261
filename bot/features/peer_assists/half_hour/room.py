"""The room of a half hour: opened, gone through step by step, left, and put away."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.community.domain_events import PeerAssistHeld
from bot.community.facts import Fact
from bot.delivery.addresses import ToMember, ToPlace
from bot.delivery.outbox import Composed
from bot.features.peer_assists.asking.questions import answer, let_go
from bot.features.peer_assists.domain import (
    Assist,
    AssistState,
    Said,
    Step,
    elsewhere_to,
    over_to,
    room_of,
    step_of,
    together,
)
from bot.features.peer_assists.half_hour import views
from bot.features.peer_assists.lookup import called
from bot.features.peer_assists.ports import Work
from bot.ui.languages import DEFAULT_LOCALE, in_language


async def still_there(work: Work, assist: Assist, now: datetime) -> list[int]:
    """Those who said yes, are in some chat, and may be in a room with all before them."""
    gone = await work.people.gone(assist.helpers)
    known = await work.acquaintances.among(assist.people, now)
    there = [helper for helper in assist.helpers if helper not in gone]
    return together(assist.asker, there, known)


async def begin(work: Work, assist: Assist, now: datetime) -> None:
    """Open the room, and let those go who have not answered."""
    await let_go(work, assist, assist.unanswered, now)
    begun = replace(assist, state=AssistState.UNDER_WAY, step=Step.GATHERING, moved_at=now)
    await work.peer_assists.save(begun)
    with in_language(DEFAULT_LOCALE):
        title = views.room_title(assist)
    await work.outbox.open_room(
        assist.room, list(assist.people), title, community=assist.community, apart=True
    )
    said = await first_words(work, begun, now)
    await say_there(work, begun, said, step_of(assist.id, Step.GATHERING))
    await work.homes.touch(assist.people, now)


async def first_words(work: Work, assist: Assist, now: datetime) -> Composed:
    """Who is here, for what, and how it goes."""
    people = await work.people.members(list(assist.people))
    helpers = [people[each] for each in assist.helpers if each in people]
    titles = [await called(work, assist, each, now) for each in helpers]
    about = titles[0] if titles and all(titles) else ""  # some may not know of it
    return partial(views.gathering, assist, people[assist.asker], helpers, about)


async def go_on(work: Work, assist: Assist, now: datetime) -> Assist:
    """Go on to the next step, or end after the last."""
    if assist.step is Step.THANKS:
        await end(work, assist, now)
        return replace(assist, state=AssistState.OVER)
    asker = await work.people.member(assist.asker)
    on = replace(assist, step=Step(assist.step + 1), moved_at=now)
    await work.peer_assists.save(on)
    if asker and assist.step:
        former = partial(views.step, assist, asker, current=False)
        await work.outbox.edit(step_of(assist.id, assist.step), former)
    if asker:
        said = partial(views.step, on, asker, current=True)
        await say_there(work, on, said, step_of(assist.id, on.step))
    await work.homes.touch(assist.people, now)
    return on


async def end(work: Work, assist: Assist, now: datetime) -> None:
    """Thank the helpers, ask the asker what they take away, and let others hear that they met."""
    await work.peer_assists.save(replace(assist, state=AssistState.OVER, ended_at=now))
    asker = await work.people.member(assist.asker)
    if asker and assist.step:
        former = partial(views.step, assist, asker, current=False)
        await work.outbox.edit(step_of(assist.id, assist.step), former)
    await say_there(work, assist, views.over, Fact.of("peer_assists.over", assist.id))
    if assist.met and asker:
        for helper in assist.helpers:
            to, thanks = ToMember(helper), partial(views.thanks, asker, assist)
            fact = over_to(assist.id, helper)
            await work.outbox.post(to, thanks, fact, community=assist.community)
        note, to = partial(views.note, assist), ToMember(assist.asker)
        fact = over_to(assist.id, assist.asker)
        await work.outbox.post(to, note, fact, community=assist.community)
        work.domain_events.append(
            PeerAssistHeld(assist.id, assist.community, assist.people, now, assist.about)
        )
    await work.homes.touch(assist.people, now)


async def leave(work: Work, assist: Assist, helper: int, now: datetime) -> Said:
    """Let a helper go; those in the room are told kindly, and without a reason."""
    if assist.state is not AssistState.UNDER_WAY:
        await answer(work, assist, helper, Said.NO, now)
        return Said.NO
    await answer(work, assist, helper, Said.LEFT, now)
    await work.outbox.let_out(assist.room, [helper])
    await work.outbox.retract(elsewhere_to(assist.id, helper))
    left = len(assist.helpers) - 1
    fact = Fact.of("peer_assists.one_left", assist.id, part=str(helper))
    await say_there(work, assist, partial(views.one_left, left), fact)
    return Said.LEFT


async def close(work: Work, assist: Assist) -> None:
    """Put the room away."""
    await work.outbox.close_room(room_of(assist.id))
    await work.peer_assists.save(replace(assist, room_closed=True))


async def say_there(work: Work, assist: Assist, message: Composed, fact: Fact) -> None:
    """Say something in the room."""
    await work.outbox.post(ToPlace(assist.room), message, fact, community=assist.community)


def enough(assist: Assist, there: list[int]) -> bool:
    """Whether it can begin with those who are there."""
    return len(there) >= assist.fewest
