"""Pages of features over HTTP: who sees them, what stands around them, and what is refused."""

import asyncio
from collections.abc import AsyncIterator, Mapping

import httpx
import pytest

from bot.community.member_secrets import SecretKey
from bot.community.roles import Role
from bot.routing.feature import Feature
from bot.routing.pages import AT_ONCE, MOST_BYTES, PageAnswer, PageNotFound, PageRequest, Pages
from bot.routing.registry import Registry
from bot.ui.messages import Button, Code, Mention, row, say
from bot.ui.words import WordBook
from bot.work import Work
from storage.stores import work_on
from tests.adapters.webchat import KEY, NOON, WebChat, web_chat
from tests.database import engine_at

CALENDAR = "events.calendar"


def feature_with_pages() -> Feature[Work]:
    """A feature with one page of each kind."""
    feature = Feature[Work]("paging", WordBook("tests.adapters"))

    @feature.page("/calendar/{secret}.ics", role=None)
    async def calendar(request: PageRequest, work: Work) -> PageAnswer:
        member = await work.secrets.whose(request.arguments["secret"], CALENDAR)
        if member is None:
            raise PageNotFound
        ics = f"BEGIN:VCALENDAR\r\nX-NAME:{member.name}\r\nEND:VCALENDAR\r\n"
        return PageAnswer(ics.encode(), "text/calendar; charset=utf-8")

    @feature.page("/board")
    async def board(request: PageRequest, work: Work) -> PageAnswer:
        said = request.query.get("said", "")
        name, command = request.me.name, Code("/kindred help")
        return PageAnswer(
            say((Mention(request.me.id, name),), said, command, row(Button("Go", "tests.more")))
        )

    @feature.page("/accounts/{year}.csv", role=Role.FACILITATOR)
    async def accounts(request: PageRequest, work: Work) -> PageAnswer:
        name = f"Comptes é {request.arguments['year']}.csv"
        return PageAnswer(_rows(3), "text/csv; charset=utf-8", filename=name)

    @feature.page("/pages/huge", role=None)
    async def huge(request: PageRequest, work: Work) -> PageAnswer:
        return PageAnswer(_rows(MOST_BYTES))

    @feature.page("/pages/language", role=None)
    async def language(request: PageRequest, work: Work) -> PageAnswer:
        message = say("…")
        return PageAnswer(message.locale.encode())

    @feature.page("/door", role=None)
    async def door(request: PageRequest, work: Work) -> PageAnswer:
        return PageAnswer(
            say("Come in"), qr="https://kindred.example.org/here/ABC234", again_after=9
        )

    return feature


async def _rows(count: int) -> AsyncIterator[bytes]:
    for _ in range(0, count, 1000):
        yield b"a,b\n" * min(count, 1000)


@pytest.fixture
async def chat(database_url: str) -> AsyncIterator[WebChat]:
    async with (
        engine_at(database_url) as engine,
        web_chat(engine, feature_with_pages()) as opened,
    ):
        yield opened


async def calendar_of(chat: WebChat, member: int) -> str:
    async with chat.open_work() as work:
        return f"/calendar/{await work.secrets.of(member, CALENDAR, NOON)}.ics"


async def test_whoever_has_the_secret_address_sees_the_page(chat: WebChat) -> None:
    ada = await chat.join("Ada Example")
    path = await calendar_of(chat, ada.id)
    assert await calendar_of(chat, ada.id) == path
    answer = await chat.browser().get(path)
    assert (answer.status_code, "X-NAME:Ada Example" in answer.text) == (200, True)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"


async def test_nobody_on_the_way_keeps_a_page_and_nothing_in_it_runs(chat: WebChat) -> None:
    headers = (await chat.browser().get(await calendar_of(chat, (await chat.join("A")).id))).headers
    assert headers["cache-control"] == "private, no-cache"  # whoever asked may, and asks again
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert "noindex" in headers["x-robots-tag"]
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "sandbox" in headers["content-security-policy"]
    assert "set-cookie" not in headers


async def test_a_look_without_reading_tells_how_long_it_is(chat: WebChat) -> None:
    path = await calendar_of(chat, (await chat.join("Ada Example")).id)
    whole, head = await chat.browser().get(path), await chat.browser().head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.content))


