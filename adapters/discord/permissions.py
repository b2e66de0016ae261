"""What Kindred has to be allowed in a server, and what it is not.

Worked out as Discord does (docs: topics/permissions): roles add up, then a channel's own rules.
"""

from collections.abc import Iterable
from typing import Any

import discord

from bot.ui.words import WordBook

words = WordBook("adapters.discord")

Json = dict[str, Any]

_NAMES = (
    "view_channel",  # the library itself says read_messages when it lists them
    "send_messages",
    "create_private_threads",
    "send_messages_in_threads",
    "read_message_history",
)
NEEDED = discord.Permissions(**dict.fromkeys(_NAMES, True))
"""Everything Kindred does in a server, and nothing more."""

THREADS = discord.Permissions(create_private_threads=True, send_messages_in_threads=True)
"""What is not needed where no introductions open."""

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


def lacking(granted: discord.Permissions) -> list[str]:
    """What of `NEEDED` is not granted, as Discord calls it in its settings."""
    return [words.text(f"permission.{name}") for name in _NAMES if not getattr(granted, name)]


def _ruled(value: int, rules: dict[str, Json], whose: Iterable[str]) -> int:
    allow = deny = 0
    for id_ in whose:
        rule = rules.get(id_, {})
        allow |= int(rule.get("allow") or 0)
        deny |= int(rule.get("deny") or 0)
    return (value & ~deny) | allow
