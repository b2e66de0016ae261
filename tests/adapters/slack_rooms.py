"""The Web API's methods about conversations and people."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any, TypeVar

from tests.adapters.slack_api import Ask, Refused, method
from tests.adapters.slack_things import Channel, Message, User

Json = dict[str, Any]
T = TypeVar("T")
KINDS = {"public_channel": "public", "private_channel": "private", "mpim": "mpim", "im": "im"}


def _page(ask: Ask, items: Sequence[T], usual: int) -> tuple[list[T], Json]:
    """Return the page asked for and its response_metadata."""
    limit = int(ask.args.get("limit") or usual)
    start = 0
    if cursor := ask.args.get("cursor"):
        try:
            start = int(base64.b64decode(str(cursor), validate=True).decode().split(":")[1])
        except (binascii.Error, ValueError, IndexError):
            raise Refused("invalid_cursor") from None
    end = start + limit
    more = base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
    return list(items[start:end]), {"response_metadata": {"next_cursor": more}}


# conversations -----------------------------------------------------------------------------------


def channel_json(ask: Ask, channel: Channel) -> Json:
    """Return the conversation object as this workspace's bot sees it."""
    bot = ask.team.bot_user
    body: Json = {"id": channel.id, "created": channel.created, "updated": channel.created * 1000}
    body |= {"is_archived": channel.is_archived, "is_org_shared": False}
    body |= {"context_team_id": ask.team.id}
    if channel.kind == "im":
        other = next((each for each in channel.members if each != bot), bot)
        deleted = ask.world.users[other].deleted
        return body | {"is_im": True, "user": other, "is_user_deleted": deleted, "priority": 0}
    shared = len(channel.teams) > 1
    name = channel.name
    if channel.kind == "mpim":
        names = [ask.world.users[each].name for each in channel.members]
        name = "mpdm-" + "--".join(sorted(names)) + "-1"
    return body | {
        "name": name,
        "name_normalized": name,
        "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private",
        "is_im": False,
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "public",
        "is_general": name == "general",
        "is_shared": shared,
        "is_ext_shared": shared,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "shared_team_ids": sorted(channel.teams),
        "is_member": bot in channel.members,
        "creator": channel.creator,
        "unlinked": 0,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": "", "last_set": 0},
        "previous_names": [],
    }


@method("conversations.info")
def info(ask: Ask) -> Json:
    channel = ask.channel()
    ask.need_for(channel.kind)
    body = channel_json(ask, channel)
    if ask.flag("include_num_members"):
        body["num_members"] = len(channel.members)
    return {"channel": body}


