"""Questions that waited for the day of whom they are to."""

from datetime import datetime

from bot.community.domain_events import QuestionFellDue
from bot.community.facts import Fact
from bot.features.reaching import feature
from bot.ui.text import read_id
from bot.work import Work


async def _by_day(work: Work, now: datetime) -> list[str]:
    due = await work.questions.due(now)
    return [f"{each.member}@{each.fact.kind}@{each.fact.subject}" for each in due]


@feature.schedule("questions", due=_by_day)
async def ask(work: Work, period: str, now: datetime, seed: int) -> None:
    """Let it be asked by whoever wants to know, if they still do."""
    member, kind, subject = period.split("@")
    fact = Fact.of(kind, subject, member=read_id(member))
    if question := await work.questions.take(fact):
        work.domain_events.append(QuestionFellDue(fact, question.community, now))
