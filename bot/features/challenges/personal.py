"""What challenges hold about a person, how they get it, and how it is erased."""

from bot.community.personal_data import PersonalData
from bot.features.challenges import feature
from bot.features.challenges.cards.live import card_of
from bot.features.challenges.check_ins.digests.offers import take_back_offers
from bot.features.challenges.check_ins.rounds.questions import address_no_more
from bot.features.challenges.ports import Work


async def _export(work: Work, member: int) -> object:
    return await work.challenges.personal_data.export(member)


async def _erase(work: Work, member: int) -> None:
    """Remove it; cards that counted or named them, and questions to them, are shown anew."""
    await address_no_more(work, member)
    await take_back_offers(work, member)
    touched = await work.challenges.personal_data.erase(member)
    await work.live.touch(*map(card_of, touched))


feature.personal_data.append(
    PersonalData(
        "challenges",
        (
            "challenges",
            "challenge_participants",
            "challenge_changes",
            "challenge_host_requests",
            "challenge_check_ins",
            "challenge_check_in_preferences",
            "challenge_help_offers",
        ),
        _export,
        _erase,
    )
)
