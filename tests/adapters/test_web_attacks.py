"""What strangers and odd programs send to the web chat: a plain refusal each, and no harm."""

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Annotated

import httpx
import pytest
from starlette.responses import PlainTextResponse

from adapters.web import connections
from adapters.web.event_streams import EventStreams
from adapters.web.middleware import SecurityMiddleware
from bot.community.codes import LINK, codes_in
from bot.routing.arguments import TextArg
from bot.routing.feature import Feature
from bot.routing.interaction import Answer, Call, Reply
from bot.ui.messages import say
from bot.ui.words import WordBook
from bot.work import Work
from tests.adapters.webchat import WebChat, web_chat
from tests.browser.serving import serving
from tests.database import engine_at

HUGE = "9" * 40
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"


@pytest.fixture
async def chat(sqlite_url: str) -> AsyncIterator[WebChat]:
    async with engine_at(sqlite_url) as engine, web_chat(engine) as opened:
        yield opened


async def test_odd_addresses_are_not_found_whoever_asks(chat: WebChat) -> None:
    ada = await chat.enter(await chat.join("Ada Example"))
    odd = (
        *(f"/p/{HUGE}", f"/p/{HUGE}/say", f"/m/{HUGE}/file/1", f"/m/1/file/{HUGE}", "/p/-1"),
        *("/static/%00", "/static/a%0ab", "/static/..%2f..%2fetc/passwd", f"/static/{'a' * 3000}"),
        *("/enter/%00", "/enter/%ff", f"/enter/{HUGE}", "/m/%d9%a1/press", "/%00", "/p/"),
    )
    for client in (ada.client, chat.browser()):
        for path in odd:
            answer = await client.get(path)
            assert 400 <= answer.status_code < 500, path


async def test_odd_questions_behind_an_address_change_nothing(chat: WebChat) -> None:
    ada = await chat.enter(await chat.join("Ada Example"))
    for name in ("thread", "since", "before", "edit", "peek"):
        for value in (HUGE, "-1", "%00", "%ff", "١", ""):
            answer = await ada.client.get(f"{ada.path}?{name}={value}")
            assert answer.status_code in (200, 404), (name, value)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, b"csrf=%00&text=%ff%fe&delivery=%ed%a0%80"),
        (FORM, b"&".join(b"a%d=1" % number for number in range(5_000))),
        (f"{FORM}; charset=nonsense", b"csrf=x&text=y"),
        ("multipart/form-data", b"no boundary"),
        (MULTIPART, b"--x\r\nno head"),
        (f"{MULTIPART}; charset=nonsense", b'--x\r\nContent-Disposition: form-data; name="a"\r\n'),
        (MULTIPART, b'--x\r\nContent-Disposition: form-data; name="a"; filename*=nope\r\n\r\n\r\n'),
        ("application/json", json.dumps({"a": 1}).encode()),
        ("application/json", b"[" * 100_000),
        ("\\", b"?"),
    ],
)
async def test_odd_bodies_are_refused_of_members_and_of_strangers(
    chat: WebChat, kind: str, body: bytes
) -> None:
    ada = await chat.enter(await chat.join("Ada Example"))
    for client in (ada.client, chat.browser()):
        for path in (f"{ada.path}/say", f"{ada.path}/ask", "/form", "/leave", "/enter/x"):
            answer = await client.post(path, content=body, headers={"Content-Type": kind})
            assert 400 <= answer.status_code < 500, path
    assert (await ada.client.get(ada.path)).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        ("Origin", "http://["),
        ("Origin", "null"),
        ("Host", "["),
        ("Content-Length", HUGE),
        ("Transfer-Encoding", "chunked"),
    ],
)
async def test_odd_heads_are_refused(chat: WebChat, header: tuple[str, str]) -> None:
    ada = await chat.enter(await chat.join("Ada Example"))
    name, value = header
    answer = await ada.client.post(f"{ada.path}/say", content=b"a=1", headers={name: value})
    assert 400 <= answer.status_code < 500


