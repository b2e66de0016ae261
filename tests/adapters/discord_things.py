"""What is in a local Discord: users, servers, channels, threads and messages, and their JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

TEXT, DM, ANNOUNCEMENTS, PUBLIC, PRIVATE, FORUM = 0, 1, 5, 11, 12, 15
THREADS = {10, PUBLIC, PRIVATE}
EPHEMERAL, LOADING, V2 = 1 << 6, 1 << 7, 1 << 15

# https://docs.discord.com/developers/topics/permissions
BITS = {
    "administrator": 1 << 3,
    "manage_channels": 1 << 4,
    "manage_guild": 1 << 5,
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "manage_messages": 1 << 13,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "mention_everyone": 1 << 17,
    "change_nickname": 1 << 26,
    "manage_roles": 1 << 28,
    "use_application_commands": 1 << 31,
    "manage_threads": 1 << 34,
    "create_public_threads": 1 << 35,
    "create_private_threads": 1 << 36,
    "send_messages_in_threads": 1 << 38,
    "create_events": 1 << 44,
}
ALL = (1 << 53) - 1


# What every server here has alike, or lacks.
PLAIN: Json = dict.fromkeys(
    [
        *("icon", "banner", "splash", "discovery_splash", "home_header", "description"),
        *("application_id", "afk_channel_id", "system_channel_id", "widget_channel_id"),
        *("rules_channel_id", "safety_alerts_channel_id", "public_updates_channel_id"),
        *("max_presences", "vanity_url_code", "incidents_data"),
    ]
)
PLAIN |= dict.fromkeys(
    [
        *("system_channel_flags", "verification_level", "explicit_content_filter", "mfa_level"),
        *("nsfw_level", "premium_tier", "premium_subscription_count"),
    ],
    0,
)
PLAIN |= dict.fromkeys(["widget_enabled", "nsfw", "premium_progress_bar_enabled"], False)
PLAIN |= {"region": "deprecated", "afk_timeout": 300, "default_message_notifications": 1}
PLAIN |= {
    "max_members": 500_000,
    "max_video_channel_users": 25,
    "max_stage_video_channel_users": 50,
}


def bits(*names: str) -> int:
    """Return the permission integer of these names."""
    return sum(BITS[name] for name in names)


EVERYONE = bits(
    "view_channel",
    "send_messages",
    "embed_links",
    "attach_files",
    "read_message_history",
    "change_nickname",
    "use_application_commands",
    "create_public_threads",
    "create_private_threads",
    "send_messages_in_threads",
)


@dataclass(eq=False)
class User:
    """A person (or bot). ``dms_closed``: nobody may write to them; ``closed_in``: per server."""

    id: int
    name: str
    username: str
    locale: str = "en-GB"
    bot: bool = False
    dms_closed: bool = False
    closed_in: set[int] = field(default_factory=set)

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    def as_json(self) -> Json:
        return {
            "id": str(self.id),
            "username": self.username,
            "global_name": None if self.bot else self.name,
            "discriminator": "0000" if self.bot else "0",
            "avatar": None,
            "bot": self.bot,
            "system": False,
            "public_flags": 0,
            "flags": 0,
            "primary_guild": None,
        }


@dataclass(eq=False)
class Role:
    """A role of a server; the one with the server's own id is everybody's."""

    id: int
    name: str
    permissions: int = 0
    position: int = 1
    managed_by: int | None = None

    def as_json(self) -> Json:
        tags = {"tags": {"bot_id": str(self.managed_by)}} if self.managed_by else {}
        return {
            "id": str(self.id),
            "name": self.name,
            "description": None,
            "permissions": str(self.permissions),
            "position": self.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": self.managed_by is not None,
            "mentionable": False,
            "icon": None,
            "unicode_emoji": None,
            "flags": 0,
            **tags,
        }


@dataclass(eq=False)
class Member:
    """A user in a server."""

    user: User
    joined_at: str
    nick: str | None = None
    roles: set[int] = field(default_factory=set)

    def as_json(self) -> Json:
        return {
            "user": self.user.as_json(),
            "nick": self.nick,
            "roles": [str(role) for role in sorted(self.roles)],
            "joined_at": self.joined_at,
            "avatar": None,
            "banner": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
            "premium_since": None,
            "communication_disabled_until": None,
        }


@dataclass
class Overwrite:
    """What a channel allows or denies to a role (kind 0) or a member (kind 1)."""

    kind: int
    allow: int = 0
    deny: int = 0


@dataclass(eq=False)
class Attachment:
    """A file of a person's; without `content` it is there no more."""

    id: int
    filename: str
    content: bytes | None
    size: int
    url: str

    def as_json(self) -> Json:
        said: Json = {"id": str(self.id), "filename": self.filename, "size": self.size}
        return said | {"url": self.url, "proxy_url": self.url, "content_type": "text/csv"}


