"""The stories' chat with everybody living in Slack: what they do goes over sockets, and back."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

from adapters.slack import manifest
from adapters.slack.authorization import Authorization
from adapters.slack.limits import PLATFORM
from adapters.slack.refs import account, channel, workspace
from bot.community.people import AccountInfo, Ref, Space
from bot.community.profiles import Profile
from bot.community.roles import Role
from bot.routing.interaction import Arrival
from bot.ui.files import GivenFile
from bot.ui.messages import Mention
from bot.ui.messages import Message as Said
from tests.adapters.slack_actor import SlackPerson, Watch
from tests.adapters.slack_reading import Read, Reader
from tests.adapters.slack_server import SlackServer
from tests.adapters.slack_things import Channel, Message, User, Workspace
from tests.adapters.slack_weather import Fault
from tests.adapters.slackchat import Kindred, kindred_in
from tests.chat import START, Answer, Chat, FakeClock, FakePlatform, Person, Place, text_of
from tests.judges import Judges
from tests.places import for_everybody

PATIENCE = 60.0  # seconds for what takes milliseconds, but on a busy machine
HELLO = re.compile(
    r"(introductions\.(opened|suggested_opening):\d+|events\.(breakout|room)_opening:.+"
    r"|peer_assists\.step:\d+:0)"
)
"""The keys of first words in a room: from there on a group's talk belongs to it."""


