"""Setting Discord up: settings, the invitation, commands in step, `kindred check discord`."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import discord as library
import pytest
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine
from typer.testing import CliRunner

from adapters.discord import checkup, invite, permissions, refs
from adapters.discord.settings import DiscordSettings
from bot.community.people import Space
from bot.community.places import Purpose
from bot.community.roles import Role
from bot.delivery.addresses import ToMember
from bot.terminal.commands import app
from storage.stores import work_on
from tests.adapters.discord_server import DiscordServer
from tests.adapters.discord_things import Channel, Guild, bits
from tests.adapters.discord_world import CONTENT, GUILD_MEMBERS, INVITED
from tests.adapters.discordchat import HASTE, Kindred, kindred_in, settings_for
from tests.chat import START, FakeClock
from tests.database import engine_at

PUT_COMMANDS = "PUT /applications/{app_id}/commands"


@pytest.fixture
async def engine(sqlite_url: str) -> AsyncIterator[AsyncEngine]:
    async with engine_at(sqlite_url) as made:
        yield made


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as server:
        yield server
        assert server.violations == []


@pytest.fixture
def guild(discord: DiscordServer) -> Guild:
    return discord.world.guild("Northern Commons")


@pytest.fixture
def for_all(discord: DiscordServer, guild: Guild) -> Channel:
    return discord.world.channel(guild, "introductions")


# Settings -------------------------------------------------------------------------------------


def settings(**given: Any) -> DiscordSettings:
    return DiscordSettings(_env_file=None, bot_token=SecretStr("a.b.c"), **given)


def test_without_a_token_nothing_is_asked_of_the_rest() -> None:
    empty = DiscordSettings(_env_file=None, shards="nonsense")
    assert not empty.wanted
    assert empty.faults() == []


@pytest.mark.parametrize(
    ("given", "ids", "count"),
    [("0,1/4", [0, 1], 4), ("2-3/4", [2, 3], 4), ("0/1", [0], 1), ("", None, None)],
)
def test_shards_are_shared_out(given: str, ids: list[int] | None, count: int | None) -> None:
    assert (settings(shards=given).shard_ids, settings(shards=given).shard_count) == (ids, count)
    assert settings(shards=given).faults() == []


@pytest.mark.parametrize("wrong", ["4/4", "a/b", "1", "3-1/4", "0,9/4", "/"])
def test_shards_that_cannot_be_are_named(wrong: str) -> None:
    [fault] = settings(shards=wrong).faults()
    assert "DISCORD_SHARDS" in fault


def test_what_is_no_token_and_no_address_is_named_at_once() -> None:
    wrong = DiscordSettings(_env_file=None, bot_token=SecretStr("hello"), api_url="discord.com/")
    assert [fault.split()[0] for fault in wrong.faults()] == [
        "DISCORD_BOT_TOKEN",
        "DISCORD_API_URL",
    ]
    assert "hello" not in " ".join(wrong.faults())


# The invitation -------------------------------------------------------------------------------


def test_the_invitation_asks_for_the_least_there_is() -> None:
    address = urlsplit(invite.address("123"))
    asked = parse_qs(address.query)
    assert address.hostname == "discord.com"
    assert asked["client_id"] == ["123"]
    assert asked["scope"] == ["bot applications.commands"]
    granted = library.Permissions(int(asked["permissions"][0]))
    assert sorted(name for name, has in granted if has) == [
        "attach_files",
        "create_events",
        "create_private_threads",
        "create_public_threads",
        "read_message_history",
        "read_messages",
        "send_messages",
        "send_messages_in_threads",
    ]
    assert granted.value == INVITED, "what all other tests have"


# Commands -------------------------------------------------------------------------------------


async def test_commands_are_given_once_and_again_when_they_have_changed(
    discord: DiscordServer, guild: Guild, engine: AsyncEngine
) -> None:
    for _ in range(2):
        async with kindred_in(discord, engine) as kindred:
            await synced(kindred)
    assert discord.calls[PUT_COMMANDS] == 1
    async with work_on(engine)() as work:
        await work.settings.put("discord.commands", "those of an older version")
    async with kindred_in(discord, engine) as kindred:
        await synced(kindred)
        assert discord.calls[PUT_COMMANDS] == 2
        assert await checked(kindred) == []


async def synced(kindred: Kindred) -> None:
    """Wait until Kindred has noted that Discord has its commands."""
    async with asyncio.timeout(60):
        while not await kindred.platform.is_synced():  # noqa: ASYNC110  # it is in a database
            await asyncio.sleep(0.02)


async def checked(kindred: Kindred, *spaces: Space) -> list[str]:
    """What the check says beside of servers that are in no community."""
    found = await checkup.faults(kindred.platform, spaces)
    return [fault for fault in found if "part of no community" not in fault]


async def test_the_check_sees_commands_that_discord_does_not_have(
    discord: DiscordServer, guild: Guild, engine: AsyncEngine
) -> None:
    async with kindred_in(discord, engine) as kindred:
        await synced(kindred)
        assert await checked(kindred) == []
        discord.world.commands[None] = discord.world.commands[None][1:]
        [fault] = await checked(kindred)
        assert "commands" in fault
        await kindred.platform.sync_commands()
        assert await checked(kindred) == []


# The check ------------------------------------------------------------------------------------


async def test_a_server_that_is_ready_has_no_faults(
    discord: DiscordServer, guild: Guild, for_all: Channel, engine: AsyncEngine
) -> None:
    async with kindred_in(discord, engine) as kindred:
        space = await kindred.joined("Commons", guild, for_all)
        assert await checkup.faults(kindred.platform, [space]) == []


async def test_each_permission_that_is_missing_is_named_with_its_channel(
    discord: DiscordServer, guild: Guild, for_all: Channel, engine: AsyncEngine
) -> None:
    async with kindred_in(discord, engine) as kindred:
        space = await kindred.joined("Commons", guild, for_all)
        await discord.overwrite(for_all, discord.world.bot, deny=("create_private_threads",))
        [fault] = await checkup.faults(kindred.platform, [space])
        assert "#introductions" in fault
        assert "Create Private Threads" in fault
        assert "Send Messages" not in fault


async def test_threads_need_not_be_allowed_where_no_introductions_open(
    discord: DiscordServer, guild: Guild, for_all: Channel, engine: AsyncEngine
) -> None:
    news = discord.world.channel(guild, "news")
    async with kindred_in(discord, engine) as kindred:
        space = await kindred.joined("Commons", guild, for_all)
        async with kindred.open_work() as work:
            there = refs.channel(str(guild.id), str(news.id))
            await work.places.choose(space, there, [Purpose.ANNOUNCEMENTS])
        denied = ("create_private_threads", "send_messages_in_threads")
        await discord.overwrite(news, discord.world.bot, deny=denied)
        assert await checkup.faults(kindred.platform, [space]) == []
        await discord.overwrite(news, discord.world.bot, deny=("send_messages",))
        [fault] = await checkup.faults(kindred.platform, [space])
        assert "#news" in fault
        assert "Send Messages" in fault


async def test_permissions_taken_from_the_role_are_named(
    discord: DiscordServer, guild: Guild, engine: AsyncEngine
) -> None:
    async with kindred_in(discord, engine) as kindred:
        space = await kindred.joined("Commons", guild)
        await discord.allow_bot(guild, bits("view_channel"))
        everyone = guild.roles[guild.id]
        await discord.change_role(guild, everyone, bits("view_channel"))
        found = await checkup.faults(kindred.platform, [space])
        assert "no channel is chosen" in found[0]
        assert "Create Private Threads" in found[1]


async def test_a_server_without_a_community_and_one_that_is_gone_are_told(
    discord: DiscordServer, guild: Guild, for_all: Channel, engine: AsyncEngine
) -> None:
    discord.world.guild("Southern Commons")
    async with kindred_in(discord, engine) as kindred:
        space = await kindred.joined("Commons", guild, for_all)
        await discord.remove_bot(guild)
        found = await checkup.faults(kindred.platform, [space])
    assert [fault for fault in found if "Southern Commons is part of no community" in fault]
    assert [fault for fault in found if "Northern Commons: Kindred is no longer in" in fault]
    assert len(found) == 2


async def test_a_channel_that_was_deleted_is_told(
    discord: DiscordServer, guild: Guild, for_all: Channel, engine: AsyncEngine
) -> None:
    async with kindred_in(discord, engine) as kindred:
        space = await kindred.joined("Commons", guild, for_all)
        await discord.delete_channel(for_all)
        [fault] = await checkup.faults(kindred.platform, [space])
        assert "announcements, introductions and call-outs is gone" in fault


async def test_a_token_that_discord_refuses_is_told(
    discord: DiscordServer, guild: Guild, engine: AsyncEngine
) -> None:
    async with kindred_in(discord, engine) as kindred:
        await discord.revoke_token()
        [fault] = await checkup.faults(kindred.platform, [])
        assert "DISCORD_BOT_TOKEN" in fault


async def test_an_intent_has_to_be_on_where_it_is_asked_for(
    discord: DiscordServer, guild: Guild, engine: AsyncEngine
) -> None:
    async with kindred_in(discord, engine) as kindred:
        settings = kindred.platform.settings
        settings.members_intent = settings.message_content_intent = True
        for intent, name in ((GUILD_MEMBERS, "Server Members"), (CONTENT, "Message Content")):
            assert [f for f in await checked(kindred) if f"{name} Intent" in f]
            discord.world.privileged |= intent
            assert not [f for f in await checked(kindred) if f"{name} Intent" in f]


async def test_a_facilitator_sees_whether_kindred_may_open_threads(
    discord: DiscordServer, guild: Guild, for_all: Channel
) -> None:
    """Discord's arithmetic: roles add up, a channel's rules come last, owners may do all."""
    world = discord.world
    me = str(world.bot.id)
    member = {"user": {"id": me}, "roles": ["5"]}
    server = {
        "id": "1",
        "owner_id": "9",
        "roles": [
            {"id": "1", "permissions": str(bits("view_channel"))},
            {"id": "5", "permissions": str(bits("send_messages"))},
            {"id": "6", "permissions": str(bits("manage_channels"))},
        ],
    }
    may = permissions.in_server(server, member)
    assert may.value == bits("view_channel", "send_messages")
    rules = [
        {"id": "1", "allow": "0", "deny": str(bits("send_messages"))},
        {"id": "5", "allow": str(bits("send_messages")), "deny": str(bits("view_channel"))},
        {"id": str(world.bot.id), "allow": str(bits("view_channel")), "deny": "0"},
    ]
    there = {"permission_overwrites": rules}
    assert permissions.in_channel(server, member, there).value == bits(
        "view_channel", "send_messages"
    )
    assert permissions.in_server(server | {"owner_id": me}, member).administrator


# In a terminal --------------------------------------------------------------------------------


async def kindred_says(discord: DiscordServer, url: str, *words: str, **more: str) -> str:
    """What a command prints and how it ends, run beside Discord in this process."""
    own: dict[str, str | None] = {
        name: None for name in os.environ if name.startswith(("KINDRED_", "DISCORD_"))
    }
    own |= {"KINDRED_DATABASE_URL": url, "KINDRED_SECRET_KEY": "k" * 40, "NO_COLOR": "1"}
    own |= {"DISCORD_BOT_TOKEN": discord.token, "DISCORD_API_URL": discord.base} | more
    done = await asyncio.to_thread(CliRunner().invoke, app, words, env=own | {"COLUMNS": "200"})
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return f"{done.exit_code}: {done.output}"


async def test_the_terminal_prints_the_invitation(
    discord: DiscordServer, guild: Guild, sqlite_url: str
) -> None:
    said = await kindred_says(discord, sqlite_url, "discord", "invite")
    assert said.startswith("0: https://discord.com/oauth2/authorize?")
    assert f"client_id={discord.world.app_id}" in said


async def test_the_terminal_gives_commands_and_finds_nothing_else_wrong(
    discord: DiscordServer, guild: Guild, sqlite_url: str
) -> None:
    said = await kindred_says(discord, sqlite_url, "check", "discord")
    assert said.startswith("1: ")
    assert "kindred discord sync" in said
    assert (await kindred_says(discord, sqlite_url, "discord", "sync")).startswith("0: ✓")
    said = await kindred_says(discord, sqlite_url, "check", "discord")
    assert "kindred discord sync" not in said
    assert "Northern Commons is part of no community yet" in said


async def test_the_terminal_says_kindly_that_a_token_is_refused(
    discord: DiscordServer, guild: Guild, sqlite_url: str
) -> None:
    said = await kindred_says(
        discord, sqlite_url, "discord", "invite", DISCORD_BOT_TOKEN="a.wrong.one"
    )
    assert said.startswith("1: ✗ Discord does not take DISCORD_BOT_TOKEN")
    assert "a.wrong.one" not in said
    assert "Traceback" not in said


# Shards, and processes ------------------------------------------------------------------------


async def test_two_processes_share_the_shards(
    discord: DiscordServer, guild: Guild, engine: AsyncEngine
) -> None:
    discord.gateway.shards = 2
    ada = discord.world.member(guild, "Ada Example")
    first = settings_for(discord).model_copy(update={"shards": "0/2"})
    second = settings_for(discord).model_copy(update={"shards": "1/2"})
    async with kindred_in(discord, engine, settings=first) as one:
        await one.joined("Commons", guild)
        await one.member(ada, guild, Role.MEMBER)
        await synced(one)
        async with kindred_in(discord, engine, settings=second):
            await discord.connected(2)
            made = await discord.slash(ada, guild, "kindred", ["help"])
            await discord.until(lambda: made.acked)
    assert discord.calls[PUT_COMMANDS] == 1


async def test_a_worker_delivers_without_the_gateway(
    discord: DiscordServer, guild: Guild, for_all: Channel, engine: AsyncEngine
) -> None:
    clock = FakeClock(START)
    with discord.stands_in():
        kindred = Kindred(discord, engine, clock, HASTE, settings_for(discord))
        await kindred.joined("Commons", guild, for_all)
        ada = await kindred.member(discord.world.member(guild, "Ada Example"), guild)
        await kindred.post(ToMember(ada.id), "Hello Ada", "k")
        await kindred.settle()
        await kindred.platform.close()
    [alone] = discord.world.dms.values()
    assert [message.words for message in alone.talk] == ["Hello Ada"]
    assert discord.gateway.identifies == 0
