"""A round in which nobody can be introduced to anybody: what is told of it, and when there can."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.community.facts import Fact
from bot.delivery.notices import tell_facilitators
from bot.features.introductions import words
from bot.features.introductions.domain import Programme
from bot.features.introductions.ports import Work
from bot.features.introductions.programmes.views import change_button
from bot.features.introductions.rounds.preparation import NextRound
from bot.matching.eligibility import barrier_table
from bot.matching.plan import LeftOut, Plan, Why
from bot.matching.pool import Pool
from bot.ui.messages import Message, Moment, row, say

_FURTHEST = timedelta(weeks=60)


async def possible_from(work: Work, round_: NextRound, now: datetime) -> datetime | None:
    """The first opening at which two of these people may be introduced again, if that will be."""
    terms, candidates = round_.programme.terms, round_.problem.candidates
    pool, ids = Pool.of(candidates), [person.id for person in candidates]
    slot = round_.programme.opens_at or now
    while slot - now < _FURTHEST:
        known = await work.acquaintances.among(ids, terms.met_since(slot))
        if not barrier_table(pool, known).all():
            return slot if slot > now else None
        after = terms.opening_after(slot, now)
        if after is None:
            return None
        slot = after
    return None


async def told_once(work: Work, round_: NextRound, plan: Plan, possible: datetime | None) -> None:
    """Tell the facilitators that the round did not open; once, until one does."""
    programme = round_.programme

    def compose() -> Message:
        return nobody_left(programme, plan.left_out, possible, by_itself=True)

    fact = Fact.of("introductions.exhausted", f"{programme.id}:{programme.number}")
    await tell_facilitators(work, programme.community, compose, fact)


def nobody_left(
    programme: Programme,
    left_out: Sequence[LeftOut],
    possible: datetime | None,
    *,
    by_itself: bool = False,
) -> Message:
    """What facilitators are told when there is nobody to introduce to anybody."""
    met = has_run_dry(left_out)
    return say(
        words("exhausted.done", name=programme.name, count=len(left_out)),
        words("exhausted.met", count=programme.terms.weeks_apart) if met else None,
        words("exhausted.help" if met else "exhausted.help_others"),
        words("exhausted.possible", when=Moment(possible)) if possible else None,
        words("exhausted.quiet") if by_itself else None,
        row(change_button(programme)),
    )


def has_run_dry(left_out: Sequence[LeftOut]) -> bool:
    """Whether most of these have met everybody who would suit them."""
    return 2 * sum(left.why is Why.MET for left in left_out) > len(left_out)
