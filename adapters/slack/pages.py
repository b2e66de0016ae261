"""The pages of a message in a Slack channel, or in a thread of it (`bot.delivery.pages.Pages`).

A page carries its key in its metadata: that of the message, from the second on with a number.
"""

import logging
from collections.abc import AsyncIterator
from typing import Any

from adapters.slack import methods, refs
from adapters.slack.api import Api, Json
from adapters.slack.errors import Declined
from adapters.slack.methods import Method
from bot.community.people import Ref

log = logging.getLogger(__name__)

EVENT_TYPE = "kindred_message"
"""The type of the metadata that carries a page's key."""

NO_THREAD = "thread_not_found"
"""The code for a thread whose first message is gone; Slack's own, when it is read."""

_AT_ONCE = 100  # messages that are looked through at once …
_LOOKS = 5  # … and how often; in a thread more often
_LOOKS_IN_THREAD = 20
_NEWEST = 10.0  # seconds of a thread that are looked through first; before them ever longer ones
_LONGER = 6


class SlackPages:
    """The pages under this key, by timestamp; in a thread, if `below` is the message above it.

    Errors are those of `Api.call`, and `Declined` with the code `NO_THREAD`: then nothing of them
    stands in the channel, where Slack says what it finds no thread for.
    """

    def __init__(self, api: Api, channel: Ref, key: str, below: Ref | None = None) -> None:
        self.channel = channel
        self.thread = below.id if below else None
        self._api = api
        self._team, self._id = refs.team_and_channel(channel)
        self._key = key

    async def find(self, count: int) -> dict[int, str]:
        """The newest of these pages that are there, as far as Kindred may look."""
        numbers = {page_key(self._key, number): number for number in range(count)}
        newest = self._in_channel() if self.thread is None else self._in_thread(self.thread)
        try:
            return await _found(newest, numbers)
        except Declined as declined:
            if declined.code == "missing_scope":
                log.warning("Slack does not let Kindred look for what it has said: %s", declined)
                return {}
            if declined.code == NO_THREAD:
                for astray in (await _found(self._in_channel(), numbers)).values():
                    await self.delete(astray)
            raise

    async def _in_channel(self) -> AsyncIterator[list[Json]]:
        cursor: str | None = None
        for _ in range(_LOOKS):
            said, cursor = await self._read(methods.HISTORY, cursor=cursor)
            yield said
            if cursor is None:
                return

    async def _in_thread(self, top: str) -> AsyncIterator[list[Json]]:
        """What was said there, in parts, the newest first: Slack tells it from its beginning."""
        above, _ = await self._read(methods.REPLIES, ts=top, limit=1)
        newest = next((each.get("latest_reply") for each in above), None)
        until, span, looks = float(newest or top), _NEWEST, 1
        while until >= float(top) and looks < _LOOKS_IN_THREAD:
            part: list[Json] = []
            cursor: str | None = None
            while looks < _LOOKS_IN_THREAD:
                said, cursor = await self._read(
                    methods.REPLIES,
                    ts=top,
                    oldest=f"{max(until - span, 0):.6f}",
                    latest=f"{until:.6f}",
                    inclusive=True,
                    cursor=cursor,
                )
                part += said
                looks += 1
                if cursor is None:
                    break
            yield part
            until, span = until - span, span * _LONGER

    async def _read(self, method: Method, **where: Any) -> tuple[list[Json], str | None]:
        """Messages, and where there are more of them."""
        asked = {"limit": _AT_ONCE, "include_all_metadata": True, **where}
        said = await self._api.call(self._team, method, channel=self._id, **asked)
        return said.get("messages", []), said.get("response_metadata", {}).get(
            "next_cursor"
        ) or None

    async def is_under_a_name(self, id_: str) -> bool:
        """Whether a page was posted under another name than Kindred's, as far as that is known."""
        method = methods.REPLIES if self.thread else methods.HISTORY
        try:
            said = await self._api.call(
                self._team,
                method,
                channel=self._id,
                oldest=id_,
                latest=id_,
                inclusive=True,
                limit=_AT_ONCE,
                ts=self.thread,
            )
        except Declined as declined:
            log.info("Slack does not tell how something was said: %s", declined)
            return False
        pages = (each for each in said.get("messages", []) if each.get("ts") == id_)
        return any(page.get("username") for page in pages)

    async def post(self, body: Json) -> str:
        no_previews = {"unfurl_links": False, "unfurl_media": False, "mrkdwn": False}
        answer = await self._api.call(
            self._team,
            methods.POST_MESSAGE,
            channel=self._id,
            thread_ts=self.thread,
            **body,
            **no_previews,
        )
        stamp = str(answer["ts"])
        if self.thread and not answer.get("message", {}).get("thread_ts"):
            await self.delete(stamp)
            raise Declined(NO_THREAD, "Slack said it in the channel")
        return stamp

    async def edit(self, id_: str, body: Json) -> None:
        kept = {name: value for name, value in body.items() if name != "username"}  # as it was said
        await self._api.call(self._team, methods.UPDATE, channel=self._id, ts=id_, **kept)

    async def delete(self, id_: str) -> None:
        try:
            await self._api.call(self._team, methods.DELETE, channel=self._id, ts=id_)
        except Declined as declined:
            if declined.code != "message_not_found":
                raise


async def _found(newest: AsyncIterator[list[Json]], numbers: dict[str, int]) -> dict[int, str]:
    """The pages of these keys that are in there: number to timestamp."""
    found: dict[int, str] = {}
    async for messages in newest:
        for message in messages:
            number = numbers.get(_key_of(message))
            if number is not None:
                found.setdefault(number, str(message["ts"]))
        if 0 in found:
            break
    return found


def page_key(key: str, number: int) -> str:
    """The key of a page of the message that has this key."""
    return f"{key}#{number + 1}" if number else key


def metadata(key: str, number: int) -> Json:
    """What a page is found again by (docs.slack.dev/messaging/message-metadata)."""
    return {"event_type": EVENT_TYPE, "event_payload": {"key": page_key(key, number)}}


def _key_of(message: Json) -> str:
    carried = message.get("metadata") or {}
    if carried.get("event_type") != EVENT_TYPE:
        return ""
    return str(carried.get("event_payload", {}).get("key", ""))
