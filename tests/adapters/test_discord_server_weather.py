"""What goes wrong in the local Discord's REST API, and what it judges."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest

from tests.adapters.discord_bot import Asker
from tests.adapters.discord_server import DiscordServer
from tests.adapters.discord_things import Channel, Guild
from tests.adapters.discord_weather import Fault
from tests.extent import everywhere_only

pytestmark = everywhere_only

Json = dict[str, Any]
POST = "POST /channels/{channel_id}/messages"


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer(strict=False) as made:
        with made.stands_in():
            yield made


@pytest.fixture
async def ask(server: DiscordServer) -> AsyncIterator[Asker]:
    client = discord.AutoShardedClient(intents=discord.Intents.none())
    await client.login(server.token)
    yield Asker(client)
    await client.close()


@pytest.fixture
def guild(server: DiscordServer) -> Guild:
    return server.world.guild()


@pytest.fixture
def for_all(guild: Guild) -> Channel:
    return next(iter(guild.channels.values()))


# Faults -----------------------------------------------------------------------------------------


async def test_a_lost_answer_leaves_the_work_done(
    server: DiscordServer, ask: Asker, for_all: Channel
) -> None:
    server.faults.add(POST, Fault.cut())
    server.faults.add(POST, Fault.lose_answer())
    with pytest.raises(aiohttp.ClientError):
        await ask.say(for_all, "Lost on the way")
    assert for_all.talk == []
    with pytest.raises(aiohttp.ClientError):
        await ask.say(for_all, "Done")
    assert for_all.last.words == "Done"
    server.faults.add(POST, Fault.http(503))
    with pytest.raises(discord.DiscordServerError):
        await ask.say(for_all, "Away")
    server.faults.add(POST, Fault.lose_answer(502))
    await ask.say(for_all, "Doubled by the library")
    assert [message.words for message in for_all.talk].count("Doubled by the library") == 2


async def test_faults_strike_where_they_are_meant(
    server: DiscordServer, ask: Asker, for_all: Channel
) -> None:
    planned = server.faults.add(
        POST, Fault.refuse(50013), when=lambda body: body["content"] == "b", skip=1
    )
    for text in "abc":
        await ask.say(for_all, text)
    assert planned.met == 0
    assert await ask.code("POST", POST[5:], {"content": "b"}, channel_id=for_all.id) == 50013
    server.faults.add("* /channels/*", Fault.hang())
    waiting = asyncio.create_task(ask.say(for_all, "slow"))
    await server.until(lambda: server.calls[POST] == 5)
    server.faults.release()
    await waiting
    assert for_all.last.words == "slow"


@pytest.mark.parametrize("scope", ["user", "global"])
async def test_waiting_as_long_as_told_is_patient(
    server: DiscordServer, ask: Asker, for_all: Channel, scope: str
) -> None:
    server.faults.add(POST, Fault.slow_down(0.4, scope))
    start = time.monotonic()
    await ask.say(for_all, "In time")
    assert time.monotonic() - start >= 0.4
    assert server.impatience == []
    server.limits.grace = 0.0
    server.limits.block(POST, f"POST /channels/{for_all.id}/messages", 30, scope)
    async with aiohttp.ClientSession() as session:
        url = f"{server.base}/channels/{for_all.id}/messages"
        async with session.post(url, json={"content": "x"}) as answer:
            said = await answer.json()
            assert answer.status == 429
            assert "Via" in answer.headers
    assert said["global"] is (scope == "global")
    assert 29 < said["retry_after"] <= 30
    assert len(server.impatience) == 1


async def test_discord_py_keeps_the_pace_it_is_told(
    server: DiscordServer, ask: Asker, for_all: Channel
) -> None:
    server.limits.set(POST, 2, 0.5)
    start = time.monotonic()
    for number in range(5):
        await ask.say(for_all, str(number))
    assert time.monotonic() - start >= 1
    assert server.limits.refused == 0


async def test_a_revoked_token_opens_nothing(
    server: DiscordServer, ask: Asker, for_all: Channel
) -> None:
    await server.revoke_token()
    with pytest.raises(discord.HTTPException) as refused:
        await ask.say(for_all, "x")
    assert (refused.value.status, refused.value.text) == (401, "401: Unauthorized")


async def test_every_request_is_judged(ask: Asker, server: DiscordServer, for_all: Channel) -> None:
    server.judges.append(lambda method, path, query, body: ["too loud"] if method == "POST" else [])
    assert await ask.code("POST", POST[5:], {"content": "x"}, channel_id=for_all.id) == 50035
    assert server.violations == [f"POST /channels/{for_all.id}/messages: too loud"]
    assert for_all.talk == []


async def test_logging_in_breaks_no_rule() -> None:
    async with DiscordServer() as strict:
        guild = strict.world.guild()
        with strict.stands_in():
            client = discord.AutoShardedClient(intents=discord.Intents.none())
            running = asyncio.create_task(client.start(strict.token))
            await strict.connected()
            await client.http.get_guild(guild.id, with_counts=False)
            await client.close()
            await asyncio.gather(running, return_exceptions=True)
        assert strict.violations == []


# Commands ----------------------------------------------------------------------------------------


async def test_commands_keep_their_ids_and_are_judged(ask: Asker, server: DiscordServer) -> None:
    path = "/applications/{app_id}/commands"
    ids = {"app_id": server.world.app_id}
    one: Json = {"name": "kindred", "description": "Find each other", "type": 1}
    first = await ask("PUT", path, [one], **ids)
    changed = {**one, "description": "Other", "description_localizations": {"fr": "Autre"}}
    second = await ask("PUT", path, [changed], **ids)
    assert second[0]["id"] == first[0]["id"]
    assert second[0]["version"] != first[0]["version"]
    assert "description_localizations" not in (await ask("GET", path, **ids))[0]
    whole = await ask("GET", path, query={"with_localizations": "true"}, **ids)
    assert whole[0]["description_localizations"] == {"fr": "Autre"}
    assert await ask.code("PUT", path, [one, one], **ids) == 50035
    assert await ask.code("PUT", path, [{**one, "name": "No Spaces"}], **ids) == 50035
