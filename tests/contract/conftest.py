"""What every chat is shown in turn."""

from collections.abc import AsyncIterator

import pytest

from tests.chat import Chat
from tests.database import engine_at
from tests.stories.programmes import days_pass, facilitator, people, set_up


@pytest.fixture
async def community(sqlite_url: str) -> AsyncIterator[Chat]:
    """A community with a programme whose first round has been opened."""
    async with engine_at(sqlite_url) as engine:
        chat = await Chat.open(engine)
        rowan = await facilitator(chat)
        await set_up(chat, rowan)
        await people(chat, 9)
        await days_pass(chat, 9)
        yield chat