@method("conversations.join")
def join(ask: Ask) -> Json:
    channel = ask.channel()
    if channel.kind != "public":
        raise Refused("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refused("is_archived")
    more: Json = {}
    if ask.team.bot_user in channel.members:
        more = {"warning": "already_in_channel"}
        more["response_metadata"] = {"warnings": ["already_in_channel"]}
    else:
        channel.members.append(ask.team.bot_user)
    return {"channel": channel_json(ask, channel), **more}


@method("conversations.open")
def open_conversation(ask: Ask) -> Json:
    if ask.args.get("channel"):
        channel = ask.channel()
        if channel.kind not in {"im", "mpim"}:
            raise Refused("method_not_supported_for_channel_type")
        return _opened(ask, channel, already=True)
    users = _people(ask)
    kind = "im" if len(users) == 1 else "mpim"
    ask.need_for(kind)
    members = {user.id for user in users} | {ask.team.bot_user}
    found = ask.world.group(ask.team, "im" if kind == "im" else "mpim", members)
    if found is None and ask.flag("prevent_creation"):
        raise Refused("channel_not_found")
    if found:
        return _opened(ask, found, already=True)
    if kind == "im":
        return _opened(ask, ask.outcomes.direct(ask.team, users[0]), already=False)
    made = ask.world.channel("", users, team=ask.team, kind="mpim", creator=ask.team.bot_user)
    return _opened(ask, made, already=False)


def _people(ask: Ask) -> list[User]:
    ids = [each.strip() for each in str(ask.args.get("users") or "").split(",") if each.strip()]
    if not ids:
        raise Refused("users_list_not_supplied")
    ids = [each for each in dict.fromkeys(ids) if each != ask.team.bot_user]
    if len(ids) > 8:
        raise Refused("too_many_users")
    users = [user for each in ids if (user := ask.world.sees(ask.team, each))]
    if len(users) < len(ids):
        raise Refused("user_not_found")
    if any(user.deleted for user in users):
        raise Refused("user_disabled")
    if not users or any(user.is_bot for user in users):
        raise Refused("cannot_dm_bot" if users else "not_enough_users")
    strangers = {user.id for user in users if user.team != ask.team.id}
    rooms = [c for c in ask.world.channels.values() if len(c.teams) > 1 and ask.team.id in c.teams]
    if strangers and not any(strangers <= set(room.members) for room in rooms):
        raise Refused("invalid_user_combination")
    return users


def _opened(ask: Ask, channel: Channel, *, already: bool) -> Json:
    answer: Json = {"no_op": True, "already_open": True} if already else {}
    whole = ask.flag("return_im")
    return answer | {"channel": channel_json(ask, channel) if whole else {"id": channel.id}}


@method("conversations.members")
def members(ask: Ask) -> Json:
    channel = ask.channel()
    ask.need_for(channel.kind)
    page, more = _page(ask, channel.members, 100)
    return {"members": page, **more}


def _kinds(ask: Ask) -> set[str]:
    names = str(ask.args.get("types") or "public_channel").split(",")
    if set(names) - set(KINDS):
        raise Refused("invalid_types")
    kinds = {KINDS[name] for name in names}
    for kind in sorted(kinds):
        ask.need_for(kind)
    return kinds


def _listed(ask: Ask, member: str | None) -> Json:
    kinds, bot = _kinds(ask), ask.team.bot_user
    rooms = [
        channel
        for channel in ask.world.channels.values()
        if channel.kind in kinds
        and ask.team.id in channel.teams
        and (channel.kind == "public" or bot in channel.members)
        and (member is None or member in channel.members)
        and not (ask.flag("exclude_archived") and channel.is_archived)
    ]
    page, more = _page(ask, rooms, 100)
    return {"channels": [channel_json(ask, channel) for channel in page], **more}


@method("conversations.list")
def list_conversations(ask: Ask) -> Json:
    return _listed(ask, None)


@method("users.conversations")
def users_conversations(ask: Ask) -> Json:
    return _listed(ask, ask.args.get("user") or ask.team.bot_user)


# history -----------------------------------------------------------------------------------------


def _between(ask: Ask, messages: Sequence[Message]) -> list[Message]:
    oldest = float(ask.args.get("oldest") or 0)
    latest = float(ask.args.get("latest") or "inf")
    edge = ask.flag("inclusive")

    def inside(message: Message) -> bool:
        at = float(message.ts)
        return oldest < at < latest or (edge and at in (oldest, latest))

    return [message for message in messages if inside(message)]


def _read(ask: Ask, channel: Channel, messages: Sequence[Message]) -> Json:
    page, more = _page(ask, messages, 100)
    whole = ask.flag("include_all_metadata")
    bodies = [_with_replies(channel, message, whole=whole) for message in page]
    has_more = bool(more["response_metadata"]["next_cursor"])
    return {"messages": bodies, "has_more": has_more, **(more if has_more else {})}


def _with_replies(channel: Channel, message: Message, *, whole: bool) -> Json:
    body = message.as_json(metadata=whole)
    replies = [m for m in channel.thread(message.ts) if m is not message]
    if replies:
        body |= {"thread_ts": message.ts, "reply_count": len(replies)}
        body |= {"reply_users": sorted({m.user for m in replies}), "latest_reply": replies[-1].ts}
    return body


@method("conversations.history")
def history(ask: Ask) -> Json:
    channel = ask.channel()
    ask.need_for(channel.kind)
    ask.channel(member=True)
    top = [m for m in channel.timeline if m.thread_ts in (None, m.ts)]
    return {**_read(ask, channel, _between(ask, top[::-1])), "pin_count": 0}


@method("conversations.replies")
def replies(ask: Ask) -> Json:
    channel = ask.channel()
    ask.need_for(channel.kind)
    ask.channel(member=True)
    thread = channel.thread(str(ask.args["ts"]))
    if not thread:
        raise Refused("thread_not_found")
    above, *below = thread  # what is at the top is told in any case
    return _read(ask, channel, [above, *_between(ask, below)])


# users -------------------------------------------------------------------------------------------


def _user_json(ask: Ask, user: User) -> Json:
    own = user.team == ask.team.id
    email = own and "users:read.email" in ask.team.scopes
    return user.as_json(email=email, locale=ask.flag("include_locale"))


@method("users.info")
def user_info(ask: Ask) -> Json:
    user = ask.world.sees(ask.team, str(ask.args["user"]))
    if user is None:
        raise Refused("user_not_found")
    return {"user": _user_json(ask, user)}


@method("users.list")
def list_users(ask: Ask) -> Json:
    seen = [user for user in ask.world.users.values() if ask.world.sees(ask.team, user.id)]
    page, more = _page(ask, seen, 1000)
    return {"members": [_user_json(ask, user) for user in page], "cache_ts": 0, **more}


@method("users.lookupByEmail")
def lookup(ask: Ask) -> Json:
    wanted = str(ask.args["email"]).lower()
    for user in ask.world.users.values():
        if user.team == ask.team.id and user.email.lower() == wanted and not user.deleted:
            return {"user": _user_json(ask, user)}
    raise Refused("users_not_found")
