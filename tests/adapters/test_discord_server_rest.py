"""The local Discord's REST API, asked by the unmodified discord.py: its state and codes."""

from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest

from tests.adapters.discord_bot import Asker
from tests.adapters.discord_server import DiscordServer
from tests.adapters.discord_things import V2, Channel, Guild, User, bits
from tests.adapters.discord_tree import CannotDo
from tests.adapters.discord_weather import Fault
from tests.adapters.discord_world import INVITED
from tests.extent import everywhere_only

pytestmark = everywhere_only

Json = dict[str, Any]
POST = "POST /channels/{channel_id}/messages"
THREADS = "/channels/{channel_id}/threads"
MEMBER = "/channels/{channel_id}/thread-members/{user_id}"
NEW: Json = {"name": "Ada and Ben", "type": 12, "invitable": False, "auto_archive_duration": 10080}


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


@pytest.fixture
def ada(server: DiscordServer, guild: Guild) -> User:
    return server.world.member(guild, "Ada Example")


async def opened(server: DiscordServer, ask: Asker, for_all: Channel) -> Channel:
    made = await ask("POST", THREADS, NEW, channel_id=for_all.id)
    return server.world.channels[int(made["id"])]


# Messages ----------------------------------------------------------------------------------------


async def test_a_repeated_nonce_gives_the_first_message(ask: Asker, for_all: Channel) -> None:
    first = await ask.say(for_all, "Hello", nonce="abc", enforce_nonce=True)
    again = await ask.say(for_all, "Hello", nonce="abc", enforce_nonce=True)
    assert (again["id"], again["nonce"]) == (first["id"], "abc")
    assert len(for_all.talk) == 1
    await ask.say(for_all, "Hello", nonce="abc")
    assert len(for_all.talk) == 2
    assert await ask.code(
        "POST", POST[5:], {"content": "x", "nonce": "n" * 26}, channel_id=for_all.id
    )


async def test_a_nonce_is_forgotten_after_a_while(
    server: DiscordServer, ask: Asker, for_all: Channel
) -> None:
    server.world.nonce_seconds = 0.0
    for _ in range(2):
        await ask.say(for_all, "Hello", nonce="abc", enforce_nonce=True)
    assert len(for_all.talk) == 2


async def test_components_keep_their_ids_in_the_history(ask: Asker, for_all: Channel) -> None:
    parts: list[Json] = [
        {"type": 10, "id": 1_234_567, "content": "One"},
        {"type": 17, "components": [{"type": 10, "content": "Two"}]},
    ]
    body = {"flags": V2, "components": parts}
    await ask("POST", POST[5:], body, channel_id=for_all.id)
    found = (await ask("GET", POST[5:], channel_id=for_all.id))[0]["components"]
    assert found[0]["id"] == 1_234_567
    assert [found[1]["id"], found[1]["components"][0]["id"]] == [1, 2]
    assert for_all.last.words == "One\nTwo"
    assert await ask.code("POST", POST[5:], {"components": parts}, channel_id=for_all.id) == 50035
    both = {**body, "content": "No"}
    assert await ask.code("POST", POST[5:], both, channel_id=for_all.id) == 50035
    twice = {**body, "components": [parts[0], parts[0]]}
    assert await ask.code("POST", POST[5:], twice, channel_id=for_all.id) == 50035


async def test_messages_are_edited_deleted_and_read_back(
    server: DiscordServer, ask: Asker, for_all: Channel, ada: User
) -> None:
    path = "/channels/{channel_id}/messages/{message_id}"
    said = [await ask.say(for_all, str(number)) for number in range(4)]
    ids = {"channel_id": for_all.id, "message_id": said[0]["id"]}
    await ask("PATCH", path, {"content": "changed"}, **ids)
    assert [for_all.talk[0].words, for_all.talk[0].history[0]["content"]] == [
        "changed",
        "0",
    ]
    await ask("DELETE", path, **ids)
    assert await ask.code("PATCH", path, {"content": "x"}, **ids) == 10008
    assert await ask.code("POST", POST[5:], {}, channel_id=for_all.id) == 50006
    query = {"limit": 2, "before": said[3]["id"]}
    page = await ask("GET", POST[5:], channel_id=for_all.id, query=query)
    assert [each["content"] for each in page] == ["2", "1"]
    theirs = await server.say(ada, for_all, "Mine")
    ids["message_id"] = theirs.id
    assert await ask.code("PATCH", path, {"content": "x"}, **ids) == 50005
    assert await ask.code("DELETE", path, **ids) == 50013
    seen = await ask("GET", path, **ids)
    assert seen["content"] == ""


