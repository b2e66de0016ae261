"""The gateway comes and goes: nothing that people do is lost, and nothing acts twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from storage.kernel.database import connect
from tests.adapters.discord_commons import CALLBACK, Commons, commons
from tests.adapters.discord_server import DiscordServer
from tests.adapters.discord_things import Guild, User
from tests.adapters.discord_weather import Fault
from tests.adapters.discordchat import kindred_in


@pytest.fixture
async def here(sqlite_url: str) -> AsyncIterator[Commons]:
    async with commons(sqlite_url) as found:
        found.discord.interactions.patience = 20.0  # people wait; Discord keeps what they did
        yield found


async def helped(here: Commons) -> None:
    """Ada asks for help, and is answered once."""
    before = len(here.discord.whispers(here.ada))
    assert (await here.discord.slash(here.ada, here.guild, "kindred", ["help"])).acked
    await here.kindred.platform.finish()
    assert len(here.discord.whispers(here.ada)) == before + 1


# Sessions that go on --------------------------------------------------------------------------


async def test_what_people_do_during_a_cut_is_answered_once_when_it_is_mended(
    here: Commons,
) -> None:
    await here.discord.drop()
    await helped(here)
    await here.discord.connected()
    assert (here.discord.gateway.resumes, here.discord.gateway.identifies) == (1, 1)
    await helped(here)


async def test_discord_asks_to_connect_anew(here: Commons) -> None:
    await here.discord.reconnect()
    await helped(here)
    assert (here.discord.gateway.resumes, here.discord.gateway.identifies) == (1, 1)


async def test_a_session_that_is_invalid_and_can_be_resumed(here: Commons) -> None:
    await here.discord.invalidate(resumable=True)
    await helped(here)
    assert (here.discord.gateway.resumes, here.discord.gateway.identifies) == (1, 1)


async def test_the_gateway_closes_with_a_code(here: Commons) -> None:
    await here.discord.gateway.close(4000)
    await helped(here)
    assert here.discord.gateway.resumes == 1


@pytest.mark.parametrize("what", ["a command that sends a message", "a message"])
async def test_what_the_gateway_tells_twice_acts_once(here: Commons, what: str) -> None:
    gateway = here.discord.gateway
    if what == "a message":
        await here.discord.say(here.ada, None, "introduce")
        event = "MESSAGE_CREATE"
    else:
        await here.discord.slash(here.ada, here.guild, "kindred", ["test"])
        event = "INTERACTION_CREATE"
    await here.settle()
    await here.discord.until(lambda: here.discord.dm(here.ada))
    [session] = gateway.live
    session.tell(*next(each for each in reversed(session.events) if each[0] == event))
    await helped(here)  # what comes after it has been answered, so it has been, too
    await here.settle()
    ours = [m for m in here.discord.dm(here.ada) if m.author is here.discord.world.bot]
    assert len(ours) == 1


# Sessions that are over -----------------------------------------------------------------------


async def facilitator_elsewhere(here: Commons) -> User:
    other = here.discord.world.guild("Other Place")
    await here.kindred.joined("The Test Table", other)
    fay = here.discord.world.member(other, "Fay Example")
    await here.facilitates(await here.kindred.member(fay, other))
    return fay


def put_out_silently(here: Commons, guild: Guild) -> None:
    """What happens while the gateway is away is never told."""
    guild.has_bot = False
    guild.members.pop(here.discord.world.bot.id)


async def lost(here: Commons, guild: Guild, *, it_is: bool) -> None:
    async with asyncio.timeout(20):
        while (await here.space(guild)).lost is not it_is:  # noqa: ASYNC110  # no event
            await asyncio.sleep(0.02)


async def test_a_session_that_is_over_is_begun_anew_and_what_was_missed_is_looked_up(
    here: Commons,
) -> None:
    fay, library = await facilitator_elsewhere(here), here.discord.world.guild("Library")
    await here.kindred.joined("The Test Table", library)
    put_out_silently(here, library)
    await here.discord.fail(here.guild)
    await here.discord.invalidate()
    await lost(here, library, it_is=True)
    assert here.discord.gateway.identifies == 2
    await here.delivered()
    [word] = here.discord.dm(fay)
    assert "Library" in word.words
    assert not (await here.space()).lost, "it is only unavailable"
    here.discord.world.invite(library)
    await here.discord.recover(here.guild)
    await lost(here, library, it_is=False)
    await helped(here)


@pytest.mark.parametrize("route", ["everything", "GET /gateway/bot", "GET /users/@me"])
async def test_a_gateway_that_is_away_at_the_start_is_waited_for(
    sqlite_url: str, route: str
) -> None:
    engine = connect(sqlite_url)
    async with DiscordServer() as discord:
        guild = discord.world.guild()
        ada = discord.world.member(guild, "Ada Example")
        if route == "everything":
            await discord.go_down(api=True)
        struck = discord.faults.add(route, Fault.http(503))
        mended = asyncio.create_task(mend(discord))
        async with kindred_in(discord, engine) as kindred:
            await mended
            told = await discord.slash(ada, guild, "kindred", ["help"])
            await kindred.platform.finish()
            assert told.acked
            assert len(discord.whispers(ada)) == 1
            assert struck.met == (route != "everything")
        assert discord.violations == []
    await engine.dispose()


async def mend(discord: DiscordServer) -> None:
    """End the outage when somebody has met it."""
    await discord.until(lambda: any(status == 503 for *_, status in discord.log))
    discord.come_back()


async def test_the_gateway_ends_with_everything_answered(sqlite_url: str) -> None:
    async with commons(sqlite_url) as here:
        here.discord.faults.add(CALLBACK, Fault.http(503))
        asked = asyncio.create_task(here.discord.slash(here.ada, here.guild, "kindred", ["help"]))
        await here.discord.until(lambda: here.discord.calls[CALLBACK])
    assert (await asked).acked
