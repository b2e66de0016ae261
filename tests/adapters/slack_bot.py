"""A small Bolt app with a little of everything, for the test of the local Slack itself."""

from typing import Any

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack_server import SlackServer

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(text: str) -> Json:
    return {"text": plain(text), "value": text.lower()}


def button(action_id: str, text: str, value: str = "row:1") -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text), "value": value}


def entry(block_id: str, element: Json, **more: Any) -> Json:
    asked = {"type": "input", "block_id": block_id, "label": plain(block_id.title())}
    return {**asked, "element": {"action_id": "value", **element}, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    view = {"type": "modal", "callback_id": "profile", "title": plain("Your profile")}
    return {**view, "submit": plain("Save"), "blocks": list(blocks), **more}


TOPICS = [option("Food"), option("Water")]
FORM = modal(
    entry("name", {"type": "plain_text_input", "max_length": 40}),
    entry("topics", {"type": "checkboxes", "options": TOPICS}, optional=True),
    entry("place", {"type": "external_select", "min_query_length": 0}, optional=True),
    entry("friend", {"type": "users_select"}, optional=True, dispatch_action=True),
    notify_on_close=True,
)
OFFER: list[Json] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "Meet *Ben*?"}},
    {"type": "actions", "block_id": "offer", "elements": [button("accept", "Gladly")]},
]


class Bot:
    """What it heard stands in ``heard``; what it was pressed for in ``pressed``."""

    def __init__(self, slack: SlackServer) -> None:
        client = AsyncWebClient(token=slack.team.token, base_url=slack.url)
        self.app = AsyncApp(client=client, signing_secret=slack.secrets.signing_secret)
        self.slack = slack
        self.heard: list[Json] = []
        self.pressed: list[str] = []
        self._handler: Any = None  # its own methods are untyped
        self._runner: web.AppRunner | None = None
        self.app.command("/kindred")(self._command)
        self.app.action("accept")(self._accept)
        self.app.action("value")(self._chose)
        self.app.view("profile")(self._submitted)
        self.app.view_closed("profile")(self._closed)
        self.app.options("value")(self._places)
        for event in ("message", "app_mention", "team_join", "app_home_opened", "user_change"):
            self.app.event(event)(self._hear)
        self.app.event("member_joined_channel")(self._hear)
        self.app.event("tokens_revoked")(self._hear)
        self.app.event("app_uninstalled")(self._hear)

    async def _command(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        if body["text"] == "form":
            await client.views_open(trigger_id=body["trigger_id"], view=FORM)
            await ack()
        else:
            await ack(f"You said {body['text']}")

    async def _accept(self, ack: Any, respond: Any, body: Json) -> None:
        await ack()
        self.pressed.append(body["actions"][0]["value"])
        await respond(text="Accepted", replace_original=True)

    async def _chose(self, ack: Any, body: Json) -> None:
        await ack()
        self.pressed.append(str(body["actions"][0].get("selected_user")))

    async def _submitted(self, ack: Any, view: Json, body: Json, client: AsyncWebClient) -> None:
        name = view["state"]["values"]["name"]["value"]["value"]
        if name == "x":
            await ack(response_action="errors", errors={"name": "Too short"})
        elif name == "more":
            block = entry("name", {"type": "plain_text_input"})
            await ack(response_action="push", view=modal(block, title=plain("Second page")))
        else:
            await ack()
            await client.chat_postMessage(channel=body["user"]["id"], text=f"Welcome, {name}")

    async def _closed(self, ack: Any, body: Json) -> None:
        await ack()
        self.pressed.append(f"closed {body['is_cleared']}")

    async def _places(self, ack: Any, body: Json) -> None:
        await ack(options=[option(place) for place in ("Delft", "Ghent") if body["value"] in place])

    async def _hear(self, event: Json) -> None:
        self.heard.append(event)

    async def connect(self) -> None:
        """Listen by Socket Mode."""
        token = self.slack.secrets.app_token
        self._handler = AsyncSocketModeHandler(self.app, token, ping_interval=0.2)
        await self._handler.connect_async()

    async def serve(self) -> str:
        """Listen by HTTP; returns the request URL."""
        site = web.Application()
        site.router.add_post("/slack/events", self._request)
        self._runner = web.AppRunner(site, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}/slack/events"

    async def _request(self, request: web.Request) -> web.Response:
        body = await request.text()
        asked = AsyncBoltRequest(body=body, headers=dict(request.headers))
        answer = await self.app.async_dispatch(asked)
        content_type = answer.first_headers().get("content-type", "text/plain").split(";")[0]
        return web.Response(status=answer.status, text=answer.body, content_type=content_type)

    async def stop(self) -> None:
        if self._handler:
            await self._handler.close_async()
        if self._runner:
            await self._runner.cleanup()
