"""What the web chat knows about people."""

from adapters.web.ports import WebWork
from bot.community.personal_data import PersonalData


async def _export(work: WebWork, member: int) -> object:
    return await work.web.words_of(member)


async def _erase(work: WebWork, member: int) -> None:
    await work.web.forget(member)


PERSONAL_DATA = (
    PersonalData(
        "messages in the web chat",
        ("web_messages", "web_place_members", "web_logins", "web_sessions"),
        _export,
        _erase,
    ),
)
"""For the registry: `bot.bootstrap` adds it to what the features hold."""
