"""Rules of channels for stories: who has cards posted there, and how many."""

from bot.community.places import Purpose
from bot.community.posting_rules import PostingRule
from tests.chat import Chat


async def rule(chat: Chat, **said: object) -> None:
    """Let another rule hold wherever there are cards."""
    async with chat.work() as work:
        for place in await work.places.channels(chat.community, Purpose.ANNOUNCEMENTS):
            await work.cards.set_rule(place.id, PostingRule(**said))  # type: ignore[arg-type]
