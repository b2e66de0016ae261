"""An in-memory chat platform with people who speak, for stories.

Everything behind it is real: dispatcher, SQL, outbox, relay, ticks. Only the platform, the clock
and the dice are fakes. The platform comes in two kinds: `full` shows all there is; `thin` has no
buttons, so that pressing one means typing the command it names.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.bootstrap import Core, assemble
from bot.community.people import OWN_CHAT, Account, AccountInfo, Member, Ref, Space
from bot.community.places import Place as KnownPlace
from bot.community.places import PlaceKind
from bot.community.profiles import Profile
from bot.community.roles import Role
from bot.delivery.heard import Heard, HeardSpan, Reacted
from bot.delivery.sender import Gone, Posted, RateLimit, Receipt, Refused, Sender, SendResult
from bot.errors import NotReady
from bot.routing.background import ThreadExecutor
from bot.routing.files import FileGone, FileMaker
from bot.routing.interaction import (
    Arrival,
    Changed,
    Dialog,
    Pressed,
    Reply,
    Request,
    Shown,
    Submitted,
    Typed,
    Update,
)
from bot.routing.interaction import Filled as FilledIn
from bot.ui.capabilities import FLOOR
from bot.ui.content import Gathered, gather
from bot.ui.fields import Raw
from bot.ui.files import GivenFile
from bot.ui.message_json import from_json, to_json
from bot.ui.messages import Actions, Button, Message, Option, Plain, Select, words_of
from bot.ui.spoken import with_speaker
from jobs.live import RESTED, SETTLED
from storage.kernel.unit_of_work import OpenSqlWork
from tests.judges import Judges

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday morning."""

ADDRESS = "https://kindred.example.org"
SECRET_KEY = "a key of a server, for tests, that is long enough"


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


class FakeChance:
    """Dice that fall the same way in every run: 1, 2, 3 …"""

    def __init__(self) -> None:
        self._seeds = itertools.count(1)

    def seed(self) -> int:
        return next(self._seeds)


def text_of(message: Message) -> str:
    """All that a message says, as plain words."""
    return "\n".join(text for text in map(words_of, with_speaker(message).blocks) if text)


@dataclass
class Place:
    """A channel, a room or a direct message of the fake platform."""

    title: str
    members: list[int]
    posted: dict[str, Message] = field(default_factory=dict)

    @property
    def messages(self) -> list[str]:
        return [text_of(message) for message in self.posted.values()]


