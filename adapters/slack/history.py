"""What was written in a place of Slack while nobody listened.

Slack delivers an event that was not acknowledged for some minutes only; what is older is read here.
"""

from adapters.slack import methods, refs
from adapters.slack.api import Api, Json
from adapters.slack.authorization import Authorizations
from adapters.slack.errors import Lost
from adapters.slack.heard import Told, told_later
from adapters.slack.methods import Method
from bot.delivery.conversations import ListenedPlace

_AT_ONCE = 200
_LOOKED_BACK = 86_400.0  # seconds before what was heard last, for what was changed in the meantime


class History:
    """Reads back, with Slack's pace. Errors are those of `Api.call`."""

    def __init__(self, api: Api, authorizations: Authorizations) -> None:
        self._api = api
        self._authorizations = authorizations

    async def since(self, place: ListenedPlace) -> tuple[str, list[Told]]:
        """Who Kindred is there, and what was said or changed since the last that was heard.

        The oldest comes first. What was changed of what is more than a day older than that is not
        found, and neither is what was deleted.
        """
        team, channel = refs.team_and_channel(place.channel)
        authorization = await self._authorizations.of(team)
        if authorization is None:
            raise Lost("not_installed")
        since = place.since.timestamp()
        last = float(place.last.id.rpartition(",")[2]) if place.last else since
        said: list[Json] = []
        if place.top:
            thread = place.top.id.partition(",")[0]
            said += await self._pages(team, channel, methods.REPLIES, last, ts=thread)
            said = [each for each in said if each.get("ts") != thread]
        if place.alone or not place.top:
            said += await self._pages(team, channel, methods.HISTORY, last)
        told = (told_later(each, channel, last, direct=not place.top) for each in said)
        found = sorted((each for each in told if each), key=lambda each: float(each.stamp))
        return authorization.bot, found

    async def _pages(
        self, team: str, channel: str, method: Method, last: float, **where: str
    ) -> list[Json]:
        found: list[Json] = []
        cursor: str | None = None
        while True:
            said = await self._api.call(
                team,
                method,
                channel=channel,
                oldest=f"{max(last - _LOOKED_BACK, 0):.6f}",
                limit=_AT_ONCE,
                cursor=cursor,
                **where,
            )
            found += said.get("messages", [])
            cursor = said.get("response_metadata", {}).get("next_cursor") or None
            if cursor is None:
                return found
