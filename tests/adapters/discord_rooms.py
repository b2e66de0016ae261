"""The routes about channels, threads and direct messages."""

from typing import Any

from tests.adapters.discord_api import Ask, route, thread_list
from tests.adapters.discord_refusals import Refused
from tests.adapters.discord_rights import can, sees
from tests.adapters.discord_things import ANNOUNCEMENTS, PRIVATE, PUBLIC, TEXT, Channel, Guild
from tests.adapters.discord_world import GUILD_MEMBERS, GUILDS

Json = dict[str, Any]
DURATIONS = {60, 1440, 4320, 10080}


@route("GET /channels/{channel_id}")
def channel(ask: Ask) -> Json:
    return ask.channel().as_json()


@route("PATCH /channels/{channel_id}")
def edit_channel(ask: Ask) -> Json:
    found = ask.channel()
    if not found.is_thread:
        found = ask.channel("manage_channels")
        found.name = str(ask.form.get("name", found.name))
        ask.world.tell_bot(found, "CHANNEL_UPDATE", found.as_json())
        return found.as_json()
    _edit_thread(ask, found)
    ask.world.tell_bot(found, "THREAD_UPDATE", found.as_json())
    return found.as_json()


def _edit_thread(ask: Ask, thread: Channel) -> None:
    """Change a thread as its maker may, or its moderators; anybody in it may wake it."""
    bot, body, guild = ask.world.bot.id, ask.form, thread.guild
    assert guild
    moderates = can(guild, bot, "manage_threads", thread)
    wakes = body.get("archived") is False
    if thread.archived and not wakes:
        raise Refused(50083)
    if (thread.locked or "locked" in body) and not moderates:
        raise Refused(50013)
    if set(body) - {"archived"} or not wakes:
        if not moderates and thread.owner != bot:
            raise Refused(50013)
    elif not can(guild, bot, "send_messages_in_threads", thread):
        raise Refused(50013)
    if thread.archived and wakes:
        _room_for_one_more(guild)
    if "archived" in body and bool(body["archived"]) != thread.archived:
        thread.archived, thread.archived_at = bool(body["archived"]), ask.world.now()
    thread.locked = bool(body.get("locked", thread.locked))
    thread.invitable = bool(body.get("invitable", thread.invitable))
    thread.auto_archive = int(body.get("auto_archive_duration", thread.auto_archive))
    thread.name = _name(body) if "name" in body else thread.name


def _name(body: Json) -> str:
    name = body.get("name")
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= 100:
        raise Refused.form("name", "Must be between 1 and 100 in length.", "BASE_TYPE_BAD_LENGTH")
    return name


def _room_for_one_more(guild: Guild) -> None:
    if sum(not thread.archived for thread in guild.threads) >= guild.max_threads:
        raise Refused(160006)


@route("DELETE /channels/{channel_id}")
def delete_channel(ask: Ask) -> Json:
    found = ask.channel()
    if found.guild:
        ask.channel("manage_threads" if found.is_thread else "manage_channels")
        remove(ask, found)
    return found.as_json()


def remove(ask: Ask, found: Channel) -> None:
    """Delete a channel or thread and tell of it."""
    assert found.guild
    event = "THREAD_DELETE" if found.is_thread else "CHANNEL_DELETE"
    ask.world.tell_bot(found, event, found.as_json())
    found.deleted = True
    found.guild.channels.pop(found.id, None)


@route("POST /channels/{channel_id}/typing")
def typing(ask: Ask) -> None:
    found = ask.channel()
    ask.channel("send_messages_in_threads" if found.is_thread else "send_messages")


# Threads -----------------------------------------------------------------------------------------


@route("POST /channels/{channel_id}/threads", status=201)
def open_thread(ask: Ask) -> Json:
    parent = ask.channel()
    kind = ask.form.get("type", PRIVATE)
    if parent.guild is None or kind not in (PUBLIC, PRIVATE):
        raise Refused(50024)
    if parent.kind != TEXT and (kind == PRIVATE or parent.kind != ANNOUNCEMENTS):
        raise Refused(50024)
    ask.channel("create_private_threads" if kind == PRIVATE else "create_public_threads")
    name, archive = _name(ask.form), ask.form.get("auto_archive_duration", 4320)
    if archive not in DURATIONS:
        why = f"Value must be one of {sorted(DURATIONS)}."
        raise Refused.form("auto_archive_duration", why, "BASE_TYPE_CHOICES")
    _room_for_one_more(parent.guild)
    invitable = bool(ask.form.get("invitable", True))
    bot = ask.world.bot.id
    made = ask.world.thread(parent, name, bot, kind, invitable=invitable, auto_archive=archive)
    return made.as_json() | {"member": made.member_json(bot)}


@route("POST /channels/{channel_id}/messages/{message_id}/threads", status=201)
def open_thread_below(ask: Ask) -> Json:
    """Open a thread below a message, whose id it has; there is one at most."""
    parent = ask.channel("create_public_threads", "read_message_history")
    if parent.guild is None or parent.kind not in (TEXT, ANNOUNCEMENTS):
        raise Refused(50024)
    message = ask.message(parent)
    if message.id in ask.world.channels:
        raise Refused(160004)
    name, archive = _name(ask.form), ask.form.get("auto_archive_duration", 4320)
    if archive not in DURATIONS:
        why = f"Value must be one of {sorted(DURATIONS)}."
        raise Refused.form("auto_archive_duration", why, "BASE_TYPE_CHOICES")
    _room_for_one_more(parent.guild)
    bot = ask.world.bot.id
    made = ask.world.thread(parent, name, bot, PUBLIC, id_=message.id, auto_archive=archive)
    return made.as_json() | {"member": made.member_json(bot)}


