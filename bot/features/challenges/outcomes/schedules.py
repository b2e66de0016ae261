"""What falls due: a week past its day, the hosts of a challenge are asked once what is next."""

from datetime import datetime
from functools import partial

from bot.community.facts import Fact
from bot.community.roles import ScopedRole
from bot.delivery.addresses import ToMember
from bot.features.challenges import feature
from bot.features.challenges.domain import OVERDUE, Challenge, ChallengeState
from bot.features.challenges.outcomes import views
from bot.features.challenges.ports import Work
from bot.ui.text import read_id


def _period(challenge: Challenge) -> str:
    """One day until which one group wanted to go on, in one stretch of being open."""
    return f"{challenge.id}:{challenge.until}:{challenge.since.isoformat()}"


async def _to_ask(work: Work, now: datetime) -> list[str]:
    overdue = await work.challenges.proposals.overdue((now - OVERDUE).date())
    return [_period(each) for each in overdue]


@feature.schedule("overdue", due=_to_ask)
async def ask(work: Work, period: str, now: datetime, seed: int) -> None:
    """Ask the hosts whether it ends, with what came of it, or goes on."""
    found = await work.challenges.proposals.lock(read_id(period.partition(":")[0]))
    if found is None or _period(found) != period or found.state is not ChallengeState.OPEN:
        return
    await work.challenges.proposals.asked(found.id, now)
    for host in await work.roles.holders(ScopedRole.HOST, found.scope):
        fact = Fact.of("challenges.overdue", period, member=host.id)
        question = partial(views.still_going, found)
        await work.outbox.post(ToMember(host.id), question, fact, community=found.community)
