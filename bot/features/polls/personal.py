"""What polls hold about a person, how they get it, and how it is erased."""

from bot.community.personal_data import PersonalData
from bot.features.polls import feature
from bot.features.polls.cards.live import card_of
from bot.features.polls.ports import Work


async def _export(work: Work, member: int) -> object:
    return await work.polls.export(member)


async def _erase(work: Work, member: int) -> None:
    changed = await work.polls.erase(member)
    await work.live.touch(*map(card_of, changed))


feature.personal_data.append(
    PersonalData("time polls", ("polls", "poll_respondents", "poll_answers"), _export, _erase)
)
