"""What reports hold about a person, how they get it, and how it is erased."""

from bot.community.personal_data import PersonalData
from bot.features.reports import feature
from bot.features.reports.ports import Work


async def _export(work: Work, member: int) -> object:
    return await work.reports.export(member)


async def _erase(work: Work, member: int) -> None:
    await work.reports.erase(member)


feature.personal_data.append(PersonalData("reports", ("report_cases", "reports"), _export, _erase))