@dataclass(eq=False)
class Message:
    """A message, by id; ``history`` holds the JSON of each former version.

    What people give with words (files, stickers …) is ``given`` in the body, as JSON of its own.
    """

    id: int
    channel: Channel
    author: User
    at: str
    body: Json
    ephemeral_to: int | None = None
    interaction: Json | None = None
    nonce: str | int | None = None
    edited_at: str | None = None
    deleted: bool = False
    loading: bool = False
    history: list[Json] = field(default_factory=list)
    reference: Json | None = None
    pinged: set[int] = field(default_factory=set)
    pinged_roles: set[int] = field(default_factory=set)
    pinged_everyone: bool = False
    mentioned: list[User] = field(default_factory=list)
    kind: int = 0
    webhook: int = 0
    pings_answered: User | None = None

    @property
    def flags(self) -> int:
        kept = int(self.body.get("flags") or 0)
        kept |= EPHEMERAL if self.ephemeral_to else 0
        return kept | (LOADING if self.loading else 0)

    @property
    def is_v2(self) -> bool:
        return bool(self.flags & V2)

    @property
    def content(self) -> str:
        return str(self.body.get("content") or "")

    @property
    def components(self) -> list[Json]:
        return list(self.body.get("components") or [])

    @property
    def words(self) -> str:
        """All that can be read, line by line: content, embeds and text displays."""
        lines = [self.content] if self.content else []
        for embed in self.body.get("embeds") or []:
            lines += [str(embed[key]) for key in ("title", "description") if embed.get(key)]
        lines += [str(part["content"]) for part in every(self.components) if part["type"] == 10]
        return "\n".join(lines)

    @property
    def buttons(self) -> list[str]:
        """The labels of the buttons, in order."""
        return [str(part.get("label", "")) for part in every(self.components) if part["type"] == 2]

    def as_json(self, *, content: bool = True) -> Json:
        """The JSON; without ``content`` as one without the privileged intent gets it."""
        shown = self.body if content else {}
        said: Json = {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "author": self.author.as_json(),
            "type": 20 if self.interaction and self.interaction["type"] == 2 else self.kind,
            "content": shown.get("content") or "",
            "embeds": shown.get("embeds") or [],
            "components": shown.get("components") or [],
            "attachments": [],
            "mentions": [user.as_json() for user in self.mentioned],
            "mention_roles": [str(role) for role in sorted(self.pinged_roles)],
            "mention_everyone": self.pinged_everyone,
            "timestamp": self.at,
            "edited_timestamp": self.edited_at,
            "tts": False,
            "pinned": False,
            "flags": self.flags,
        }
        said |= shown.get("given") or {}
        if self.reference:
            said |= {"type": 19, "message_reference": self.reference}
        if self.webhook:
            said["webhook_id"] = str(self.webhook)
        if self.interaction:
            said["application_id"] = str(self.author.id)
            said["interaction_metadata"] = self.interaction
            said["webhook_id"] = str(self.author.id)
        return said


@dataclass(eq=False)
class Channel:
    """A channel, a thread (``parent``) or direct messages with the bot (``recipient``)."""

    id: int
    kind: int
    name: str = ""
    guild: Guild | None = None
    parent: Channel | None = None
    owner: int = 0
    recipient: User | None = None
    position: int = 0
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    auto_archive: int = 4320
    archived_at: str = ""
    created_at: str = ""
    deleted: bool = False

    @property
    def is_thread(self) -> bool:
        return self.kind in THREADS

    @property
    def record(self) -> list[Message]:
        """What everybody there sees, oldest first, with what Discord itself notes there."""
        told = self.messages.values()
        return [each for each in told if not each.deleted and each.ephemeral_to is None]

    @property
    def talk(self) -> list[Message]:
        """What was said to everybody there, oldest first."""
        return [message for message in self.record if not message.kind]

    @property
    def last(self) -> Message:
        """The latest message that everybody there sees."""
        return self.talk[-1]

    def as_json(self) -> Json:
        seen = self.talk
        said: Json = {"id": str(self.id), "type": self.kind, "flags": 0}
        said["last_message_id"] = str(seen[-1].id) if seen else None
        if self.recipient:
            return said | {"recipients": [self.recipient.as_json()]}
        assert self.guild
        said |= {"guild_id": str(self.guild.id), "name": self.name, "rate_limit_per_user": 0}
        if self.is_thread:
            return said | self._thread_json()
        return said | {
            "position": self.position,
            "parent_id": None,
            "topic": None,
            "nsfw": False,
            "permission_overwrites": [
                {"id": str(key), "type": rule.kind, "allow": str(rule.allow)}
                | {"deny": str(rule.deny)}
                for key, rule in self.overwrites.items()
            ],
        }

    def _thread_json(self) -> Json:
        metadata = {
            "archived": self.archived,
            "locked": self.locked,
            "auto_archive_duration": self.auto_archive,
            "archive_timestamp": self.archived_at,
            "create_timestamp": self.created_at,
        }
        if self.kind == PRIVATE:
            metadata["invitable"] = self.invitable
        return {
            "parent_id": str(self.parent.id) if self.parent else None,
            "owner_id": str(self.owner),
            "message_count": len(self.talk),
            "total_message_sent": len(self.messages),
            "member_count": min(len(self.members), 50),
            "thread_metadata": metadata,
        }

    def member_json(self, user: int) -> Json:
        """The JSON of a thread's member."""
        return {
            "id": str(self.id),
            "user_id": str(user),
            "join_timestamp": self.members[user],
            "flags": 1,
        }


@dataclass(eq=False)
class Guild:
    """A server. ``has_bot`` is whether the app is in; ``unavailable`` an outage of it alone."""

    id: int
    name: str
    owner: User
    locale: str = "en-GB"
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    has_bot: bool = True
    unavailable: bool = False
    max_threads: int = 1000
    events: dict[int, Json] = field(default_factory=dict)

    @property
    def threads(self) -> list[Channel]:
        """Every thread, the archived ones too, oldest first."""
        return [channel for channel in self.channels.values() if channel.is_thread]

    def as_json(self) -> Json:
        return {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner.id),
            "roles": [role.as_json() for role in self.roles.values()],
            "preferred_locale": self.locale,
            "features": [],
            "emojis": [],
            "stickers": [],
            **PLAIN,
        }


def every(parts: list[Json]) -> list[Json]:
    """Return components with all that are inside them, in the order of reading."""
    found: list[Json] = []
    for part in parts:
        found.append(part)
        found += every(part.get("components") or [])
        found += every([part[key] for key in ("accessory", "component") if part.get(key)])
    return found
