"""The state of a local Discord, and the acts on it that the gateway tells of."""

import itertools
import re
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.adapters.discord_rights import can, sees
from tests.adapters.discord_things import (
    DM,
    EVERYONE,
    PRIVATE,
    TEXT,
    Attachment,
    Channel,
    Guild,
    Member,
    Message,
    Role,
    User,
    bits,
    every,
)

Json = dict[str, Any]
EPOCH = 1_420_070_400_000
GUILDS, GUILD_MEMBERS, GUILD_MESSAGES, DIRECT_MESSAGES, CONTENT = (
    1,
    1 << 1,
    1 << 9,
    1 << 12,
    1 << 15,
)
GUILD_REACTIONS, DIRECT_REACTIONS = 1 << 10, 1 << 13
RECIPIENT_ADD = 1  # a message's type
INVITED = bits(
    "view_channel",
    "send_messages",
    "read_message_history",
    "create_private_threads",
    "create_public_threads",
    "send_messages_in_threads",
    "attach_files",
    "create_events",
)
Tell = Callable[..., None]
_MENTION = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")
_ALL = re.compile(r"@(?:everyone|here)\b")


class World:
    """Servers, people and what they said. Everything is open to tests."""

    def __init__(self) -> None:
        self._last_id = 0
        self._names = itertools.count(1)
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.dms: dict[int, Channel] = {}
        self.attachments: dict[int, Attachment] = {}
        self.files = ""
        """The origin at which these are kept."""
        self.app_id = self.new_id()
        self.bot = User(self.app_id, "Kindred", "kindred", bot=True)
        self.users[self.bot.id] = self.bot
        self.owner = self.user("App Owner")
        self.token = f"MTA.{secrets.token_hex(3)}.{secrets.token_hex(16)}"
        self.privileged = 0
        """The privileged intents that the developer portal has on, as intent bits."""
        self.nonces: dict[tuple[int, str], tuple[float, Message]] = {}
        self.nonce_seconds = 300.0
        self.commands: dict[int | None, list[Json]] = {}
        """The registered commands: None is everywhere, else by server."""
        self.tell: Tell = lambda *_args, **_more: None

    # Making things -----------------------------------------------------------------------------

    def new_id(self) -> int:
        """Return the next snowflake."""
        now = (int(time.time() * 1000) - EPOCH) << 22
        self._last_id = max(self._last_id + 1, now)
        return self._last_id

    def now(self, seconds: float = 0.0) -> str:
        """Return the present instant (some seconds later) as Discord writes it."""
        return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()

    def user(self, name: str, *, locale: str = "en-GB", bot: bool = False) -> User:
        """A person with an account, in no server yet."""
        username = f"{re.sub('[^a-z0-9]', '', name.lower())}{next(self._names)}"
        made = User(self.new_id(), name, username, locale, bot)
        self.users[made.id] = made
        return made

    def guild(
        self,
        name: str = "Northern Commons",
        *,
        owner: User | None = None,
        bot: bool = True,
        permissions: int = INVITED,
    ) -> Guild:
        """A server with #general, where the app was invited with these permissions."""
        made = Guild(self.new_id(), name, owner or self.user(f"Owner of {name}"))
        made.roles[made.id] = Role(made.id, "@everyone", EVERYONE, 0)
        made.has_bot = False
        self.guilds[made.id] = made
        self.enter(made, made.owner)
        self.channel(made, "general")
        if bot:
            self.invite(made, permissions)
        return made

    def invite(self, guild: Guild, permissions: int = INVITED) -> None:
        """Let the app into a server."""
        role = Role(self.new_id(), self.bot.name, permissions, 1, managed_by=self.bot.id)
        guild.roles[role.id] = role
        guild.has_bot = True
        self.enter(guild, self.bot)
        guild.members[self.bot.id].roles.add(role.id)
        said = self.guild_create(guild)
        del said["unavailable"]  # by that, the library knows a server that is new to the app
        self.tell("GUILD_CREATE", said, guild, GUILDS)

    def role(self, guild: Guild, name: str, permissions: int = 0) -> Role:
        """A new role of a server."""
        made = Role(self.new_id(), name, permissions, len(guild.roles))
        guild.roles[made.id] = made
        said = {"guild_id": str(guild.id), "role": made.as_json()}
        self.tell("GUILD_ROLE_CREATE", said, guild, GUILDS)
        return made

    def member(self, guild: Guild, name: str, *, locale: str = "en-GB", nick: str = "") -> User:
        """A new person who is in the server."""
        user = self.user(name, locale=locale)
        self.enter(guild, user).nick = nick or None
        return user

    def enter(self, guild: Guild, user: User) -> Member:
        """Put a user into a server without telling of it."""
        made = guild.members[user.id] = Member(user, self.now())
        return made

    def channel(self, guild: Guild, name: str, kind: int = TEXT) -> Channel:
        """A new channel of a server."""
        made = Channel(self.new_id(), kind, name, guild, position=len(guild.channels))
        guild.channels[made.id] = self.channels[made.id] = made
        self.tell("CHANNEL_CREATE", made.as_json(), guild, GUILDS)
        return made

    def thread(
        self,
        parent: Channel,
        name: str,
        owner: int,
        kind: int = PRIVATE,
        *,
        id_: int = 0,
        **fields: Any,
    ) -> Channel:
        """A new thread with its maker in it; one below a message has its id."""
        now = self.now()
        made = Channel(
            id_ or self.new_id(), kind, name, parent.guild, parent, owner, created_at=now
        )
        made.archived_at, made.members = now, {owner: now}
        for key, value in fields.items():
            setattr(made, key, value)
        assert parent.guild
        parent.guild.channels[made.id] = self.channels[made.id] = made
        said = made.as_json() | {"newly_created": True}
        if owner == self.bot.id:
            said["member"] = made.member_json(owner)
        self.tell_bot(made, "THREAD_CREATE", said)
        return made

    def dm(self, user: User) -> Channel:
        """The direct messages between a user and the bot; made when they are first wanted."""
        if user.id not in self.dms:
            made = Channel(self.new_id(), DM, recipient=user)
            self.dms[user.id] = self.channels[made.id] = made
        return self.dms[user.id]

    def attach(self, filename: str, content: bytes) -> Attachment:
        """A file that somebody attaches to something."""
        id_ = self.new_id()
        url = f"{self.files}/attachments/{id_}/file?ex=1&is=2&hm=3"
        made = self.attachments[id_] = Attachment(id_, filename, content, len(content), url)
        return made

    def thing(self, key: int) -> User | Channel | Role:
        """Return the person, channel or role with this id."""
        roles = {role.id: role for guild in self.guilds.values() for role in guild.roles.values()}
        return self.users.get(key) or self.channels.get(key) or roles[key]

    # Telling the bot ---------------------------------------------------------------------------

    def tell_bot(self, channel: Channel, event: str, data: Json, intent: int = GUILDS) -> None:
        """Tell of something in a channel, if the bot can see it."""
        if channel.guild is None or sees(channel, self.bot.id) or channel.deleted:
            self.tell(event, data, channel.guild, intent)

    def guild_create(self, guild: Guild) -> Json:
        """Return what GUILD_CREATE says."""
        seen = [c for c in guild.channels.values() if sees(c, self.bot.id)]
        threads = []
        for thread in (c for c in seen if c.is_thread and not c.archived):
            mine = self.bot.id in thread.members
            extra = {"member": thread.member_json(self.bot.id)} if mine else {}
            threads.append(thread.as_json() | extra)
        me = guild.members[self.bot.id]
        return guild.as_json() | {
            "joined_at": me.joined_at,
            "large": False,
            "unavailable": False,
            "member_count": len(guild.members),
            "members": [me.as_json()],
            "channels": [c.as_json() for c in guild.channels.values() if not c.is_thread],
            "threads": threads,
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }

    # Messages ----------------------------------------------------------------------------------

    def post(self, channel: Channel, author: User, body: Json, **fields: Any) -> Message:
        """Write a message down and tell of it."""
        made = Message(self.new_id(), channel, author, self.now(), with_ids(body), **fields)
        allowed = body.get("allowed_mentions") if "allowed_mentions" in body else None
        self._ping(made, allowed)
        channel.messages[made.id] = made
        if channel.archived:
            channel.archived, channel.archived_at = False, self.now()
            self.tell_bot(channel, "THREAD_UPDATE", channel.as_json())
        if channel.is_thread and made.ephemeral_to is None:
            self._draw_in(channel, made)
        if made.ephemeral_to is None:
            self.tell_message("MESSAGE_CREATE", made)
        return made

    def note_arrival(self, thread: Channel, user: int) -> None:
        """Let the bot put a user into a thread; Discord notes it there as a message."""
        thread.members[user] = self.now()
        note = Message(self.new_id(), thread, self.bot, self.now(), {}, kind=RECIPIENT_ADD)
        note.mentioned = [self.users[user]]
        thread.messages[note.id] = note
        self.tell_message("MESSAGE_CREATE", note)

    def edit(self, message: Message, changes: Json) -> None:
        """Change a message and tell of it."""
        message.history.append(message.as_json())
        message.body = with_ids({**message.body, **changes})
        message.loading = False
        message.edited_at = self.now()
        message.mentioned = self._mentioned(message)
        if message.ephemeral_to is None:
            self.tell_message("MESSAGE_UPDATE", message)

    def erase(self, message: Message) -> None:
        """Delete a message and tell of it."""
        message.deleted = True
        said: Json = {"id": str(message.id), "channel_id": str(message.channel.id)}
        if message.channel.guild:
            said["guild_id"] = str(message.channel.guild.id)
        intent = GUILD_MESSAGES if message.channel.guild else DIRECT_MESSAGES
        self.tell_bot(message.channel, "MESSAGE_DELETE", said, intent)

    def tell_message(self, event: str, message: Message) -> None:
        """Tell of a message, without its content where the bot may not read it."""
        channel, guild = message.channel, message.channel.guild
        said = message.as_json()
        open_to_bot = (
            guild is None
            or message.author.id == self.bot.id
            or self.bot.id in {user.id for user in message.mentioned}
        )
        more: Json = {"channel_type": channel.kind}
        if guild:
            member = guild.members.get(message.author.id)
            more |= {"guild_id": str(guild.id)}
            more |= {"member": _without_user(member)} if member else {}
        if message.nonce is not None:
            more["nonce"] = message.nonce
        lean = None if open_to_bot else message.as_json(content=False) | more
        intent = GUILD_MESSAGES if guild else DIRECT_MESSAGES
        if guild is None or sees(channel, self.bot.id):
            self.tell(event, said | more, guild, intent, lean=lean)

    def _mentioned(self, message: Message) -> list[User]:
        ids = dict.fromkeys(int(found) for found in _MENTION.findall(message.words))
        named = [self.users[key] for key in ids if key in self.users]
        pinged = message.pings_answered
        return [*named, pinged] if pinged and pinged not in named else named

    def _ping(self, message: Message, allowed: Json | None) -> None:
        """Work out whom a message wakes."""
        message.mentioned = self._mentioned(message)
        users = {user.id for user in message.mentioned}
        roles = {int(found) for found in _ROLE.findall(message.words)}
        everyone = bool(_ALL.search(message.words))
        if allowed is not None:
            parse = allowed.get("parse") or []
            if "users" not in parse:
                users &= {int(user) for user in allowed.get("users") or []}
            if "roles" not in parse:
                roles &= {int(role) for role in allowed.get("roles") or []}
            everyone = everyone and "everyone" in parse
        guild = message.channel.guild
        if guild and everyone:
            everyone = can(guild, message.author.id, "mention_everyone", message.channel)
        message.pinged, message.pinged_roles = users, roles
        message.pinged_everyone = everyone and guild is not None

    def _draw_in(self, thread: Channel, message: Message) -> None:
        """Whoever writes, and whoever is pinged by one who may invite, is in the thread."""
        thread.members.setdefault(message.author.id, self.now())
        guild, author = thread.guild, message.author.id
        assert guild
        may = thread.invitable or thread.owner == author
        if not may and not can(guild, author, "manage_threads", thread):
            return
        for user in message.pinged:
            if user in guild.members and user not in thread.members:
                thread.members[user] = self.now()


def with_ids(body: Json) -> Json:
    """Return a message's body with an id for every component, as Discord gives them."""
    parts = body.get("components")
    if not parts:
        return body
    copied: list[Json] = _copied(parts)
    taken = {part["id"] for part in every(copied) if part.get("id")}
    free = (number for number in itertools.count(1) if number not in taken)
    for part in every(copied):
        if not part.get("id"):
            part["id"] = next(free)
    return {**body, "components": copied}


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def _without_user(member: Member) -> Json:
    return {key: value for key, value in member.as_json().items() if key != "user"}
