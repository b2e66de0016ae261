"""Adding a feature is two folders, a migration, and two lines: shown by adding one.

The feature lets members lend things to each other. Its files are written to a temporary package, as
somebody would write them into `bot/features/lending` and `storage/lending`; nothing else is edited.
"""

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from textwrap import dedent

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.discord import commands
from adapters.slack.manifest import manifest
from adapters.web.parse import command_in
from adapters.web.platform import create_app
from adapters.web.settings import WebSettings
from bot.bootstrap import registry
from bot.community.places import PlaceKind
from bot.community.roles import Role
from bot.features import FEATURES
from bot.routing.feature import Feature
from bot.routing.interaction import Answer, Call, Filled
from bot.routing.loader import Misnamed, load
from bot.routing.reacting import react
from bot.routing.registry import Registry
from bot.ui.words import WordBook
from bot.work import Work
from storage.kernel.columns import metadata
from storage.kernel.database import connect
from storage.kernel.store import Store
from storage.stores import STORES
from tests.adapters.discord_rules import faults_of
from tests.chat import ADDRESS, SECRET_KEY, Chat

FEATURE = {
    "__init__.py": '''
        """Things that members lend to each other."""

        from lending.ports import Work
        from bot.routing.feature import Feature
        from bot.ui.words import WordBook

        words = WordBook(__name__)
        feature = Feature[Work]("lending", words, root="thing")
    ''',
    "ports.py": """
        from typing import Protocol

        from bot.work import Work as CoreWork

        class Things(Protocol):
            async def add(self, community: int, owner: int, name: str) -> int: ...
            async def lent(self, thing: int) -> None: ...
            async def of(self, owner: int) -> list[str]: ...
            async def like(self, community: int, name: str) -> list[str]: ...
            async def waiting(self) -> list[tuple[int, int, int, str]]: ...
            async def forget(self, owner: int) -> None: ...

        class Work(CoreWork, Protocol):
            @property
            def things(self) -> Things: ...
    """,
    "forms.py": """
        from typing import Annotated

        from bot.ui.fields import ShortText
        from bot.ui.forms import Page, form
        from lending import words

        @form("lending.thing", title=words.later("form"), pages=[Page(words.later("form"), "name")])
        class ThingForm:
            name: Annotated[str, ShortText(label=words.later("field.name"))]
    """,
    "views.py": """
        from bot.ui.messages import Button, Message, row, say
        from lending import words

        def offered(thing: int, name: str) -> Message:
            button = Button(words.text("button.lent"), "lending.lent", str(thing))
            return say(words("offered", name=name), row(button))

        def reminder(name: str) -> Message:
            return say(words("reminder", name=name))
    """,
    "handlers.py": """
        from typing import Annotated

        from bot.community.roles import Role
        from bot.delivery.addresses import ToMember
        from bot.delivery.live import View
        from bot.routing.arguments import TextArg
        from bot.routing.interaction import Answer, Call, Open, Reply
        from bot.ui.messages import say
        from lending import feature, views, words
        from lending.forms import ThingForm
        from lending.ports import Work

        @feature.command("lend", opens=ThingForm)
        async def lend(call: Call, work: Work) -> Answer:
            return Open(ThingForm)

        @feature.submitted(ThingForm)
        async def offer(call: Call, form: ThingForm, work: Work, subject: str) -> Answer:
            thing = await work.things.add(call.community.id, call.me.id, form.name)
            return Reply(views.offered(thing, form.name))

        @feature.command("window")
        async def window(call: Call, work: Work) -> Answer:
            shelf = View.of("lending.shelf", call.community.id)
            await work.live.hang(ToMember(call.me.id), shelf, community=call.community.id)
            return Reply(say(words("window")))

        @feature.action("lent")
        async def lent(call: Call, work: Work, value: str) -> Answer:
            await work.things.lent(int(value))
            await work.live.touch(View.of("lending.shelf", call.community.id))
            return Reply(say(words("lent")))

        @feature.command("list")
        async def lend_list(call: Call, work: Work) -> Answer:
            secret = await work.secrets.of(call.me.id, "lending.mine", call.now)
            return Reply(say(words("list", address=work.address(f"/lending/mine/{secret}.txt"))))

        @feature.command("borrow")
        async def borrow(call: Call, work: Work) -> Answer:
            return Open("members.profile", values={"asks": ["a ladder"]})

        @feature.command("")
        async def mine(
            call: Call, work: Work, name: Annotated[str, TextArg("name", max_length=60)] = ""
        ) -> Answer:
            names = await work.things.of(call.me.id)
            return Reply(say(words("mine", name=", ".join(n for n in names if name in n))))

        @feature.command("shelf", role=Role.FACILITATOR)
        async def shelf(call: Call, work: Work) -> Answer:
            return Reply(say(words("shelf", count=len(await work.things.waiting()))))
    """,
    "schedules.py": """
        from datetime import datetime
        from functools import partial

        from bot.community.facts import Fact
        from bot.delivery.addresses import ToMember
        from lending import feature, views
        from lending.ports import Work

        async def _due(work: Work, now: datetime) -> list[str]:
            return [str(thing) for thing, *_ in await work.things.waiting()]

        @feature.schedule("remind", due=_due)
        async def remind(work: Work, period: str, now: datetime, seed: int) -> None:
            for thing, community, owner, name in await work.things.waiting():
                if str(thing) == period:
                    message = partial(views.reminder, name)
                    fact = Fact.of("lending.reminder", thing, member=owner)
                    await work.outbox.post(ToMember(owner), message, fact, community=community)
    """,
    "reactions.py": """
        from datetime import datetime

        from bot.community.domain_events import DeliveryArrived, MemberLeft, MembersMerged
        from lending import feature
        from lending.ports import Work

        @feature.when(DeliveryArrived)
        async def arrived(event: DeliveryArrived, work: Work, now: datetime) -> None:
            if event.fact.kind == "lending.reminder":
                await work.settings.put("lending.reminded", event.fact.subject)

        @feature.when(MembersMerged)
        async def merged(event: MembersMerged, work: Work, now: datetime) -> None:
            await work.settings.put("lending.merged", f"{event.gone} is {event.kept}")

        @feature.when(MemberLeft)
        async def left(event: MemberLeft, work: Work, now: datetime) -> None:
            await work.settings.put("lending.left", str(event.member))
    """,
    "home.py": """
        from bot.routing.interaction import Call
        from bot.ui.messages import Part, bullets
        from lending import feature, words
        from lending.ports import Work

        @feature.home
        async def mine(call: Call, work: Work) -> list[Part | None]:
            return [bullets(words("mine", name=n) for n in await work.things.of(call.me.id))]

        @feature.to_do
        async def to_decide(call: Call, work: Work) -> list[Part | None]:
            return [words("shelf", count=len(await work.things.waiting()))]

        @feature.search
        async def found(call: Call, work: Work, query: str) -> list[Part | None]:
            names = await work.things.like(call.community.id, query)
            return [bullets(words("mine", name=name) for name in names)]
    """,
    "live.py": """
        from datetime import datetime

        from bot.ui.messages import Message, say
        from lending import feature, words
        from lending.ports import Work

        @feature.live("shelf")
        async def shelf(subject: str, work: Work, now: datetime) -> Message | None:
            return say(words("shelf", count=len(await work.things.waiting())))
    """,
    "pages.py": """
        from bot.routing.pages import PageAnswer, PageNotFound, PageRequest
        from bot.ui.messages import bullets, say
        from lending import feature, words
        from lending.ports import Work

        @feature.page("/lending/mine/{secret}.txt", role=None)
        async def mine(request: PageRequest, work: Work) -> PageAnswer:
            owner = await work.secrets.whose(request.arguments["secret"], "lending.mine")
            if owner is None:
                raise PageNotFound
            return PageAnswer("\\n".join(await work.things.of(owner.id)).encode())

        @feature.page("/lending/shelf")
        async def shelf(request: PageRequest, work: Work) -> PageAnswer:
            names = await work.things.like(request.me.community, request.query.get("like", ""))
            return PageAnswer(say(words("shelf", count=len(names)), bullets(names)))
    """,
    "personal.py": """
        from bot.community.personal_data import PersonalData
        from lending import feature
        from lending.ports import Work

        async def _export(work: Work, member: int) -> object:
            return await work.things.of(member)

        async def _erase(work: Work, member: int) -> None:
            await work.things.forget(member)

        feature.personal_data.append(PersonalData("things to lend", ("things",), _export, _erase))
    """,
    "messages/en.md": """
        ## root.thing
        Things to lend and to borrow

        ## help.thing
        See what you lend

        ## help.thing.lend
        Lend something

        ## help.thing.list
        What I lend, as a list at an address

        ## list
        Your list: {address}

        ## help.thing.window
        See what is on the shelf, at any time

        ## window
        I show you what is on the shelf.

        ## help.thing.borrow
        Look for something

        ## help.thing.shelf
        Count what is there

        ## arg.name
        name

        ## arg.name.about
        What it is called, or a part of it

        ## form
        Lend something

        ## field.name
        What is it?

        ## button.lent
        It is lent

        ## offered
        Others can borrow your {name} now.

        ## lent
        Noted: somebody has it.

        ## reminder
        Your {name} is still here.

        ## mine
        To borrow: {name}

        ## shelf
        Things on the shelf: {count}
    """,
    "messages/fr.md": """
        ## root.thing
        Des objets à prêter et à emprunter

        ## help.thing
        Voir ce que l’on prête

        ## help.thing.lend
        Prêter quelque chose

        ## help.thing.list
        Ce que je prête, en liste à une adresse

        ## list
        Votre liste : {address}

        ## help.thing.window
        Voir à tout moment ce qu’il y a

        ## window
        Je vous montre ce qu’il y a.

        ## help.thing.borrow
        Chercher quelque chose

        ## help.thing.shelf
        Compter ce qu’il y a

        ## arg.name
        nom

        ## arg.name.about
        Son nom, ou une partie

        ## form
        Prêter quelque chose

        ## field.name
        Qu’est-ce que c’est ?

        ## button.lent
        C’est prêté

        ## offered
        D’autres peuvent maintenant emprunter : {name}.

        ## lent
        C’est noté.

        ## reminder
        Toujours là : {name}.

        ## mine
        À emprunter : {name}

        ## shelf
        Sur l’étagère : {count}
    """,
}

