"""When something behind Kindred is slow or away: everybody is answered in time, and truly."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.discord.api import Api
from adapters.discord.concurrency import ConcurrencyLimit
from bot.community.people import Ref
from bot.delivery.errors import Away
from tests.adapters.discord_hall import Table, hall
from tests.adapters.discord_weather import Fault

MEMBER = "GET /guilds/{guild_id}/members/{user_id}"
EDIT = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"


@pytest.fixture
async def table(sqlite_url: str) -> AsyncIterator[Table]:
    async with hall(sqlite_url) as found:
        yield found


@contextmanager
def database_away(engine: AsyncEngine) -> Iterator[None]:
    """Let every statement fail, as when the database’s machine is off."""

    def refuse(*args: Any) -> None:
        raise OperationalError("connect", {}, ConnectionError("the database is off"))

    event.listen(engine.sync_engine, "before_cursor_execute", refuse)
    try:
        yield
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", refuse)


async def test_what_was_typed_is_given_back_when_it_could_not_be_kept(table: Table) -> None:
    ada = await table.person()
    await table.asks(ada, "profile")
    with database_away(table.engine):
        sent = await table.answered(
            table.discord.submit(ada, {"headline": "Keeps forty hives in Hull"})
        )
    assert "Keeps forty hives in Hull" in table.reads(sent)
    assert "could not keep" in table.reads(sent)


async def test_alone_with_kindred_people_are_told_when_its_memory_is_away(table: Table) -> None:
    ada = await table.person()
    with database_away(table.engine):
        made = await table.answered(table.discord.slash(ada, None, "kindred", ["home"], {}))
    assert "can’t reach my memory" in table.reads(made)


async def test_a_page_is_not_turned_while_the_memory_is_away_and_then_it_is(table: Table) -> None:
    ada = await table.person()
    needs = tuple(f"need {number:03} " + "x" * 60 for number in range(60))
    await table.person("Bo Sample", about="word " * 390, asks=needs)
    made = await table.asks(ada, "profile", person_name="Bo Sample")
    assert made.original is not None
    first = made.original.words
    with database_away(table.engine):
        told = await table.answered(table.discord.press(ada, made.original, "More"))
    assert "press again" in table.reads(told)
    assert made.original.words == first
    await table.answered(table.discord.press(ada, made.original, "More"))
    assert made.original.words != first


async def test_somebody_unknown_who_is_alone_is_answered_though_discord_is_slow(
    table: Table,
) -> None:
    ada = table.discord.world.member(table.guild, "Ada Example")
    table.discord.faults.add(MEMBER, Fault.hang())
    made = await table.discord.slash(ada, None, "kindred", ["home"], {})
    assert made.acked
    table.discord.faults.release()
    await table.kindred.platform.finish()


async def test_a_stumble_while_somebody_joins_is_passed_over(table: Table) -> None:
    ada = table.discord.world.member(table.guild, "Ada Example")
    table.discord.faults.add(MEMBER, Fault.http(503))
    made = await table.answered(table.discord.slash(ada, table.for_all, "kindred", ["join"], {}))
    assert "Welcome" in table.reads(made)


async def test_an_answer_that_hangs_once_is_filled_in_by_the_next_try(table: Table) -> None:
    table.discord.faults.add(MEMBER, Fault.hang(0.4))
    ada = table.discord.world.member(table.guild, "Ada Example")
    table.discord.faults.add(EDIT, Fault.hang())
    made = await table.discord.slash(ada, table.for_all, "kindred", ["join"], {})
    await table.discord.until(lambda: bool(made.original and not made.original.loading), 15)
    table.discord.faults.release()
    assert "Welcome" in table.reads(made)


async def test_a_server_that_removed_kindred_is_noticed_though_discord_stumbles(
    table: Table,
) -> None:
    table.discord.faults.add("GET /guilds/{guild_id}", Fault.http(503))
    await table.discord.remove_bot(table.guild)
    await table.discord.until(lambda: table.discord.calls["GET /guilds/{guild_id}"] > 1)
    await table.kindred.platform.finish()
    space = await table.kindred.space(table.guild)
    assert space
    assert space.lost


async def test_a_login_that_hangs_is_given_up(table: Table) -> None:
    api = Api(table.discord.token, table.discord.base, timeout=0.3)
    table.discord.faults.add("GET /users/@me", Fault.hang())
    with pytest.raises(Away):
        await api.application()
    table.discord.faults.release()
    await api.close()


async def test_what_is_urgent_holds_up_nobody_for_ever() -> None:
    turns, server = ConcurrencyLimit(1, 1), Ref("discord", "1")
    async with turns.urgent():
        assert turns.busy
        async with turns.ordinary(server):
            assert turns.busy
    assert not turns.busy
