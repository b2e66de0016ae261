"""The pages of a message in a Discord channel (`bot.delivery.pages.Pages`).

A page carries a mark of its key: the number of its first component.
"""

import hashlib

from adapters.discord import limits, refs
from adapters.discord.api import Api, Json
from adapters.discord.errors import UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, Declined
from adapters.discord.uploads import Uploads
from bot.community.people import Ref

MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = "/channels/{channel_id}/messages/{message_id}"

_AT_ONCE = 100  # messages that are looked through at once: docs, "Get Channel Messages"
_LOOKS = 5
_EDITED = ("components", "allowed_mentions", "flags", "attachments")


class DiscordPages:
    """The pages under this key; what `answers` a message is shown as that. Errors: `Api.call`."""

    def __init__(
        self,
        api: Api,
        channel: Ref,
        key: str,
        uploads: Uploads | None = None,
        answers: Ref | None = None,
    ) -> None:
        self.channel = channel
        self._api = api
        _, self._id = refs.guild_and_channel(channel)
        self._key = key
        self._uploads = uploads or {}
        self._answers = answers

    async def find(self, count: int) -> dict[int, str]:
        """The newest of these pages that are in the channel: number to id."""
        marks = {mark(self._key, number): number for number in range(count)}
        found: dict[int, str] = {}
        before: dict[str, object] = {}
        for _ in range(_LOOKS):
            said = await self._api.call(
                "GET", MESSAGES, query={"limit": _AT_ONCE, **before}, channel_id=self._id
            )
            for message in said:
                components = message.get("components") or [{}]
                number = marks.get(components[0].get("id"))
                if number is not None:
                    found.setdefault(number, str(message["id"]))
            if len(said) < _AT_ONCE or 0 in found:
                break
            before = {"before": said[-1]["id"]}
        return found

    async def post(self, body: Json) -> str:
        if self._answers:  # also if it is there no more
            reference = {"message_id": self._answers.id, "fail_if_not_exists": False}
            body = {**body, "message_reference": reference}
        sent = await self._api.call(
            "POST", MESSAGES, body, channel_id=self._id, uploads=self._uploads
        )
        return str(sent["id"])

    async def edit(self, id_: str, body: Json) -> None:
        await change(self._api, self._id, id_, body, self._uploads)

    async def delete(self, id_: str) -> None:
        try:
            await self._api.call("DELETE", MESSAGE, channel_id=self._id, message_id=id_)
        except Declined as declined:
            if declined.code not in (UNKNOWN_MESSAGE, UNKNOWN_CHANNEL):
                raise


async def change(api: Api, channel: str, id_: str, body: Json, uploads: Uploads) -> None:
    """Give a message that is there new words and files. Errors are those of `Api.call`."""
    changed = {name: body[name] for name in _EDITED if name in body}
    if "flags" in changed:  # all others are of a post alone
        changed["flags"] &= limits.COMPONENTS_V2
    await api.call("PATCH", MESSAGE, changed, uploads=uploads, channel_id=channel, message_id=id_)


def mark(key: str, page: int) -> int:
    """The number of a page's first component: the key's own, and none that Discord gives out.

    Components are numbered within 32 bits; Discord numbers those without one from 1 on
    (docs: components/reference, "Anatomy of a Component").
    """
    return _LEAST_MARK + int(_digest(key, page)[:8], 16) % (2**31 - 1 - _LEAST_MARK)


_LEAST_MARK = 1_000_000


def nonce(key: str, page: int) -> str:
    """What Discord posts once only within some minutes: at most 25 characters (docs: "nonce")."""
    return _digest(key, page)[:24]


def _digest(key: str, page: int) -> str:
    return hashlib.sha256(f"{key}#{page}".encode()).hexdigest()
