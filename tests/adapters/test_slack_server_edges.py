"""More of the local Slack itself: response URLs, installing, another process, faults of links."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from slack_sdk.oauth import AuthorizeUrlGenerator
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.adapters.slack_bot import OFFER, Bot
from tests.adapters.slack_server import SlackServer
from tests.adapters.slack_weather import Fault
from tests.extent import everywhere_only

pytestmark = everywhere_only

Json = dict[str, Any]
ROOT = Path(__file__).parents[2]
ELSEWHERE = """
import asyncio, os
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

async def main():
    client = AsyncWebClient(token=os.environ["BOT"], base_url=os.environ["URL"])
    app = AsyncApp(client=client)

    @app.event("message")
    async def hear(event, say):
        if "bot_id" not in event:
            await say("heard " + event["text"])

    await AsyncSocketModeHandler(app, os.environ["APP"]).start_async()

asyncio.run(main())
"""


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


async def elsewhere(slack: SlackServer) -> asyncio.subprocess.Process:
    """Start a bot in another process."""
    told = {"BOT": slack.team.token, "URL": slack.url, "APP": slack.secrets.app_token}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", ELSEWHERE, env={**os.environ, **told}, cwd=ROOT
    )


async def test_a_killed_bot_hears_later_what_was_said(slack: SlackServer) -> None:
    ada = slack.world.user("Ada Example")
    slack.deliverer.retry_after = (0.0, *[0.2] * 50)
    first = await elsewhere(slack)
    await slack.connected()
    await slack.say(ada, None, "one")
    await slack.until(lambda: len(slack.world.dm(ada)) == 2)
    first.kill()
    await first.wait()
    said = await slack.say(ada, None, "two")
    second = await elsewhere(slack)
    await said.told[0].settled()
    await slack.until(lambda: slack.world.dm(ada)[-1].text == "heard two")
    second.kill()
    await second.wait()
    assert [m.text for m in slack.world.dm(ada)] == ["one", "heard one", "two", "heard two"]


async def test_a_response_url_answers_five_times(slack: SlackServer) -> None:
    ada = slack.world.user("Ada Example")
    general = slack.world.channel("general", [ada])
    url = slack.payloads.response_url(ada, slack.team, general.id)
    hook = AsyncWebhookClient(url)
    for n in range(4):
        assert (await hook.send(text=f"{n}")).status_code == 200
    assert (await hook.send(text="all", response_type="in_channel")).body == "ok"
    assert [m.text for m in slack.world.whispers(ada)] == ["0", "1", "2", "3"]
    assert [m.text for m in general.timeline] == ["all"]
    assert slack.violations == []
    used = await hook.send(text="once more")
    assert (used.status_code, "used_url" in used.body) == (404, True)
    assert len(slack.violations) == 1
    old = slack.payloads.response_url(ada, slack.team, general.id)
    slack.payloads.responses[old.split("/response/")[1]].born -= 1801
    assert "expired_url" in (await AsyncWebhookClient(old).send(text="late")).body


async def test_an_ephemeral_offer_is_taken_back(slack: SlackServer) -> None:
    ada = slack.world.user("Ada Example")
    general = slack.world.channel("general", [ada])
    client = AsyncWebClient(token=slack.team.token, base_url=slack.url)
    await client.chat_postEphemeral(channel=general.id, user=ada.id, text="Hi", blocks=OFFER)
    seen = slack.world.whispers(ada)[0]
    bot = Bot(slack)
    await bot.connect()
    await slack.connected()
    pressed = await slack.press(ada, seen, "accept")
    assert pressed.payload["container"]["is_ephemeral"]
    assert "message" not in pressed.payload
    await slack.until(lambda: seen.text == "Accepted")
    assert seen.words == "Accepted"
    gone = await AsyncWebhookClient(pressed.payload["response_url"]).send(delete_original=True)
    assert (gone.status_code, slack.world.whispers(ada)) == (200, [])
    await bot.stop()


async def test_the_app_is_installed_by_a_link(slack: SlackServer) -> None:
    other = slack.world.workspace("Southern Commons", scopes=(), installed=False)
    slack.world.user("Eva", other)
    other.revoked = "account_inactive"
    dead, slack.installing = other.token, other
    link = AuthorizeUrlGenerator(
        client_id=slack.secrets.client_id,
        scopes=["chat:write", "im:write"],
        redirect_uri="http://127.0.0.1:1/back",
        authorization_url=slack.origin + "/oauth/v2/authorize",
    ).generate("state-1")
    async with (
        aiohttp.ClientSession() as session,
        session.get(link, allow_redirects=False) as page,
    ):
        back = parse_qs(urlsplit(page.headers["Location"]).query)
    assert back["state"] == ["state-1"]
    granted = await AsyncWebClient(
        base_url=slack.url
    ).api_call(  # oauth_v2_access warns under aiohttp 3.14: it uses BasicAuth
        "oauth.v2.access",
        data={
            "client_id": slack.secrets.client_id,
            "client_secret": slack.secrets.client_secret,
            "code": back["code"][0],
            "redirect_uri": "http://127.0.0.1:1/back",
        },
    )
    assert (granted["scope"], granted["team"]["id"]) == ("chat:write,im:write", other.id)
    assert granted["access_token"] == other.token != dead
    tested = await AsyncWebClient(token=other.token, base_url=slack.url).auth_test()
    assert tested["team_id"] == other.id


async def test_a_slow_down_lasts_as_long_as_it_says(slack: SlackServer) -> None:
    client = AsyncWebClient(token=slack.team.token, base_url=slack.url)
    slack.limits.grace = 0
    slack.faults.add("auth.test", Fault.slow_down(1))
    with pytest.raises(Exception, match="ratelimited"):
        await client.auth_test()
    with pytest.raises(Exception, match="ratelimited"):
        await client.auth_test()
    assert len(slack.impatience) == 1


async def test_an_unacknowledged_event_comes_again(slack: SlackServer) -> None:
    ada = slack.world.user("Ada Example")
    slack.deliverer.patience = 0.05
    slack.deliverer.retry_after = (0.0,)
    client = AsyncWebClient(base_url=slack.url)
    async with aiohttp.ClientSession() as session:
        opened = await client.apps_connections_open(app_token=slack.secrets.app_token)
        socket = await session.ws_connect(opened["url"])
        await socket.receive_json()
        said = await slack.say(ada, None, "hello")
        first, second = await socket.receive_json(), await socket.receive_json()
        assert (first["retry_attempt"], second["retry_attempt"]) == (0, 1)
        assert first["payload"] == second["payload"]
        assert first["envelope_id"] != second["envelope_id"]
        await socket.send_json({"envelope_id": second["envelope_id"]})
        assert (await said.told[0].settled()).attempts == 2
        await slack.drop()
        assert (await socket.receive()).type in {
            aiohttp.WSMsgType.CLOSED,
            aiohttp.WSMsgType.ERROR,
            aiohttp.WSMsgType.CLOSE,
        }


async def test_an_ack_that_comes_late_is_recorded(slack: SlackServer) -> None:
    ada = slack.world.user("Ada Example")
    slack.deliverer.patience = 0.05
    slack.deliverer.retry_after = ()
    session = aiohttp.ClientSession()
    app_client = AsyncWebClient(token=slack.secrets.app_token, base_url=slack.url)
    opened = await app_client.apps_connections_open(app_token=slack.secrets.app_token)
    socket = await session.ws_connect(opened["url"])
    assert (await socket.receive_json())["type"] == "hello"
    done = await slack.slash(ada, "/kindred")
    assert (done.acked, done.failure, slack.late) == (False, "operation_timeout", ["/kindred"])
    envelope = await socket.receive_json()
    assert envelope["accepts_response_payload"]
    await socket.send_json({"envelope_id": envelope["envelope_id"]})
    await slack.until(lambda: done.seconds is not None)
    await session.close()


async def test_rich_text_and_tables_are_shown_and_read(slack: SlackServer) -> None:
    ada = slack.world.user("Ada Example")
    client = AsyncWebClient(token=slack.team.token, base_url=slack.url)
    spans: list[Json] = [
        {"type": "text", "text": "Meet "},
        {"type": "user", "user_id": ada.id},
        {"type": "text", "text": " soon", "style": {"bold": True}},
    ]
    section: Json = {"type": "rich_text_section", "elements": spans}
    row: list[Json] = [
        {"type": "raw_text", "text": "When"},
        {"type": "rich_text", "elements": [section]},
    ]
    blocks: list[Json] = [
        {"type": "rich_text", "elements": [section]},
        {"type": "table", "rows": [row]},
    ]
    await client.chat_postMessage(channel=ada.id, text="x", blocks=blocks)
    line = f"Meet <@{ada.id}> soon"
    assert slack.world.dm(ada)[0].words == f"{line}\nWhen | {line}"
    assert slack.violations == []
