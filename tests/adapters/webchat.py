"""A web chat for tests: real dispatcher, real SQL, real pages; a small feature to talk to."""

import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, TypeVar

import httpx
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette

from adapters.web.login_links import make_login
from adapters.web.personal import PERSONAL_DATA
from adapters.web.platform import create_app
from adapters.web.refs import for_all, open_own
from adapters.web.sender import WebSender
from adapters.web.settings import WebSettings
from adapters.web.uploads import WebUploads
from bot.community.clock import SystemChance
from bot.community.dates.when import When
from bot.community.people import Community, Member
from bot.community.roles import Role
from bot.routing.arguments import PersonArg, TextArg
from bot.routing.dispatch import Dispatcher
from bot.routing.feature import Feature
from bot.routing.files import FileGone, FileRequest
from bot.routing.interaction import Answer, Call, FetchFile, Open, Prefill, Reply, Update
from bot.routing.registry import Registry
from bot.ui.content import Content, Gathered
from bot.ui.fields import Choice, Choices, Day, LongText, Number, Person, ShortText, Topics, Upload
from bot.ui.files import File, GivenFile
from bot.ui.forms import Page, form
from bot.ui.messages import (
    Actions,
    Bullets,
    Button,
    Code,
    Divider,
    Heading,
    Image,
    Link,
    LinkButton,
    Mention,
    Message,
    Moment,
    Note,
    Option,
    Plain,
    Select,
    Strong,
    Table,
    fields,
    row,
    say,
)
from bot.ui.when_field import WhenField
from bot.ui.words import WordBook
from bot.work import Work
from storage.kernel.columns import metadata
from storage.kernel.tables import accounts, members
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on

NOON = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
KEY = "a key for tests that is long enough to be one"
T = TypeVar("T")


@form(
    "plan",
    title="Plan a gathering",
    pages=[
        Page("What", "title", "about"),
        Page("More", "day", "size", "kind", "needs", "topics"),
        Page("Who", "host", "at"),
    ],
)
class Plan:
    title: Annotated[str, ShortText(label="Name", hint="As it will be announced", max_length=40)]
    about: Annotated[str, LongText(label="What it is about")] = ""
    day: Annotated[date | None, Day(label="Day", hint="For example “next tuesday”")] = None
    size: Annotated[int | None, Number(label="How many", least=2, most=99)] = None
    kind: Annotated[
        str, Choice(label="Kind", options=(Option("Walk", "walk"), Option("Meal", "meal")))
    ] = ""
    needs: Annotated[
        tuple[str, ...], Choices(label="Needs", options=(Option("Tea", "tea"), Option("Ramp", "r")))
    ] = ()
    topics: Annotated[tuple[str, ...], Topics(label="Topics")] = ()
    host: Annotated[Member | None, Person(label="Host")] = None
    at: Annotated[When | None, WhenField(label="When it begins")] = None


@form("give", title="Give something", pages=[Page("What", "note", "file")])
class Give:
    file: Annotated[GivenFile, Upload(label="File", extensions=(".csv", ".txt"), most=1_500_000)]
    note: Annotated[str, ShortText(label="Note")] = ""


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at


@dataclass
class Told:
    """What reached the feature."""

    counted: int = 0
    plans: list[Plan] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)


def feature_of(told: Told) -> Feature[Work]:
    """A feature with one of everything."""
    feature = Feature[Work]("tests", WordBook("tests.adapters"))

    @feature.command("echo")
    async def echo(call: Call, work: Work, what: Annotated[str, TextArg("words")] = "") -> Answer:
        return Reply(say(f"You said: {what}"))

    @feature.command("shout")
    async def shout(call: Call, work: Work, what: Annotated[str, TextArg("words")]) -> Answer:
        return Reply(say(what.upper()), only_for_actor=False)

    @feature.command("count")
    async def count(call: Call, work: Work) -> Answer:
        return Reply(_counter(told))

    @feature.action("more")
    async def more(call: Call, work: Work, value: str) -> Answer:
        told.counted += 1
        return Update(_counter(told))

    @feature.command("pick")
    async def pick(call: Call, work: Work) -> Answer:
        options = (Option("Red", "red"), Option("Blue", "blue"))
        return Reply(say("Which?", row(Select("A colour", "tests.colour", options))))

    @feature.action("colour")
    async def colour(call: Call, work: Work, value: str) -> Answer:
        return Update(say(f"It is {value}."))

    _with_forms(feature, told)
    _with_files(feature, told)
    return feature


