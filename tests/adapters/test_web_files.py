"""Files in the web chat: what a message offers is made anew for whoever may fetch it."""

import re
from collections.abc import AsyncIterator

import pytest

from bot.community.people import Member
from bot.community.roles import Role
from bot.ui.files import File
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
    square = await chat.square()
    whom = only_for.id if only_for else None
    async with chat.open_work() as work:
        return int(await work.web.post(f"k{whom}", square, message, NOON, only_for=whom))


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