async def test_only_those_allowed_are_pinged(ask: Asker, for_all: Channel, ada: User) -> None:
    text = f"@everyone {ada.mention} <@{for_all.guild and for_all.guild.owner.id}>"
    allowed = {"parse": [], "users": [str(ada.id)]}
    await ask.say(for_all, text, allowed_mentions=allowed)
    assert (for_all.last.pinged, for_all.last.pinged_everyone) == ({ada.id}, False)
    await ask.say(for_all, text)
    assert len(for_all.last.pinged) == 2
    assert not for_all.last.pinged_everyone  # for want of the permission


# Direct messages ---------------------------------------------------------------------------------


async def test_direct_messages_reach_who_takes_them(
    server: DiscordServer, ask: Asker, guild: Guild, ada: User
) -> None:
    body = {"recipient_id": str(ada.id)}
    first = await ask("POST", "/users/@me/channels", body)
    assert (await ask("POST", "/users/@me/channels", body))["id"] == first["id"]
    direct = server.world.dm(ada)
    await ask.say(direct, "Hello")
    assert [message.words for message in server.dm(ada)] == ["Hello"]
    await server.close_dms(ada, guild)
    assert await ask.code("POST", POST[5:], {"content": "x"}, channel_id=direct.id) == 50007
    await server.open_dms(ada)
    await server.leave(ada, guild)
    assert await ask.code("POST", POST[5:], {"content": "x"}, channel_id=direct.id) == 50278
    unknown = {"recipient_id": "1"}
    assert await ask.code("POST", "/users/@me/channels", unknown) == 50033
    server.faults.add("POST /users/@me/channels", Fault.refuse(40003))
    assert await ask.code("POST", "/users/@me/channels", body) == 40003


# Threads -----------------------------------------------------------------------------------------


async def test_a_private_thread_is_for_those_in_it(
    server: DiscordServer, ask: Asker, guild: Guild, for_all: Channel, ada: User
) -> None:
    thread = await opened(server, ask, for_all)
    with pytest.raises(CannotDo):
        await server.say(ada, thread, "Let me in")
    for _ in range(2):
        await ask("PUT", MEMBER, channel_id=thread.id, user_id=ada.id)
    await server.say(ada, thread, "Hello")
    record = await ask("GET", POST[5:], channel_id=thread.id)
    assert [each["type"] for each in record] == [0, 1]
    assert [each.words for each in thread.talk] == ["Hello"]
    seen = await ask("GET", MEMBER.rsplit("/", 1)[0], channel_id=thread.id)
    assert {int(each["user_id"]) for each in seen} == {ada.id, server.world.bot.id}
    await ask("DELETE", MEMBER, channel_id=thread.id, user_id=ada.id)
    assert ada.id not in thread.members
    ben = server.world.user("Ben")
    assert await ask.code("PUT", MEMBER, channel_id=thread.id, user_id=ben.id) == 10007
    await server.overwrite(for_all, ada, deny=("view_channel",))
    assert await ask.code("PUT", MEMBER, channel_id=thread.id, user_id=ada.id) == 50001
    await server.leave_thread(server.world.bot, thread)
    assert await ask.code("POST", POST[5:], {"content": "x"}, channel_id=thread.id) == 50001


async def test_threads_are_found_again_active_and_archived(
    server: DiscordServer, ask: Asker, guild: Guild, for_all: Channel
) -> None:
    made = [await opened(server, ask, for_all) for _ in range(4)]
    for thread in made[:3]:
        await ask("PATCH", "/channels/{channel_id}", {"archived": True}, channel_id=thread.id)
    active = await ask("GET", "/guilds/{guild_id}/threads/active", guild_id=guild.id)
    assert [int(each["id"]) for each in active["threads"]] == [made[3].id]
    path = "/channels/{channel_id}/users/@me/threads/archived/private"
    page = await ask("GET", path, channel_id=for_all.id, query={"limit": 2})
    assert [int(each["id"]) for each in page["threads"]] == [made[2].id, made[1].id]
    assert page["has_more"]
    rest = await ask("GET", path, channel_id=for_all.id, query={"before": made[1].id})
    assert [int(each["id"]) for each in rest["threads"]] == [made[0].id]
    archived = "/channels/{channel_id}/threads/archived/private"
    assert await ask.code("GET", archived, channel_id=for_all.id) == 50013


