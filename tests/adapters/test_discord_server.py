"""The local Discord itself, driven by the unmodified discord.py: gateway and interactions."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import discord
import pytest

from tests.adapters.discord_bot import Bot
from tests.adapters.discord_server import DiscordServer
from tests.adapters.discord_things import Guild, User, bits
from tests.adapters.discord_tree import CannotDo
from tests.adapters.discord_weather import Fault
from tests.extent import everywhere_only

pytestmark = everywhere_only

POST = "POST /channels/{channel_id}/messages"
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer(strict=False) as made:
        with made.stands_in():
            yield made


@pytest.fixture
def guild(server: DiscordServer) -> Guild:
    return server.world.guild()


@pytest.fixture
def ada(server: DiscordServer, guild: Guild) -> User:
    return server.world.member(guild, "Ada Example", locale="fr")


@pytest.fixture
async def bot(server: DiscordServer, guild: Guild) -> AsyncIterator[Bot]:
    made = Bot(server)
    await made.come_up()
    yield made
    await made.go_away()


# Logging in and staying --------------------------------------------------------------------------


async def test_a_bot_logs_in_and_knows_its_server(
    server: DiscordServer, bot: Bot, guild: Guild
) -> None:
    await server.until(lambda: bot.guilds)
    assert [(each.id, each.name) for each in bot.guilds] == [(guild.id, guild.name)]
    assert bot.guilds[0].text_channels[0].name == "general"
    assert bot.guilds[0].me.guild_permissions.create_private_threads
    assert bot.application_id == server.world.app_id
    assert server.violations == []


async def test_what_happened_during_a_cut_is_told_on_resuming(
    server: DiscordServer, bot: Bot, guild: Guild, ada: User
) -> None:
    await server.drop()
    await server.say(ada, None, "Are you there?")
    await server.connected()
    await server.until(lambda: bot.heard)
    assert [message.content for message in bot.heard] == ["Are you there?"]
    assert (server.gateway.identifies, server.gateway.resumes) == (1, 1)


async def test_a_command_given_during_a_cut_is_answered_after_it(
    server: DiscordServer, bot: Bot, guild: Guild, ada: User
) -> None:
    await server.drop()
    made = await server.slash(ada, guild, "kindred", ["help"])
    assert made.acked
    assert server.gateway.resumes == 1


async def test_reconnecting_when_asked_resumes(
    server: DiscordServer, bot: Bot, guild: Guild, ada: User
) -> None:
    await server.reconnect()
    await server.connected()
    assert (server.gateway.identifies, server.gateway.resumes) == (1, 1)
    await server.invalidate(resumable=True)
    await server.connected()
    assert (server.gateway.identifies, server.gateway.resumes) == (1, 2)
    assert (await server.slash(ada, guild, "kindred", ["help"])).acked


async def test_a_session_that_is_invalid_is_begun_anew(
    server: DiscordServer, bot: Bot, guild: Guild, ada: User
) -> None:
    await server.invalidate()
    await server.connected(seconds=20)
    assert (server.gateway.identifies, server.gateway.resumes) == (2, 0)
    assert (await server.slash(ada, guild, "kindred", ["help"])).acked


async def test_a_session_that_was_forgotten_cannot_be_resumed(
    server: DiscordServer, bot: Bot, guild: Guild
) -> None:
    server.gateway.forget()
    await server.drop()
    await server.connected(seconds=20)
    assert (server.gateway.identifies, server.gateway.resumes) == (2, 0)


async def test_heartbeats_are_answered_and_missing_answers_noticed(
    server: DiscordServer, guild: Guild
) -> None:
    server.gateway.heartbeat = 0.2
    bot = Bot(server, heartbeat_timeout=0.5)
    await bot.come_up()
    await server.until(lambda: server.gateway.heartbeats > 3)
    server.gateway.mute = True
    await server.until(lambda: server.gateway.closes)
    server.gateway.mute = False
    await server.connected()
    await server.until(lambda: server.gateway.resumes)
    await bot.go_away()


async def test_shards_hear_of_their_own_servers(server: DiscordServer) -> None:
    server.gateway.shards = 2
    guilds = [server.world.guild(f"Town {number}") for number in range(4)]
    bot = Bot(server)
    await bot.come_up()
    await server.until(lambda: len(bot.guilds) == 4)
    for session in server.gateway.live:
        told = {int(data["id"]) for event, data in session.events if event == "GUILD_CREATE"}
        assert told == {each.id for each in guilds if (each.id >> 22) % 2 == session.shard}
    await bot.go_away()


async def test_a_wrong_token_is_refused(server: DiscordServer, guild: Guild) -> None:
    bot = Bot(server)
    server.world.token, old = "another", server.world.token
    with pytest.raises(discord.LoginFailure):
        await bot.start(old)
    await bot.close()


async def test_privileged_intents_must_be_on_in_the_portal(
    server: DiscordServer, guild: Guild
) -> None:
    bot = discord.AutoShardedClient(intents=discord.Intents.all())
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await bot.start(server.token)
    server.world.privileged = discord.Intents.all().value & (1 << 1 | 1 << 8 | 1 << 15)
    again = discord.AutoShardedClient(intents=discord.Intents.all())
    running = asyncio.create_task(again.start(server.token))
    await server.connected()
    await again.close()
    with suppress(asyncio.CancelledError):
        await running


async def test_servers_come_and_go(server: DiscordServer, bot: Bot, guild: Guild) -> None:
    await server.until(lambda: bot.guilds)
    await server.fail(guild)
    await server.until(lambda: bot.guilds[0].unavailable)
    with pytest.raises(discord.DiscordServerError):
        await bot.ask("GET", "/guilds/{guild_id}", guild_id=guild.id)
    await server.recover(guild)
    await server.until(lambda: not bot.guilds[0].unavailable)
    await server.remove_bot(guild)
    await server.until(lambda: not bot.guilds)
    with pytest.raises(discord.NotFound, match="Unknown Guild"):
        await bot.ask("GET", "/guilds/{guild_id}", guild_id=guild.id)
    await server.add_bot(guild)
    await server.until(lambda: bot.guilds)


async def test_members_are_looked_up_over_the_gateway(
    server: DiscordServer, bot: Bot, guild: Guild, ada: User
) -> None:
    await server.until(lambda: bot.guilds)
    found = await bot.guilds[0].query_members("ada")
    assert [member.id for member in found] == [ada.id]
    found = await bot.guilds[0].query_members(user_ids=[ada.id, 1])
    assert [member.id for member in found] == [ada.id]


async def test_an_outage_ends(server: DiscordServer, bot: Bot, guild: Guild) -> None:
    await server.go_down(api=True)
    with pytest.raises(discord.DiscordServerError):
        await bot.ask("GET", "/guilds/{guild_id}", guild_id=guild.id)
    server.come_back()
    await server.connected(seconds=20)
    await bot.ask("GET", "/guilds/{guild_id}", guild_id=guild.id)


# Interactions ------------------------------------------------------------------------------------


async def test_a_command_is_answered_for_the_one_who_typed(
    server: DiscordServer, bot: Bot, guild: Guild, ada: User
) -> None:
    made = await server.slash(ada, guild, "kindred", ["help"])
    assert (made.answer, made.failure) == (4, "")
    assert [message.words for message in server.whispers(ada)] == ["Help in fr"]
    assert guild.channels[made.channel.id].talk == []
    assert server.ack_seconds[0] < 1
    assert server.late == []


async def test_options_are_typed_and_offered(
    server: DiscordServer, bot: Bot, guild: Guild, ada: User
) -> None:
    offered = await server.autocomplete(ada, guild, "kindred", ["find"], "topic", "so")
    assert [choice["value"] for choice in offered] == ["soil", "solar"]
    made = await server.slash(ada, None, "kindred", ["find"], {"topic": "soil", "near": ada})
    assert made.original
    assert made.original.words == "soil near Ada Example"
    assert server.dm(ada) == [made.original]


@pytest.mark.parametrize(
    ("words", "options", "why"),
    [
        (["nothing"], {}, "has no 'nothing'"),
        ([], {}, "not complete"),
        (["find"], {}, "needs"),
        (["find"], {"topic": 3}, "does not take"),
        (["find"], {"topic": "soil", "colour": "red"}, "has no"),
    ],
)
async def test_only_what_is_registered_can_be_typed(
    server: DiscordServer,
    bot: Bot,
    guild: Guild,
    ada: User,
    words: list[str],
    options: dict[str, object],
    why: str,
) -> None:
    with pytest.raises(CannotDo, match=why):
        await server.slash(ada, guild, "kindred", words, options)


async def test_menus_on_people_and_messages(
    server: DiscordServer, bot: Bot, guild: Guild, ada: User
) -> None:
    ben = server.world.member(guild, "Ben")
    made = await server.menu(ada, "Introduce me", ben, guild)
    assert made.original
    assert made.original.words == f"Meet {ben.mention}"
    said = await server.say(ben, guild, "I bake bread")
    await server.menu(ada, "Introduce them", said)
    assert server.whispers(ada)[-1].words == "They said 'I bake bread'"


async def test_buttons_selects_and_forms(
    server: DiscordServer, bot: Bot, guild: Guild, ada: User
) -> None:
    made = await server.slash(ada, guild, "kindred", ["offer"])
    assert made.original
    offer = made.original
    await server.choose(ada, offer, "topic", "soil", "Seeds")
    await server.until(lambda: server.whispers(ada) and not server.whispers(ada)[0].loading)
    assert server.whispers(ada)[0].words == "Chosen: ['soil', 'seeds']"
    await server.press(ada, offer, "Tell us")
    assert server.modal(ada).title == "About you"
    with pytest.raises(CannotDo, match="characters"):
        await server.submit(ada, {"about": "x" * 21})
    with pytest.raises(CannotDo, match="is required"):
        await server.submit(ada, {"about": ""})
    await server.submit(ada, {"rhythm": "month", "friend": ada})
    assert server.whispers(ada)[-1].words == f"bread / ['month'] / ['{ada.id}']"
    with pytest.raises(CannotDo, match="No form"):
        server.modal(ada)
    await server.press(ada, offer, "offer:yes")
    assert (offer.words, offer.buttons) == ("Agreed", [])
    assert offer.history[0]["content"] == "An offer"


async def test_an_answer_after_three_seconds_is_too_late(
    server: DiscordServer, bot: Bot, guild: Guild, ada: User
) -> None:
    server.interactions.patience = 0.2
    made = await server.slash(ada, guild, "kindred", ["slow"])
    assert made.failure == "did not respond"
    bot.slow.set()
    await server.until(lambda: bot.errors)
    assert isinstance(bot.errors[0], discord.NotFound)
    assert bot.errors[0].code == 10062
    assert len(server.late) == 1


async def test_an_answer_counts_once(
    server: DiscordServer, bot: Bot, guild: Guild, ada: User
) -> None:
    made = await server.slash(ada, guild, "kindred", ["twice"])
    await server.until(lambda: bot.errors)
    assert isinstance(bot.errors[0], discord.HTTPException)
    assert bot.errors[0].code == 40060
    assert made.original
    assert made.original.words == "Once"
    assert [message.words for message in made.followups] == ["And more"]


async def test_nobody_is_there(server: DiscordServer, guild: Guild, ada: User) -> None:
    server.world.commands[None] = [
        {
            "id": "1",
            "type": 1,
            "name": "kindred",
            "contexts": None,
            "default_member_permissions": None,
        }
    ]
    assert (await server.slash(ada, guild, "kindred")).failure == "nobody there"


async def test_an_expired_token_edits_nothing(
    server: DiscordServer, bot: Bot, guild: Guild, ada: User
) -> None:
    made = await server.slash(ada, guild, "kindred", ["help"])
    server.interactions.token_seconds = 0.0
    path = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
    ids = {"webhook_id": server.world.app_id, "webhook_token": made.token}
    with pytest.raises(discord.HTTPException, match="Invalid Webhook Token"):
        await bot.ask("GET", path, **ids)


async def test_a_form_cannot_answer_a_form(
    server: DiscordServer, bot: Bot, guild: Guild, ada: User
) -> None:
    made = await server.slash(ada, guild, "kindred", ["offer"])
    assert made.original
    await server.press(ada, made.original, "offer:form")
    held = server.faults.add(CALLBACK, Fault.hang())
    submitted = asyncio.create_task(server.submit(ada))
    await server.until(lambda: held.met)
    pending = server.last
    ids = {"interaction_id": pending.id, "interaction_token": pending.token}
    path = "/interactions/{interaction_id}/{interaction_token}/callback"
    with pytest.raises(discord.HTTPException, match="must be one of"):
        await bot.ask("POST", path, {"type": 9, "data": {}}, **ids)
    server.faults.release()
    assert (await submitted).acked


async def test_the_app_reads_only_what_is_said_to_it(
    server: DiscordServer, bot: Bot, guild: Guild, ada: User
) -> None:
    await server.say(ada, guild, "Not for the bot")
    await server.say(ada, guild, f"{server.world.bot.mention} hello")
    await server.say(ada, None, "Between us")
    await server.until(lambda: len(bot.heard) == 3)
    said = [message.content for message in bot.heard]
    assert said == ["", f"{server.world.bot.mention} hello", "Between us"]


async def test_who_may_not_use_commands_is_not_offered_them(
    server: DiscordServer, bot: Bot, guild: Guild, ada: User
) -> None:
    server.world.commands[None][0]["default_member_permissions"] = str(bits("manage_guild"))
    with pytest.raises(CannotDo, match="not offered"):
        await server.slash(ada, guild, "kindred", ["help"])
    assert (await server.slash(guild.owner, guild, "kindred", ["help"])).acked
