"""Files in the web chat: given with a form; made anew for whoever may fetch what is offered."""

import re
from collections.abc import AsyncIterator

import pytest

from bot.community.people import Member
from bot.community.roles import Role
from bot.ui.files import File, GivenFile
from bot.ui.messages import Message, say
from tests.adapters.webchat import NOON, Visit, WebChat, web_chat
from tests.database import engine_at


@pytest.fixture
async def chat(database_url: str) -> AsyncIterator[WebChat]:
    async with engine_at(database_url) as engine, web_chat(engine) as opened:
        yield opened


def with_file(producer: str = "tests.walk", subject: str = "canal") -> Message:
    return say("Here", File("walk.ics", "text/calendar", producer, subject))


async def tell(chat: WebChat, message: Message, only_for: Member | None = None) -> int:
    """Say something in the channel for all; returns the message's id."""
    for_all = await chat.for_all()
    whom = only_for.id if only_for else None
    async with chat.open_work() as work:
        return int(await work.web.post(f"k{whom}", for_all, message, NOON, only_for=whom))


def link_in(html: str) -> str:
    found = re.search(r'href="(/m/\d+/file/\d+)" download="walk.ics"', html)
    assert found, html
    return found[1]


async def test_a_message_leads_to_its_file_which_is_made_for_who_fetches_it(chat: WebChat) -> None:
    for name in ("Ada Example", "Bo Other"):
        visit = await chat.enter(await chat.join(name))
        if name == "Ada Example":
            await tell(chat, with_file())
        path = link_in(await visit.get("/"))
        answer = await visit.client.get(path)
        assert answer.text == f"A walk by the canal for {name}"
        assert answer.headers["content-type"] == "text/calendar"
        assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8")
        assert answer.headers["cache-control"] == "no-store"
        head = await visit.client.head(path)
        assert head.headers["content-length"] == str(len(answer.content))


async def test_a_file_in_what_is_for_one_is_for_nobody_else(chat: WebChat) -> None:
    ada, bo = await chat.join("Ada Example"), await chat.join("Bo Other")
    visit, other = await chat.enter(ada), await chat.enter(bo)
    path = f"/m/{await tell(chat, with_file(), only_for=ada)}/file/1"
    assert (await visit.client.get(path)).status_code == 200
    assert (await other.client.get(path)).status_code == 404
    assert (await chat.browser().get(path)).status_code == 401


async def test_who_may_fetch_it_no_more_gets_nothing(chat: WebChat) -> None:
    ada, fay = await chat.join("Ada Example"), await chat.join("Fay", Role.FACILITATOR)
    visit, theirs = await chat.enter(ada), await chat.enter(fay)
    path = f"/m/{await tell(chat, with_file('tests.accounts'))}/file/1"
    assert (await theirs.client.get(path)).text == "a,b"
    assert (await visit.client.get(path)).status_code == 404


@pytest.mark.parametrize(
    ("message", "number"),
    [
        (with_file(subject="nowhere"), 1),
        (with_file("long.gone"), 1),
        (with_file(), 0),
        (with_file(), 2),
    ],
)
async def test_what_is_not_there_is_not_found(chat: WebChat, message: Message, number: int) -> None:
    visit = await chat.enter(await chat.join("Ada Example"))
    said = await tell(chat, message)
    assert (await visit.client.get(f"/m/{said}/file/{number}")).status_code == 404


async def test_a_file_in_an_answer_is_offered_there(chat: WebChat) -> None:
    ada = await chat.join("Ada Example")
    visit: Visit = await chat.enter(ada)
    page = await visit.say("/kindred show")
    assert (await visit.client.get(link_in(page))).text == "A walk by the canal for Ada Example"


# Files that people give -----------------------------------------------------------------------


async def opened(chat: WebChat) -> Visit:
    """Somebody with the form for a file before them."""
    visit = await chat.enter(await chat.join("Ada Example"))
    await visit.say("/kindred give")
    assert 'type="file" name="file.file" accept=".csv,.txt"' in visit.html
    assert 'enctype="multipart/form-data"' in visit.html
    return visit


async def test_a_file_given_with_a_form_is_taken_once(chat: WebChat) -> None:
    visit = await opened(chat)
    sent = {name: visit.field(name) for name in ("delivery", "ticket", "csrf")}
    sent |= {"one.note": "hello", "turn": "done"}
    for _ in range(2):
        page = await visit.gives("Bees & co.csv", b"a,b", **sent)
        assert "You gave Bees &amp; co.csv, 3 bytes (hello)" in page
    assert chat.told.files == [("Bees & co.csv", b"a,b")]


async def test_a_large_file_is_taken_whole(chat: WebChat) -> None:
    content = b"0123456789" * 140_000
    await (await opened(chat)).gives("large.txt", content, turn="done")
    assert chat.told.files == [("large.txt", content)]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("people.xlsx", b"PK", "is a workbook"),
        ("people.exe", b"MZ", "I take .csv or .txt here"),
        ("people", b"a", "I take .csv or .txt here"),
        ("people.csv", b"", "is empty"),
        ("people.csv", b"x" * 1_500_001, "larger than 1.5 MB"),
        ("", b"", "Please fill this in"),
    ],
)
async def test_a_file_that_is_not_taken_is_refused_at_its_field(
    chat: WebChat, name: str, content: bytes, why: str
) -> None:
    visit = await opened(chat)
    page = await visit.gives(name, content, **{"one.note": "kept", "turn": "done"})
    assert why in page
    assert 'value="kept"' in page
    assert chat.told.files == []


async def test_more_than_any_form_takes_is_not_even_read(chat: WebChat) -> None:
    visit = await opened(chat)
    await visit.gives("people.csv", b"x" * 2_600_000, turn="done")
    assert visit.status == 413


@pytest.mark.parametrize("path", ["/form", "/p/1/say"])
async def test_what_may_be_longer_than_it_says_is_not_read(chat: WebChat, path: str) -> None:
    visit = await opened(chat)
    headers = {"Content-Length": "10", "Transfer-Encoding": "chunked"}
    answer = await visit.client.post(path, content=b"x" * 10, headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "forged",
    [
        GivenFile("web", "guessed", "people.csv", 3),
        GivenFile("slack", "F123", "people.csv", 3),
        GivenFile("discord", "https://cdn.discordapp.com/x.csv", "people.csv", 3),
    ],
)
async def test_nobody_has_a_file_fetched_by_writing_what_stands_for_one(
    chat: WebChat, forged: GivenFile
) -> None:
    visit = await opened(chat)
    sent = {"ticket": visit.field("ticket"), "one.file": forged.as_typed(), "turn": "done"}
    page = await visit.post("/form", **sent)
    assert "cannot find “people.csv” any more" in page
    assert chat.told.files == []


async def test_a_draft_keeps_no_file(chat: WebChat) -> None:
    visit = await opened(chat)
    await visit.gives("people.csv", b"a,b", **{"one.note": "kept", "turn": "later"})
    assert 'value="kept"' in await visit.say("/kindred give")
    async with chat.open_work(read_only=True) as work:
        (draft,) = await work.drafts.all_of(chat.members["Ada Example"].id)
    assert draft["typed"] == {"note": "kept"}