def _thread(ask: Ask) -> Channel:
    found = ask.channel()
    if not found.is_thread:
        raise Refused(50024)
    return found


@route("GET /channels/{channel_id}/thread-members")
def thread_members(ask: Ask) -> list[Json]:
    found = _thread(ask)
    limit, after = ask.number("limit", 100, 1, 100), int(ask.query.get("after", 0))
    whole = ask.query.get("with_member") in ("1", "true", "True")
    told = []
    for user in sorted(found.members):
        if user > after:
            assert found.guild
            more = {"member": found.guild.members[user].as_json()} if whole else {}
            told.append(found.member_json(user) | more)
    return told[:limit] if whole else told


@route("GET /channels/{channel_id}/thread-members/{user_id}")
def thread_member(ask: Ask) -> Json:
    found = _thread(ask)
    user = _user(ask)
    if user not in found.members:
        raise Refused(10007)
    return found.member_json(user)


@route("PUT /channels/{channel_id}/thread-members/{user_id}")
def add_to_thread(ask: Ask) -> None:
    """Add a member of the server; whoever is in it already stays as they are."""
    found, user, bot = _thread(ask), _user(ask), ask.world.bot.id
    assert found.guild
    if found.archived:
        raise Refused(50083)
    if user not in found.guild.members:
        raise Refused(10007 if user in ask.world.users else 10013)
    if user != bot:
        ask.channel("send_messages_in_threads")
        if not found.invitable and found.owner != bot:
            ask.channel("manage_threads")
        if not can(found.guild, user, "view_channel", found):
            raise Refused(50001)
    if user not in found.members:
        ask.world.note_arrival(found, user)
        _members_changed(ask, found, {"added_members": [found.member_json(user)]}, user)


@route("DELETE /channels/{channel_id}/thread-members/{user_id}")
def take_from_thread(ask: Ask) -> None:
    found, user, bot = _thread(ask), _user(ask), ask.world.bot.id
    if found.archived:
        raise Refused(50083)
    if user != bot and not (found.kind == PRIVATE and found.owner == bot):
        ask.channel("manage_threads")
    if found.members.pop(user, None) is None:
        raise Refused(10007)
    _members_changed(ask, found, {"removed_member_ids": [str(user)]}, user)


def _user(ask: Ask) -> int:
    return ask.world.bot.id if ask.ids["user_id"] == "@me" else ask.id("user_id")


def _members_changed(ask: Ask, thread: Channel, change: Json, user: int) -> None:
    assert thread.guild
    said = {"id": str(thread.id), "guild_id": str(thread.guild.id)}
    said_more = {"member_count": len(thread.members)} | change
    intent = GUILDS if user == ask.world.bot.id else GUILD_MEMBERS
    ask.world.tell("THREAD_MEMBERS_UPDATE", said | said_more, thread.guild, intent)


@route("GET /channels/{channel_id}/users/@me/threads/archived/private")
def my_archived_threads(ask: Ask) -> Json:
    parent, bot = ask.channel("read_message_history"), ask.world.bot.id
    found = [t for t in _archived(parent, PRIVATE) if bot in t.members]
    before = int(ask.query.get("before", 0))
    found = sorted((t for t in found if not before or t.id < before), key=lambda t: -t.id)
    return _page(ask, found)


@route("GET /channels/{channel_id}/threads/archived/private")
def archived_private_threads(ask: Ask) -> Json:
    parent = ask.channel("read_message_history", "manage_threads")
    return _page(ask, _by_archival(ask, _archived(parent, PRIVATE)))


@route("GET /channels/{channel_id}/threads/archived/public")
def archived_public_threads(ask: Ask) -> Json:
    parent = ask.channel("read_message_history")
    return _page(ask, _by_archival(ask, _archived(parent, PUBLIC)))


def _archived(parent: Channel, kind: int) -> list[Channel]:
    assert parent.guild
    threads = parent.guild.threads
    return [t for t in threads if t.parent is parent and t.archived and t.kind == kind]


def _by_archival(ask: Ask, threads: list[Channel]) -> list[Channel]:
    before = ask.query.get("before", "9999")
    older = [thread for thread in threads if thread.archived_at < before]
    return sorted(older, key=lambda thread: thread.archived_at, reverse=True)


def _page(ask: Ask, threads: list[Channel]) -> Json:
    limit = ask.number("limit", 50, 2, 100)
    told = thread_list(threads[:limit], ask.world.bot.id)
    return told | {"has_more": len(threads) > limit}


# Direct messages ---------------------------------------------------------------------------------


@route("POST /users/@me/channels")
def open_direct(ask: Ask) -> Json:
    """Open the direct messages with a user: always the same ones."""
    raw = str(ask.form.get("recipient_id", ""))
    user = ask.world.users.get(int(raw)) if raw.isdigit() else None
    if user is None or user is ask.world.bot:
        raise Refused(50033)
    return ask.world.dm(user).as_json()


def reach(ask: Ask, direct: Channel) -> None:
    """Refuse a direct message that its recipient does not get."""
    user = direct.recipient
    assert user
    shared = [g for g in ask.world.guilds.values() if g.has_bot and user.id in g.members]
    if not shared:
        raise Refused(50278)
    if user.bot or user.dms_closed or all(guild.id in user.closed_in for guild in shared):
        raise Refused(50007)


def readable(ask: Ask, found: Channel) -> bool:
    """Whether the bot may read what was said."""
    bot = ask.world.bot.id
    if found.guild is None:
        return True
    return sees(found, bot) and can(found.guild, bot, "read_message_history", found)
