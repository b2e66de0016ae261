"""The stories' chat with everybody living in Discord: what they do goes over sockets, and back."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest
from pydantic import SecretStr

from adapters.discord import refs, responses
from adapters.discord.settings import DiscordSettings
from bot.community.people import AccountInfo, Ref, Space
from bot.community.profiles import Profile
from bot.community.roles import Role
from bot.routing.dispatch import Dispatcher
from bot.routing.interaction import Arrival, Changed, Request, Shown
from bot.routing.routes import Routed
from bot.ui.files import GivenFile
from bot.ui.messages import Mention
from bot.ui.messages import Message as Said
from tests.adapters.discord_actor import DiscordPerson
from tests.adapters.discord_reading import Reader
from tests.adapters.discord_server import DiscordServer
from tests.adapters.discord_talk import Places, Talk
from tests.adapters.discord_things import Channel, Guild, User, bits
from tests.adapters.discord_things import Role as Rank
from tests.adapters.discord_watch import Watch
from tests.adapters.discord_weather import Fault
from tests.adapters.discord_world import CONTENT, GUILD_MEMBERS
from tests.adapters.discordchat import Kindred, kindred_in
from tests.chat import START, Answer, Chat, FakeClock, FakePlatform, Person, Place
from tests.judges import Judges

_GIVEN: list[dict[str, Any]] = []
"""The commands that the first Discord of this process was given: each later one knows them."""

WHO = "GET /guilds/{guild_id}/members/{user_id}"
PATIENCE = 60.0  # seconds for what takes milliseconds, but on a busy machine


class Ears:
    """The core's dispatcher, with an ear for what has reached it."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self.deliveries: Counter[str] = Counter()
        self.changes: Counter[str] = Counter()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._dispatcher, name)

    async def __call__(
        self, arrival: Arrival, request: Request | Routed, *slot: Any
    ) -> Shown | None:
        self.deliveries[arrival.interaction_id] += 1
        self.changes[arrival.actor.id] += isinstance(request, Changed)
        return await self._dispatcher(arrival, request, *slot)


class Ground:
    """The servers: the community's own, and those of the town, each with who looks after it."""

    def __init__(self, discord: DiscordServer) -> None:
        self.world = discord.world
        self.ranks: dict[int, Rank] = {}
        self.home = self.guild("The Test Table")
        self.hall = self.world.channel(self.home, "everybody")
        self.town = {"t1": self.guild("Town Hall"), "t2": self.guild("Library")}

    def guild(self, name: str) -> Guild:
        made = self.world.guild(name)
        self.ranks[made.id] = self.world.role(made, "Hosts", bits("manage_guild"))
        return made

    def promote(self, user: User, guild: Guild) -> None:
        """Let somebody look after a server."""
        guild.members[user.id].roles.add(self.ranks[guild.id].id)