class FakePlatform:
    """Takes the place of a chat: as the relay's `Sender`, and as who knows its people.

    What is said below a message stands in a place of its own (`below`), as long as that is there.
    `closed` members refuse direct messages, `shut` and `deleted` channels refuse posts, and
    `roomless` spaces open no rooms, with a `remedy` for facilitators. `down` knows nobody.
    """

    capabilities = replace(FLOOR, threads=True, commands_in_threads=True)
    rate_limit = RateLimit()

    def __init__(self, platform: str = "web") -> None:
        self.platform = platform
        self.places: dict[str, Place] = {}
        self.people: dict[Ref, AccountInfo] = {}
        self.homes: dict[str, Message] = {}
        self.closed: set[int] = set()
        self.shut: set[str] = set()
        self.deleted: set[str] = set()
        self.roomless: set[str] = set()
        self.closed_rooms: set[str] = set()
        self.remedy = ""
        self.down = False

    async def whois(self, space: Ref, account: Ref) -> AccountInfo | None:
        if self.down:
            raise NotReady("the chat does not answer")
        return self.people.get(account)

    async def told_of(self, space: Ref, accounts: Collection[Ref]) -> dict[Ref, AccountInfo]:
        return {each: self.people[each] for each in accounts if each in self.people}

    def _absent(self, accounts: Sequence[Account]) -> tuple[Account, ...]:
        known = [(each, self.people.get(each.ref)) for each in accounts]
        return tuple(each for each, who in known if who and who.kind == "gone")

    async def publish_home(self, account: Account, message: Message) -> SendResult:
        assert from_json(to_json(message)) == message
        self.homes[account.ref.id] = message
        return Receipt(account.ref)

    def place(self, key: str) -> Place:
        return self.places.setdefault(key, Place(key, []))

    async def open_room(self, key: str, place: KnownPlace, *, again: bool = False) -> SendResult:
        if place.space.ref.id in self.roomless:
            return Refused("no room can be opened here", self.remedy)
        if place.parent and _name(place.parent) in self.deleted:
            return Refused("no such channel", gone=True)
        if absent := self._absent(place.people):
            return Refused("somebody is not there", absent=absent)
        ids = sorted(account.member for account in place.people)
        self.places.setdefault(key, Place(place.title, ids))
        return Receipt(Ref(self.platform, key))

    async def gather(self, key: str, place: KnownPlace) -> SendResult:
        assert place.ref
        ids = sorted(account.member for account in place.people)
        self.place(_name(place.ref)).members[:] = ids
        return Receipt(place.ref)

    async def close_room(self, key: str, place: KnownPlace) -> SendResult:
        assert place.ref
        self.closed_rooms.add(_name(place.ref))
        return Receipt(place.ref)

    async def post(
        self, key: str, place: KnownPlace, message: Message, *, again: bool = False
    ) -> SendResult:
        match place:
            case KnownPlace(kind=PlaceKind.DIRECT, people=(account,)):
                return await self.direct(key, account, message, again=again)
            case KnownPlace(ref=Ref() as channel):
                if _name(channel) in self.shut:
                    return Refused("not in this channel")
                if _name(channel) in self.deleted:
                    return Refused("no such channel", gone=True)
                if place.below and place.below.id not in self.place(_name(channel)).posted:
                    return Gone("no such message")
                thread = place.below and Ref(self.platform, f"{channel.id}/{_below(place.below)}")
                return self._put(thread or channel, key, message)
        raise AssertionError(f"{key} was to be said in a room that is not open")

    async def direct(
        self, key: str, account: Account, message: Message, *, again: bool = False
    ) -> SendResult:
        if account.member in self.closed:
            return Refused("direct messages are closed")
        if absent := self._absent([account]):
            return Refused("nobody is there", absent=absent)
        return self._put(_alone_with(account.ref, account.space_ref), key, message)

    async def edit(self, key: str, posted: Posted, message: Message) -> SendResult:
        alone = _name(posted.channel).startswith("direct:")  # where there are no threads
        assert alone or _name(posted.channel).startswith("below ") == bool(posted.below)
        return self._put(posted.channel, posted.message.id, message)

    async def retract(self, key: str, posted: Posted) -> SendResult:
        self.place(_name(posted.channel)).posted.pop(posted.message.id, None)
        return Receipt(posted.channel, posted.message)

    def top(self, channel: str, number: int = -1) -> Posted:
        """One of the messages of a channel: the last."""
        key = [*self.place(_name(Ref(self.platform, channel))).posted][number]
        return Posted(Ref(self.platform, channel), Ref(self.platform, key))

    def below(self, key: str) -> list[str]:
        """What stands below what was posted under a key."""
        return self.place(_below(Ref(self.platform, key))).messages

    def _put(self, channel: Ref, key: str, message: Message) -> SendResult:
        assert from_json(to_json(message)) == message
        self.place(_name(channel)).posted[key] = message
        return Receipt(channel, Ref(self.platform, key))


def _alone_with(account: Ref, space: Ref) -> Ref:
    """Where somebody is alone with Kindred; the own chat is one space."""
    inside = "" if account.platform == OWN_CHAT else f"{space.id}/"
    return Ref(account.platform, f"{inside}direct:{account.id}")


def _below(message: Ref) -> str:
    return f"below {message.id}"


def _name(channel: Ref) -> str:
    """A channel without the space that it is in."""
    return channel.id.rpartition("/")[2]


