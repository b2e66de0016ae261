"""Live views in Slack and in Discord: pressed, edited, taken away by somebody, and hung again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.features import FEATURES
from storage.kernel.delivery_tables import live_views
from tests.adapters.discord_table import DiscordTable, discord_table
from tests.adapters.slack_table import SlackTable, slack_table
from tests.board.live import board, put
from tests.database import engine_at
from tests.places import to_all

Table = SlackTable | DiscordTable


@pytest.fixture(params=[slack_table, discord_table], ids=["slack", "discord"])
async def table(request: pytest.FixtureRequest, sqlite_url: str) -> AsyncIterator[Table]:
    features = (*FEATURES, "tests.board")
    async with (
        engine_at(sqlite_url) as engine,
        request.param(engine, features=features) as table,
    ):
        yield table


async def hang(table: Table, said: str = "0") -> None:
    async with table.work() as work:
        await put(work, "tea", said)
        await work.live.hang(
            await to_all(work, table.home), board("tea"), community=table.community
        )
    await table.settle()


def shown(table: Table) -> list[str]:
    """What stands in the channel for all."""
    return [text.splitlines()[0] for text in table.for_all]


async def count(table: Table) -> int:
    async with table.work(read_only=True) as work:
        return await work.connection.scalar(select(func.count()).select_from(live_views)) or 0


async def test_who_presses_sees_it_at_once_and_it_does_not_flicker(table: Table) -> None:
    ada: Any = await table.person("Ada")
    await hang(table)
    await table.press_in_for_all("One more", by=ada)
    await table.settle()
    assert shown(table) == ["tea has counted 1."]
    await table.a_moment()
    assert shown(table) == ["tea has counted 1."]


async def test_it_follows_what_changes_elsewhere(table: Table) -> None:
    await hang(table)
    async with table.work() as work:
        await put(work, "tea", "12")
    await table.a_moment()
    assert shown(table) == ["tea has counted 12."]


async def test_one_that_somebody_deleted_hangs_there_no_more_and_can_be_hung_again(
    table: Table,
) -> None:
    await hang(table)
    said: list[Any] = list(table.hall.messages.values())
    for message in said:
        message.deleted = True
    async with table.work() as work:
        await put(work, "tea", "1")
    await table.a_moment()
    assert await count(table) == 0
    async with table.work(read_only=True) as work:
        assert "tea in" in str(await work.settings.get("heard.gone"))
        assert await work.queue.dead() == []
    await hang(table, "2")
    assert shown(table)[-1] == "tea has counted 2."


async def test_taken_down_it_is_gone(table: Table) -> None:
    await hang(table)
    async with table.work() as work:
        await work.live.take_down(board("tea"))
    await table.settle()
    assert shown(table) == []
