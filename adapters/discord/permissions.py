"""What Kindred may do in Discord: every scope and permission, and what somebody has of them.

Worked out as Discord does (docs: topics/permissions): roles add up, then a channel's own rules.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

import discord

from bot.community.permissions import Permission
from bot.ui.words import WordBook

words = WordBook("adapters.discord")

Json = dict[str, Any]

_permission = partial(Permission.worded, words)

SCOPES = (
    _permission("bot", needed=True),
    _permission("applications.commands", needed=True),
)
"""What Kindred is invited with; Discord does not tell which of them a server has given."""

CREATE_EVENTS = _permission("create_events")
PERMISSIONS = (
    _permission("view_channel"),  # the library lists it as read_messages
    _permission("send_messages"),
    _permission("send_messages_in_threads"),
    _permission("create_private_threads"),
    _permission("create_public_threads"),
    _permission("read_message_history"),
    _permission("attach_files"),
    CREATE_EVENTS,
)
"""Everything Kindred does in a server, and nothing more, by the library's names.

The texts of each are `permission.<name>`, as Discord's settings call it, `….for` and `….lost`.
"""

MEMBERS = _permission("members")
MESSAGE_CONTENT = _permission("message_content")
INTENTS = (
    _permission("guilds", needed=True),
    _permission("guild_messages"),
    _permission("dm_messages"),
    _permission("guild_reactions"),
    _permission("dm_reactions"),
    MEMBERS,
    MESSAGE_CONTENT,
)
"""What Kindred asks to be told of, by the library's names: none is a server's to give.

Only the last two are privileged; each is asked for where whoever runs Kindred has switched it on.
"""

INVITED_WITH = discord.Permissions(**{each.name: True for each in PERMISSIONS})

THREADS = discord.Permissions(create_private_threads=True, send_messages_in_threads=True)
"""What is not needed where no introductions open."""

EVENTS = discord.Permissions(create_events=True)
"""What is not needed but for a server's Events tab, where facilitators have chosen that."""

_LOOKS_AFTER = discord.Permissions(administrator=True, manage_guild=True)


def in_server(guild: Json, member: Json) -> discord.Permissions:
    """What a member of a server may do there, its channels' own rules aside."""
    if str(member["user"]["id"]) == str(guild["owner_id"]):
        return discord.Permissions.all()
    theirs = {*member["roles"], str(guild["id"])}  # everybody has the role of the server's own id
    found = 0
    for role in guild["roles"]:
        if str(role["id"]) in theirs:
            found |= int(role["permissions"])
    granted = discord.Permissions(found)
    return discord.Permissions.all() if granted.administrator else granted


def in_channel(guild: Json, member: Json, channel: Json) -> discord.Permissions:
    """What a member of a server may do in one of its channels."""
    granted = in_server(guild, member)
    if granted == discord.Permissions.all():
        return granted
    rules = {str(rule["id"]): rule for rule in channel.get("permission_overwrites") or ()}
    everybody, theirs = str(guild["id"]), [str(role) for role in member["roles"]]
    value = _ruled(granted.value, rules, [everybody])
    value = _ruled(value, rules, [role for role in theirs if role != everybody])
    return discord.Permissions(_ruled(value, rules, [str(member["user"]["id"])]))


def runs(guild: Json, member: Json) -> bool:
    """Whether a member looks after the server: its owner, or who may manage it."""
    return bool(in_server(guild, member).value & _LOOKS_AFTER.value)


def lacking(granted: discord.Permissions) -> list[Permission]:
    """What of `PERMISSIONS` is not granted."""
    return [each for each in PERMISSIONS if not getattr(granted, each.name)]


def _ruled(value: int, rules: dict[str, Json], whose: Iterable[str]) -> int:
    allow = deny = 0
    for id_ in whose:
        rule = rules.get(id_, {})
        allow |= int(rule.get("allow") or 0)
        deny |= int(rule.get("deny") or 0)
    return (value & ~deny) | allow
