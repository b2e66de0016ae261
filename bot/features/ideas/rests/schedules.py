"""What falls due: proposers of quiet ideas are asked a week ahead, then these rest."""

from datetime import datetime
from functools import partial

from bot.community.facts import Fact
from bot.community.roles import ScopedRole
from bot.delivery.addresses import ToMember
from bot.features.ideas import feature
from bot.features.ideas.cards.live import card_of
from bot.features.ideas.domain import NOTICE, QUIET, Idea, IdeaState
from bot.features.ideas.ports import Work
from bot.features.ideas.rests import views
from bot.ui.text import read_id


def _period(idea: Idea) -> str:
    """One stretch of quiet of one idea: it is asked about once, and rests once."""
    return f"{idea.id}:{idea.stirred_at.isoformat()}"


def _asked(idea: Idea) -> bool:
    return idea.asked_at is not None and idea.asked_at >= idea.stirred_at


async def _to_ask(work: Work, now: datetime) -> list[str]:
    quiet = await work.ideas.proposals.quiet(now - QUIET + NOTICE)
    return [_period(idea) for idea in quiet if not _asked(idea)]


@feature.schedule("ask", due=_to_ask)
async def ask(work: Work, period: str, now: datetime, seed: int) -> None:
    """Ask the proposers of an idea whether it is still alive."""
    idea = await work.ideas.proposals.get(read_id(period.partition(":")[0]))
    if idea is None or _period(idea) != period:
        return
    await work.ideas.proposals.asked(idea.id, now)
    for proposer in await work.roles.holders(ScopedRole.HOST, idea.scope):
        fact = Fact.of("ideas.still_alive", period, member=proposer.id)
        question = partial(views.still_alive, idea, now + NOTICE)
        await work.outbox.post(ToMember(proposer.id), question, fact, community=idea.community)


async def _to_rest(work: Work, now: datetime) -> list[str]:
    quiet = await work.ideas.proposals.quiet(now - QUIET)
    given = now - NOTICE
    return [
        _period(each) for each in quiet if _asked(each) and each.asked_at and each.asked_at <= given
    ]


@feature.schedule("rest", due=_to_rest)
async def let_rest(work: Work, period: str, now: datetime, seed: int) -> None:
    """Let an idea rest for which nobody has cared for long."""
    idea = await work.ideas.proposals.lock(read_id(period.partition(":")[0]))
    if idea is None or _period(idea) != period or idea.state is not IdeaState.OPEN:
        return
    await work.ideas.proposals.become(idea.id, IdeaState.RESTING, now)
    await work.live.touch(card_of(idea.id))