async def test_a_wrong_secret_looks_like_an_address_that_was_never_there(chat: WebChat) -> None:
    ada, bo = await chat.join("Ada Example"), await chat.join("Bo Other")
    good = await calendar_of(chat, ada.id)
    async with chat.open_work() as work:
        for_else = await work.secrets.of(ada.id, "another.purpose", NOON)
        of_nobody = SecretKey(KEY).secret(CALENDAR, 99, "")
        not_yet = SecretKey(KEY).secret(CALENDAR, bo.id, "")
    never = _seen(await chat.browser().get("/never/was/here"))
    wrong = (
        good.replace(f"/{ada.id}-", f"/{bo.id}-"),
        good.replace(".ics", "x.ics"),
        *(f"/calendar/{secret}.ics" for secret in (for_else, of_nobody, not_yet, "1", "%00")),
        f"/calendar/{'9' * 300}.ics",
        f"/calendar/{'٣' * 3}-{good[-36:]}",
    )
    for path in wrong:
        assert _seen(await chat.browser().get(path)) == never, path


def _seen(answer: httpx.Response) -> tuple[int, str, Mapping[str, str]]:
    return answer.status_code, answer.text, answer.headers


async def test_renewing_ends_every_address_and_so_does_being_erased(chat: WebChat) -> None:
    ada = await chat.join("Ada Example")
    first = await calendar_of(chat, ada.id)
    async with chat.open_work() as work:
        await work.secrets.renew(ada.id, NOON)
    second = await calendar_of(chat, ada.id)
    async with chat.open_work() as work:
        await work.secrets.drop(ada.id)
    assert first != second
    for path in (first, second):
        assert (await chat.browser().get(path)).status_code == 404
    third = await calendar_of(chat, ada.id)
    assert third not in (first, second)
    assert (await chat.browser().get(third)).status_code == 200


async def test_another_key_of_the_server_makes_other_secrets_and_no_table_holds_any(
    chat: WebChat,
) -> None:
    ada = await chat.join("Ada Example")
    path = await calendar_of(chat, ada.id)
    secret = path.removeprefix("/calendar/").removesuffix(".ics")
    elsewhere = work_on(chat.open_work._engine, secret_key=KEY + "!")
    async with elsewhere(read_only=True) as work:
        assert await work.secrets.of(ada.id, CALENDAR, NOON) != secret
        assert await work.secrets.whose(secret, CALENDAR) is None


async def test_whoever_has_a_page_already_is_sent_nothing(chat: WebChat) -> None:
    path = await calendar_of(chat, (await chat.join("Ada Example")).id)
    whole = await chat.browser().get(path)
    for method in ("GET", "HEAD"):
        asked = {"If-None-Match": whole.headers["etag"]}
        again = await chat.browser().request(method, path, headers=asked)
        assert (again.status_code, again.content) == (304, b"")
        for name in ("etag", "cache-control", "referrer-policy", "content-security-policy"):
            assert again.headers[name] == whole.headers[name]
    fay = await chat.join("Fay", Role.FACILITATOR)
    theirs = await (await chat.enter(fay)).client.get("/accounts/2026.csv")
    assert theirs.headers["cache-control"] == "no-store"


async def test_a_page_for_members_needs_them_to_come_in(chat: WebChat) -> None:
    ada = await chat.join("Ada Example")
    assert (await chat.browser().get("/board")).status_code == 401
    visit = await chat.enter(ada)
    page = await visit.get("/board?said=%3Cb%3Ehello%3C/b%3E")
    assert (visit.status, "Ada Example" in page, "&lt;b&gt;hello" in page) == (200, True, True)
    assert "<button" not in page
    assert "<form" not in page


async def test_a_page_for_facilitators_is_not_there_for_members(chat: WebChat) -> None:
    ada, fay = await chat.join("Ada Example"), await chat.join("Fay", Role.FACILITATOR)
    visit = await chat.enter(ada)
    await visit.get("/accounts/2026.csv")
    assert visit.status == 404
    theirs = await chat.enter(fay)
    answer = await theirs.client.get("/accounts/2026.csv")
    assert answer.text == "a,b\n" * 3
    kept_as = answer.headers["content-disposition"]
    assert kept_as == "attachment; filename*=UTF-8''Comptes%20%C3%A9%202026.csv"


