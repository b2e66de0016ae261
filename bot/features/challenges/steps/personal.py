"""What is kept of a person's commitments, how they get it, and how it is erased."""

from bot.community.personal_data import PersonalData
from bot.delivery.threads import unsay_below
from bot.features.challenges import feature
from bot.features.challenges.cards.live import card_of
from bot.features.challenges.commitments.domain import Commitment, happened_of
from bot.features.challenges.help_requests.closing import helpers_of
from bot.features.challenges.ports import Work


async def _export(work: Work, member: int) -> object:
    return await work.challenges.commitment_data.export(member)


async def _erase(work: Work, member: int) -> None:
    """Remove it; what was asked in their words is taken back wherever it was."""
    for each in await work.challenges.commitments.all_of(member):
        await _unsay(work, each)
    touched = await work.challenges.commitment_data.erase(member)
    await work.live.touch(*map(card_of, touched))


async def _unsay(work: Work, commitment: Commitment) -> None:
    told = happened_of(commitment)
    await unsay_below(work, told)
    for helper in await helpers_of(work, commitment):
        await work.outbox.retract(told.to(helper))
    for request in await work.challenges.help_requests.of(commitment.id):
        await unsay_below(work, request.fact)
        for each in await work.challenges.help_requests.questions(request.id):
            await work.outbox.retract(request.question_to(each.member))


feature.personal_data.append(
    PersonalData(
        "commitments",
        (
            "commitments",
            "commitment_help_requests",
            "commitment_help_questions",
            "commitment_help_refusals",
        ),
        _export,
        _erase,
    )
)
