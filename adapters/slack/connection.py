"""The Socket Mode connection: held as long as Kindred runs, and made anew when it will not heal."""

import asyncio
import logging

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

from adapters.slack.adapter import SlackChat
from adapters.slack.api import Api, Json
from adapters.slack.logs import library_log

log = logging.getLogger(__name__)

PING = 5.0
"""Seconds between two looks whether Slack is still there."""


class Connection:
    """Listens to Slack through a WebSocket that Kindred opens: no public address is needed.

    The library reconnects by itself, but tries an address that Slack gave out once again and again
    even when it has become void. So a connection that stays away for `patience` seconds is given
    up, and another one begun.
    """

    def __init__(
        self,
        chat: SlackChat,
        api: Api,
        app_token: str,
        *,
        ping_seconds: float = PING,
        patience: float = 30.0,
    ) -> None:
        self._chat = chat
        self._api = api
        self._app_token = app_token
        self._ping_seconds = ping_seconds
        self._patience = patience

    async def run(self, stopping: asyncio.Event) -> None:
        """Listen until `stopping` is set; what came in by then is answered first."""
        while not stopping.is_set():
            handler = AsyncSocketModeHandler(
                self._chat.app,
                self._app_token,
                logger=library_log,
                web_client=self._api.client(),
                ping_interval=self._ping_seconds,
            )
            handler.client.message_listeners.append(self._hear_hello)
            connecting = asyncio.create_task(handler.connect_async())  # type: ignore[no-untyped-call]
            try:
                await self._watch(handler, stopping)
            finally:
                connecting.cancel()
                await handler.client.disconnect()  # type: ignore[no-untyped-call]
                await self._chat.finish()
                await handler.close_async()  # type: ignore[no-untyped-call]

    async def _watch(self, handler: AsyncSocketModeHandler, stopping: asyncio.Event) -> None:
        """Return when `stopping` is set, or when the connection has been away for too long."""
        clock = asyncio.get_running_loop()
        last_seen = clock.time()
        while clock.time() - last_seen < self._patience:
            try:
                await asyncio.wait_for(stopping.wait(), self._ping_seconds / 2)
            except TimeoutError:
                if await handler.client.is_connected():
                    last_seen = clock.time()
                    self._chat.connected(self)
            else:
                return
        log.warning("the connection to Slack stayed away; another one is begun")

    async def _hear_hello(self, client: object, message: Json, raw: str | None) -> None:
        """From now on Slack delivers by this; what was written just before it may not have."""
        if message.get("type") == "hello":
            self._chat.connects(self, 2 * self._ping_seconds)