class SlackTable(Chat):
    """A community whose members are in one workspace; `town` is two others, with strangers."""

    def __init__(
        self, slack: SlackServer, kindred: Kindred, clock: FakeClock, web: Web, judges: Judges
    ) -> None:
        places: Any = Places(self)
        super().__init__(kindred.core, places, places, clock, thin=False, judges=judges)
        self.slack = slack
        self.kindred = kindred
        self.web = web
        self.ids: dict[str, int] = {}
        self.users: dict[int, User] = {}
        self.watches: dict[str, Watch] = {}
        self.delivered: dict[str, Any] = {}
        self.hall = slack.world.channel("everybody")
        self.teams: dict[str, Workspace] = {}

    async def begin(self) -> None:
        """Found the community, with a channel for all in its workspace; install Kindred there."""
        await self.kindred.joined("The Test Table")
        space = await self.kindred.space()
        assert space is not None
        self.home, self.community = space, space.community
        team = self.slack.team
        async with self.work() as work:
            await for_everybody(work, space, channel(team.id, self.hall.id))
        for name, place in (("t1", "Town Hall"), ("t2", "Library")):
            self.teams[name] = await self._installed(place)

    async def _installed(self, name: str) -> Workspace:
        team = self.slack.world.workspace(name, scopes=manifest.scopes())
        key = Authorization(team.id, team.token, team.bot_user, name, team.bot_id)
        await self.kindred.platform.authorizations.save(key)
        return team

    # People ------------------------------------------------------------------------------------

    async def person(self, name: str, role: Role = Role.MEMBER, **profile: Any) -> Person:
        """Add somebody to the community: with an account in the web chat, and one in Slack."""
        facts = Profile(name=name, **({"zone": "Europe/London"} | profile))
        async with self.work() as work:
            id_ = await work.members.add(self.community, facts, self.clock.now())
            if role is not Role.MEMBER:
                await work.members.grant(id_, role)
            self.names[id_] = name
            if self.community != self.home.community:
                return Person(self, id_, name)
            user = self.slack.world.user(name, tz=facts.zone)
            who = AccountInfo(name, zone=facts.zone)
            await work.people.attach(id_, self.home, account(user.id), who)
        self.ids[user.id], self.users[id_] = id_, user
        self.hall.members.append(user.id)
        return SlackPerson(self, id_, name, user=user, team=self.slack.team)

    async def connect(self, space: str = "t1", name: str = "The Town Hall") -> Space:
        """Make another workspace part of the community."""
        async with self.work() as work:
            return await work.people.connect(self.community, self.there(space), name)

    def there(self, space: str = "t1") -> Ref:
        """One of the workspaces of the town."""
        return workspace(self.teams[space].id)

    def channel(self, name: str) -> Ref:
        """A channel in the town's first workspace, made if need be."""
        team = self.teams["t1"]
        return channel(team.id, self.room_called(name, team).id)

    def room_called(self, name: str, team: Workspace) -> Channel:
        """The channel of this name in a workspace, made if need be, with Kindred in it."""
        for each in self.slack.world.channels.values():
            if each.name == name and team.id in each.teams:
                return each
        return self.slack.world.channel(name, team=team)

    def stranger(self, name: str, space: str = "t1", **facts: Any) -> Person:
        """Somebody in a workspace of the town; keyword arguments are what Slack knows of them."""
        team = self.teams[space]
        user = self.slack.world.user(name, team, display_name=name, email="", tz="")
        person = SlackPerson(
            self, 0, name, account(user.id), workspace(team.id), user=user, team=team
        )
        team.name = facts.pop("space_name", team.name)
        self.known_by(user, team, **facts)
        return person

    def known_by(self, user: User, team: Workspace, **facts: Any) -> dict[str, Any]:
        """How Slack knows somebody of whom these facts are true."""
        kind = facts.pop("kind", None)
        fields = {_FIELDS[name]: value for name, value in facts.items()}
        if "real_name" in fields:
            fields["display_name"] = fields["real_name"]
        if kind is not None:
            fields |= {"is_bot": kind == "bot", "deleted": kind == "gone"}
            fields["is_restricted"] = kind == "guest"
        for name, value in fields.items():
            setattr(user, name, value)
        if kind == "visitor":
            elsewhere = self.slack.world.workspace("Elsewhere", installed=False)
            user.team, user.guest_of = elsewhere.id, {team.id}
        return fields

    def watch(self, user: User) -> Watch:
        """What somebody has seen so far."""
        return self.watches.setdefault(user.id, Watch(self.slack.world, user))

    def reader(self) -> Reader:
        """Reads Slack as people do, who see names."""
        users = self.slack.world.users
        return Reader(
            self.core.registry, lambda user: Mention(self.ids.get(user, 0), users[user].real_name)
        )

    def arrival(self, member: int, delivery: str = "") -> Arrival:
        team, user = self.slack.team.id, self.users[member].id
        id_ = delivery or f"delivery-{next(self._deliveries)}"
        return Arrival(account(user), workspace(team), channel(team, user), id_)

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
    def card(self) -> str:
        """The timestamp of what was posted last for all."""
        *_, card = (m for m in self.hall.timeline if key_of(m) and m.thread_ts is None)
        return card.ts

    @property
    def below_for_all(self) -> list[str]:
        return self.below_post(-1)

    def below_post(self, number: int) -> list[str]:
        posts = [m.ts for m in self.hall.timeline if key_of(m) and m.thread_ts is None]
        return Talk(self, self.hall, below=posts[number]).messages

    async def press_below_for_all(self, label: str, by: Person) -> Any:
        said = list(Talk(self, self.hall, below=self.card).posted.values())
        return await by.presses(label, cast("list[Said]", said))

    def rooms(self) -> dict[str, Place]:
        """The groups; one in which the same people were introduced twice is two rooms."""
        groups = [each for each in self.slack.world.channels.values() if each.kind == "mpim"]
        begun = [(m.ts, group) for group in groups for m in group.timeline if is_hello(m)]
        begun.sort(key=lambda pair: pair[0])
        return {f"room:{ts}": cast("Place", Talk(self, group, ts)) for ts, group in begun}

    def file(self, name: str, content: bytes) -> str:
        """A file of somebody's, to be put into a form."""
        made = self.slack.world.given_file(name, content)
        return GivenFile(PLATFORM, made.id, name, made.size).as_typed()

    async def received(self, answer: Answer) -> dict[str, bytes]:
        """The files that are where whoever was answered is alone with Kindred."""
        person = cast("SlackPerson", answer.person)
        dm = self.slack.outcomes.direct(person.team, person.user)
        ids = [file["id"] for message in dm.timeline for file in message.files]
        found = [self.slack.world.files[id_] for id_ in ids]
        return {file.name: file.content or b"" for file in found}

    async def settle(self) -> None:
        await self.kindred.settle()


_FIELDS = {
    "name": "real_name",
    "zone": "tz",
    "email": "email",
    "locale": "locale",
    "runs_the_space": "is_admin",
}