async def test_what_nobody_can_read_in_words_is_left_out(chat: WebChat) -> None:
    ada = await chat.enter(await chat.join("Ada Example"))
    html = await ada.say("one\x00two\x07\u202ethree\ud800four".encode(errors="replace").decode())
    assert "onetwo" in html
    assert "\u202e" not in html


@pytest.mark.parametrize("https", [True, False])
async def test_an_address_with_https_is_asked_for_so_for_a_year(https: bool) -> None:
    app = SecurityMiddleware(PlainTextResponse("ok"), frozenset({"a"}), https=https)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://a") as client:
        answer = await client.get("/")
    assert answer.headers.get("Strict-Transport-Security") == (
        "max-age=31536000" if https else None
    )


codes = Feature[Work]("codes", WordBook("tests.adapters"))


@codes.command("code")
async def code_for(call: Call, work: Work, used: Annotated[str, TextArg("words")] = "") -> Answer:
    """A code, or what it is good for."""
    if used:
        found = await work.codes.redeem(LINK, used, call.now)
        return Reply(say("That fits." if found else "That does not fit."))
    until = call.now + timedelta(minutes=15)
    return Reply(say(await work.codes.make(LINK, 1, call.me.id, until)), secret=True)


async def test_a_code_is_shown_and_used_and_stands_in_no_table(sqlite_url: str) -> None:
    async with engine_at(sqlite_url) as engine, web_chat(engine, codes) as chat:
        ada = await chat.enter(await chat.join("Ada Example"))
        page = await ada.say("/kindred code")
        code = codes_in(re.sub(r"<[^>]+>", " ", page))[-1]
        assert code not in await chat.all_values()
        assert code in await ada.get(ada.path)
        assert "That fits" in await ada.say(f"/kindred code {code}")
        assert code not in await chat.all_values()


# On the wire --------------------------------------------------------------------------------------


@asynccontextmanager
async def _reached(chat: WebChat) -> AsyncIterator[int]:
    async with serving(chat.app) as address:
        yield int(address.rpartition(":")[2])


async def test_whoever_does_not_ask_is_let_go(
    chat: WebChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HEADER_SECONDS", 0.2)
    async with _reached(chat) as port:
        for said in (b"", b"GET / HTTP/1.1\r\nHost:", b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(said)
            async with asyncio.timeout(10):
                heard = await reader.read()
            writer.close()
            assert heard.startswith(b"HTTP/1.1 200") is said.endswith(b"\r\n\r\n")


async def test_a_body_that_trickles_is_given_up(
    chat: WebChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await chat.enter(await chat.join("Ada Example"))
    monkeypatch.setattr("adapters.web.middleware.BODY_SECONDS", 0.2)
    cookies = "; ".join(f"{name}={value}" for name, value in ada.client.cookies.items())
    async with _reached(chat) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"POST /leave HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\n"
        writer.write(f"{head}Content-Type: {FORM}\r\nContent-Length: 9\r\n\r\na".encode())
        async with asyncio.timeout(10):
            heard = await reader.read()
        writer.close()
    assert b" 408 " in heard.split(b"\r\n")[0]


async def test_there_are_only_so_many_connections_and_nothing_is_logged_of_more(
    chat: WebChat, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 5)
    async with _reached(chat) as port:
        with caplog.at_level(logging.INFO):
            opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(9)]
            async with asyncio.timeout(10):
                gone = [await _end(reader) for reader, _ in opened[5:]]
        for _, writer in opened:
            writer.close()
    assert len(gone) == 4
    assert caplog.records == []


async def _end(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read()
    except ConnectionResetError:
        return b""


async def test_a_member_has_only_so_many_streams(
    chat: WebChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.web.event_streams.STREAMS", 1)
    member = await chat.join("Ada Example")
    ada, streams = await chat.enter(member), chat.app.state.event_streams
    assert isinstance(streams, EventStreams)
    stream = streams.stream(member)
    assert "hello" in await anext(stream)
    assert (await ada.client.get("/live")).status_code == 429