class DiscordTable(Chat):
    """A community whose members are in one server; `town` is two others, with strangers."""

    def __init__(
        self,
        discord: DiscordServer,
        ground: Ground,
        kindred: Kindred,
        ears: Ears,
        web: Web,
        judges: Judges,
    ) -> None:
        where, clock = cast("Any", Places(self)), cast("FakeClock", kindred.clock)
        super().__init__(kindred.core, where, where, clock, thin=False, judges=judges)
        self.discord = discord
        self.web = web
        self.ground = ground
        self.kindred = kindred
        self.ears = ears
        self.ids: dict[int, int] = {}
        self.users: dict[int, User] = {}
        self.watches: dict[int, Watch] = {}
        self.delivered: dict[str, Any] = {}
        self.home_guild, self.hall = ground.home, ground.hall
        self.turns = itertools.count(1)

    async def begin(self) -> None:
        """Found the community, with a channel for all in its server."""
        self.home = await self.kindred.joined("The Test Table", self.home_guild, self.hall)
        self.community = self.home.community

    # People ------------------------------------------------------------------------------------

    async def person(self, name: str, role: Role = Role.MEMBER, **profile: Any) -> Person:
        """Add somebody to the community: with an account in the web chat, and one in Discord."""
        facts = Profile(name=name, **({"zone": "Europe/London"} | profile))
        async with self.work() as work:
            id_ = await work.members.add(self.community, facts, self.clock.now())
            if role is not Role.MEMBER:
                await work.members.grant(id_, role)
            self.names[id_] = name
            if self.community != self.home.community:
                return Person(self, id_, name)
            user = self.discord.world.member(self.home_guild, name)
            who = AccountInfo(name, zone=facts.zone)
            await work.people.attach(id_, self.home, refs.account(str(user.id)), who)
        if role is not Role.MEMBER:
            self.ground.promote(user, self.home_guild)
        self.ids[user.id], self.users[id_] = id_, user
        return DiscordPerson(self, id_, name, user=user, guild=self.home_guild)

    async def connect(self, space: str = "t1", name: str = "The Town Hall") -> Space:
        """Make another server part of the community."""
        async with self.work() as work:
            return await work.people.connect(self.community, self.there(space), name)

    def guild(self, space: str) -> Guild:
        """A server of the town; one that is not there yet is opened."""
        if space not in self.ground.town:
            self.ground.town[space] = self.ground.guild(f"Server {space}")
        return self.ground.town[space]

    def there(self, space: str = "t1") -> Ref:
        """One of the servers of the town."""
        return refs.server(str(self.guild(space).id))

    def channel(self, name: str) -> Ref:
        """A channel in the town's first server, made if need be; or somebody's, `direct:…`."""
        guild, whose = self.guild("t1"), name.removeprefix("direct:")
        if whose != name:
            room = self.discord.world.dm(self.discord.world.users[int(whose)])
        else:
            room = self.room_called(name, guild)
        return refs.channel(str(guild.id), str(room.id))

    def room_called(self, name: str, guild: Guild) -> Channel:
        """The channel of this name in a server, made if need be."""
        for each in guild.channels.values():
            if each.name == name and not each.is_thread:
                return each
        return self.discord.world.channel(guild, name)

    def stranger(self, name: str, space: str = "t1", **facts: Any) -> Person:
        """Somebody in a server of the town; keyword arguments are what Discord knows of them."""
        guild = self.guild(space)
        user = self.discord.world.member(guild, name)
        self.known_by(user, guild, **facts)
        account = refs.account(str(user.id))
        return DiscordPerson(
            self, 0, name, account, refs.server(str(guild.id)), user=user, guild=guild
        )

    def known_by(self, user: User, guild: Guild, **facts: Any) -> None:
        """Let these facts be true of somebody, as far as Discord knows such facts."""
        user.bot = facts.get("kind", "person") == "bot"
        user.locale = facts.get("locale", user.locale)
        guild.name = facts.get("place", guild.name)
        if "name" in facts:
            guild.members[user.id].nick = facts["name"]
        if facts.get("runs_the_space"):
            self.ground.promote(user, guild)

    def watch(self, user: User) -> Watch:
        """What somebody has seen so far."""
        return self.watches.setdefault(user.id, Watch(self.discord, user))

    def reader(self, locale: str = "") -> Reader:
        """Reads Discord as people do, who see names."""
        users = self.discord.world.users
        return Reader(
            self.core.registry,
            lambda user: Mention(self.ids.get(user, 0), users[user].name),
            locale,
        )

    def arrival(self, member: int, delivery: str = "") -> Arrival:
        guild, user = str(self.home_guild.id), self.users[member]
        id_ = delivery or f"delivery-{next(self._deliveries)}"
        at = refs.channel(guild, str(self.discord.world.dm(user).id))
        return Arrival(refs.account(str(user.id)), self.home.ref, at, id_)

    # What comes to pass ------------------------------------------------------------------------

    async def heard(self, delivery: str, times: int = 1) -> None:
        """Wait until something said has reached the core."""
        await self.discord.until(lambda: self.ears.deliveries[delivery] >= times, PATIENCE)

    async def noticed(self, user: User, event: Awaitable[object]) -> None:
        """Let something happen to somebody, and wait until it has reached the core."""
        known, account = self.ears.changes, str(user.id)
        before = known[account]
        await event
        await self.discord.until(lambda: known[account] > before, PATIENCE)

    async def redelivered(self, payload: dict[str, Any]) -> None:
        """Tell the app once more of something that somebody did."""
        delivery = f"discord:{payload['id']}"
        before = self.ears.deliveries[delivery]
        self.discord.world.tell("INTERACTION_CREATE", payload, None, 0)
        await self.heard(delivery, before + 1)

    # Places ------------------------------------------------------------------------------------

    @property
    def for_all(self) -> list[str]:
        return self.place_of(self.hall).messages

    @property
    def posted_for_all(self) -> list[Said]:
        return list(self.place_of(self.hall).posted.values())

    async def press_in_for_all(self, label: str, by: Person) -> Any:
        return await by.presses(label, self.posted_for_all)

    def place_of(self, room: Channel) -> Place:
        """What Kindred said of itself in a channel; what it answered is not counted."""
        return cast("Place", Talk(self, room))

    @property
    def thread(self) -> Channel:
        """The thread below what was posted last for all."""
        *_, card = self.place_of(self.hall).posted
        return self.discord.world.channels[int(card)]

    @property
    def below_for_all(self) -> list[str]:
        return self.below_post(-1)

    def below_post(self, number: int) -> list[str]:
        posts = [*self.place_of(self.hall).posted]
        return self.place_of(self.discord.world.channels[int(posts[number])]).messages

    async def press_below_for_all(self, label: str, by: Person) -> Any:
        return await by.presses(label, list(self.place_of(self.thread).posted.values()))

    def rooms(self) -> dict[str, Place]:
        """The private threads, oldest first."""
        return {f"room:{each.id}": self.place_of(each) for each in self.home_guild.threads}

    def file(self, name: str, content: bytes) -> str:
        """A file of somebody's, to be put into a form."""
        made = self.discord.world.attach(name, content)
        return GivenFile(self.platform.platform, made.url, name, made.size).as_typed()

    async def received(self, answer: Answer) -> dict[str, bytes]:
        """The files that Kindred has sent with its messages and answers."""
        return dict(self.discord.uploads)

    async def settle(self) -> None:
        cast("Places", self.platform).shut_what_is_shut()
        await self.kindred.settle()