def _with_forms(feature: Feature[Work], told: Told) -> None:
    @feature.command("plan", opens=Plan)
    async def plan(call: Call, work: Work) -> Answer:
        return Open(Plan, "s1")

    @feature.prefill(Plan)
    async def prefill(call: Call, work: Work, subject: str) -> Prefill:
        return Prefill(
            options={"topics": [Option("belonging", "belonging"), Option("trust", "trust")]}
        )

    @feature.submitted(Plan)
    async def planned(call: Call, plan: Plan, work: Work, subject: str) -> Answer:
        told.plans.append(plan)
        return Reply(say(f"Planned: {plan.title} ({subject})"))

    @feature.command("profile")
    async def profile(
        call: Call, work: Work, who: Annotated[Member | None, PersonArg("someone")] = None
    ) -> Answer:
        member = who or call.me
        return Reply(say(Heading(member.name), fields([("Number", str(member.id))])))

    @feature.command("show")
    async def show(call: Call, work: Work) -> Answer:
        return Reply(everything(call.me))

    @feature.command("round preview", role=Role.FACILITATOR)
    async def preview(call: Call, work: Work) -> Answer:
        return Reply(say("Nobody would meet anybody."))


def _with_files(feature: Feature[Work], told: Told) -> None:
    @feature.command("give", opens=Give)
    async def give(call: Call, work: Work) -> Answer:
        return Open(Give)

    @feature.submitted(Give)
    async def given(call: Call, give: Give, work: Work, subject: str) -> Answer:
        async def then(work: Work, content: Gathered) -> Answer:
            told.files.append((give.file.name, content.read()))
            return Reply(say(f"You gave {give.file.name}, {content.size} bytes ({give.note})"))

        return FetchFile(give.file, then)

    @feature.file("walk")
    async def walk(request: FileRequest, work: Work) -> Content:
        if request.subject == "nowhere":
            raise FileGone(request.subject)
        assert request.member
        return f"A walk by the {request.subject} for {request.member.name}".encode()

    @feature.file("accounts", role=Role.FACILITATOR)
    async def accounts_(request: FileRequest, work: Work) -> Content:
        return b"a,b"


def _counter(told: Told) -> Message:
    return say(f"Counted to {told.counted}", row(Button("One more", "tests.more", "1", "primary")))


def everything(me: Member) -> Message:
    """A message with every node there is."""
    options = (Option("Tea", "tea"), Option("Coffee", "coffee"))
    return say(
        Heading("A walk by the canal"),
        (
            *(
                Plain("With "),
                Mention(me.id, me.name),
                Plain(", "),
                Strong("all"),
                Plain(" of it. "),
            ),
            *(Moment(NOON), Plain(" "), Link("More", "https://example.org/x"), Plain(" ")),
            *(Link("never", "javascript:alert(1)"), Plain(" or "), Code("/kindred echo [words]")),
        ),
        Bullets(((Plain("You both work on belonging"),), (Plain("Ada offers help"),))),
        fields([("Where", "Coventry"), ("When", (Moment(NOON, "date"),))]),
        Image("https://example.org/map.png", "A map"),
        Table(
            ("Who", "Times"), (((Plain("Ada"),), (Plain("3"),)), ((Plain("Bo"),), (Plain("1"),)))
        ),
        File("walk.ics", "text/calendar", "tests.walk", "canal"),
        Divider(),
        Actions((Select("A drink", "tests.colour", options),)),
        row(
            Button("Accept", "tests.more", "1", "primary"),
            Button("Not now", "tests.more", "2"),
            Button("Never", "tests.more", "3", "danger"),
            LinkButton("Read", "https://example.org"),
        ),
        Note((Plain("Only a test."),)),
    )


async def at_once(function: Callable[..., T], *arguments: object) -> T:
    """Computes at once."""
    return function(*arguments)


@dataclass
class Demo:
    """A demonstration in which time moves and nothing else."""

    chat: "WebChat"

    async def people(self) -> Sequence[Member]:
        return sorted(self.chat.members.values(), key=lambda m: (-m.role, m.id))

    async def move(self, days: int) -> None:
        self.chat.clock.at += timedelta(days=days)


