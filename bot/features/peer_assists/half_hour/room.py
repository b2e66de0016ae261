"""The room of a half hour: opened, gone through step by step, left, and put away."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.community.domain_events import PeerAssistHeld
from bot.community.facts import Fact
from bot.community.people import Member
from bot.delivery.addresses import ToMember, ToPlace
from bot.delivery.outbox import Composed
from bot.features.peer_assists.asking.questions import answer, let_go
from bot.features.peer_assists.domain import (
    IDLE,
    Assist,
    AssistState,
    Said,
    Step,
    elsewhere_to,
    no_room_to,
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
    opened = replace(assist, state=AssistState.UNDER_WAY, step=Step.GATHERING)
    begun = moved(opened, now, now + IDLE)
    await work.peer_assists.save(begun)
    with in_language(DEFAULT_LOCALE):
        title = views.room_title()
    await work.outbox.open_room(
        assist.room, list(assist.people), title, community=assist.community, apart=True
    )
    people = await work.people.members(list(assist.people))
    helpers = [people[each] for each in assist.helpers if each in people]
    said = await first_words(work, begun, people[assist.asker], helpers, now)
    await say_there(work, begun, said, step_of(assist.id, Step.GATHERING))
    await work.homes.touch(assist.people, now)


async def first_words(
    work: Work, assist: Assist, asker: Member, helpers: Sequence[Member], now: datetime
) -> Composed:
    """Who is here, for what, and how it goes."""
    titles = [await called(work, assist, each, now) for each in helpers]
    about = titles[0] if titles and all(titles) else ""  # some may not know of it
    return partial(views.gathering, assist, asker, helpers, about)


async def name_no_more(work: Work, assist: Assist, member: int, now: datetime) -> None:
    """Let nothing that was said to others name one of the helpers any more."""
    people = await work.people.members([each for each in assist.people if each != member])
    asker = people.pop(assist.asker, None)
    to_all, alone = step_of(assist.id, Step.GATHERING), no_room_to(assist.id, assist.asker)
    left = [people[each] for each in assist.helpers if each in people]
    if asker is None or not left:
        await work.outbox.retract(to_all, alone)
        return
    await work.outbox.edit(to_all, await first_words(work, assist, asker, left, now))
    await work.outbox.edit(alone, partial(views.no_room, left))


async def go_on(work: Work, assist: Assist, now: datetime) -> Assist:
    """Go on to the next step, or end after the last."""
    if assist.step is Step.THANKS:
        await end(work, assist, now)
        return replace(assist, state=AssistState.OVER)
    asker = await work.people.member(assist.asker)
    on = moved(replace(assist, step=Step(assist.step + 1)), now, now + IDLE)
    await work.peer_assists.save(on)
    if asker and assist.step:
        former = partial(views.step, assist, asker, current=False)
        await work.outbox.edit(step_of(assist.id, assist.step), former)
    if asker:
        said = partial(views.step, on, asker, current=True)
        await say_there(work, on, said, step_of(assist.id, on.step))
    await work.homes.touch(assist.people, now)
    return on


def moved(assist: Assist, now: datetime, until: datetime) -> Assist:
    """One in which something has happened: it is looked in on it `until` then, and not before."""
    return replace(assist, moved_at=now, until=until, reminded=False)


async def look_in(work: Work, assist: Assist, now: datetime) -> None:
    """Ask in the room whether it still comes to it, once; it ends if nobody says so."""
    await work.peer_assists.save(replace(assist, reminded=True, until=now + IDLE))
    fact = Fact.of("peer_assists.look_in", assist.id, part=assist.until.isoformat())
    await say_there(work, assist, partial(views.look_in, assist), fact)


async def end(work: Work, assist: Assist, now: datetime) -> None:
    """Thank the helpers, ask the asker what they take away, and let others hear that they met."""
    await work.peer_assists.save(replace(assist, state=AssistState.OVER, ended_at=now))
    asker = await work.people.member(assist.asker)
    if asker and assist.step:
        former = partial(views.step, assist, asker, current=False)
        await work.outbox.edit(step_of(assist.id, assist.step), former)
    last = partial(views.over, came_to_it=assist.step >= Step.ADVICE)
    await say_there(work, assist, last, Fact.of("peer_assists.over", assist.id))
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
