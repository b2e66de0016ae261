"""How a local Slack reaches the app: Socket Mode links and signed HTTP, acks and redelivery."""

import asyncio
import contextlib
import hashlib
import hmac
import json
import random
import time
import uuid
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from tests.adapters.slack_things import Notes

Json = dict[str, Any]
T = TypeVar("T")
Route = Literal["events_api", "slash_commands", "interactive"]
ANSWERED = {"view_submission", "block_suggestion"}


@dataclass(eq=False)
class Delivery:
    """One thing told to the app, and what became of it.

    ``acked`` means within ``patience``; a later ack only sets ``seconds``. ``failure`` is what the
    person is shown: ``dispatch_failed`` (nobody there) or ``operation_timeout``.
    """

    route: Route
    payload: Json
    acked: bool = False
    answer: Any = None
    seconds: float | None = None
    attempts: int = 0
    failure: str = ""
    again: "asyncio.Task[None] | None" = None

    @property
    def errors(self) -> dict[str, str]:
        """The field errors of a view_submission answered with ``response_action: errors``."""
        answer = self.answer if isinstance(self.answer, dict) else {}
        return dict(answer.get("errors") or {})

    @property
    def takes_answer(self) -> bool:
        """Whether Slack reads a body in the ack of this delivery."""
        return self.route == "slash_commands" or self.payload.get("type") in ANSWERED

    @property
    def is_echo(self) -> bool:
        """Whether it tells the app of its own message."""
        event = self.payload.get("event") or {}
        inner = event.get("message") or event.get("previous_message") or event
        return event.get("type") == "message" and "bot_id" in inner

    async def settled(self) -> "Delivery":
        """Wait until it is acknowledged or given up."""
        if self.again:
            await self.again
        return self


@dataclass(eq=False)
class Link:
    """One Socket Mode connection."""

    socket: web.WebSocketResponse
    request: web.Request
    draining: bool = False
    waiting: dict[str, "asyncio.Future[Any]"] = field(default_factory=dict)


@dataclass
class Secrets:
    """What the app and Slack share."""

    signing_secret: str = "local-signing-secret"
    verification_token: str = "local-verification-token"
    app_token: str = "xapp-1-A0KINDRED1-1000-local"
    client_id: str = "1000.2000"
    client_secret: str = "local-client-secret"


