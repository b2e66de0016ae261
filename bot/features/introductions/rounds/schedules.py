"""What falls due of rounds: asking, opening, closing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.community.domain_events import RoundClosed
from bot.community.facts import Fact
from bot.delivery.addresses import ToMember
from bot.delivery.notices import tell_facilitators
from bot.features.introductions import feature
from bot.features.introductions.domain import SOON, Programme, Stage
from bot.features.introductions.follow_up.domain import summary_of
from bot.features.introductions.membership import views
from bot.features.introductions.ports import Work
from bot.features.introductions.programmes.handlers import end
from bot.features.introductions.rounds import domain as rounds
from bot.features.introductions.rounds import views as round_views
from bot.features.introductions.rounds.exhausted import possible_from, told_once
from bot.features.introductions.rounds.opening import (
    keep_and_open,
    open_round,
    tell_that_it_opened,
    unchanged,
)
from bot.features.introductions.rounds.preparation import NextRound, load_next_round
from bot.matching.plan import Plan
from bot.matching.pool import Rules
from bot.routing.interaction import Compute

# Asking each time -----------------------------------------------------------------------------


async def _due_for_asking(work: Work, now: datetime) -> Sequence[str]:
    due = await work.introductions.programmes.due_for_asking(now, now + SOON)
    return [programme.slot for programme in due]


@feature.schedule("ask", due=_due_for_asking)
async def ask(work: Work, period: str, now: datetime, seed: int) -> None:
    """Ask the members of a programme whether they are in the next round."""
    programme = await _of(work, period)
    if programme is None:
        return
    for member in await work.introductions.membership.to_ask(programme):
        await work.outbox.post(
            ToMember(member),
            partial(views.asked, programme),
            Fact.of("introductions.asked", programme.slot, member=member),
            community=programme.community,
        )
    await work.introductions.programmes.asked(programme.id, programme.number)


# Asking the chats who is there ----------------------------------------------------------------

_ASKED_BEFORE = timedelta(days=1)
"""How long before a round the chats are asked who is there: of a large one, that takes hours."""


async def _due_for_a_look(work: Work, now: datetime) -> Sequence[str]:
    opening = await work.introductions.programmes.opening_before(now, now + _ASKED_BEFORE)
    return [programme.slot for programme in opening]


@feature.schedule("who_is_there", due=_due_for_a_look)
async def ask_who_is_there(work: Work, period: str, now: datetime, seed: int) -> None:
    """Have the chats asked whether those who take part are still there, before they are drawn."""
    programme = await _of(work, period)
    if programme:
        members = await work.introductions.programmes.members(programme.id)
        await work.presence.doubt_members(members, now - _ASKED_BEFORE, now)


# Opening --------------------------------------------------------------------------------------


async def _due_for_opening(work: Work, now: datetime) -> Sequence[str]:
    return [p.slot for p in await work.introductions.programmes.due_for_opening(now)]


@feature.schedule("open_round", due=_due_for_opening)
async def open_by_itself(work: Work, period: str, now: datetime, seed: int) -> Compute[Plan] | None:
    """Open a round at its time, as facilitators left it."""
    programme = await _of(work, period)
    if programme is None:
        return None
    round_ = await load_next_round(work, programme, now)
    if not round_.enough:
        await _skip(work, round_, now)
        return None
    draft = round_.draft
    if not draft or not draft.plan or rounds.changes(draft.plan, round_.problem):
        return _match_and_open(round_, now, seed, round_.problem.rules)
    if draft.fingerprint != round_.problem.fingerprint:  # the groups hold; why may be out of date
        return _match_and_open(round_, now, seed, rounds.as_planned(round_.problem, draft.plan))
    if not draft.plan.groups:
        await _run_dry(work, round_, draft.plan, now)
    elif await open_round(work, round_, draft, now, None):
        await tell_that_it_opened(work, round_, draft, now)
    return None


def _match_and_open(round_: NextRound, now: datetime, seed: int, rules: Rules) -> Compute[Plan]:
    async def then(work: Work, plan: Plan) -> None:
        if not plan.groups:
            await _run_dry(work, round_, plan, now)
            return
        draft = await keep_and_open(work, round_, plan, seed, now, None)
        await tell_that_it_opened(work, round_, draft, now)

    return Compute(rounds.work_out, (round_.problem.candidates, rules, round_.seed(seed)), then)


async def _skip(work: Work, round_: NextRound, now: datetime) -> None:
    """Nobody to introduce: try again at the next date, a single round a week later."""
    programme = round_.programme
    after = await _try_again(work, programme, now)
    candidates = len(round_.problem.candidates)
    message = partial(round_views.skipped, programme, candidates, after)
    fact = Fact.of("introductions.skipped", programme.slot)
    await tell_facilitators(work, programme.community, message, fact)


async def _run_dry(work: Work, round_: NextRound, plan: Plan, now: datetime) -> None:
    """Nobody may be introduced to anybody: no round opens, and nobody is asked until one can."""
    possible = await possible_from(work, round_, now)
    await _try_again(work, round_.programme, now, possible)
    await told_once(work, round_, plan, possible)


async def _try_again(
    work: Work, programme: Programme, now: datetime, possible: datetime | None = None
) -> datetime:
    """Move the round to its next date; where its people are asked, to the one that is possible."""
    await unchanged(work, programme)
    terms, slot = programme.terms, programme.opens_at or now
    after = terms.opening_after(slot, now) or terms.first_opening(now)
    after = possible if possible and terms.asks else after
    book = work.introductions
    await book.programmes.move_on(programme.id, programme.number, after)
    await book.programmes.asked(programme.id, programme.number - 1)
    await book.membership.forget_what_was_said(programme.id, programme.number)
    return after


async def _of(work: Work, period: str) -> Programme | None:
    """The programme of a period, unless it was changed, stopped or opened meanwhile."""
    programme = await work.introductions.programmes.get(int(period.partition(":")[0]))
    there = programme and programme.running and programme.slot == period
    return programme if there else None


# Closing --------------------------------------------------------------------------------------


async def _due_for_closing(work: Work, now: datetime) -> Sequence[str]:
    return [str(id_) for id_ in await work.introductions.rounds.at_stage(Stage.OVER, now)]


@feature.schedule("close_round", due=_due_for_closing)
async def close(work: Work, period: str, now: datetime, seed: int) -> None:
    """Tell the facilitators what became of a round; a single round ends its programme."""
    book = work.introductions
    round_ = await book.rounds.get(int(period))
    programme = await book.programmes.of_round(int(period))
    if round_ is None or programme is None:
        return
    await book.rounds.advance(round_.id, Stage.OVER)
    found = await book.follow_up.results(round_.id)
    message = partial(round_views.summary, programme, round_, found, over=True)
    await tell_facilitators(work, programme.community, message, summary_of(round_.id))
    if programme.running and not programme.terms.weeks and programme.opens_at is None:
        await end(work, programme)
    work.domain_events.append(RoundClosed(round_.id, programme.community, now))
