"""What falls due: people outside are asked, a few at once, and others if none of them can."""

from datetime import datetime
from functools import partial

from bot.community.facts import Fact
from bot.community.good_hours import is_day
from bot.delivery.addresses import ToMember
from bot.delivery.questions import ask_favours
from bot.features.challenges import feature
from bot.features.challenges.commitments.domain import Commitment
from bot.features.challenges.help_requests import views
from bot.features.challenges.help_requests.closing import close
from bot.features.challenges.help_requests.domain import WAVE, WAVES, HelpRequest, Said
from bot.features.challenges.help_requests.search import helpers, search_for
from bot.features.challenges.ports import Work
from bot.routing.interaction import Answer, Compute
from bot.ui.text import read_id


async def _searching(work: Work, now: datetime) -> list[str]:
    """Those whose askers are awake: so nobody near them is asked in the night."""
    there = await work.challenges.help_requests.searching(now)
    if not there:
        return []
    people = await work.people.members([each.member for each in there])
    return [_wave(each) for each in there if is_day(now, people[each.member].zone)]


def _wave(request: HelpRequest) -> str:
    return f"{request.id}:{request.waves}"


@feature.schedule("help", due=_searching)
async def ask_outside(
    work: Work, period: str, now: datetime, seed: int
) -> Compute[tuple[int, ...]] | None:
    """Ask some, who have not been asked; where all were and nobody can, say so."""
    found = await work.challenges.help_requests.lock(read_id(period.partition(":")[0]))
    if found is None or found.closed_at or _wave(found) != period:
        return None
    commitment = await work.challenges.commitments.get(found.commitment)
    if commitment is None:
        return None
    questions = await work.challenges.help_requests.questions(found.id)
    if any(each.said is Said.YES for each in questions):
        await work.challenges.help_requests.searched(found.id, None)
        return None
    search = None
    if found.waves < WAVES:
        search = await search_for(work, found, commitment, now)
    if search is None:
        await _nobody(work, found, commitment, now)
        return None

    async def then(work: Work, members: tuple[int, ...]) -> Answer:
        still = await work.challenges.help_requests.lock(found.id)
        if still and not still.closed_at and _wave(still) == period:
            await _ask(work, still, commitment, members, now)
        return None

    return Compute(helpers, (search, seed), then)


async def _ask(
    work: Work,
    request: HelpRequest,
    commitment: Commitment,
    members: tuple[int, ...],
    now: datetime,
) -> None:
    if not members:
        await _nobody(work, request, commitment, now)
        return
    await work.challenges.help_requests.searched(request.id, now + WAVE)
    facts = [request.question_to(member) for member in members]
    for member in await ask_favours(work, facts, now, community=request.community):
        await work.challenges.help_requests.ask(request.id, member, now, Said.NOTHING)


async def _nobody(work: Work, request: HelpRequest, commitment: Commitment, now: datetime) -> None:
    """Let those go who have not answered, and tell whoever asked."""
    await close(work, request, now)
    fact = Fact.of("challenges.help_nobody", request.id)
    told = partial(views.nobody, commitment)
    await work.outbox.post(ToMember(request.member), told, fact, community=request.community)
