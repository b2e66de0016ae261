"""The routes about messages."""

import time
from typing import Any

from tests.adapters.discord_api import Ask, route
from tests.adapters.discord_bodies import changes, new_message
from tests.adapters.discord_refusals import Refused
from tests.adapters.discord_rights import can, may_speak
from tests.adapters.discord_rooms import reach, readable
from tests.adapters.discord_things import Channel, Message

Json = dict[str, Any]
NONCE = 25


@route("POST /channels/{channel_id}/messages")
def post(ask: Ask) -> Json:
    """Post; the same nonce of ``enforce_nonce`` again gives the message of the first time."""
    channel, world = ask.channel(), ask.world
    if channel.guild is None:
        reach(ask, channel)
    may_speak(channel, world.bot.id)
    _open(ask, channel)
    body = new_message(ask.form)
    nonce = body.pop("nonce", None)
    enforce = bool(body.pop("enforce_nonce", False))
    if isinstance(nonce, str) and len(nonce) > NONCE:
        why = f"Must be {NONCE} or fewer in length."
        raise Refused.form("nonce", why, "BASE_TYPE_MAX_LENGTH")
    known = _known(ask, str(nonce)) if enforce and nonce is not None else None
    if known:
        return known.as_json() | {"nonce": nonce}
    reference = _reference(channel, body)
    made = world.post(channel, world.bot, body, nonce=nonce, reference=reference)
    if nonce is not None:
        world.nonces[(world.bot.id, str(nonce))] = (time.monotonic(), made)
        return made.as_json() | {"nonce": nonce}
    return made.as_json()


def _open(ask: Ask, channel: Channel) -> None:
    """Refuse to write in a thread that is locked; one that is archived wakes up."""
    if not channel.locked or channel.guild is None:
        return
    if not can(channel.guild, ask.world.bot.id, "manage_threads", channel):
        raise Refused(50083 if channel.archived else 160005)


def _known(ask: Ask, nonce: str) -> Message | None:
    at, made = ask.world.nonces.get((ask.world.bot.id, nonce), (0.0, None))
    fresh = time.monotonic() - at < ask.world.nonce_seconds
    return made if made and fresh and not made.deleted else None


def _reference(channel: Channel, body: Json) -> Json | None:
    said = body.get("message_reference")
    if not said:
        return None
    wanted = int(said.get("message_id") or 0)
    if wanted in channel.messages and not channel.messages[wanted].deleted:
        return {"message_id": str(wanted), "channel_id": str(channel.id), "type": 0}
    if said.get("fail_if_not_exists", True):
        raise Refused.form("message_reference", "Unknown message", "MESSAGE_REFERENCE_UNKNOWN")
    return None


@route("GET /channels/{channel_id}/messages")
def history(ask: Ask) -> list[Json]:
    """Tell of messages, latest first; of none where the history may not be read."""
    channel = ask.channel()
    limit = ask.number("limit", 50, 1, 100)
    if not readable(ask, channel):
        return []
    found = list(reversed(channel.record))
    if "before" in ask.query:
        found = [each for each in found if each.id < int(ask.query["before"])]
    if "after" in ask.query:
        found = [each for each in found if each.id > int(ask.query["after"])][-limit:]
    if "around" in ask.query:
        middle = int(ask.query["around"])
        nearest = sorted(found, key=lambda each: abs(each.id - middle))[:limit]
        found = sorted(nearest, key=lambda each: -each.id)
    return [_told(ask, each) for each in found[:limit]]


def _told(ask: Ask, message: Message) -> Json:
    world = ask.world
    mine = message.author is world.bot or message.channel.guild is None
    mine = mine or world.bot in message.mentioned
    return message.as_json(content=mine or bool(world.privileged & 1 << 15))


@route("GET /channels/{channel_id}/messages/{message_id}")
def message(ask: Ask) -> Json:
    return _told(ask, ask.message(ask.channel("read_message_history")))


@route("PATCH /channels/{channel_id}/messages/{message_id}")
def edit(ask: Ask) -> Json:
    channel = ask.channel()
    found = ask.message(channel)
    if found.author is not ask.world.bot:
        raise Refused(50005)
    if channel.archived:
        raise Refused(50083)
    ask.world.edit(found, changes(found, ask.form))
    return found.as_json()


@route("DELETE /channels/{channel_id}/messages/{message_id}")
def delete(ask: Ask) -> None:
    channel = ask.channel()
    found = ask.message(channel)
    if found.author is not ask.world.bot:
        if channel.guild is None:
            raise Refused(50003)
        ask.channel("manage_messages")
    if channel.archived:
        raise Refused(50083)
    ask.world.erase(found)
