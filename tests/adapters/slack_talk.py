"""One conversation below two cards in Slack, for tests of what is heard there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select, table, text

from adapters.slack.events import BRIDGED_EVENTS
from adapters.slack.refs import channel
from bot.community.facts import Fact
from bot.community.permissions import Missing
from bot.community.places import Purpose
from bot.delivery.addresses import Below, ChannelFor, ToPlace
from bot.ui.messages import say
from storage.kernel.delivery_tables import outbox
from tests.adapters.slack_actor import SlackPerson
from tests.adapters.slack_table import SlackTable, slack_table
from tests.adapters.slack_things import Channel, Message

ABOUT = Fact("challenges.opened", "1")


@dataclass
class Talk:
    """A conversation that shows in the threads below a card in the hall and one in the square.

    In another channel Kindred is, too, and nothing is listened to.
    """

    chat: SlackTable
    ada: SlackPerson
    bo: SlackPerson
    hall: Channel
    square: Channel
    elsewhere: Channel
    conversation: int
    cards: dict[str, str]

    @property
    def slack(self) -> Any:
        return self.chat.slack

    async def says(self, who: SlackPerson, text: str, room: Channel, **more: Any) -> Message:
        """Write below the card of a channel."""
        more.setdefault("thread_ts", self.cards[room.id])
        message: Message = await self.slack.say(who.user, room, text, **more)
        return message

    def below(self, room: Channel) -> list[Message]:
        """What Kindred said below the card of a channel."""
        thread = room.thread(self.cards[room.id])[1:]
        return [message for message in thread if message.bot_id]

    def read(self, room: Channel) -> list[str]:
        """What people read there, with the name under which it is said."""
        return [f"{m.username}: {m.words}" if m.username else m.words for m in self.below(room)]

    async def shows_in(self, room: Channel) -> None:
        """Let the conversation show below a card in another channel, too."""
        post = await _card(self.chat, room)
        self.cards[room.id] = room.timeline[-1].ts
        async with self.chat.work() as work:
            await work.conversations.show_in(self.conversation, Below(post))

    async def settle(self) -> None:
        """Let what was said and changed arrive."""
        await self.chat.settle()
        await self.chat.a_moment()

    async def catches_up(self) -> None:
        """Let Kindred read back what it has missed, as after a start."""
        chat = self.chat.kindred.platform._chat
        assert chat is not None
        await chat.note_missed()
        await chat._listening.catch_up(self.slack.team.id)

    async def missing(self) -> list[Missing]:
        """What Kindred may not do in the workspace."""
        return await self.chat.kindred.platform.permissions.missing(self.chat.home, [])

    async def rows(self) -> dict[str, list[str]]:
        """Every row of every table, as text."""
        async with self.chat.work(read_only=True) as work:
            names = await work.connection.exec_driver_sql(
                "select name from sqlite_master where type = 'table'"
            )
            found = {}
            for (name,) in names.all():
                rows = await work.connection.execute(select(text("*")).select_from(table(name)))
                found[name] = [str(row) for row in rows.all()]
        return found


@asynccontextmanager
async def talk_in_slack(engine: Any, **more: Any) -> AsyncIterator[Talk]:
    """Ada and Bo in both channels of a workspace that is bridged."""
    async with slack_table(engine, **more) as chat:
        chat.slack.subscriptions = chat.slack.subscriptions | set(BRIDGED_EVENTS)
        ada = cast("SlackPerson", await chat.person("Ada", networks=("Lantern Lane",)))
        bo = cast("SlackPerson", await chat.person("Bo"))
        team, users = chat.slack.team, [ada.user, bo.user]
        square = chat.slack.world.channel("square", users, team=team)
        elsewhere = chat.slack.world.channel("elsewhere", users, team=team)
        cards, posts = {}, []
        for room in (chat.hall, square):
            posts.append(await _card(chat, room))
            cards[room.id] = room.timeline[-1].ts
        async with chat.work() as work:
            opened = await work.conversations.open(ABOUT, "Trust", community=chat.community)
            await work.conversations.show_in(opened.id, *map(Below, posts))
        yield Talk(chat, ada, bo, chat.hall, square, elsewhere, opened.id, cards)


async def _card(chat: SlackTable, room: Channel) -> int:
    """Post a card in a channel; the id of the post."""
    async with chat.work() as work:
        place = await work.places.choose(
            chat.home, channel(chat.slack.team.id, room.id), [Purpose.ANNOUNCEMENTS]
        )
        fact = Fact("card", room.id)
        to = ToPlace(ChannelFor(Purpose.ANNOUNCEMENTS, place.id))
        await work.outbox.post(to, say("A card"), fact, community=chat.community)
        await work.outbox.flush()
        post = await work.connection.scalar(select(outbox.c.id).where(outbox.c.key == fact.key))
    await chat.settle()
    assert post
    return int(post)
