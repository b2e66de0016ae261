"""One conversation below three cards: in Slack, in Discord and in the web chat.

Kindred is another process, which hears and delivers in all three.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from pydantic import SecretStr
from sqlalchemy import select

from adapters.discord import refs as discord_refs
from adapters.discord.platform import DiscordPlatform
from adapters.discord.settings import DiscordSettings
from adapters.slack import refs as slack_refs
from adapters.slack.events import BRIDGED_EVENTS
from adapters.slack.manifest import scopes
from adapters.slack.platform import SlackPlatform
from adapters.slack.settings import SlackSettings
from adapters.web.interactions import InteractionContext, Interactions
from adapters.web.sender import WebSender
from bot.bootstrap import Core, assemble, registry
from bot.community.clock import MovableClock, SystemChance, SystemClock
from bot.community.facts import Fact
from bot.community.people import AccountInfo, Member, Ref
from bot.community.places import Purpose
from bot.community.profiles import Profile
from bot.delivery.addresses import Below, ChannelFor, ToPlace
from bot.delivery.sender import Sender
from bot.routing.background import ThreadExecutor
from bot.ui.message_json import from_json
from bot.ui.messages import say
from storage.kernel.database import connect
from storage.kernel.delivery_tables import outbox
from storage.stores import work_on
from storage.web.tables import web_messages
from tests.adapters import discord_things, slack_things
from tests.adapters.discord_server import DiscordServer
from tests.adapters.discord_things import PUBLIC
from tests.adapters.discord_world import CONTENT
from tests.adapters.slack_server import SlackServer
from tests.chat import text_of

SECRET = "a secret of at least thirty-two characters"  # seals nothing
EVERYWHERE = ("slack", "discord", "web")
SLACK, DISCORD, WEB = EVERYWHERE


@dataclass(frozen=True)
class Addresses:
    """What a process has to know to be Kindred in all three."""

    database: str
    slack: str
    slack_token: str
    app_token: str
    discord: str
    discord_token: str
    ahead: timedelta = timedelta()
    haste: float = 1000.0


class Serving:
    """Kindred in the three places, as a process has it."""

    def __init__(self, at: Addresses) -> None:
        clock = SystemClock()
        self.engine = connect(at.database)
        self.open_work = work_on(self.engine)
        slack = SlackSettings(
            _env_file=None,
            bot_token=SecretStr(at.slack_token),
            app_token=SecretStr(at.app_token),
            api_url=at.slack,
        )
        discord = DiscordSettings(
            _env_file=None,
            bot_token=SecretStr(at.discord_token),
            api_url=at.discord,
            message_content_intent=True,
        )
        its_own: Any = (registry(), self.open_work, clock)
        self.slack = SlackPlatform(slack, SECRET, *its_own, haste=at.haste)
        self.discord = DiscordPlatform(discord, *its_own, haste=at.haste)
        senders: dict[str, Sender] = {SLACK: self.slack.sender, DISCORD: self.discord.sender}
        self.core: Core = assemble(
            self.engine,
            senders | {WEB: WebSender(self.open_work, clock)},
            clock,
            SystemChance(),
            ThreadExecutor(),
            machine_clock=MovableClock(at.ahead),
        )
        for platform in (self.slack, self.discord):
            platform.use_dispatcher(self.core.dispatcher, "https://kindred.example.org")

    async def run(self, stopping: asyncio.Event) -> None:
        """Hear, deliver and keep current until told to stop."""
        jobs = (self.slack.run, self.discord.run, self.core.relay.run, self.core.live.run)
        await asyncio.gather(*(job(stopping) for job in jobs))


def serve(at: Addresses) -> None:
    """Be Kindred until ended."""
    asyncio.run(_serve(at))


async def _serve(at: Addresses) -> None:
    await Serving(at).run(asyncio.Event())


class WebAuthor:
    """Writes below the card in the web chat; what is done again is done once."""

    def __init__(self, core: Core, member: Member, place: int, card: int) -> None:
        self._core, self._member, self._place, self._card = core, member, place, card

    @classmethod
    async def of(cls, core: Core, member: int, card: int) -> WebAuthor:
        async with core.open_work(read_only=True) as work:
            found = await work.people.member(member)
            assert found
            place = await work.web.place_called(f"square:{found.community}")
        assert place
        return cls(core, found, place, card)

    async def do(self, act: Act) -> None:
        core = self._core
        asking = Interactions(core.dispatcher, core.open_work, core.clock, core.relay.nudge)
        async with core.open_work(read_only=True) as work:
            here = await work.web.place(self._place, self._member)
            row = web_messages.c.key == f"said:{act.name}"
            message = await work.connection.scalar(select(web_messages.c.id).where(row))
        assert here
        context = InteractionContext(self._member, here, self._card)
        if act.verb == "say":
            await asking.say(context, act.text, [], act.name)
        elif act.verb == "edit" and message:
            await asking.edit(context, message, act.text, [], f"edit {act.name}")
        elif message:
            await asking.take_back(context, message, f"delete {act.name}")


@dataclass(frozen=True)
class Act:
    """What somebody does in a place: they say, edit or delete the message of this name."""

    place: str
    verb: str
    number: int
    text: str = ""

    @property
    def name(self) -> str:
        return f"{self.place} {self.number}"


_LINE = re.compile(r"^(?:slack|discord|web) \d+:.*$", re.MULTILINE)


@dataclass
class Table:
    """The three places, and who writes in Slack and in Discord."""

    url: str
    slack: SlackServer
    discord: DiscordServer
    ada: slack_things.User
    bo: discord_things.User
    member: int
    hall: slack_things.Channel
    room: discord_things.Channel
    web_card: int
    thread: discord_things.Channel
    core: Core
    said: dict[str, Any] = field(default_factory=dict)

    def addresses(self, ahead: timedelta = timedelta(), haste: float = 1000.0) -> Addresses:
        slack, discord = self.slack, self.discord
        tokens = slack.team.token, slack.secrets.app_token
        return Addresses(self.url, slack.url, *tokens, discord.base, discord.token, ahead, haste)

    async def do(self, act: Act) -> None:
        """Do this in Slack or in Discord."""
        chat: Any = self.slack if act.place == SLACK else self.discord
        who: Any = self.ada if act.place == SLACK else self.bo
        if act.verb == "say":
            if act.place == SLACK:
                top = self.hall.timeline[0].ts
                self.said[act.name] = await chat.say(who, self.hall, act.text, thread_ts=top)
            else:
                self.said[act.name] = await chat.say(who, self.thread, act.text)
        elif act.verb == "edit":
            await chat.edit(who, self.said[act.name], act.text)
        else:
            await (chat.delete if act.place == SLACK else chat.delete_message)(self.said[act.name])

    async def left(self, acts: Sequence[Act]) -> list[Act]:
        """What is perhaps not done yet in the web chat, where one is done after the other."""
        key = web_messages.c.key
        async with self.core.open_work(read_only=True) as work:
            kept = set(await work.connection.scalars(select(key).where(key.like("said:web %"))))
        says = {f"said:{act.name}": at for at, act in enumerate(acts) if act.verb == "say"}
        said = sorted(says[name] for name in kept & says.keys())
        return list(acts[said[-1] :] if said else acts)

    async def carried(self) -> dict[str, list[str]]:
        """What Kindred says below each card, as somebody wrote it elsewhere."""
        async with self.core.open_work(read_only=True) as work:
            own = web_messages.c
            rows = await work.connection.scalars(
                select(own.body)
                .where(own.thread_id == self.web_card, own.author_id.is_(None))
                .where(own.gone.is_(False))
                .order_by(own.id)
            )
            web = [text_of(from_json(row)) for row in rows]
        kindred = self.discord.world.bot
        top = self.hall.timeline[0].ts
        there = {
            SLACK: [m.words for m in self.hall.thread(top)[1:] if m.bot_id],
            DISCORD: [m.words for m in self.thread.talk if m.author is kindred],
            WEB: web,
        }
        return {
            name: [line for words in texts for line in _LINE.findall(words)]
            for name, texts in there.items()
        }


def expected(acts: Sequence[Act]) -> dict[str, list[str]]:
    """What is to be read in the end of what was written in each place, in its order."""
    texts: dict[str, dict[int, str]] = {place: {} for place in EVERYWHERE}
    for act in acts:
        if act.verb == "delete":
            del texts[act.place][act.number]
        else:
            texts[act.place][act.number] = act.text
    return {place: list(said.values()) for place, said in texts.items()}


def wrong(found: dict[str, list[str]], acts: Sequence[Act]) -> list[str]:
    """What is lost, doubled, looped, out of order or not as it was changed."""
    wanted = expected(acts)
    return [
        f"of {source} in {place}"
        for place, lines in found.items()
        for source, texts in wanted.items()
        if [line for line in lines if line.startswith(f"{source} ")]
        != ([] if source == place else texts)
    ]


def faults(found: dict[str, list[str]], acts: Sequence[Act]) -> Counter[str]:
    """How much is lost, doubled, looped, out of order, or not as it was changed or deleted."""
    count, wanted = Counter[str](), expected(acts)
    for place, lines in found.items():
        for source, texts in wanted.items():
            here = [line for line in lines if line.startswith(f"{source} ")]
            if source == place:
                count["looped"] += len(here)
                continue
            last, should = (
                {_name(line): line for line in here},
                {_name(each): each for each in texts},
            )
            both = [name for name in should if name in last]
            count["doubled"] += len(here) - len(last)
            count["lost"] += len(should.keys() - last.keys())
            count["not deleted"] += len(last.keys() - should.keys())
            count["not edited"] += sum(last[name] != should[name] for name in both)
            stand = [name for name in last if name in should]
            count["out of order"] += sum(
                one != other for one, other in zip(stand, both, strict=True)
            )
    return +count


def _name(line: str) -> str:
    return line.partition(":")[0]


@asynccontextmanager
async def three_places(url: str) -> AsyncIterator[Table]:
    """Open the conversation, and let Kindred have posted its three cards."""
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(SlackServer())
        discord = await stack.enter_async_context(DiscordServer())
        slack.team.scopes = set(scopes(bridged=True))
        slack.subscriptions = slack.subscriptions | set(BRIDGED_EVENTS)
        slack.deliverer.patience, slack.deliverer.retry_after = 60.0, (3.0, 6.0, 12.0)
        discord.world.privileged = CONTENT
        guild = discord.world.guild("Northern Commons")
        ada, bo = slack.world.user("Ada"), discord.world.member(guild, "Bo")
        hall = slack.world.channel("hall", [ada])
        room = discord.world.channel(guild, "room")
        table = Table(url, slack, discord, ada, bo, 0, hall, room, 0, room, None)  # type: ignore[arg-type]
        serving = Serving(table.addresses())
        table.core = serving.core
        await _open(table, guild)
        stopping = asyncio.Event()
        running = asyncio.create_task(serving.run(stopping))
        await slack.until(lambda: hall.timeline and room.talk)
        stopping.set()
        await running
        await asyncio.gather(serving.slack.close(), serving.discord.close())
        card, bot = room.talk[0], discord.world.bot
        table.thread = discord.world.thread(room, "A card", bot.id, PUBLIC, id_=card.id)
        async with table.core.open_work(read_only=True) as work:
            first = await work.connection.scalar(select(web_messages.c.id))
        assert first
        table.web_card = first
        yield table
        await serving.engine.dispose()


async def _open(table: Table, guild: discord_things.Guild) -> None:
    """Let there be two people and a card in each place, below which they talk."""
    team, now, cards = table.slack.team, table.core.clock.now(), []
    async with table.core.open_work() as work:
        community = (await work.people.establish("The Test Table")).id
        own = await work.people.space(Ref(WEB, str(community)))
        in_slack = await work.people.connect(community, slack_refs.workspace(team.id), team.name)
        server = discord_refs.server(str(guild.id))
        in_discord = await work.people.connect(community, server, guild.name)
        accounts = {
            "Ada": (in_slack, slack_refs.account(table.ada.id)),
            "Bo": (in_discord, discord_refs.account(str(table.bo.id))),
        }
        for name, (space, account) in accounts.items():
            id_ = await work.members.add(community, Profile(name=name), now)
            await work.people.attach(id_, space, account, AccountInfo(name))
        table.member = await work.members.add(community, Profile(name="Cy"), now)
        assert own
        channels = (
            (in_slack, slack_refs.channel(team.id, table.hall.id)),
            (in_discord, discord_refs.channel(str(guild.id), str(table.room.id))),
            (own, Ref(WEB, f"square:{community}")),
        )
        for space, channel in channels:
            place = await work.places.choose(space, channel, [Purpose.ANNOUNCEMENTS])
            to = ToPlace(ChannelFor(Purpose.ANNOUNCEMENTS, place.id))
            fact = Fact("card", str(space.id))
            await work.outbox.post(to, say("A card"), fact, community=community)
            cards.append(fact.key)
        await work.outbox.flush()
        about = Fact("challenges.opened", "1")
        talk = await work.conversations.open(about, "Trust", community=community)
        posts = await work.connection.scalars(select(outbox.c.id).where(outbox.c.key.in_(cards)))
        await work.conversations.show_in(talk.id, *map(Below, posts))
