"""Where each story happens: in a thin chat on PostgreSQL, in Slack or in Discord on SQLite.

In which of the three is told by the story's name, so it stays the same; one that cannot happen in a
chat happens in the others, or else in one that shows everything. A story that is told for each row
of a table happens once for each row: neighbouring rows say the same of a chat, and the table as a
whole is met by all of them, and by both databases.

`make test-everywhere` lets every story, and every row, happen in every chat.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from zlib import crc32

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.adapters.discord_table import discord_table
from tests.adapters.slack_table import slack_table
from tests.chat import Chat
from tests.database import engine_at
from tests.extent import EVERYWHERE

THIN = "postgres-thin"
REAL = ("sqlite-slack", "sqlite-discord")
INSTEAD = "sqlite-full"
HERE = Path(__file__).parent


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let a story happen where it belongs; which row of a table happens where, is told below."""
    if "chat" in metafunc.fixturenames:
        story = metafunc.definition
        kinds = [THIN, *possible(story)]
        if EVERYWHERE:
            kinds += [INSTEAD] if kept_off(story) and INSTEAD not in kinds else []
        elif not is_table(story):
            kinds = [chosen(kinds, story.name)]
        metafunc.parametrize("chat", kinds, indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let each row of a table happen in one chat."""
    left = set() if EVERYWHERE else {item for item in items if happens_elsewhere(item)}
    if left:
        config.hook.pytest_deselected(items=list(left))
        items[:] = [item for item in items if item not in left]


def kept_off(story: pytest.Item) -> set[str]:
    """The chats in which a story cannot happen."""
    return {mark.args[0] for mark in story.iter_markers("not_in")}


def possible(story: pytest.Item) -> list[str]:
    """The real chats in which a story can happen, or else what stands in for them."""
    off = kept_off(story)
    return [kind for kind in REAL if kind.partition("-")[2] not in off] or [INSTEAD]


def is_table(story: pytest.Item) -> bool:
    """Whether a story is told for each row of a table."""
    return story.get_closest_marker("parametrize") is not None


def happens_elsewhere(item: pytest.Item) -> bool:
    """Whether this is a row of a table, in another chat than its own."""
    if HERE not in item.path.parents or not is_table(item) or not isinstance(item, pytest.Function):
        return False
    kind = item.callspec.params.get("chat")
    row = item.name.replace(str(kind), "chat", 1)
    return kind is not None and kind != chosen([THIN, *possible(item)], row)


def chosen(kinds: list[str], name: str) -> str:
    """One of these chats: always the same for a name, and each for about as many names."""
    return kinds[crc32(name.encode()) % len(kinds)]


@pytest.fixture
async def chat(request: pytest.FixtureRequest) -> AsyncIterator[Chat]:
    """A community in a chat, on a database of its own."""
    kind, _, platform = request.param.partition("-")
    url = request.getfixturevalue(f"{kind}_url")
    async with engine_at(url) as engine, opened(platform, engine) as table:
        yield table


@asynccontextmanager
async def opened(platform: str, engine: AsyncEngine) -> AsyncIterator[Chat]:
    """A community in a chat of this kind."""
    if platform == "slack":
        async with slack_table(engine) as table:
            yield table
    elif platform == "discord":
        async with discord_table(engine) as table:
            yield table
    else:
        chat = await Chat.open(engine, thin=platform == "thin")
        yield chat
        chat.judges.are_content()
