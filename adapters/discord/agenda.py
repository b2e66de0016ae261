"""The Events tab of a server: what Kindred lists there, each once.

Discord takes no nonce for an event, and lists two that are alike as two. So the description of a
new one ends with a mark of its key, by which one is found that may have been made before.
"""

from collections.abc import Sequence

from adapters.discord import limits, refs
from adapters.discord.api import Api, Json
from adapters.discord.errors import FINISHED_EVENT, UNKNOWN_EVENT, Declined
from adapters.discord.threads import end_of
from bot.community.people import Ref
from bot.ui.capabilities import short
from bot.ui.listings import Listing

EVENTS = "/guilds/{guild_id}/scheduled-events"
EVENT = "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}"
_FOR_THE_SERVER = 2  # docs: resources/guild-scheduled-event, "Privacy Level"
_EXTERNAL = 3  # … "Entity Types": it is in no channel of the server


class Agenda:
    """The Events tab of one server. Errors are those of `Api.call`."""

    def __init__(self, api: Api, agenda: Ref) -> None:
        self._api = api
        self._guild, _ = refs.guild_and_channel(agenda)

    async def list(self, key: str, listing: Listing, *, again: bool) -> str:
        """List something, unless it is there already: `again` says that it may be."""
        found = await self._find(key) if again else None
        if found:
            return found
        body = _body(listing, end_of(key)) | {
            "privacy_level": _FOR_THE_SERVER,
            "entity_type": _EXTERNAL,
        }
        made = await self._api.call("POST", EVENTS, body, guild_id=self._guild)
        return str(made["id"])

    async def change(self, event: str, listing: Listing) -> bool:
        """Let it say something else; `False` if it is there no more, or over."""
        body = _body(listing)
        if listing.begun:
            del body["scheduled_start_time"]
        return await self._amend("PATCH", event, body)

    async def remove(self, event: str) -> None:
        """Let it be there no more."""
        await self._amend("DELETE", event)

    async def _amend(self, method: str, event: str, body: Json | None = None) -> bool:
        try:
            await self._api.call(
                method, EVENT, body, guild_id=self._guild, guild_scheduled_event_id=event
            )
        except Declined as declined:
            if declined.code not in (UNKNOWN_EVENT, FINISHED_EVENT):
                raise
            return False
        return True

    async def _find(self, key: str) -> str | None:
        me = await self._api.me()
        there: Sequence[Json] = await self._api.call("GET", EVENTS, guild_id=self._guild)
        for event in there:
            ours = str(event.get("creator_id")) == me
            if ours and str(event.get("description") or "").endswith(end_of(key)):
                return str(event["id"])
        return None


def _body(listing: Listing, end: str = "") -> Json:
    description = short(listing.description, limits.EVENT_DESCRIPTION - len(end))
    return {
        "name": short(listing.title, limits.EVENT_NAME),
        "description": f"{description}{end}",
        "entity_metadata": {"location": short(listing.location, limits.EVENT_LOCATION)},
        "scheduled_start_time": listing.starts_at.isoformat(),
        "scheduled_end_time": listing.ends_at.isoformat(),
    }