class Deliverer:
    """Delivers by HTTP when ``request_url`` is set, else over one of the open links.

    ``patience`` is how long an ack may take; ``retry_after`` how long to wait before each
    redelivery of an event (Slack: at once, a minute, five minutes; commands and clicks never).
    """

    def __init__(self, notes: Notes, secrets: Secrets) -> None:
        self.notes = notes
        self.secrets = secrets
        self.request_url: str | None = None
        self.patience = 3.0
        self.retry_after: Sequence[float] = (0.0, 60.0, 300.0)
        self.links: list[Link] = []
        self.tickets: set[str] = set()
        self.down = False
        self.ack_seconds: list[float] = []
        self.late: list[str] = []
        self.deliveries: list[Delivery] = []
        self._turn = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._stirred = asyncio.Event()

    async def deliver(self, delivery: Delivery) -> Delivery:
        """Deliver once and wait for the ack; events that fail are delivered again later."""
        self.deliveries.append(delivery)
        await self._attempt(delivery, "")
        if not delivery.acked and delivery.route == "events_api":
            delivery.again = self.later(self._insist(delivery))
        return delivery

    async def redeliver(self, last: Delivery, reason: str = "timeout") -> Delivery:
        """Deliver the very same payload once more."""
        copy = Delivery(last.route, last.payload, attempts=max(1, last.attempts))
        self.deliveries.append(copy)
        await self._attempt(copy, reason)
        return copy

    def later(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        """Run in the background until ``stop``."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _insist(self, delivery: Delivery) -> None:
        for wait in self.retry_after:
            await asyncio.sleep(wait)
            await self._attempt(delivery, delivery.failure or "timeout")
            if delivery.acked:
                return

    async def _attempt(self, delivery: Delivery, reason: str) -> None:
        number, delivery.attempts = delivery.attempts, delivery.attempts + 1
        delivery.failure = ""
        start = time.perf_counter()
        if self.request_url:
            await self._by_http(delivery, number, reason)
        else:
            await self._by_link(delivery, number, reason)
        self.stir()
        if delivery.acked:
            delivery.seconds = time.perf_counter() - start
            self.ack_seconds.append(delivery.seconds)
        if delivery.acked and delivery.answer not in (None, "", {}) and not delivery.takes_answer:
            self.notes.remarks.append(f"an ack that takes no body had one: {_name(delivery)}")

    def _is_late(self, delivery: Delivery) -> None:
        delivery.failure = "operation_timeout"
        self.late.append(_name(delivery))

    # By Socket Mode ----------------------------------------------------------------------------

    def _next_link(self) -> Link | None:
        ready = [link for link in self.links if not link.draining and not link.socket.closed]
        self._turn += 1
        return ready[self._turn % len(ready)] if ready and not self.down else None

    async def _by_link(self, delivery: Delivery, number: int, reason: str) -> None:
        link = self._next_link()
        if link is None:
            delivery.failure = "dispatch_failed"
            return
        envelope: Json = {"envelope_id": str(uuid.uuid4()), "payload": delivery.payload}
        envelope |= {"type": delivery.route, "accepts_response_payload": delivery.takes_answer}
        if delivery.route == "events_api" or number:
            envelope |= {"retry_attempt": number, "retry_reason": reason}
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        link.waiting[envelope["envelope_id"]] = answer
        start = time.perf_counter()
        try:
            await link.socket.send_str(json.dumps(envelope))
            delivery.answer = await asyncio.wait_for(asyncio.shield(answer), self.patience)
            delivery.acked = True
        except TimeoutError:
            self._is_late(delivery)
            answer.add_done_callback(lambda _: self._at_last(delivery, start))
        except ConnectionError:
            link.waiting.pop(envelope["envelope_id"], None)
            answer.cancel()
            delivery.failure = "operation_timeout"

    def _at_last(self, delivery: Delivery, start: float) -> None:
        if delivery.seconds is None:
            delivery.seconds = time.perf_counter() - start
            self.ack_seconds.append(delivery.seconds)

    async def link(self, request: web.Request) -> web.StreamResponse:
        """Serve one Socket Mode connection."""
        ticket = request.query.get("ticket", "")
        if self.down or ticket not in self.tickets:
            raise web.HTTPServiceUnavailable if self.down else web.HTTPForbidden
        self.tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        link = Link(socket, request)
        self.links.append(link)
        await socket.send_json(self._hello())
        self.stir()
        try:
            async for message in socket:
                if message.type == aiohttp.WSMsgType.TEXT:
                    self._acked(link, json.loads(message.data))
        finally:
            self.links.remove(link)
            for answer in link.waiting.values():
                if not answer.done():
                    answer.set_exception(ConnectionResetError("the link went away"))
                    answer.exception()
            link.waiting.clear()
            self.stir()
        return socket

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.links),
            "debug_info": {
                "host": "applink-local",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
            "connection_info": {"app_id": "A0KINDRED1"},
        }

    def _acked(self, link: Link, message: Json) -> None:
        answer = link.waiting.pop(str(message.get("envelope_id")), None)
        if answer is None:
            self.notes.remarks.append(f"an ack of an unknown envelope: {list(message)}")
        elif not answer.done():
            answer.set_result(message.get("payload"))

    def stir(self) -> None:
        """Wake those who wait in ``until``."""
        self._stirred.set()

    async def until(self, true: Callable[[], T], seconds: float = 10.0) -> T:
        """Wait until something is true of the world, and return it; raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not (found := true()):
                self._stirred.clear()
                # Some of what tests wait for happens in the app alone: look again now and then.
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stirred.wait(), 0.02)
        return found

    async def refresh(self, reason: Literal["refresh_requested", "warning"]) -> None:
        """Ask every link to reconnect; those links carry acks but nothing new."""
        message: Json = {"type": "disconnect", "reason": reason}
        message["debug_info"] = {"host": "applink-local"}
        for link in list(self.links):
            link.draining = reason == "refresh_requested"
            await link.socket.send_json(message)

    async def drop(self) -> None:
        """Cut every link without a word."""
        for link in list(self.links):
            if link.request.transport is not None:
                link.request.transport.abort()
        await self.until(lambda: not self.links)

    # By HTTP -----------------------------------------------------------------------------------

    async def _by_http(self, delivery: Delivery, number: int, reason: str) -> None:
        body, content_type = encode(delivery)
        headers = self.signed(body) | {"Content-Type": content_type}
        if number:
            headers |= {"X-Slack-Retry-Num": str(number)}
            headers |= {
                "X-Slack-Retry-Reason": "http_timeout" if "time" in reason else "http_error"
            }
        start = time.perf_counter()
        try:
            status, text, kind = await self._post(body, headers)
        except (TimeoutError, aiohttp.ClientError) as error:
            if isinstance(error, TimeoutError):
                self._is_late(delivery)
            delivery.failure = delivery.failure or "dispatch_failed"
            return
        if status == 200:
            delivery.acked = True
            delivery.answer = json.loads(text) if "json" in kind and text else text
        else:
            delivery.failure = f"http_error {status}"
        if time.perf_counter() - start > self.patience:
            self.late.append(_name(delivery))

    async def _post(self, body: bytes, headers: dict[str, str]) -> tuple[int, str, str]:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        timeout = aiohttp.ClientTimeout(total=self.patience)
        url = str(self.request_url)
        async with self._session.post(url, data=body, headers=headers, timeout=timeout) as answer:
            return answer.status, await answer.text(), answer.content_type

    def signed(self, body: bytes, at: int | None = None) -> dict[str, str]:
        """Return the headers that prove a body comes from Slack."""
        stamp = str(int(time.time()) if at is None else at)
        base = b"v0:" + stamp.encode() + b":" + body
        secret = self.secrets.signing_secret.encode()
        digest = hmac.new(secret, base, hashlib.sha256).hexdigest()
        return {"X-Slack-Signature": f"v0={digest}", "X-Slack-Request-Timestamp": stamp}

    async def verify_url(self) -> bool:
        """Send the url_verification challenge and return whether it was met."""
        challenge = f"{random.randrange(16**16):x}"
        sent = {"token": self.secrets.verification_token, "challenge": challenge}
        body = json.dumps({**sent, "type": "url_verification"}).encode()
        headers = self.signed(body) | {"Content-Type": "application/json"}
        status, text, _ = await self._post(body, headers)
        return status == 200 and challenge in text

    async def stop(self) -> None:
        """End everything under way."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for link in list(self.links):
            await link.socket.close()
        if self._session:
            await self._session.close()
            self._session = None


def encode(delivery: Delivery) -> tuple[bytes, str]:
    """Return body and content type as Slack posts them."""
    if delivery.route == "events_api":
        return json.dumps(delivery.payload).encode(), "application/json"
    form = delivery.payload
    if delivery.route == "interactive":
        form = {"payload": json.dumps(delivery.payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def _name(delivery: Delivery) -> str:
    payload = delivery.payload
    inner = payload.get("event", payload)
    what = inner.get("type") or inner.get("command")
    ids = [action["action_id"] for action in payload.get("actions", ())]
    view = payload.get("view") or {}
    return " ".join([str(what), *ids, str(view.get("callback_id", ""))]).strip()