def key_of(message: Message) -> str:
    """The key in a message's metadata; answers have none."""
    return str((message.metadata or {}).get("event_payload", {}).get("key", ""))


def is_hello(message: Message) -> bool:
    """Whether a message is the first in a room."""
    return HELLO.fullmatch(key_of(message)) is not None


@dataclass(frozen=True)
class Talk:
    """A channel as it is now (`tests.chat.Place`), or what is said in it after a `hello`.

    What is said in its threads is told of each `below` the message that it is of, and nowhere else.
    """

    table: SlackTable
    channel: Channel
    hello: str = ""
    below: str | None = None

    @property
    def title(self) -> str:
        """A group has no name: Slack calls it by who is in it."""
        users = (self.table.slack.world.users[user] for user in self.channel.members)
        return " and ".join(sorted(user.display_name for user in users if not user.is_bot))

    @property
    def members(self) -> list[int]:
        ids = self.table.ids
        return sorted(ids[user] for user in self.channel.members if user in ids)

    @property
    def posted(self) -> dict[str, Read]:
        parts: dict[str, list[Message]] = {}
        for message in self._said():
            if key := key_of(message):
                parts.setdefault(key.partition("#")[0], []).append(message)
        reader = self.table.reader()
        return {key: reader.message(some) for key, some in parts.items()}

    @property
    def messages(self) -> list[str]:
        return [text_of(message) for message in self.posted.values()]

    def _said(self) -> list[Message]:
        here = [m for m in self.channel.timeline if m.thread_ts == self.below]
        later = [m for m in here if m.ts >= self.hello]
        hellos = [number for number, m in enumerate(later) if is_hello(m)] if self.hello else []
        return later[: hellos[1]] if len(hellos) > 1 else later


class Places:
    """What stories look at in `chat.platform` and `chat.town`."""

    platform = PLATFORM

    def __init__(self, table: SlackTable) -> None:
        self._table = table
        self.shut: set[str] = set()
        self.down = False

    @property
    def closed(self) -> set[int]:
        return self._table.web.closed

    @closed.setter
    def closed(self, members: set[int]) -> None:
        self._table.web.closed = members

    @property
    def places(self) -> dict[str, Place]:
        return self._table.rooms()

    def place(self, key: str) -> Place:
        if key.startswith("direct:"):
            return self._table.web.place(key)
        return self._table.place_of(self._table.room_called(key, self._table.teams["t1"]))

    def refuses(self, args: dict[str, Any]) -> bool:
        """Whether Slack lets Kindred write there."""
        world, table = self._table.slack.world, self._table
        names = [table.users[member] for member in self.closed if member in table.users]
        shut = {user.id for user in names}
        shut |= {dm.id for user in names if (dm := world.direct(table.slack.team, user.id))}
        shut |= {c.id for c in world.channels.values() if c.name in self.shut}
        return str(args.get("channel") or args.get("users")) in shut


class Web(FakePlatform):
    """The community's own chat, which nobody looks at here; who is in it, is in Slack first."""


@asynccontextmanager
async def slack_table(engine: Any, **more: Any) -> AsyncIterator[SlackTable]:
    """A community in a local Slack; at the end Slack must have had nothing to complain about.

    `more` goes to `Kindred`.
    """
    clock, web, judges = FakeClock(START), Web(), Judges()
    more.update(web=web, timeout=PATIENCE, ping=more.get("ping", PATIENCE))
    through = more.pop("through", lambda dispatcher: dispatcher)
    more.update(through=lambda way: judges.over(through(way)), carrying=judges.over)
    async with SlackServer() as slack, kindred_in(slack, engine, clock=clock, **more) as kindred:
        slack.payloads.trigger_life = slack.deliverer.patience = PATIENCE
        table = SlackTable(slack, kindred, clock, web, judges)
        await table.begin()
        for method in ("chat.postMessage", "conversations.open"):
            refused = Fault.refuse("restricted_action")
            slack.faults.add(method, refused, times=None, when=table.platform.refuses)  # type: ignore[attr-defined]
        away = Fault.http(503)
        slack.faults.add("users.info", away, times=None, when=lambda _: table.town.down)
        yield table
        await kindred.platform.finish()
        complaints = [*slack.violations, *slack.late, *slack.impatience]
        assert not complaints, complaints
        judges.are_content()