STORAGE = {
    "__init__.py": '''
        """The storage of lending."""

        from lending.ports import Things
        from lending_storage.merging import MERGING
        from lending_storage.tables import things
        from lending_storage.shelf import SqlThings
        from storage.kernel.store import Repository, Store

        STORE = Store(
            "lending",
            (things,),
            (Repository[Things]("things", lambda work: SqlThings(work.connection)),),
            merging=MERGING,
        )
    ''',
    "tables.py": """
        from sqlalchemy import Boolean, Column, Table, Text, false

        from storage.kernel.columns import community_column, id_column, member_column, metadata

        things = Table(
            "things",
            metadata,
            id_column(),
            community_column(),
            member_column("owner_id", index=True),
            Column("name", Text, nullable=False),
            Column("lent", Boolean, nullable=False, server_default=false()),
        )
    """,
    "shelf.py": """
        from sqlalchemy import delete, select, update
        from sqlalchemy.ext.asyncio import AsyncConnection

        from lending_storage.tables import things

        class SqlThings:
            def __init__(self, connection: AsyncConnection) -> None:
                self._connection = connection

            async def add(self, community: int, owner: int, name: str) -> int:
                row = things.insert().values(community_id=community, owner_id=owner, name=name)
                return await self._connection.scalar(row.returning(things.c.id))

            async def lent(self, thing: int) -> None:
                await self._connection.execute(
                    update(things).where(things.c.id == thing).values(lent=True)
                )

            async def of(self, owner: int) -> list[str]:
                theirs = select(things.c.name).where(things.c.owner_id == owner)
                return list(await self._connection.scalars(theirs))

            async def like(self, community: int, name: str) -> list[str]:
                there = select(things.c.name).where(things.c.community_id == community)
                found = there.where(things.c.name.contains(name, autoescape=True))
                return list(await self._connection.scalars(found))

            async def waiting(self) -> list[tuple[int, int, int, str]]:
                columns = things.c.id, things.c.community_id, things.c.owner_id, things.c.name
                rows = await self._connection.execute(select(*columns).where(~things.c.lent))
                return [tuple(row) for row in rows]

            async def forget(self, owner: int) -> None:
                await self._connection.execute(delete(things).where(things.c.owner_id == owner))
    """,
    "merging.py": """
        from sqlalchemy.ext.asyncio import AsyncConnection

        from lending_storage.tables import things
        from storage.kernel.journal import Journal
        from storage.kernel.store import Merging

        async def merge(
            connection: AsyncConnection, journal: Journal, gone: int, kept: int
        ) -> None:
            await journal.move(things.c.owner_id, gone, kept)

        MERGING = Merging(references=(things.c.owner_id,), merge=merge)
    """,
}


