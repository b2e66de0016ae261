"""Pictures of events over HTTP, and as the web chat shows them."""

from collections.abc import AsyncIterator

import pytest

from adapters.web.render import Reader, message_html
from bot.features.events import planning
from bot.features.events.covers.domain import read_picture
from bot.routing.loader import load
from bot.ui.messages import Image, say
from tests.adapters.webchat import NOON, WebChat, web_chat
from tests.database import engine_at
from tests.domain.test_pictures import PNG
from tests.stories.events import TEA


@pytest.fixture
async def chat(database_url: str) -> AsyncIterator[WebChat]:
    events = load("bot.features.events")
    async with engine_at(database_url) as engine, web_chat(engine, events) as opened:
        yield opened


async def test_a_picture_may_be_kept_by_anybody_and_is_nothing_but_a_picture(chat: WebChat) -> None:
    async with chat.open_work() as work:
        event = await planning.plan(work, chat.community.id, TEA, None, NOON)
        cover = await work.events.covers.put(event.id, read_picture(PNG), "", NOON)
    assert cover
    answer = await chat.browser().get(f"/covers/{cover.key}")
    assert answer.content == PNG
    told = answer.headers
    assert told["content-type"] == "image/png"
    assert told["cache-control"] == "public, max-age=604800, immutable"
    assert told["x-content-type-options"] == "nosniff"
    assert "sandbox" in told["content-security-policy"]
    again = await chat.browser().get(
        f"/covers/{cover.key}", headers={"If-None-Match": told["etag"]}
    )
    assert again.status_code == 304
    for wrong in ("x.png", cover.key.removesuffix(".png"), "%2e%2e"):
        assert (await chat.browser().get(f"/covers/{wrong}")).status_code == 404


async def test_the_web_chat_shows_its_own_pictures_and_links_to_those_of_others() -> None:
    reader = Reader(0, "UTC", "en", NOON, acts=False, home="https://kindred.example.org")
    own = Image("https://kindred.example.org/covers/x.png", "A <kettle>")
    html = message_html(say(own, Image("https://x.example/y.png", "Cake")), reader)
    assert 'src="/covers/x.png" alt="A &lt;kettle&gt;"' in html
    assert html.count("<img") == 1
    assert 'href="https://x.example/y.png"' in html
