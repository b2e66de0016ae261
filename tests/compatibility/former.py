"""A community as a former version left it: its rows, its chats, and today's code over both.

All that these tests need of today's modules is imported here. `making.md` says how the data came
to be.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Self

from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.bootstrap import assemble, registry
from bot.community.people import AccountInfo, Ref
from bot.community.places import Place as KnownPlace
from bot.community.sealing import token_seal
from bot.delivery.sender import Posted, Receipt, SendResult
from bot.routing.background import ThreadExecutor
from bot.routing.interaction import FormOpened, Pressed, Reply, Seen, Submitted, Typed, Update
from bot.ui.message_json import from_json, to_json
from bot.ui.messages import Message
from storage.kernel.database import sync_url
from storage.kernel.migrations import upgrade
from tests.chat import Answer, Chat, FakeChance, FakeClock, FakePlatform, Person, Place
from tests.judges import Judges

__all__ = [
    "Answer",
    "FormOpened",
    "Message",
    "Person",
    "Pressed",
    "Seen",
    "Submitted",
    "Typed",
    "from_json",
    "to_json",
    "token_seal",
]

_DATA = Path(__file__).parent / "data"
_SPACES = {"json": (",", ":"), "loose": (", ", ": ")}


def read(name: str) -> Any:
    """One of the files in which the former version's data is kept."""
    return json.loads((_DATA / f"{name}.json").read_text(encoding="utf-8"))


ROWS: dict[str, Any] = read("rows")
STORY: dict[str, Any] = read("story")
NOW = datetime.fromisoformat(STORY["instant"])
"""When the former version stopped."""


def rows(table: str) -> list[dict[str, Any]]:
    """The rows that the former version left in a table."""
    kept = ROWS["tables"][table]
    return [dict(zip(kept["columns"], map(as_text, row), strict=True)) for row in kept["rows"]]


def as_text(value: Any) -> Any:
    """A value as it was in its column: what is JSON there stands as such in the file."""
    if isinstance(value, dict):
        ((spaced, told),) = value.items()
        return json.dumps(told, ensure_ascii=False, separators=_SPACES[spaced])
    return value


def known_names() -> dict[str, Any]:
    """What today's code answers to, as the former version kept it in `names.json`."""
    today = registry()
    return {
        "commands": set(today.commands),
        "actions": set(today.actions),
        "forms": {key: list(route.spec.fields) for key, route in today.forms.items()},
        "visits": {
            name
            for name in read("names")["visits"]
            for visit in today.visits
            if f"kindred {name.partition('.')[2]}" == visit.command or name == visit.action
        },
        "schedules": {(schedule.feature, schedule.name) for schedule in today.schedules()},
        "shortcuts": {(shortcut.action, shortcut.about) for shortcut in today.shortcuts},
        "offers": {
            (key, arg.parameter)
            for key, command in today.commands.items()
            for arg in command.typed
            if today.offers(command, arg)
        },
    }


def shape(answer: Answer) -> str:
    """What came of an interaction, in a word; of a form also what it asks first."""
    match answer.shown:
        case None:
            return "nothing"
        case Reply(refused=refused):
            return "refusal" if refused else "answer"
        case Update():
            return "update"
        case dialog:
            return " ".join(["form", *(field.name for field in dialog.fields)])


# In the database ------------------------------------------------------------------------------


def restore(url: str, former: Mapping[str, Any] = ROWS) -> None:
    """Put the rows into an empty database of the former revision, and bring that up to date."""
    upgrade(url, former["revision"])
    engine = create_engine(sync_url(url))
    kind = engine.dialect.name
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        if kind == "postgresql":
            cursor.execute("SET TIME ZONE 'UTC'")
        for name, kept in {**former["tables"], **former["search"][kind]}.items():
            _insert(cursor, kind, name, kept)
        _count_on(cursor, kind, former["last_ids"])
        connection.commit()
    engine.dispose()
    upgrade(url)


def _insert(cursor: Any, kind: str, name: str, kept: Mapping[str, Any]) -> None:
    columns, mark = kept["columns"], "?" if kind == "sqlite" else "%s"
    marks = ", ".join([mark] * len(columns))
    command = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
    cursor.executemany(command, [[as_text(value) for value in row] for row in kept["rows"]])


def _count_on(cursor: Any, kind: str, last_ids: Mapping[str, int]) -> None:
    """Let new rows be counted on from the last ids that the former version gave."""
    for table, last in last_ids.items():
        if kind == "postgresql":
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", (table, last))
        else:
            cursor.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (last, table))


# In the chats ---------------------------------------------------------------------------------


