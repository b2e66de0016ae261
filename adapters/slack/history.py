"""What was written in a place of Slack while nobody listened.

Slack delivers an event that was not acknowledged for some minutes only; what is older is read here.
"""

from collections.abc import Sequence
from dataclasses import replace

from adapters.slack import methods, refs
from adapters.slack.api import Api, Json
from adapters.slack.authorization import Authorizations
from adapters.slack.errors import Declined, Lost
from adapters.slack.heard import TOMBSTONE, Told, told_gone, told_later
from adapters.slack.methods import Method
from bot.community.people import Ref
from bot.delivery.conversations import KnownMessage, ListenedPlace

_AT_ONCE = 200
_OVERLAP = 300.0  # seconds before what was heard last, in which something else may not have been
_LEAST = 0.000001  # seconds between two messages


class History:
    """Reads back, with Slack's pace. Errors are those of `Api.call`."""

    def __init__(self, api: Api, authorizations: Authorizations) -> None:
        self._api = api
        self._authorizations = authorizations

    async def since(
        self, place: ListenedPlace, recent: Sequence[KnownMessage]
    ) -> tuple[str, list[Told]]:
        """Who Kindred is there, and what was said, changed or deleted since it was there last.

        The oldest comes first. What has become of what was said is seen of `recent` messages.
        """
        team, channel = refs.team_and_channel(place.channel)
        authorization = await self._authorizations.of(team)
        if authorization is None:
            raise Lost("not_installed")
        last = _seconds(place.last) if place.last else place.since.timestamp()
        known = {each.message.id: each.version for each in recent}
        oldest = min([last, *(float(stamp) - _LEAST for stamp in known)])
        new = max(last - _OVERLAP, oldest)  # what is older may have been heard, too
        said = {str(each.get("ts")): each for each in await self._read(place, team, oldest)}
        told = [
            told_later(each, channel, new, known, direct=not place.top) for each in said.values()
        ]
        gone = [stamp for stamp in known if _is_gone(said.get(stamp))]
        if place.alone or not place.top:  # it may stand below something that was not read
            gone = [each for each in gone if _is_gone(await self._standing(team, channel, each))]
        top = place.top.id.partition(",")[0] if place.top else ""
        found = sorted((each for each in told if each), key=lambda each: float(each.stamp))
        return authorization.bot, [*(told_gone(each, channel, top) for each in gone), *found]

    async def now(self, team: str, told: Told) -> Told | None:
        """What an event told of a message, as that is now; `None` if it is there no more."""
        message = await self._standing(team, told.channel, told.stamp)
        if message is None or _is_gone(message):
            return None
        now = told_later(message, told.channel, 0.0, {}, direct=False)
        return replace(told, message=now.message, change=now.change, at=now.at) if now else told

    async def _standing(self, team: str, channel: str, stamp: str) -> Json | None:
        """The message that was written then, if it still stands there."""
        try:
            said = await self._api.call(team, methods.REPLIES, channel=channel, ts=stamp, limit=1)
        except Declined as declined:
            if declined.code != "thread_not_found":
                raise
            return None
        return next((each for each in said.get("messages", []) if each.get("ts") == stamp), None)

    async def _read(self, place: ListenedPlace, team: str, oldest: float) -> list[Json]:
        """All that stands in a place from an instant on."""
        _, channel = refs.team_and_channel(place.channel)
        said: list[Json] = []
        if place.top:
            said += await self._thread(team, channel, place.top.id.partition(",")[0], oldest)
        if place.alone or not place.top:
            said += await self._pages(team, channel, methods.HISTORY, oldest)
        if not place.top:
            answered = [each for each in said if float(each.get("latest_reply") or 0) > oldest]
            for each in answered:
                said += await self._thread(team, channel, str(each.get("ts")), oldest)
        return said

    async def _thread(self, team: str, channel: str, top: str, oldest: float) -> list[Json]:
        said = await self._pages(team, channel, methods.REPLIES, oldest, ts=top)
        return [each for each in said if each.get("ts") != top]

    async def _pages(
        self, team: str, channel: str, method: Method, oldest: float, **where: str
    ) -> list[Json]:
        found: list[Json] = []
        cursor: str | None = None
        while True:
            said = await self._api.call(
                team,
                method,
                channel=channel,
                oldest=f"{max(oldest, 0):.6f}",
                limit=_AT_ONCE,
                cursor=cursor,
                **where,
            )
            found += said.get("messages", [])
            cursor = said.get("response_metadata", {}).get("next_cursor") or None
            if cursor is None:
                return found


def _is_gone(message: Json | None) -> bool:
    return message is None or message.get("subtype") == TOMBSTONE


def _seconds(message: Ref) -> float:
    """When a message was written, the last page of it."""
    return float(message.id.rpartition(",")[2])
