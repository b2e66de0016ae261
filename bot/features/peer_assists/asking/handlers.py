"""The asker has people asked, and those say yes, not this time, or never such things."""

from dataclasses import replace

from bot.errors import UserError
from bot.features.peer_assists import feature, words
from bot.features.peer_assists.asking import views
from bot.features.peer_assists.asking.questions import answer, ask, let_go, stop, tell_asker
from bot.features.peer_assists.asking.search import search_for
from bot.features.peer_assists.cases.handlers import check
from bot.features.peer_assists.domain import (
    ASKED_FOR,
    FEWEST,
    MOST,
    WAITING,
    Assist,
    AssistState,
    Said,
    together,
)
from bot.features.peer_assists.half_hour.room import end, leave
from bot.features.peer_assists.lookup import AskedAssist, MyAssist, OurAssist, waiting_for
from bot.features.peer_assists.ports import Work
from bot.matching.advisers import advisers
from bot.routing.interaction import Answer, Call, Compute, Reply, Update

_NAMES = {"named": True, "unnamed": False}


@feature.action("ask")
async def ask_first(call: Call, work: Work, assist: MyAssist, name: str) -> Answer:
    """Ask the first, with the asker's name or without it."""
    _check_it_is(assist, AssistState.DRAFT)
    await check(call, work)

    async def then(work: Work, found: tuple[int, ...]) -> Answer:
        draft = await work.peer_assists.lock(assist.id)
        _check_it_is(draft, AssistState.DRAFT)
        asking = replace(
            assist,
            state=AssistState.ASKING,
            named=_NAMES.get(name, False),
            asked_at=call.now,
            until=call.now + ASKED_FOR,
        )
        count = await ask(work, asking, found, call.now)
        if count < FEWEST:  # then none of this was
            raise UserError(views.too_small(assist))
        return Update(views.asked(count, more=False))

    return Compute(advisers, (await search_for(work, assist, call.now), call.seed), then)


@feature.action("more")
async def ask_others(call: Call, work: Work, assist: MyAssist) -> Answer:
    """Ask others, when too few have said yes."""
    _check_it_is(assist, AssistState.LAPSED)

    async def then(work: Work, found: tuple[int, ...]) -> Answer:
        lapsed = await work.peer_assists.lock(assist.id)
        _check_it_is(lapsed, AssistState.LAPSED)
        count = 0
        if found and lapsed:
            asking = replace(lapsed, state=AssistState.ASKING, until=call.now + ASKED_FOR)
            count = await ask(work, asking, found, call.now)
        return Reply(views.asked(count, more=True))

    return Compute(advisers, (await search_for(work, assist, call.now), call.seed), then)


@feature.action("wait")
async def wait(call: Call, work: Work, assist: MyAssist) -> Answer:
    """Wait another week for those who were asked, and ask nobody else."""
    lapsed = await work.peer_assists.lock(assist.id)
    _check_it_is(lapsed, AssistState.LAPSED)
    until = call.now + ASKED_FOR
    if lapsed:
        await work.peer_assists.save(
            replace(lapsed, state=AssistState.ASKING, until=until, more_asked_at=until)
        )
    return Reply(views.waits(until))


@feature.command("stuck stop", action="stop", carries=("assist",))
async def stop_it(call: Call, work: Work, assist: OurAssist) -> Answer:
    """End it, for whoever asked; a helper leaves it by that."""
    found = await work.peer_assists.lock(assist.id)
    if found is None or call.me.id not in found.people:
        raise UserError(words("assist.gone"))
    if call.me.id != found.asker:
        return Reply(views.reply(await leave(work, found, call.me.id, call.now)))
    if found.state is AssistState.UNDER_WAY and found.met:
        await end(work, found, call.now)
    else:
        await stop(work, found, "asker", call.now)
    return Reply(views.ended())


def _check_it_is(assist: Assist | None, state: AssistState) -> None:
    if assist is None or assist.state is not state:
        raise UserError(words("draft.gone" if state is AssistState.DRAFT else "assist.moved_on"))


# Saying yes or no -----------------------------------------------------------------------------


@feature.command("stuck yes", action="yes", carries=("assist",))
async def yes(call: Call, work: Work, assist: AskedAssist) -> Answer:
    """Give half an hour."""
    found, me = await _locked(work, assist), call.me.id
    if me in found.helpers:
        return Reply(views.reply(Said.YES))
    if found.state not in WAITING:
        raise UserError(words("answer.too_late"))
    known = await work.acquaintances.among([*found.people, me], call.now)
    fits = me in together(found.asker, [*found.helpers, me], known)
    # Whom somebody never wants to meet hears what everybody hears who comes too late.
    said = Said.YES if fits and len(found.helpers) < MOST else Said.LET_GO
    await answer(work, found, me, said, call.now)
    now = await _locked(work, assist)
    if said is Said.YES:
        if len(now.helpers) >= MOST:
            await let_go(work, now, now.unanswered, call.now)
        await tell_asker(work, now, call.now)
    return Reply(views.reply(said))


@feature.command("stuck no", action="no", carries=("assist",))
async def no(call: Call, work: Work, assist: AskedAssist) -> Answer:
    """Not this time, or not after all: nobody learns who said so."""
    return Reply(views.reply(await _no(call, work, assist)))


@feature.command("stuck never", action="never", carries=("assist",))
async def never(call: Call, work: Work, *, assist: str = "") -> Answer:
    """Be asked no such things any more; what waits for an answer is answered by that."""
    await work.peer_assists.refuse(call.me.id, call.now)
    for each in await waiting_for(work, call.me.id):
        await _no(call, work, each)
    return Reply(views.never(first=True))


@feature.command("stuck again", action="again")
async def again(call: Call, work: Work) -> Answer:
    """Be asked such things again."""
    await work.peer_assists.allow(call.me.id)
    return Reply(views.never(first=False))


async def _no(call: Call, work: Work, assist: Assist) -> Said:
    found, me = await _locked(work, assist), call.me.id
    if found.state is AssistState.UNDER_WAY and me in found.helpers:
        return await leave(work, found, me, call.now)
    request = found.request(me)
    if request and request.said in (Said.NOTHING, Said.YES, Said.UNREACHED):
        await answer(work, found, me, Said.NO, call.now)
    return Said.NO


async def _locked(work: Work, assist: Assist) -> Assist:
    found = await work.peer_assists.lock(assist.id)
    if found is None:
        raise UserError(words("assist.gone"))
    return found