class Remembering(FakePlatform):
    """A chat that shows what the former version said in it, and knows what it got under which key.

    `arrived` counts what came since, by key: what is asked for again, as after a crash, comes once.
    What is to be changed has to be where it was left.
    """

    def __init__(self, platform: str, places: dict[str, Place], got: dict[str, Receipt]) -> None:
        super().__init__(platform)
        self.places = places
        self.got = got
        self.arrived: Counter[str] = Counter()

    async def open_room(self, key: str, place: KnownPlace, *, again: bool = False) -> SendResult:
        if again and key in self.got:
            return self.got[key]
        return self._note(key, await super().open_room(key, place))

    async def post(
        self, key: str, place: KnownPlace, message: Message, *, again: bool = False
    ) -> SendResult:
        if again and key in self.got:
            return self.got[key]
        return self._note(key, await super().post(key, place, message))

    async def edit(self, key: str, posted: Posted, message: Message) -> SendResult:
        assert posted.message.id in self.place(posted.channel.id).posted, key
        return await super().edit(key, posted, message)

    async def retract(self, key: str, posted: Posted) -> SendResult:
        assert posted.message.id in self.place(posted.channel.id).posted, key
        return await super().retract(key, posted)

    def _note(self, key: str, outcome: SendResult) -> SendResult:
        if isinstance(outcome, Receipt):
            self.arrived[key] += 1
            self.got[key] = outcome
        return outcome


def the_web() -> Remembering:
    """The web chat, which keeps what is said in it in the database."""
    inside: dict[int, list[int]] = {}
    for row in rows("web_place_members"):
        inside.setdefault(row["place_id"], []).append(row["member_id"])
    keys = {row["id"]: row["key"] for row in rows("web_places")}
    shown = {
        keys[row["id"]]: (row["title"], inside.get(row["id"], [])) for row in rows("web_places")
    }
    places = {key: Place(title, members) for key, (title, members) in shown.items()}
    for row in rows("web_messages"):
        if not row["gone"]:
            places[keys[row["place_id"]]].posted[str(row["id"])] = _message(row["body"])
    return Remembering("web", places, _got_in("web"))


def _account_info(place: str = "", **facts: Any) -> AccountInfo:
    """What the town knew of somebody; `place` was what a space was called."""
    return AccountInfo(space_name=place, **facts)


def the_town() -> Remembering:
    """The town, which got more than the former version lived to know."""
    got, places = _got_in("town"), {}
    for name, place in read("screens")["places"].items():
        posted = {key: _message(json.dumps(body)) for key, body in place["posted"].items()}
        places[name] = Place(place["title"], place["members"], posted)
        got |= {key: Receipt(Ref("town", name), Ref("town", key)) for key in posted}
        if name.startswith("room:"):
            got[name] = Receipt(Ref("town", name))
    town = Remembering("town", places, got)
    known = STORY["newcomers"].items()
    town.people = {Ref("town", id_): _account_info(**facts) for id_, facts in known}
    town.closed, town.roomless = set(STORY["closed"]), set(STORY["roomless"])
    return town


@cache
def _message(body: str) -> Message:
    return from_json(body)


def _got_in(platform: str) -> dict[str, Receipt]:
    """What the former version knew to have arrived in a chat, by key."""
    got = {}
    for row in rows("outbox"):
        channel = Ref.parse(row["posted_channel"] or "")
        if row["key"] and channel.platform == platform:
            message = Ref.parse(row["posted_message"]) if row["posted_message"] else None
            got[row["about"]] = Receipt(channel, message)
    return got


class FormerChat(Chat):
    """The community in its chats, at the instant when the former version stopped."""

    chats: tuple[Remembering, Remembering]

    @classmethod
    def reopen(cls, engine: AsyncEngine) -> Self:
        """Put today's code over a restored database."""
        return cls.over(engine, the_web(), the_town(), NOW, STORY["community"])

    @classmethod
    def over(
        cls, engine: AsyncEngine, web: Remembering, town: Remembering, at: datetime, community: int
    ) -> Self:
        """Put today's code over a restored database, and its two chats."""
        clock = FakeClock(at)
        core = assemble(
            engine,
            {"web": web, "town": town},
            clock,
            FakeChance(),
            ThreadExecutor(),
            whois={"town": town},
            home_publishers={"town": town},
            machine_clock=clock,
        )
        chat = cls(core, web, town, clock, thin=False, judges=Judges())
        chat.chats = (web, town)
        chat.community = community
        return chat

    def who(self, name: str) -> Person:
        """Somebody as the former version knew them."""
        known = STORY["people"][name]
        account, space = Ref.parse(known["account"]), Ref.parse(known["space"])
        if account.platform == "web":
            return Person(self, known["member"], name)
        return Person(self, known["member"], name, account, space, known["locale"])

    def named(self, member: int) -> Person:
        """A member by the id that the former version gave them."""
        return next(self.who(n) for n, p in STORY["people"].items() if p["member"] == member)

    def room(self, key: str) -> Place:
        """A room, wherever it is."""
        (there,) = (c.places[p] for c in self.chats for p in c.places if p.endswith(f"room:{key}"))
        return there

    async def finish(self) -> None:
        """Let everything be delivered: what is due, then what was leased, then what was put off."""
        for minutes in (0, 2, 18, 2):
            self.clock.at += timedelta(minutes=minutes)
            await self.settle()

    async def count(self, table: str) -> int:
        """How many rows there are."""
        return len(await self.sql(f"SELECT 1 FROM {table}"))  # noqa: S608

    async def sql(self, statement: str) -> list[Any]:
        """What the database says, or does."""
        async with self.work() as work:
            found = await work.connection.execute(text(statement))
            return list(found) if found.returns_rows else []
