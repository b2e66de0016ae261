"""The pages of a message in a Slack channel (`bot.delivery.pages.Pages`).

A page carries its key in its metadata: that of the message, from the second on with a number.
"""

from adapters.slack import methods, refs
from adapters.slack.api import Api, Json
from adapters.slack.errors import Declined
from bot.community.people import Ref

EVENT_TYPE = "kindred_message"
"""The type of the metadata that carries a page's key."""

_AT_ONCE = 100  # messages that are looked through at once …
_LOOKS = 5  # … and how often


class SlackPages:
    """The pages under this key, by timestamp. Errors are those of `Api.call`."""

    def __init__(self, api: Api, channel: Ref, key: str) -> None:
        self.channel = channel
        self._api = api
        self._team, self._id = refs.team_and_channel(channel)
        self._key = key

    async def find(self, count: int) -> dict[int, str]:
        """The newest of these pages that are in the channel: number to timestamp."""
        numbers = {page_key(self._key, number): number for number in range(count)}
        found: dict[int, str] = {}
        cursor: str | None = None
        for _ in range(_LOOKS):
            history = await self._api.call(
                self._team,
                methods.HISTORY,
                channel=self._id,
                limit=_AT_ONCE,
                include_all_metadata=True,
                cursor=cursor,
            )
            for message in history.get("messages", []):
                number = numbers.get(_key_of(message))
                if number is not None:
                    found.setdefault(number, str(message["ts"]))
            cursor = history.get("response_metadata", {}).get("next_cursor") or None
            if cursor is None or 0 in found:
                break
        return found

    async def post(self, body: Json) -> str:
        no_previews = {"unfurl_links": False, "unfurl_media": False, "mrkdwn": False}
        answer = await self._api.call(
            self._team, methods.POST_MESSAGE, channel=self._id, **body, **no_previews
        )
        return str(answer["ts"])

    async def edit(self, id_: str, body: Json) -> None:
        await self._api.call(self._team, methods.UPDATE, channel=self._id, ts=id_, **body)

    async def delete(self, id_: str) -> None:
        try:
            await self._api.call(self._team, methods.DELETE, channel=self._id, ts=id_)
        except Declined as declined:
            if declined.code != "message_not_found":
                raise


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