class GivenFiles:
    """The files that people give in the community's own chat."""

    def __init__(self) -> None:
        self.kept: list[bytes | None] = []

    def keep(self, name: str, content: bytes) -> str:
        """Keep a file; returns the value of a form's field that stands for it."""
        self.kept.append(content)
        return GivenFile("web", str(len(self.kept) - 1), name, len(content)).as_typed()

    async def fetch(self, space: Ref, file: GivenFile, most: int) -> Gathered:
        content = self.kept[int(file.id)]
        if content is None:
            raise FileGone(file.name)
        return await gather(content, most)


@dataclass(frozen=True)
class Room:
    """A private room, seen by one of its members."""

    chat: Chat
    person: Person
    place: Place

    @property
    def title(self) -> str:
        return self.place.title

    @property
    def members(self) -> list[str]:
        return sorted(self.chat.names[m] for m in self.place.members)

    @property
    def messages(self) -> list[str]:
        return self.place.messages

    async def press(self, label: str, by: Person | None = None) -> Answer:
        """Press the newest button of this label."""
        return await (by or self.person).presses(label, list(self.place.posted.values()))


class Answer:
    """What somebody got to see for what they did."""

    def __init__(self, person: Person, shown: Shown | None) -> None:
        self.person = person
        self.shown = shown

    @property
    def message(self) -> Message:
        assert isinstance(self.shown, Reply | Update), f"no message but {self.shown}"
        return self.shown.message

    @property
    def text(self) -> str:
        return text_of(self.message)

    @property
    def only_for_actor(self) -> bool:
        return isinstance(self.shown, Reply) and self.shown.only_for_actor

    @property
    def dialog(self) -> Dialog:
        assert isinstance(self.shown, Dialog), f"no dialog but {self.shown}"
        return self.shown

    @property
    def buttons(self) -> list[str]:
        return [control.label for control in _buttons([self.message])]

    def error(self, name: str) -> str:
        return next(f.error for f in self.dialog.fields if f.name == name)

    def value(self, name: str) -> Raw:
        return next(f.value for f in self.dialog.fields if f.name == name)

    def fill(self, **values: Raw) -> Filled:
        return Filled(self, values)

    async def press(self, label: str) -> Answer:
        return await self.person.presses(label, [self.message])

    async def choose(self, label: str) -> Answer:
        return await self.person.chooses(label, [self.message])


@dataclass(frozen=True)
class Filled:
    """A page of a form with some fields typed anew."""

    answer: Answer
    values: dict[str, Raw]

    async def next(self) -> Answer:
        return await self._turn("next")

    async def back(self) -> Answer:
        return await self._turn("back")

    async def later(self) -> Answer:
        return await self._turn("later")

    async def done(self) -> Answer:
        return await self._turn("done")

    async def _turn(self, turn: Any) -> Answer:
        dialog = self.answer.dialog
        typed = {f.name: f.value for f in dialog.fields} | self.values
        submitted = Submitted(dialog.form, dialog.page, typed, dialog.subject, turn)
        return await self.answer.person.does(submitted)


