"""One conversation in a server, in the web chat and alone with Kindred, told by Discord itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.web.interactions import InteractionContext, Interactions
from adapters.web.refs import direct, for_all
from bot.community.facts import Fact
from bot.community.own_chat import ChatMessage
from bot.community.people import Member
from bot.community.profiles import Profile
from bot.delivery.addresses import Below
from bot.ui.messages import say
from jobs.live import RESTED, SETTLED
from storage.conversations.tables import conversation_messages
from storage.kernel.delivery_tables import outbox
from tests.adapters.discord_hall import a_discord
from tests.adapters.discord_server import DiscordServer
from tests.adapters.discord_things import Channel, Message, User
from tests.adapters.discord_world import CONTENT
from tests.adapters.discordchat import Kindred, kindred_in, settings_for
from tests.chat import START, FakeClock, text_of
from tests.database import engine_at
from tests.places import to_all

TITLE = "Who has a ladder?"


@dataclass
class Talk:
    """A card in both chats with its threads joined up; Bo reads alone with Kindred, in Discord."""

    discord: DiscordServer
    kindred: Kindred
    hall: Channel
    ada: User
    bo: User
    cy: Member

    @property
    def thread(self) -> Channel:
        [thread] = self.hall.guild.threads  # type: ignore[union-attr]
        return thread

    def below(self) -> list[Message]:
        """What Kindred has said in the thread in Discord."""
        return [m for m in self.thread.talk if m.author is self.discord.world.bot]

    def alone(self) -> list[Message]:
        """What Bo was told alone."""
        return [m for m in self.discord.dm(self.bo) if m.author is self.discord.world.bot]

    async def in_web(self, key: str = "") -> list[str]:
        """What Kindred has said below the card in the web chat, or below the head Cy has there."""
        said = await self._web_thread(key or for_all(self.cy.community))
        return [text_of(message.body) for message in said[1:] if message.author is None]

    async def _web_thread(self, key: str) -> Sequence[ChatMessage]:
        async with self.kindred.open_work(read_only=True) as work:
            place = await work.web.place_called(key)
            [top] = await work.web.page(place, self.cy.id, limit=9, before=None, since=None)
            found: Sequence[ChatMessage] = await work.web.thread(top.id, self.cy.id, 99)
        return found

    async def cy_says(self, text: str, key: str = "") -> None:
        """Cy types something in the web chat, below the card or the head."""
        web, context = await self._cy_in(key)
        await web.say(context, text, [], f"web:{text}")
        await self.told()

    async def cy_edits(self, text: str) -> None:
        """Cy says something else in the place of what they said first."""
        web, context = await self._cy_in("")
        said = await self._web_thread(context.place.key)
        [first, *_] = [message.id for message in said if message.author == self.cy.id]
        await web.edit(context, first, text, [], f"web:edit-{first}")
        await self.told()

    async def cy_takes_back(self, key: str = "") -> None:
        """Cy takes back what they said first."""
        web, context = await self._cy_in(key)
        said = await self._web_thread(context.place.key)
        [first, *_] = [message.id for message in said if message.author == self.cy.id]
        await web.take_back(context, first, f"web:take-back-{first}")
        await self.told()

    async def _cy_in(self, key: str) -> tuple[Interactions, InteractionContext]:
        [top, *_] = await self._web_thread(key or for_all(self.cy.community))
        async with self.kindred.open_work(read_only=True) as work:
            place = await work.web.place(top.place, self.cy)
        core = self.kindred.core
        web = Interactions(core.dispatcher, core.open_work, core.clock, lambda: None)
        return web, InteractionContext(self.cy, place, top.id)

    async def current(self) -> None:
        """Let what was said and changed arrive."""
        await self.kindred.settle()
        cast("FakeClock", self.kindred.clock).at += max(SETTLED, RESTED)
        await self.kindred.core.live.refresh()
        await self.kindred.settle()

    async def told(self) -> None:
        """The same, when Discord has told of all that happened."""
        guild = self.hall.guild
        await self.discord.slash(self.ada, guild, "kindred", ["help"])
        await self.current()


@asynccontextmanager
async def talk(url: str) -> AsyncIterator[Talk]:
    async with engine_at(url) as engine, a_discord() as discord:
        guild = discord.world.guild("Northern Commons")
        hall = discord.world.channel(guild, "everybody")
        async with running(discord, engine, FakeClock(START)) as kindred:
            yield await joined_up(discord, kindred, hall)


@asynccontextmanager
async def running(
    discord: DiscordServer, engine: AsyncEngine, clock: FakeClock
) -> AsyncIterator[Kindred]:
    """Kindred as it runs from its start to its end."""
    settings = settings_for(discord)
    settings.message_content_intent, discord.world.privileged = True, CONTENT
    async with kindred_in(discord, engine, settings=settings, clock=clock) as kindred:
        yield kindred


async def joined_up(discord: DiscordServer, kindred: Kindred, hall: Channel) -> Talk:
    """Post a card in both chats, and join up what is said below it."""
    guild = hall.guild
    assert guild
    space = await kindred.joined("Commons", guild, hall)
    ada, bo = (discord.world.member(guild, name) for name in ("Ada Example", "Bo Example"))
    await kindred.member(ada, guild)
    alone = await kindred.member(bo, guild)
    async with kindred.open_work() as work:
        id_ = await work.members.add(space.community, Profile(name="Cy"), kindred.clock.now())
        cy = await work.people.member(id_)
    assert cy
    made = Talk(discord, kindred, hall, ada, bo, cy)
    await _join_up(made, alone.id)
    return made


async def _join_up(talk: Talk, alone: int) -> None:
    async with talk.kindred.open_work() as work:
        spaces = await work.people.spaces(talk.cy.community)
        for number, space in enumerate(spaces):
            card = say("A card", thread=TITLE)
            to, fact = await to_all(work, space), Fact(f"card{number}")
            await work.outbox.post(to, card, fact, community=space.community)
    await talk.kindred.settle()
    async with talk.kindred.open_work() as work:
        posts = list(await work.connection.scalars(select(outbox.c.id).order_by(outbox.c.id)))
        about = await work.conversations.open(Fact("card"), TITLE, community=talk.cy.community)
        await work.conversations.show_in(about.id, *map(Below, posts))
        for member in (alone, talk.cy.id):
            await work.conversations.let_in(about.id, member)
    await talk.current()


async def test_a_server_the_web_and_direct_messages_are_one_conversation(sqlite_url: str) -> None:
    async with talk(sqlite_url) as there:
        discord, thread, own = there.discord, there.thread, direct(there.cy.id)
        [head] = there.alone()
        asked = await discord.say(there.ada, thread, "Who can lend a **ladder**, @everyone?")
        await there.told()
        first = "Ada Example:\nWho can lend a ladder, @everyone?"
        assert [await there.in_web(), await there.in_web(own)] == [[first]] * 2
        [_, copy] = there.alone()
        assert copy.reference
        assert copy.reference["message_id"] == str(head.id)
        assert not copy.pinged_everyone
        await discord.say(there.bo, None, f"I can, {there.ada.mention}", reply_to=copy)
        await there.told()
        quoted = "↪ Ada Example: Who can lend a ladder, @everyone?"
        second = f"Bo Example:\n{quoted}\nI can, @Ada Example"
        assert [await there.in_web(), await there.in_web(own)] == [[first, second]] * 2
        [in_thread] = there.below()
        assert in_thread.pinged == {there.ada.id}
        await discord.edit(there.ada, asked, "Who can lend *two* ladders?")
        await discord.react(there.ada, in_thread, "👍")
        await there.told()
        assert [line.partition("\n")[2] for line in await there.in_web()] == [
            "Who can lend two ladders?",
            "↪ Ada Example: Who can lend two ladders?\nI can, @Ada Example\n👍 1",
        ]
        await discord.delete_message(asked)
        await there.told()
        [left] = await there.in_web()
        assert left.startswith("Bo Example:\n↪ (")
        assert copy.deleted
        assert len(thread.talk) == 1, "there is no loop"
        async with there.kindred.open_work(read_only=True) as work:
            kept = await work.connection.scalar(
                select(func.count()).select_from(conversation_messages)
            )
        assert kept == 2, "the end of its own copies is nothing that Kindred hears"


async def test_what_is_typed_in_the_web_chat_reaches_a_server_and_may_be_changed(
    sqlite_url: str,
) -> None:
    async with talk(sqlite_url) as there:
        own = direct(there.cy.id)
        await there.cy_says("@Kindred, I have **one** @here https://ladder.example")
        await there.cy_says("@Kindred help")
        await there.cy_says("/kindred help")
        await there.cy_says("help is what I offer, too", own)
        said = "I have \\*\\*one\\*\\* @\u200bhere <https://ladder.example>"
        assert [m.words.removeprefix("**Cy**:\n") for m in there.below()] == [
            said,
            "help is what I offer, too",
        ]
        assert [m.words for m in there.alone()[1:]] == [m.words for m in there.below()]
        assert len(await there.in_web(own)) == 1
        await there.cy_edits("@Kindred, I have two")
        assert there.below()[0].words == there.alone()[1].words == "**Cy**:\nI have two"
        await there.cy_takes_back()
        await there.cy_takes_back(own)
        assert there.below() == []
        assert len(there.alone()) == 1, "the head"


async def test_what_was_written_while_kindred_was_down_is_carried_when_it_starts(
    sqlite_url: str,
) -> None:
    async with engine_at(sqlite_url) as engine, a_discord() as discord:
        hall = discord.world.channel(discord.world.guild("Northern Commons"), "everybody")
        clock = FakeClock(START)
        async with running(discord, engine, clock) as kindred:
            there = await joined_up(discord, kindred, hall)
            first = await discord.say(there.ada, there.thread, "first")
            await there.told()
        for number in (2, 3):
            await discord.say(there.ada, there.thread, f"number {number}")
        await discord.say(there.bo, None, "alone", reply_to=there.alone()[-1])
        async with running(discord, engine, clock) as kindred:
            there.kindred = kindred
            await discord.say(there.ada, there.thread, "and now")
            await discord.edit(there.ada, first, "the first")
            await there.told()
            said = [line.split("\n")[-1] for line in await there.in_web()]
            assert [line for line in said if line != "alone"] == [
                "the first",
                "number 2",
                "number 3",
                "and now",
            ]
            assert said.count("alone") == 1
            assert [message.words.split("\n")[-1] for message in there.below()] == ["alone"]
