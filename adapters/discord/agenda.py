"""The Events tab of a server: what Kindred lists there, each once.

Discord takes no nonce for an event, and lists two that are alike as two. So the description of a
new one ends with a mark of its key, by which one is found that may have been made before. A picture
goes as it is, in the JSON; without one, what somebody put there in its place is taken away.
"""

import logging
from base64 import b64encode
from collections.abc import Sequence

from adapters.discord import limits, refs
from adapters.discord.api import Api, Json
from adapters.discord.errors import FINISHED_EVENT, NO_PICTURE, UNKNOWN_EVENT, Declined
from adapters.discord.threads import end_of
from bot.community.people import Ref
from bot.routing.files import FileGone, FileMaker
from bot.ui.capabilities import short
from bot.ui.content import TooLarge
from bot.ui.files import File
from bot.ui.listings import Listing

log = logging.getLogger(__name__)

EVENTS = "/guilds/{guild_id}/scheduled-events"
EVENT = "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}"
_FOR_THE_SERVER = 2  # docs: resources/guild-scheduled-event, "Privacy Level"
_GONE = (UNKNOWN_EVENT, FINISHED_EVENT)
_EXTERNAL = 3  # … "Entity Types": it is in no channel of the server


class Agenda:
    """The Events tab of one server. Errors are those of `Api.call`, and `NotReady`."""

    def __init__(self, api: Api, agenda: Ref, file_maker: FileMaker) -> None:
        self._api = api
        self._file_maker = file_maker
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
        made = await self._pictured(body, listing.picture)
        return str(made["id"])

    async def change(self, event: str, listing: Listing) -> bool:
        """Let it say something else; `False` if it is there no more, or over."""
        body = _body(listing) | ({} if listing.picture else {"image": None})
        if listing.begun:
            del body["scheduled_start_time"]
        try:
            await self._pictured(body, listing.picture, event)
        except Declined as declined:
            if declined.code not in _GONE:
                raise
            return False
        return True

    async def remove(self, event: str) -> None:
        """Let it be there no more."""
        try:
            await self._api.call(
                "DELETE", EVENT, guild_id=self._guild, guild_scheduled_event_id=event
            )
        except Declined as declined:
            if declined.code not in _GONE:
                raise

    async def _pictured(self, body: Json, picture: File | None, event: str = "") -> Json:
        """Say it with its picture; of which nothing is said, if Discord does not take that."""
        if image := await self._image(picture) if picture else "":
            body = body | {"image": image}
        try:
            return await self._say(body, event)
        except Declined as declined:
            if "image" not in body or declined.code not in NO_PICTURE:
                raise
            log.warning("Discord takes no picture: %s", declined)
        return await self._say({name: body[name] for name in body if name != "image"}, event)

    async def _say(self, body: Json, event: str) -> Json:
        """Say it of an event that is there, or of a new one."""
        if not event:
            made: Json = await self._api.call("POST", EVENTS, body, guild_id=self._guild)
            return made
        changed: Json = await self._api.call(
            "PATCH", EVENT, body, guild_id=self._guild, guild_scheduled_event_id=event
        )
        return changed

    async def _image(self, picture: File) -> str:
        """The picture as Discord takes it (docs: reference, "Image Data"); empty if it is gone."""
        try:
            made = await self._file_maker.make(picture)
        except (FileGone, TooLarge):
            return ""
        try:
            content = b64encode(made.read()).decode()
        finally:
            made.close()
        return f"data:{picture.media_type};base64,{content}"

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