@dataclass(frozen=True)
class Person:
    """Somebody in the chat: a member in the web's, unless an `account` of another is given."""

    chat: Chat
    id: int
    name: str
    account: Ref | None = None
    space: Ref | None = None
    locale: str = ""

    async def speaks(self, locale: str) -> Person:
        """Be somebody of whom the chat tells, from now on, that they speak this."""
        return replace(self, locale=locale)

    async def says(self, text: str, delivery: str = "", channel: str = "") -> Answer:
        """Type a command, perhaps in a channel."""
        return await self.does(Typed(text), delivery, channel)

    async def says_below(self, text: str) -> Answer:
        """Type a command in the thread below what was posted last where all are spoken to."""
        square = f"square:{self.chat.community}"
        *_, card = self.chat.platform.place(square).posted
        here = Ref(self.chat.platform.platform, square)
        thread = Posted(here, Ref(self.chat.platform.platform, card))
        arrival = replace(self._arrival("", ""), channel=here, thread=thread)
        return Answer(self, await self.chat.core.dispatcher(arrival, Typed(text)))

    async def writes(self, *words: HeardSpan | str, **more: Any) -> Written:
        """Write something, as `wrote`, and be heard."""
        written = self.wrote(*words, **more)
        await written.is_heard()
        return written

    def wrote(
        self,
        *words: HeardSpan | str,
        below: Posted | None = None,
        answers: Posted | None = None,
        **more: Any,
    ) -> Written:
        """Something written below a message of a channel, or else alone with Kindred."""
        chat = self._platform.platform
        here = self._arrival("", "")
        channel = _alone_with(here.actor, here.space)
        if below:
            channel = Ref(chat, f"{below.channel.id}/{_below(below.message)}")
        key = Ref(chat, f"written-{next(self.chat.written)}")
        top = below.message if below else (answers.message if answers else None)
        spans = tuple(Plain(each) if isinstance(each, str) else each for each in words)
        answered = answers.message if answers else None
        heard = Heard(Posted(channel, key, top), spans=spans, answers=answered, **more)
        return Written(self, heard, below)

    async def fills_in(self, command: str, **values: str) -> Answer:
        """Give a command, each of its arguments in a field of its own."""
        return await self.does(FilledIn(command, values))

    async def reacts(self, to: Posted, emoji: str, *, taken_back: bool = False) -> None:
        """Put a picture to a message."""
        reacted = Reacted(to, emoji, taken_back)
        await self.chat.core.dispatcher.hearing.react(self._arrival("", ""), reacted)

    async def offered(self, command: str, parameter: str, typed: str = "") -> list[Option]:
        """What is offered while an argument of a command is typed."""
        here = self._arrival("", "")
        return await self.chat.core.dispatcher.autocomplete(here, command, parameter, typed)

    async def does(self, request: Request, delivery: str = "", channel: str = "") -> Answer:
        arrival = self._arrival(delivery, channel)
        return Answer(self, await self.chat.core.dispatcher(arrival, request))

    def _arrival(self, delivery: str, channel: str) -> Arrival:
        arrival = replace(self.chat.arrival(self.id, delivery), locale=self.locale)
        if self.account and self.space:
            at = channel or f"direct:{self.account.id}"
            at = at if "/" in at else f"{self.space.id}/{at}"
            here = Ref(self.account.platform, at)
            arrival = replace(arrival, actor=self.account, space=self.space, channel=here)
        return arrival

    async def becomes(self, **changes: Any) -> None:
        """Be known by other facts to the chat, which tells of it."""
        assert self.account
        who = replace(self.chat.town.people[self.account], **changes)
        self.chat.town.people[self.account] = who
        await self.does(Changed(who))

    async def presses(self, label: str, messages: list[Message], delivery: str = "") -> Answer:
        found = [button for button in _buttons(messages) if button.label == label]
        assert found, f"no button {label!r} among {[b.label for b in _buttons(messages)]}"
        button = found[-1]
        assert button.action in self.chat.core.registry.actions, button.action
        if self.chat.thin and button.command:
            return await self.says(button.command.line, delivery)
        return await self.does(Pressed(button.action, button.value), delivery)

    async def chooses(self, label: str, messages: list[Message]) -> Answer:
        for select in _selects(messages):
            for option in select.options:
                if option.label == label:
                    return await self.does(Pressed(select.action, option.value))
        raise AssertionError(f"no option {label!r}")

    @property
    def inbox(self) -> list[str]:
        return self._inbox.messages

    @property
    def _platform(self) -> FakePlatform:
        return self.chat.town if self.account else self.chat.platform

    async def presses_in_inbox(self, label: str) -> Answer:
        return await self.presses(label, list(self._inbox.posted.values()))

    @property
    def _inbox(self) -> Place:
        if self.account:
            return self.chat.town.place(f"direct:{self.account.id}")
        return self.chat.platform.place(f"direct:{self.id}")

    @property
    def rooms(self) -> list[Room]:
        """My private rooms, oldest first."""
        return [
            Room(self.chat, self, place)
            for key, place in self.chat.platform.places.items()
            if self.id in place.members and not key.startswith("direct:")
        ]