@dataclass
class WebChat:
    """The chat under test, with the ways to look behind it."""

    open_work: OpenSqlWork
    clock: Clock
    told: Told
    community: Community
    app: Starlette
    members: dict[str, Member] = field(default_factory=dict)

    @property
    def sender(self) -> WebSender:
        return WebSender(self.open_work, self.clock)

    async def join(self, name: str, role: Role = Role.MEMBER, community: int = 0) -> Member:
        """Add somebody."""
        where = community or self.community.id
        async with self.open_work() as work:
            added = await work.connection.execute(
                members.insert()
                .values(community_id=where, name=name, name_key=name.casefold())
                .values(role=role, joined_at=self.clock.now())
                .returning(members.c.id)
            )
            id_ = added.scalar_one()
            space = (await work.people.spaces(where))[0]
            await work.connection.execute(
                accounts.insert().values(member_id=id_, space_id=space.id, external_id=str(id_))
            )
            member = await work.people.member(id_)
            assert member is not None
            await open_own(work.web, member)
        self.members[name] = member
        return member

    async def link(self, member: Member) -> str:
        """A one-time link."""
        async with self.open_work() as work:
            return await make_login(work, member, self.clock)

    async def all_values(self) -> str:
        """Everything that stands in any table."""
        found: list[str] = []
        async with self.open_work(read_only=True) as work:
            for table in metadata.sorted_tables:
                rows = await work.connection.execute(select(table))
                found += [str(tuple(row)) for row in rows]
        return "\n".join(found)

    async def for_all(self) -> int:
        """The place of the channel for all."""
        async with self.open_work() as work:
            place: int | None = await work.web.place_called(for_all(self.community.id))
        assert place is not None
        return place

    def browser(self) -> httpx.AsyncClient:
        """A browser that has not been here yet."""
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url="http://127.0.0.1:8000"
        )

    async def enter(self, member: Member) -> "Visit":
        """Come in by a link."""
        visit = Visit(self.browser())
        link = await self.link(member)
        await visit.get(link)
        await visit.post(link)
        await visit.get("/")
        return visit


@dataclass
class Visit:
    """Somebody at a browser without scripts: what they see, and the forms they send."""

    client: httpx.AsyncClient
    path: str = "/"
    html: str = ""
    status: int = 0

    async def get(self, path: str) -> str:
        """Open a page."""
        return self._see(await self.client.get(path, follow_redirects=True))

    async def post(self, path: str, **values: str | list[str]) -> str:
        """Send a form with this page's proof, and a delivery of its own unless one is given."""
        sent = {"csrf": self.field("csrf"), "delivery": self.field("delivery"), **values}
        answer = await self.client.post(path, data=sent, follow_redirects=True)
        return self._see(answer)

    async def gives(self, name: str, content: bytes, **values: str) -> str:
        """Send a form with a file in it."""
        sent = {name: self.field(name) for name in ("csrf", "delivery", "ticket")} | values
        files = {"file.file": (name, content, "text/csv")}
        answer = await self.client.post("/form", data=sent, files=files, follow_redirects=True)
        return self._see(answer)

    async def say(self, text: str, **values: str) -> str:
        """Say something in the place that is open."""
        return await self.post(f"/p/{self.place}/say", text=text, **values)

    @property
    def place(self) -> int:
        """The place that is open."""
        found = re.match(r"/p/(\d+)", self.path)
        assert found, self.path
        return int(found[1])

    def field(self, name: str) -> str:
        """The last hidden field of this name on the page."""
        found = re.findall(rf'name="{name}" value="([^"]*)"', self.html)
        return str(found[-1]) if found else ""

    def press_path(self, nth: int = -1) -> str:
        """Where the buttons of a message lead."""
        return str(re.findall(r"/m/\d+/press", self.html)[nth])

    def _see(self, answer: httpx.Response) -> str:
        self.path, self.html, self.status = answer.url.path, answer.text, answer.status_code
        return self.html


@asynccontextmanager
async def web_chat(
    engine: AsyncEngine, *more: Feature[Work], demo: bool = False, walk: bool = True
) -> AsyncIterator[WebChat]:
    """A chat of the community The Long Table, with nobody in it yet, and with `more` features.

    Those of these tests are there if there is to be a `walk`.
    """
    told, clock, uploads = Told(), Clock(), WebUploads()
    registry = Registry.of([*([feature_of(told)] if walk else []), *more], PERSONAL_DATA)
    open_work = work_on(engine, secret_key=KEY, declared=registry)
    async with open_work() as work:
        community = await work.people.establish("The Long Table")
    chat = WebChat(open_work, clock, told, community, Starlette())
    chat.app = create_app(
        dispatcher=Dispatcher(
            registry,
            open_work,
            clock,
            SystemChance(),
            at_once,
            file_sources={"web": uploads},
        ),
        uploads=uploads,
        registry=registry,
        open_work=open_work,
        clock=clock,
        machine_clock=clock,
        settings=WebSettings(secret_key=SecretStr(KEY)),
        demo=Demo(chat) if demo else None,
    )
    yield chat