async def test_an_archived_thread_wakes_unless_it_is_locked(
    server: DiscordServer, ask: Asker, for_all: Channel, ada: User
) -> None:
    thread = await opened(server, ask, for_all)
    said = await ask.say(thread, "One")
    await server.archive(thread)
    path = "/channels/{channel_id}/messages/{message_id}"
    ids = {"channel_id": thread.id, "message_id": said["id"]}
    assert await ask.code("PATCH", path, {"content": "x"}, **ids) == 50083
    assert await ask.code("PUT", MEMBER, channel_id=thread.id, user_id=ada.id) == 50083
    await ask("PATCH", "/channels/{channel_id}", {"archived": False}, channel_id=thread.id)
    await server.archive(thread)
    await ask.say(thread, "Two")
    assert not thread.archived
    await server.archive(thread, locked=True)
    assert await ask.code("POST", POST[5:], {"content": "x"}, channel_id=thread.id) == 50083
    wake = {"archived": False}
    assert await ask.code("PATCH", "/channels/{channel_id}", wake, channel_id=thread.id) == 50013


async def test_there_are_so_many_threads_and_no_more(
    server: DiscordServer, ask: Asker, guild: Guild, for_all: Channel
) -> None:
    guild.max_threads = 1
    thread = await opened(server, ask, for_all)
    assert await ask.code("POST", THREADS, NEW, channel_id=for_all.id) == 160006
    await server.archive(thread)
    await opened(server, ask, for_all)


# Rights ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("denied", "code"), [("view_channel", 50001), ("send_messages", 50013)])
async def test_rights_are_worked_out_of_roles_and_overwrites(
    server: DiscordServer, ask: Asker, guild: Guild, for_all: Channel, denied: str, code: int
) -> None:
    await server.overwrite(for_all, guild.roles[guild.id], deny=(denied,))
    assert await ask.code("POST", POST[5:], {"content": "x"}, channel_id=for_all.id) == code
    await server.overwrite(for_all, server.world.bot, allow=(denied,))
    await ask.say(for_all, "Allowed after all")
    await server.overwrite(for_all, guild.roles[guild.id])
    await server.overwrite(for_all, server.world.bot)
    own = next(role for role in guild.roles.values() if role.managed_by)
    await server.overwrite(for_all, own, deny=(denied,))
    assert await ask.code("POST", POST[5:], {"content": "x"}, channel_id=for_all.id) == code
    await server.allow_bot(guild, bits("administrator"))
    await ask.say(for_all, "Allowed everything")


async def test_private_threads_need_their_own_right(
    server: DiscordServer, ask: Asker, guild: Guild, for_all: Channel
) -> None:
    without = guild.roles[guild.id].permissions & ~bits("create_private_threads")
    await server.change_role(guild, guild.roles[guild.id], without)
    await server.allow_bot(guild, INVITED & ~bits("create_private_threads"))
    assert await ask.code("POST", THREADS, NEW, channel_id=for_all.id) == 50013


async def test_what_is_gone_is_unknown(
    server: DiscordServer, ask: Asker, guild: Guild, for_all: Channel, ada: User
) -> None:
    member = "/guilds/{guild_id}/members/{user_id}"
    found = await ask("GET", member, guild_id=guild.id, user_id=ada.id)
    assert found["user"]["global_name"] == "Ada Example"
    await server.leave(ada, guild)
    assert await ask.code("GET", member, guild_id=guild.id, user_id=ada.id) == 10007
    assert await ask.code("GET", member, guild_id=guild.id, user_id=1) == 10013
    thread = await opened(server, ask, for_all)
    await server.delete_channel(for_all)
    for channel in (for_all, thread):
        assert await ask.code("GET", "/channels/{channel_id}", channel_id=channel.id) == 10003
    await server.remove_bot(guild)
    assert await ask.code("GET", "/guilds/{guild_id}", guild_id=guild.id) == 10004
