"""What the kernel holds about a person: forms left half-way, messages and rooms, codes."""

from bot.community.personal_data import PersonalData
from bot.features.upkeep import feature
from bot.work import Work


async def _drafts(work: Work, member: int) -> object:
    return await work.drafts.all_of(member)


async def _drop_drafts(work: Work, member: int) -> None:
    await work.drafts.drop_all(member)


async def _messages(work: Work, member: int) -> object:
    return await work.outbox.concerning(member)


async def _drop_messages(work: Work, member: int) -> None:
    await work.outbox.forget(member)


async def _codes(work: Work, member: int) -> object:
    made = await work.codes.made_by(member)
    return [{"for": purpose, "good until": until.isoformat()} for purpose, until in made]


async def _drop_codes(work: Work, member: int) -> None:
    await work.codes.drop_all(member)


feature.personal_data += [
    PersonalData("half-filled forms", ("drafts",), _drafts, _drop_drafts),
    PersonalData("messages and rooms", ("outbox", "room_members"), _messages, _drop_messages),
    PersonalData("codes", ("codes",), _codes, _drop_codes),
]