def written(folder: Path, files: dict[str, str]) -> None:
    """A package of these files."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text).lstrip(), encoding="utf-8")


@pytest.fixture(scope="module")
def lending(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The two folders of the feature; returns its store."""
    folder = tmp_path_factory.mktemp("a_feature")
    written(folder / "lending", FEATURE)
    written(folder / "lending_storage", STORAGE)
    before = set(sys.modules)
    sys.path.insert(0, str(folder))
    try:
        store: Store = __import__("lending_storage").STORE
        yield store
        metadata.remove(store.tables[0])
    finally:
        sys.path.remove(str(folder))
        for name in set(sys.modules) - before:
            if name.startswith("lending"):
                del sys.modules[name]


@pytest.fixture
async def chat(lending: Store, database_url: str) -> AsyncIterator[Chat]:
    """The stories' chat with the feature in both lists, and its table migrated."""
    engine = connect(database_url)
    await _migrate(engine, lending)
    try:
        yield await Chat.open(engine, features=(*FEATURES, "lending"), stores=(*STORES, lending))
    finally:
        async with engine.begin() as connection:
            await connection.run_sync(lending.tables[0].drop)
        await engine.dispose()


async def _migrate(engine: AsyncEngine, store: Store) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(store.tables[0].create)


async def test_its_command_form_button_schedule_and_lines_work(chat: Chat) -> None:
    ada = await chat.person("Ada", Role.FACILITATOR)
    answer = await (await ada.says("/thing lend")).fill(name="ladder").done()
    assert answer.text == "Others can borrow your ladder now."
    await chat.pass_time(hours=1)
    assert "Your ladder is still here." in ada.inbox
    assert await heard(chat, "reminded") == "1"
    home = (await ada.says("/kindred home")).text
    assert "To borrow: ladder" in home
    assert "Things on the shelf: 1" in home
    assert "To borrow: ladder" in (await ada.says("/kindred find ladder")).text
    assert (await answer.press("It is lent")).text == "Noted: somebody has it."
    assert "/thing lend" in (await ada.says("/thing help")).text