async def test_what_is_too_large_is_not_sent_in_part(chat: WebChat) -> None:
    answer = await chat.browser().get("/pages/huge")
    assert answer.status_code == 500
    assert "a,b" not in answer.text


async def test_a_page_speaks_the_readers_language(chat: WebChat) -> None:
    french = {"Accept-Language": "fr-FR,fr;q=0.8"}
    answers = [await chat.browser().get("/pages/language", headers=h) for h in (french, {})]
    assert [each.text for each in answers] == ["fr-FR", "en"]


@pytest.mark.parametrize(
    ("method", "body", "status"), [("POST", b"", 403), ("GET", b"x=1", 413), ("DELETE", b"", 405)]
)
async def test_nothing_can_be_sent_to_a_page(
    chat: WebChat, method: str, body: bytes, status: int
) -> None:
    from_elsewhere = {"Sec-Fetch-Site": "cross-site"} if status == 403 else {}
    answer = await chat.browser().request(
        method,
        "/pages/language",
        content=body,
        headers={"Content-Length": "0"} | from_elsewhere if not body else {},
    )
    assert answer.status_code == status


async def test_a_page_that_takes_too_long_is_given_up(chat: WebChat) -> None:
    feature, never = Feature[Work]("slow", WordBook("tests.adapters")), asyncio.Event()

    @feature.page("/slow", role=None)
    async def slow(request: PageRequest, work: Work) -> PageAnswer:
        await work.people.member(1)
        await never.wait()
        raise AssertionError

    (route,) = Registry.of([feature]).pages.values()
    pages = Pages(chat.open_work, chat.clock, seconds=0.05)

    async def nobody(work: object) -> None:
        return None

    waiting = [pages(route, {}, {}, nobody) for _ in range(AT_ONCE + 1)]
    given_up = await asyncio.gather(*waiting, return_exceptions=True)
    assert [str(each) for each in given_up] == ["the page /slow took too long"] * (AT_ONCE + 1)
    async with chat.open_work() as work:  # the database is as good as before
        assert await work.people.communities()


@pytest.mark.parametrize(
    "path", ["calendar", "/", "/Cal", "/{secret}", "/a/{x}/{x}", "/a//b", "/a/{x}y", "/a?b"]
)
def test_a_path_that_is_none_is_refused_when_it_is_declared(path: str) -> None:
    feature = Feature[Work]("odd", WordBook("tests.adapters"))
    with pytest.raises(ValueError, match="is no path of a page"):
        feature.page(path)(_nothing)


async def _nothing(request: PageRequest, work: Work) -> PageAnswer:
    return PageAnswer(b"")


async def test_a_page_where_the_chat_has_addresses_of_its_own_is_refused(sqlite_url: str) -> None:
    feature = Feature[Work]("odd", WordBook("tests.adapters"))
    feature.page("/p/board")(_nothing)
    async with engine_at(sqlite_url) as engine:
        with pytest.raises(ValueError, match="has addresses of its own where /p/board is"):
            async with web_chat(engine, feature):
                pass


def test_two_pages_at_one_address_are_refused() -> None:
    feature = Feature[Work]("odd", WordBook("tests.adapters"))
    for _ in range(2):
        feature.page("/board")(_nothing)
    with pytest.raises(ValueError, match="two routes are called"):
        Registry.of([feature])


def test_markup_of_ones_own_and_headers_that_are_not_ones_business_are_refused() -> None:
    with pytest.raises(ValueError, match="a page in HTML is a message"):
        PageAnswer(b"<script>", "text/html")
    with pytest.raises(ValueError, match="a page sets no Set-Cookie"):
        PageAnswer(b"", headers={"Set-Cookie": "a=b"})


async def test_a_page_may_show_a_picture_that_telephones_read_and_be_shown_anew(
    chat: WebChat,
) -> None:
    answer = await chat.browser().get("/door")
    assert '<meta http-equiv="refresh" content="9">' in answer.text
    assert "<svg" in answer.text
    assert 'aria-label="A code to scan"' in answer.text
    assert "style=" not in answer.text
    assert answer.text.count("<script") == answer.text.count('<script src="/static/again.js"') == 1
    assert "script-src 'self'; connect-src 'self'" in answer.headers["content-security-policy"]
    assert len(answer.content) < 8_000
    assert "again" not in (await chat.browser().get("/pages/language")).text
