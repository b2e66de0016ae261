"""What falls due: more people to ask, an end to the waiting, a question a month later."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.community.dates.instants import shown
from bot.community.facts import Fact
from bot.delivery.addresses import ToMember
from bot.delivery.outbox import Composed
from bot.features.peer_assists import feature
from bot.features.peer_assists.asking import views
from bot.features.peer_assists.asking.questions import ask, let_go, stop
from bot.features.peer_assists.asking.search import search_for
from bot.features.peer_assists.domain import (
    ASKED_FOR,
    FEWEST,
    FORGOTTEN,
    IDLE,
    KEPT,
    MONTH,
    TOO_LATE,
    WAVE,
    Assist,
    AssistState,
)
from bot.features.peer_assists.half_hour.room import close, end, look_in
from bot.features.peer_assists.outcomes import views as outcome_views
from bot.features.peer_assists.ports import Work
from bot.matching.advisers import advisers
from bot.routing.interaction import Answer, Compute
from bot.ui.text import read_id

_DAY_BEGINS, _DAY_ENDS = 8, 21


async def _by_day(work: Work, there: list[Assist], now: datetime) -> list[Assist]:
    """Those the askers of which are awake: nobody is asked in what is night to them all."""
    people = await work.people.members([each.asker for each in there]) if there else {}
    return [
        each
        for each in there
        if _DAY_BEGINS <= shown(now, people[each.asker].zone).hour < _DAY_ENDS
    ]


# More people ----------------------------------------------------------------------------------


async def _wanting(work: Work, now: datetime) -> list[str]:
    asking = await work.peer_assists.wanting_more(now - WAVE)
    there = [each for each in asking if now < each.until]  # else its asker decides first
    return [_wave(each) for each in await _by_day(work, there, now)]


def _wave(assist: Assist) -> str:
    return f"{assist.id}:{assist.more_asked_at.isoformat() if assist.more_asked_at else ''}"


@feature.schedule("more", due=_wanting)
async def ask_more(
    work: Work, period: str, now: datetime, seed: int
) -> Compute[tuple[int, ...]] | None:
    """Ask others, since too few have said yes within a day."""
    assist = await work.peer_assists.get(read_id(period.partition(":")[0]))
    if assist is None or _wave(assist) != period:
        return None

    async def then(work: Work, found: tuple[int, ...]) -> Answer:
        still = await work.peer_assists.lock(assist.id)
        if still and still.wants_more and _wave(still) == period:
            await ask(work, still, found, now)
        return None

    return Compute(advisers, (await search_for(work, assist, now), seed), then)


# Nobody has done anything ---------------------------------------------------------------------


async def _late(work: Work, now: datetime) -> list[str]:
    return [_standing(each) for each in await work.peer_assists.due(now)]


def _standing(assist: Assist) -> str:
    return f"{assist.id}:{assist.state}:{assist.until.isoformat()}"


@feature.schedule("wait", due=_late)
async def wait_no_longer(work: Work, period: str, now: datetime, seed: int) -> None:
    """Let it lapse, or end, for which its people have waited long enough."""
    assist = await work.peer_assists.lock(read_id(period.partition(":")[0]))
    if assist is None or _standing(assist) != period:
        return
    match assist.state:
        case AssistState.DRAFT:
            await work.peer_assists.delete(assist.id)
        case AssistState.ASKING if len(assist.helpers) >= FEWEST and not assist.reminded:
            await _remind(work, assist, now)
        case AssistState.ASKING:
            await _lapse(work, assist, now)
        case AssistState.LAPSED:
            await stop(work, assist, "lapsed", now)
        case AssistState.UNDER_WAY if not assist.met and not assist.reminded:
            await look_in(work, assist, now)
        case AssistState.UNDER_WAY:
            await end(work, assist, now)


async def _remind(work: Work, assist: Assist, now: datetime) -> None:
    """Ask nobody else, and tell the asker that there are enough who wait."""
    await let_go(work, assist, assist.unanswered, now)
    until = now + ASKED_FOR
    await work.peer_assists.save(replace(assist, reminded=True, until=until))
    await _tell(work, assist, partial(views.still_waiting, assist, until), "waiting", until)


async def _lapse(work: Work, assist: Assist, now: datetime) -> None:
    """Ask nobody else, and let the asker decide; who was asked may still say yes."""
    until = now + KEPT
    lapsed = replace(assist, state=AssistState.LAPSED, until=until)
    await work.peer_assists.save(lapsed)
    await _tell(work, lapsed, partial(views.lapsed, lapsed, until), "lapsed", until)


# Afterwards -----------------------------------------------------------------------------------


async def _a_month_ago(work: Work, now: datetime) -> list[str]:
    over = await work.peer_assists.ended(now - TOO_LATE, now - MONTH)
    told = [each for each in over if each.met and not each.outcome]
    return [str(each.id) for each in await _by_day(work, told, now)]


@feature.schedule("month", due=_a_month_ago)
async def ask_what_came_of_it(work: Work, period: str, now: datetime, seed: int) -> None:
    """Ask the asker, once."""
    assist = await work.peer_assists.get(read_id(period))
    if assist:
        await _tell(work, assist, partial(outcome_views.question, assist), "month", now)


async def _old(work: Work, now: datetime) -> list[str]:
    return [str(id_) for id_ in await work.peer_assists.rooms_to_close(now - IDLE)]


@feature.schedule("close_rooms", due=_old)
async def close_rooms(work: Work, period: str, now: datetime, seed: int) -> None:
    """Put a room away in which nothing more is to be said."""
    assist = await work.peer_assists.lock(read_id(period))
    if assist:
        await close(work, assist)


async def _day(work: Work, now: datetime) -> list[str]:
    return [now.date().isoformat()]


@feature.schedule("forget", due=_day)
async def forget(work: Work, period: str, now: datetime, seed: int) -> None:
    """Forget who was asked and did not come."""
    await work.peer_assists.forget_unanswered(now - FORGOTTEN)


async def _tell(work: Work, assist: Assist, message: Composed, kind: str, at: datetime) -> None:
    fact = Fact.of(f"peer_assists.{kind}", assist.id, part=at.isoformat())
    await work.outbox.post(ToMember(assist.asker), message, fact, community=assist.community)
    await work.homes.touch([assist.asker], at)
