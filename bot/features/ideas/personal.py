"""What ideas hold about a person, how they get it, and how it is erased."""

from bot.community.personal_data import PersonalData
from bot.features.ideas import feature
from bot.features.ideas.cards.live import card_of
from bot.features.ideas.ports import Work


async def _export(work: Work, member: int) -> object:
    return await work.ideas.personal_data.export(member)


async def _erase(work: Work, member: int) -> None:
    """Remove it; cards that counted or named them are shown anew."""
    touched = await work.ideas.personal_data.erase(member)
    await work.live.touch(*map(card_of, touched))


feature.personal_data.append(PersonalData("ideas", ("ideas", "idea_interests"), _export, _erase))