async def test_its_live_view_stays_current_where_it_hangs(chat: Chat) -> None:
    ada = await chat.person("Ada")
    answer = await (await ada.says("/thing lend")).fill(name="ladder").done()
    await ada.says("/thing window")
    await chat.settle()
    assert ada.inbox == ["Things on the shelf: 1"]
    await answer.press("It is lent")
    await chat.a_moment()
    assert ada.inbox == ["Things on the shelf: 0"]


async def test_it_speaks_two_languages(chat: Chat) -> None:
    ada = await (await chat.person("Ada")).speaks("fr")
    answer = await (await ada.says("/thing lend")).fill(name="échelle").done()
    assert answer.text == "D’autres peuvent maintenant emprunter : échelle."


async def test_it_opens_the_form_of_another_feature_filled_in(chat: Chat) -> None:
    ada = await chat.person("Ada", headline="Keeps bees")
    dialog = (await ada.says("/kindred thing borrow")).dialog
    assert (dialog.form, dialog.fields[2].value) == ("members.profile", "Keeps bees")
    page = await ada.says("/kindred thing borrow")
    page = await (await page.fill().next()).fill(zone="London").next()
    assert page.value("asks") == ["a ladder"]


async def test_what_it_knows_is_exported_erased_and_becomes_anothers(chat: Chat) -> None:
    ada, zed = await chat.person("Ada"), await chat.person("Zed")
    await (await zed.says("/thing lend")).fill(name="ladder").done()
    (held,) = [d for d in chat.core.registry.personal_data if d.name == "things to lend"]
    code = (await ada.says("/kindred link")).text.split("with this code:")[1].split()[0]
    await (await zed.says(f"/kindred link {code}")).press("Yes, both are me")
    async with chat.work() as work:
        left = [m for m in (ada.id, zed.id) if await work.people.member(m)]
        gone = {ada.id, zed.id} - set(left)
        assert [await held.export(work, m) for m in left] == [["ladder"]]
        await held.erase(work, left[0])
        assert await held.export(work, left[0]) == []
    assert await heard(chat, "merged") == f"{gone.pop()} is {left[0]}"


