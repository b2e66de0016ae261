"""What falls due: rounds to plan, and people to ask; each is found by an instant alone."""

from datetime import datetime

from bot.features.challenges import feature
from bot.features.challenges.check_ins.rounds.asking import ask
from bot.features.challenges.check_ins.rounds.planning import plan
from bot.features.challenges.domain import ChallengeState
from bot.features.challenges.ports import Work
from bot.ui.text import read_id


async def _to_plan(work: Work, now: datetime) -> list[str]:
    due = await work.challenges.rhythms.to_plan(now)
    return [f"{challenge}@{revision}" for challenge, revision in due]


@feature.schedule("check_in_rounds", due=_to_plan)
async def plan_round(work: Work, period: str, now: datetime, seed: int) -> None:
    """Work out who is to be asked in a round, and when."""
    id_, _, revision = period.partition("@")
    rhythm = await work.challenges.rhythms.of(read_id(id_))
    if rhythm and rhythm.next_day and rhythm.revision == read_id(revision):
        await plan(work, rhythm, rhythm.next_day, now)


async def _to_ask(work: Work, now: datetime) -> list[str]:
    due = await work.challenges.check_ins.due(now)
    return [f"{challenge}@{at.isoformat()}" for challenge, at in due]


@feature.schedule("check_ins", due=_to_ask)
async def ask_those(work: Work, period: str, now: datetime, seed: int) -> None:
    """Ask everybody of one challenge whose turn it is by now."""
    id_, _, _ = period.partition("@")
    challenge = await work.challenges.proposals.lock(read_id(id_))
    rhythm = await work.challenges.rhythms.of(read_id(id_))
    if challenge and rhythm and challenge.state is ChallengeState.OPEN:
        await ask(work, challenge, rhythm, now)
