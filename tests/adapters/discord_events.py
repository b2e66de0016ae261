"""The routes about a server's Events tab: the bot makes events there, and changes its own."""

from datetime import datetime
from typing import Any

from tests.adapters.discord_api import Ask, route
from tests.adapters.discord_refusals import Refused
from tests.adapters.discord_rights import can

Json = dict[str, Any]
SCHEDULED, COMPLETED = 1, 3
_MOST = 100  # docs: resources/guild-scheduled-event, "Create Guild Scheduled Event"


@route("GET /guilds/{guild_id}/scheduled-events")
def events(ask: Ask) -> list[Json]:
    return [each for each in ask.guild().events.values() if each["status"] != COMPLETED]


@route("POST /guilds/{guild_id}/scheduled-events")
def make(ask: Ask) -> Json:
    guild, body = ask.guild(), ask.form
    if not can(guild, ask.world.bot.id, "create_events"):
        raise Refused(50013)
    if len(events(ask)) >= _MOST:
        raise Refused(30038)
    _in_order(body)
    id_ = ask.world.new_id()
    guild.events[id_] = body | {
        "id": str(id_),
        "guild_id": str(guild.id),
        "channel_id": None,
        "creator_id": str(ask.world.bot.id),
        "status": SCHEDULED,
    }
    return guild.events[id_]


@route("PATCH /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}")
def change(ask: Ask) -> Json:
    event = _own(ask)
    if event["status"] == COMPLETED:
        raise Refused(180000)
    _in_order(event | ask.form)
    event |= ask.form
    return event


@route("DELETE /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}")
def remove(ask: Ask) -> None:
    del ask.guild().events[int(_own(ask)["id"])]


def _own(ask: Ask) -> Json:
    guild = ask.guild()
    found = guild.events.get(ask.id("guild_scheduled_event_id"))
    if found is None:
        raise Refused(10070)
    if not can(guild, ask.world.bot.id, "create_events"):
        raise Refused(50013)
    return found


def _in_order(event: Json) -> None:
    """Refuse an event that ends before it begins; what time it is here, only stories know."""
    start, end = (datetime.fromisoformat(event[f"scheduled_{at}_time"]) for at in ("start", "end"))
    if end <= start:
        raise Refused.form("scheduled_end_time", "Must be after the start.", "BASE_TYPE_BAD")
