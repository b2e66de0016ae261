"""The next round of a programme while it is being prepared."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.features.introductions.domain import Adjustments, Participants, Programme
from bot.features.introductions.ports import Round, Work
from bot.features.introductions.rounds import domain as rounds
from bot.matching.plan import Plan
from bot.matching.ports import Acquaintance


@dataclass(frozen=True, slots=True)
class NextRound:
    """The next round of a programme, as it stands: who may be in it, and its draft if any."""

    programme: Programme
    participants: Participants
    known: Acquaintance
    draft: Round | None
    adjustments: Adjustments
    problem: rounds.MatchingProblem

    @property
    def enough(self) -> bool:
        """Whether there is anybody to introduce to anybody."""
        return len(self.problem.candidates) > 1

    def adjusted(self, adjustments: Adjustments, now: datetime) -> "NextRound":
        """The same round with other changes made to it."""
        terms, people, known = self.programme.terms, self.participants, self.known
        again = rounds.problem(terms, people, known, adjustments, now)
        return NextRound(self.programme, people, known, self.draft, adjustments, again)

    def seed(self, fresh: int) -> int:
        """The seed of the draft; for a round that has none yet, `fresh`."""
        return self.draft.seed if self.draft else fresh


async def load_next_round(work: Work, programme: Programme, now: datetime) -> NextRound:
    """Read everything about a programme's next round, in a few queries."""
    draft = await work.introductions.rounds.draft(programme.id, programme.number)
    found = await work.introductions.membership.participants(programme, now)
    participants = await _with_what_they_work_on(work, found, now)
    terms, ids = programme.terms, list(participants.by_id)
    known = await work.acquaintances.among(ids, terms.met_since(now))
    known = replace(known, apart=known.apart | rounds.perhaps_one(participants.people))
    known = replace(known, before=await work.acquaintances.ever_met(ids))
    adjustments = draft.adjustments if draft else Adjustments()
    problem = rounds.problem(terms, participants, known, adjustments, now)
    return NextRound(programme, participants, known, draft, adjustments, problem)


async def _with_what_they_work_on(
    work: Work, participants: Participants, now: datetime
) -> Participants:
    things = await work.common_ground(list(participants.by_id), now)
    people = tuple(
        replace(person, working_on=tuple((each.about.id, each.title) for each in things[person.id]))
        if person.id in things
        else person
        for person in participants.people
    )
    return replace(participants, people=people)


async def keep(work: Work, round_: NextRound, plan: Plan, seed: int) -> Round | None:
    """Keep a plan as the draft of the round; `None` when somebody else was faster."""
    version = round_.draft.version if round_.draft else 0
    return await work.introductions.rounds.save(
        round_.programme,
        round_.seed(seed),
        round_.adjustments,
        plan,
        round_.problem.fingerprint,
        version,
    )