class Web(FakePlatform):
    """The community's own chat, which nobody looks at here; who is in it, is in Discord first."""


def settings_for(discord: DiscordServer) -> DiscordSettings:
    """With the members intent, so that Discord tells who comes and goes."""
    discord.world.privileged = GUILD_MEMBERS
    token = SecretStr(discord.token)
    return DiscordSettings(
        _env_file=None, bot_token=token, api_url=discord.base, members_intent=True
    )


@asynccontextmanager
async def unhurried() -> AsyncIterator[None]:
    """Let the adapter, on a busy machine, have as much time as this Discord gives it."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_CALLBACK", "_AUTOCOMPLETE"):
            patch.setattr(responses, name, PATIENCE)
        yield


@asynccontextmanager
async def discord_table(engine: Any, **more: Any) -> AsyncIterator[DiscordTable]:
    """A community in a local Discord; at the end Discord must have had nothing to complain about.

    `more` goes to `Kindred`; `clock` and `web` may be those of another chat's table. Kindred
    `reads` what people write, if whoever runs it has switched that on.
    """
    reads = more.pop("reads", False)
    clock, web = more.pop("clock", FakeClock(START)), more.pop("web", Web())
    judges, ears = Judges(), list[Ears]()

    def listening(dispatcher: Dispatcher) -> Any:
        ears.append(Ears(judges.over(dispatcher)))
        return ears[0]

    more |= {"web": web, "timeout": PATIENCE, "through": listening, "carrying": judges.over}
    given = [] if "features" in more else _GIVEN
    async with DiscordServer() as discord:
        ground = Ground(discord)
        settings = settings_for(discord)
        if reads:
            settings.message_content_intent = True
            discord.world.privileged |= CONTENT
        more |= {"clock": clock, "settings": settings}
        async with unhurried(), kindred_in(discord, engine, given=given, **more) as kindred:
            discord.interactions.patience = PATIENCE
            table = DiscordTable(discord, ground, kindred, ears[0], web, judges)
            await table.begin()
            if "features" not in more:
                _GIVEN[:] = discord.world.commands[None]
            discord.faults.add(WHO, Fault.http(503), times=None, when=lambda _: table.town.down)
            yield table
            await kindred.platform.finish()
            complaints = [*discord.violations, *discord.late, *discord.impatience]
            assert not complaints, complaints
            judges.are_content()
