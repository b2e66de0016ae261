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
        side_by_side: "list[Connection]",
        ping_seconds: float = PING,
        patience: float = 30.0,
    ) -> None:
        """`side_by_side` are all that there are; this one is added."""
        side_by_side.append(self)
        self._side_by_side = side_by_side
        self._handler: AsyncSocketModeHandler | None = None
        self._began: float | None = None
        self._seen: float | None = None
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
            self._handler = handler
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
                    self._seen = last_seen = clock.time()
            else:
                return
        log.warning("the connection to Slack stayed away; another one is begun")

    async def _hear_hello(self, client: object, message: Json, raw: str | None) -> None:
        """From now on Slack delivers by this; what was written just before it may not have."""
        if message.get("type") == "hello":
            if not await self._was_covered():
                self._chat.was_away()
            self._began = self._seen = asyncio.get_running_loop().time()

    async def _was_covered(self) -> bool:
        """Whether another one has stood since this one did."""
        for other in self._side_by_side:
            if other is not self and await other.stands() and other.began_before(self._seen):
                return True
        return False

    async def stands(self) -> bool:
        """Whether Slack can deliver by it just now."""
        return self._handler is not None and await self._handler.client.is_connected()

    def began_before(self, at: float | None) -> bool:
        """Whether it stood at an instant of the loop's clock; of none, it is asked for no more."""
        return at is None or (self._began is not None and self._began <= at)