@asynccontextmanager
async def browser(chat: Chat) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that looks at the web process of this community."""
    app = create_app(
        dispatcher=chat.core.dispatcher,
        registry=chat.core.registry,
        open_work=chat.work,
        clock=chat.clock,
        machine_clock=chat.clock,
        settings=WebSettings(secret_key=SecretStr(SECRET_KEY)),
    )
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield client


async def test_its_page_is_there_at_a_secret_address_until_that_is_renewed(chat: Chat) -> None:
    ada = await chat.person("Ada")
    await (await ada.says("/thing lend")).fill(name="ladder").done()
    address = (await ada.says("/thing list")).text.removeprefix("Your list: ")
    assert address.startswith("https://kindred.example.org/lending/mine/")
    path = address.removeprefix(ADDRESS)
    async with browser(chat) as client:
        assert (await client.get(path)).text == "ladder"
        assert (await client.get("/lending/shelf")).status_code == 401
        assert "lead nowhere now" in (await ada.says("/kindred renew")).text
        assert (await client.get(path)).status_code == 404


async def test_it_hears_that_somebody_has_left(chat: Chat) -> None:
    ada = await chat.person("Ada")
    (everything,) = [d for d in chat.core.registry.personal_data if d.name == "membership"]
    async with chat.work() as work:
        await everything.erase(work, ada.id)
        await react(chat.core.registry, work, chat.clock.now())
    assert await heard(chat, "left") == str(ada.id)


async def heard(chat: Chat, what: str) -> str | None:
    """What the feature has heard and noted."""
    async with chat.work(read_only=True) as work:
        found: str | None = await work.settings.get(f"lending.{what}")
    return found


async def test_it_has_a_root_of_its_own_in_every_chat(chat: Chat) -> None:
    ada, registry = await chat.person("Ada", Role.FACILITATOR), chat.core.registry
    await (await ada.says("/thing lend")).fill(name="ladder").done()
    for said in ("/thing", "/kindred thing", "thing lad", "/thing ladder", "/kindred thing ladder"):
        assert (await ada.says(said)).text == "To borrow: ladder", said
    assert (await ada.says("/facilitate thing shelf")).text == "Things on the shelf: 1"
    assert "Did you mean /thing lend" in (await ada.fills_in("thing lent")).text
    assert "/thing [name]" in (await ada.says("/kindred help thing")).text
    roots = [root.name for root in registry.roots]
    assert roots == ["kindred", "facilitate", "event", "idea", "challenge", "thing"]
    assert command_in("/thing lend", PlaceKind.CHANNEL, roots) == "/thing lend"


async def test_its_root_is_in_the_manifest_of_slack_and_the_tree_of_discord(chat: Chat) -> None:
    registry = chat.core.registry
    slack = manifest(registry, "https://kindred.example.org", by_socket=False)
    (made,) = [c for c in slack["features"]["slash_commands"] if c["command"] == "/thing"]
    assert made["description"] == "Things to lend and to borrow"
    assert made["usage_hint"] == "lend | window | list | borrow"
    tree = commands.tree(registry)
    assert faults_of("PUT", "/applications/1/commands", tree) == []
    (thing,) = [each for each in tree if each["name"] == "thing"]
    parts = [part["name"] for part in thing["options"]]
    assert parts == ["lend", "window", "list", "borrow", "show"]
    assert thing["description_localizations"]["fr"] == "Des objets à prêter et à emprunter"
    shown = {"name": "thing", "options": [{"type": 1, "name": "show", "options": []}]}
    assert commands.filled(registry, shown, "7") == Filled("thing")


def test_there_is_no_root_without_a_feature() -> None:
    roots = [root.name for root in registry().roots]
    assert roots == ["kindred", "facilitate", "event", "idea", "challenge"]
    assert Registry.of([Feature[Work]("idle", WordBook("bot"), root="tea")]).roots == ()


def test_a_root_that_is_another_command_already_is_named() -> None:
    words = WordBook("bot")
    one, other = Feature[Work]("one", words), Feature[Work]("other", words, root="tea")

    async def nothing(call: Call, work: Work) -> Answer:
        return None

    one.command("tea make")(nothing)
    other.command("make")(nothing)
    with pytest.raises(ValueError, match="another root"):
        Registry.of([one, other])
    with pytest.raises(ValueError, match="two routes are called 'tea'"):
        Registry.of([other, Feature[Work]("third", words, root="tea")])


@pytest.mark.usefixtures("lending")
def test_a_misspelt_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "borrowing", {**FEATURE, "handler.py": "", "messages/en.md": ""})
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(Misnamed, match=r"borrowing\.handler is never .* did you mean handlers\.py"):
        load("borrowing")


def test_a_package_without_a_feature_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path / "nothing", {"__init__.py": ""})
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(Misnamed, match="nothing has no `feature"):
        load("nothing")


def test_every_feature_is_found_by_its_package() -> None:
    assert [f.name for f in registry().features] == [p.rpartition(".")[2] for p in FEATURES]
