"""Every story happens in a thin chat on PostgreSQL, and in Slack and Discord on SQLite.

One that cannot happen in Slack or in Discord happens in a chat that shows everything, instead.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.kernel.database import connect
from tests.adapters.discord_table import discord_table
from tests.adapters.slack_table import slack_table
from tests.chat import Chat

CHATS = ("postgres-thin", "sqlite-slack", "sqlite-discord")
INSTEAD = "sqlite-full"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let a story happen in each chat but those that it is marked `not_in`."""
    if "chat" in metafunc.fixturenames:
        kept_off = {mark.args[0] for mark in metafunc.definition.iter_markers("not_in")}
        kinds = [kind for kind in CHATS if kind.partition("-")[2] not in kept_off]
        kinds += [INSTEAD] if len(kinds) < len(CHATS) else []
        metafunc.parametrize("chat", kinds, indirect=True)


@pytest.fixture
async def chat(request: pytest.FixtureRequest) -> AsyncIterator[Chat]:
    """A community in a chat, on a database of its own."""
    kind, _, platform = request.param.partition("-")
    engine = connect(request.getfixturevalue(f"{kind}_url"))
    try:
        if platform == "slack":
            async with slack_table(engine) as table:
                yield table
        elif platform == "discord":
            async with discord_table(engine) as table:
                yield table
        else:
            yield await Chat.open(engine, thin=platform == "thin")
    finally:
        await engine.dispose()
