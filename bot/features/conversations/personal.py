"""What conversations hold about a person, how they get it, and how it is erased."""

from functools import partial

from bot.community.personal_data import PersonalData
from bot.delivery.conversations import HEAD
from bot.delivery.live import View
from bot.features.conversations import feature
from bot.features.conversations.apart.closing import settle
from bot.features.conversations.apart.views import one_left
from bot.features.conversations.ports import Work


async def _export(work: Work, member: int) -> object:
    return await work.said.export(member)


async def _erase(work: Work, member: int) -> None:
    """Take back what they said wherever it stands, and let quotes of it say so."""
    for each in await work.conversations.of_member(member):
        if each.apart:
            await work.conversations.let_out(each.id, member)
            await settle(work, each, partial(one_left, ""))
    said = await work.said.by(member)
    answers = await work.said.answering(said)
    await work.live.take_down(*await work.said.views(said))
    own = await work.said.own_places(member)
    await work.live.take_down(*(View.of(HEAD, f"{each.conversation}:{each.id}") for each in own))
    await work.said.erase(member)
    await work.live.touch(*await work.said.views(answers))


feature.personal_data.append(
    PersonalData(
        "conversations",
        (
            "conversation_messages",
            "conversation_places",
            "conversation_reactions",
            "conversation_unnamed",
        ),
        _export,
        _erase,
    )
)