@dataclass(frozen=True)
class Written:
    """What somebody wrote themselves, which Kindred hears."""

    person: Person
    heard: Heard
    below: Posted | None = None

    @property
    def posted(self) -> Posted:
        return self.heard.message

    async def is_heard(self, **changes: Any) -> None:
        """Let the chat tell of it, or of what has become of it."""
        heard = replace(self.heard, **changes)
        arrival = replace(self.person._arrival("", ""), channel=heard.message.channel)
        arrival = replace(arrival, thread=self.below, alone=self.below is None)
        await self.person.chat.core.dispatcher.hearing.hear(arrival, heard)

    async def edit(self, text: str, version: float = 1.0) -> None:
        await self.is_heard(change="edited", spans=(Plain(text),), version=version)

    async def delete(self) -> None:
        await self.is_heard(change="deleted", spans=(), version=9.0)

    async def gets(self, emoji: str, by: Person, *, taken_back: bool = False) -> None:
        await by.reacts(self.posted, emoji, taken_back=taken_back)


class Chat:
    """A community with its people, in a chat on a real database.

    Beside its own chat there is another, the `town`, whose spaces are part of no community before
    they are connected, and whose people are strangers. All that is said is heard by the judges.
    """

    def __init__(
        self,
        core: Core,
        platform: FakePlatform,
        town: FakePlatform,
        clock: FakeClock,
        thin: bool,
        judges: Judges,
    ) -> None:
        self.core = replace(core, dispatcher=judges.over(core.dispatcher))
        self.judges = judges
        self.platform = platform
        self.town = town
        self.clock = clock
        self.thin = thin
        self.names: dict[int, str] = {}
        self.community = 0
        self.files = GivenFiles()
        self._deliveries = itertools.count(1)
        self.written = itertools.count(1)

    @classmethod
    async def open(
        cls,
        engine: Any,
        thin: bool = False,
        rate_limit: RateLimit | None = None,
        senders: Mapping[str, Sender] | None = None,
        **parts: Any,
    ) -> Chat:
        """Found the community in an empty database; `rate_limit` is that of the town.

        `senders` are those of further platforms, `parts` other features and stores than there are.
        """
        platform, town, clock = FakePlatform(), FakePlatform("town"), FakeClock(START)
        town.rate_limit = rate_limit or RateLimit()
        judges, files = Judges(), GivenFiles()
        core = assemble(
            engine,
            {"web": judges.over(platform), "town": judges.over(town), **(senders or {})},
            clock,
            FakeChance(),
            ThreadExecutor(),
            whois={"town": town},
            rosters={"town": town},
            file_sources={"web": files},
            machine_clock=clock,
            address=ADDRESS,
            secret_key=SECRET_KEY,
            **parts,
        )
        chat = cls(core, platform, town, clock, thin, judges)
        chat.files = files
        async with core.open_work() as work:
            chat.community = (await work.people.establish("The Test Table")).id
        return chat

    @property
    def work(self) -> OpenSqlWork:
        """Begins a unit of work, for looking at facts."""
        return self.core.open_work

    @property
    def for_all(self) -> list[str]:
        """What was said where everybody may be spoken to."""
        return self.platform.place(f"square:{self.community}").messages

    @property
    def posted_for_all(self) -> list[Message]:
        """The same, as it is shown."""
        return list(self.platform.place(f"square:{self.community}").posted.values())

    @property
    def below_for_all(self) -> list[str]:
        """What Kindred said in the thread below what was posted last for all."""
        return self.below_post(-1)

    def below_post(self, number: int) -> list[str]:
        """What Kindred said below one of the posts for all: 0 is the first."""
        return self.platform.below(
            [*self.platform.place(f"square:{self.community}").posted][number]
        )

    async def press_below_for_all(self, label: str, by: Person) -> Answer:
        *_, card = self.platform.place(f"square:{self.community}").posted
        below = self.platform.place(_below(Ref(self.platform.platform, card)))
        return await by.presses(label, list(below.posted.values()))

    async def press_in_for_all(self, label: str, by: Person) -> Answer:
        return await by.presses(label, self.posted_for_all)

    async def person(self, name: str, role: Role = Role.MEMBER, **profile: Any) -> Person:
        """Add somebody to the community; keyword arguments are fields of their profile.

        Their time zone is London's unless it is said.
        """
        told = Profile(name=name, **({"zone": "Europe/London"} | profile))
        async with self.work() as work:
            id_ = await work.members.add(self.community, told, self.clock.now())
            if role is not Role.MEMBER:
                await work.members.grant(id_, role)
        self.names[id_] = name
        return Person(self, id_, name)

    async def connect(self, space: str = "t1", name: str = "The Town Hall") -> Space:
        """Make a space of the town part of the community."""
        async with self.work() as work:
            return await work.people.connect(self.community, Ref("town", space), name)

    def there(self, space: str = "t1") -> Ref:
        """A space of the town."""
        return Ref(self.town.platform, space)

    def channel(self, name: str) -> Ref:
        """A channel of the town's first space."""
        return Ref(self.town.platform, f"t1/{name}")

    def stranger(self, name: str, space: str = "t1", **facts: Any) -> Person:
        """Somebody in a space of the town; keyword arguments are what the town knows of them."""
        account = Ref("town", f"u{len(self.town.people) + 1}")
        self.town.people[account] = AccountInfo(name, **facts)
        return Person(self, 0, name, account, Ref("town", space))

    async def behind(self, person: Person) -> Member | None:
        """Which member a stranger has become, if any."""
        assert person.account
        assert person.space
        async with self.work(read_only=True) as work:
            return await work.people.member_behind(person.account, person.space)

    async def member(self, person: Person) -> Member:
        async with self.work(read_only=True) as work:
            found = await work.people.member(person.id)
        assert found is not None
        return found

    def arrival(self, member: int, delivery: str = "") -> Arrival:
        return Arrival(
            actor=Ref("web", str(member)),
            space=Ref("web", str(self.community)),
            channel=Ref("web", f"direct:{member}"),
            interaction_id=delivery or f"delivery-{next(self._deliveries)}",
        )

    def file(self, name: str, content: bytes) -> str:
        """A file of somebody's, to be put into a form."""
        return self.files.keep(name, content)

    async def received(self, answer: Answer) -> dict[str, bytes]:
        """The files that somebody was given with an answer, by name."""
        maker = FileMaker(self.core.registry.files, self.work, self.clock)
        with await maker.attach(answer.message) as attached:
            return {file.name: content.read() for file, content in attached.files}

    async def settle(self) -> None:
        """Let the relay deliver all that is due."""
        while await self.core.relay.drain():
            pass

    async def a_moment(self) -> None:
        """Let as much time pass as live views take to be current."""
        self.clock.at += max(SETTLED, RESTED)
        await self.core.live.refresh()
        await self.settle()

    async def pass_time(self, **delta: float) -> None:
        """Move the clock on in steps of at most an hour, running what falls due on the way."""
        end = self.clock.at + timedelta(**delta)
        while self.clock.at < end:
            self.clock.at = min(self.clock.at + timedelta(hours=1), end)
            await self.core.ticks.run_due()
            await self.settle()

    async def skip_time(self, **delta: float) -> None:
        """Move the clock on in one leap, as if nothing had run meanwhile; run what is due."""
        self.clock.at += timedelta(**delta)
        await self.core.ticks.run_due()
        await self.settle()


def _buttons(messages: Sequence[Message]) -> list[Button]:
    return [c for c in _controls(messages) if isinstance(c, Button)]


def _selects(messages: Sequence[Message]) -> list[Select]:
    return [c for c in _controls(messages) if isinstance(c, Select)]


def _controls(messages: Sequence[Message]) -> list[object]:
    return [
        control
        for message in messages
        for block in message.blocks
        if isinstance(block, Actions)
        for control in block.controls
    ]
