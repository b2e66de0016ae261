"""What a server lets Kindred do is looked at, and told to those who facilitate, in plain words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.discord import checkup, refs
from bot.community.facts import Fact
from bot.community.people import Space
from bot.community.places import Purpose
from bot.community.roles import Role
from bot.ui.messages import say
from jobs.permissions import PermissionWatch
from tests.adapters.discord_hall import a_discord
from tests.adapters.discord_server import DiscordServer
from tests.adapters.discord_things import Channel, Guild, User, bits
from tests.adapters.discord_world import INVITED
from tests.adapters.discordchat import Kindred, kindred_in
from tests.chat import START, FakeClock
from tests.database import engine_at
from tests.extent import some_rows
from tests.places import to_all

EVERYBODY = bits("view_channel", "read_message_history")


@dataclass
class Commons:
    """A server whose facilitator is Fay; Ada is a member."""

    discord: DiscordServer
    kindred: Kindred
    clock: FakeClock
    guild: Guild
    for_all: Channel
    space: Space
    fay: User
    ada: User

    async def look(self) -> None:
        """Look at the server, however lately it was looked at, and deliver."""
        self.clock.at += timedelta(hours=1)
        core = self.kindred.core
        checks = {"discord": self.kindred.platform.permissions}
        await PermissionWatch(core.open_work, core.registry, checks, self.clock).look()
        await self.kindred.settle()

    async def told(self) -> list[str]:
        """What Fay has been told; nobody else is."""
        assert self.discord.dm(self.ada) == []
        assert self.for_all.talk == []
        return [message.words.replace("**", "") for message in self.discord.dm(self.fay)]

    async def checked(self) -> list[str]:
        return await checkup.faults(self.kindred.platform, [self.space])


@pytest.fixture
async def engine(sqlite_url: str) -> AsyncIterator[AsyncEngine]:
    async with engine_at(sqlite_url) as made:
        yield made


@pytest.fixture
async def here(engine: AsyncEngine) -> AsyncIterator[Commons]:
    clock = FakeClock(START)
    async with a_discord() as discord:
        guild = discord.world.guild("Northern Commons")
        for_all = discord.world.channel(guild, "introductions")
        await discord.change_role(guild, guild.roles[guild.id], EVERYBODY)
        async with kindred_in(discord, engine, clock=clock) as kindred:
            space = await kindred.joined("Commons", guild, for_all)
            names = "Fay Example", "Ada Example"
            fay, ada = (discord.world.member(guild, name) for name in names)
            await kindred.member(fay, guild, Role.FACILITATOR)
            await kindred.member(ada, guild)
            yield Commons(discord, kindred, clock, guild, for_all, space, fay, ada)


async def test_where_nothing_is_missing_nothing_is_told(here: Commons) -> None:
    await here.look()
    assert await here.told() == []
    assert await here.checked() == []


async def test_what_is_taken_from_the_role_is_told_once_and_that_it_was_given_back(
    here: Commons,
) -> None:
    await here.discord.allow_bot(here.guild, bits("view_channel", "send_messages"))
    for _ in range(2):
        await here.look()
    (told,) = await here.told()
    assert "In Northern Commons I may not do everything" in told
    for title in ("Create Private Threads", "Send Messages in Threads"):
        assert f"{title} is missing in #introductions. Introductions come as direct" in told
    assert "View Channels" not in told
    assert "in the settings of that channel" in told
    (fault,) = await here.checked()
    assert fault.startswith("Northern Commons, #introductions: Kindred may not do everything")
    assert "“Create Private Threads” is missing. Introductions come as direct" in fault
    await here.discord.allow_bot(here.guild, INVITED)
    for _ in range(2):
        await here.look()
    assert len(await here.told()) == 2
    assert "Nothing is missing any more in Northern Commons" in (await here.told())[-1]
    assert await here.checked() == []


@some_rows(2)
@pytest.mark.parametrize(
    ("right", "lost"),
    [
        ("view_channel", "Nothing is said there"),
        ("send_messages", "Nothing is said to everybody"),
        ("send_messages_in_threads", "Introductions come as direct messages"),
        ("create_private_threads", "Introductions come as direct messages"),
        ("read_message_history", "Something may be said twice"),
    ],
)
async def test_a_channels_own_rules_count(here: Commons, right: str, lost: str) -> None:
    await here.discord.overwrite(here.for_all, here.discord.world.bot, deny=(right,))
    await here.look()
    (told,) = await here.told()
    assert told.count("is missing in #introductions") == 1
    assert lost in told
    (fault,) = await here.checked()
    assert lost in fault


async def test_what_a_channel_allows_need_not_be_allowed_in_the_whole_server(here: Commons) -> None:
    await here.discord.allow_bot(here.guild, 0)
    all_ = ("view_channel", "send_messages", "send_messages_in_threads", "create_private_threads")
    rights = (*all_, "create_public_threads", "read_message_history", "attach_files")
    await here.discord.overwrite(here.for_all, here.discord.world.bot, allow=rights)
    await here.look()
    assert await here.told() == []
    assert await here.checked() == []


async def test_what_a_channel_is_not_for_need_not_be_allowed_in_it(here: Commons) -> None:
    news = here.discord.world.channel(here.guild, "news")
    async with here.kindred.open_work() as work:
        there = refs.channel(str(here.guild.id), str(news.id))
        await work.places.withdraw(here.space, [Purpose.ANNOUNCEMENTS])
        await work.places.choose(here.space, there, [Purpose.ANNOUNCEMENTS])
    denied = ("create_private_threads", "send_messages_in_threads")
    await here.discord.overwrite(news, here.discord.world.bot, deny=denied)
    await here.look()
    assert await here.told() == []
    await here.discord.overwrite(news, here.discord.world.bot, deny=("send_messages", *denied))
    async with here.kindred.open_work() as work:
        fact, community = Fact("hello"), here.space.community
        to = await to_all(work, here.space)
        await work.outbox.post(to, say("Hello"), fact, community=community)
    await here.kindred.settle()
    (told,) = await here.told()
    assert "Send Messages is missing in #news" in told
    assert "Create Private Threads" not in told
    await here.look()
    assert len(await here.told()) == 1


async def test_without_a_channel_the_whole_server_counts(here: Commons) -> None:
    async with here.kindred.open_work() as work:
        await work.places.withdraw(here.space, list(Purpose))
    await here.discord.allow_bot(here.guild, bits("view_channel"))
    await here.look()
    (told,) = await here.told()
    assert "Create Private Threads is missing. Introductions" in told
    assert "Server Settings → Roles" in told


async def test_who_looks_and_who_is_refused_tell_the_same_thing_once(here: Commons) -> None:
    await here.discord.overwrite(here.for_all, here.discord.world.bot, deny=("send_messages",))
    for day in range(2):
        here.clock.at += timedelta(days=1)
        async with here.kindred.open_work() as work:
            fact = Fact("hello", subject=str(day))
            to, community = await to_all(work, here.space), here.space.community
            await work.outbox.post(to, say("Hello"), fact, community=community)
        await here.kindred.settle()
        await here.look()
    (told,) = await here.told()
    assert "Send Messages is missing in #introductions" in told


async def test_while_discord_is_away_nothing_is_taken_for_missing(here: Commons) -> None:
    await here.discord.overwrite(here.for_all, here.discord.world.bot, deny=("send_messages",))
    await here.discord.go_down(api=True)
    await here.look()
    here.discord.come_back()
    assert await here.told() == []
    await here.discord.delete_channel(here.for_all)
    await here.look()
    assert await here.told() == [], "a channel that is gone lacks nothing"
