"""Who may do what where, worked out as Discord does."""

from tests.adapters.discord_refusals import Refused
from tests.adapters.discord_things import ALL, BITS, PRIVATE, Channel, Guild

VIEW = BITS["view_channel"]


def rights(guild: Guild, user: int, channel: Channel | None = None) -> int:
    """Return the permission integer of a member, in a channel or thread of the server.

    https://docs.discord.com/developers/topics/permissions#permission-overwrites
    """
    member = guild.members.get(user)
    if member is None:
        return 0
    if guild.owner.id == user:
        return ALL
    own = guild.roles[guild.id].permissions
    for role in member.roles:
        own |= guild.roles[role].permissions
    if own & BITS["administrator"]:
        return ALL
    return _in_channel(own, guild, user, channel) if channel else own


def _in_channel(own: int, guild: Guild, user: int, channel: Channel) -> int:
    rules = (channel.parent or channel).overwrites
    if everyone := rules.get(guild.id):
        own = own & ~everyone.deny | everyone.allow
    allow = deny = 0
    for role in guild.members[user].roles:
        if rule := rules.get(role):
            allow, deny = allow | rule.allow, deny | rule.deny
    own = own & ~deny | allow
    if mine := rules.get(user):
        own = own & ~mine.deny | mine.allow
    return own if own & VIEW else 0


def can(guild: Guild, user: int, name: str, channel: Channel | None = None) -> bool:
    """Whether a member has the permission of this name."""
    return bool(rights(guild, user, channel) & BITS[name])


def sees(channel: Channel, user: int) -> bool:
    """Whether a user can look into a channel, thread or direct message."""
    if channel.deleted:
        return False
    if channel.guild is None:
        return True
    if not can(channel.guild, user, "view_channel", channel):
        return False
    if channel.kind != PRIVATE or user in channel.members:
        return True
    return can(channel.guild, user, "manage_threads", channel)


def need(channel: Channel, user: int, *names: str) -> None:
    """Refuse with 50001 what the user cannot see and with 50013 what they may not do there."""
    if not sees(channel, user):
        raise Refused(50001)
    if channel.guild is None:
        return
    for name in names:
        if not can(channel.guild, user, name, channel):
            raise Refused(50013)


def may_speak(channel: Channel, user: int) -> None:
    """Refuse a message that the user may not write."""
    need(channel, user, "send_messages_in_threads" if channel.is_thread else "send_messages")
