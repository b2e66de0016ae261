"""What happens to servers, channels and people in a local Discord, with the bot being told."""

from collections.abc import Sequence
from typing import Any

from tests.adapters.discord_gateway import Gateway
from tests.adapters.discord_things import (
    Channel,
    Guild,
    Member,
    Message,
    Overwrite,
    Role,
    User,
    bits,
)
from tests.adapters.discord_world import (
    GUILD_MEMBERS,
    GUILD_MESSAGES,
    GUILDS,
    INVITED,
    World,
)

Json = dict[str, Any]


class Acts:
    """Coming and going, moderating, and outages of single servers."""

    world: World
    gateway: Gateway

    # People ------------------------------------------------------------------------------------

    async def join(self, user: User, guild: Guild, *, nick: str = "") -> Member:
        """Come into a server."""
        made = self.world.enter(guild, user)
        made.nick = nick or None
        said = made.as_json() | {"guild_id": str(guild.id)}
        self.world.tell("GUILD_MEMBER_ADD", said, guild, GUILD_MEMBERS)
        return made

    async def leave(self, user: User, guild: Guild) -> None:
        """Leave a server, and so its threads."""
        del guild.members[user.id]
        for thread in guild.threads:
            thread.members.pop(user.id, None)
        said = {"guild_id": str(guild.id), "user": user.as_json()}
        self.world.tell("GUILD_MEMBER_REMOVE", said, guild, GUILD_MEMBERS)

    async def rename(self, user: User, guild: Guild, nick: str) -> None:
        """Go by another name in a server; an empty one is the account's."""
        guild.members[user.id].nick = nick or None
        self._member_changed(guild, guild.members[user.id])

    async def give(self, user: User, guild: Guild, role: Role) -> None:
        """Give somebody a role."""
        guild.members[user.id].roles.add(role.id)
        self._member_changed(guild, guild.members[user.id])

    async def close_dms(self, user: User, guild: Guild | None = None) -> None:
        """Take no direct messages any more: from nobody, or from members of one server."""
        if guild:
            user.closed_in.add(guild.id)
        else:
            user.dms_closed = True

    async def open_dms(self, user: User) -> None:
        """Take direct messages again."""
        user.dms_closed = False
        user.closed_in.clear()

    def _member_changed(self, guild: Guild, member: Member) -> None:
        said = member.as_json() | {"guild_id": str(guild.id)}
        intent = 0 if member.user is self.world.bot else GUILD_MEMBERS
        self.world.tell("GUILD_MEMBER_UPDATE", said, guild, intent)

    # Rights ------------------------------------------------------------------------------------

    async def allow_bot(self, guild: Guild, permissions: int) -> None:
        """Give the app's own role other permissions."""
        bot = self.world.bot.id
        role = next(role for role in guild.roles.values() if role.managed_by == bot)
        await self.change_role(guild, role, permissions)

    async def change_role(self, guild: Guild, role: Role, permissions: int) -> None:
        """Give a role (``guild.roles[guild.id]`` is everybody's) other permissions."""
        role.permissions = permissions
        said = {"guild_id": str(guild.id), "role": role.as_json()}
        self.world.tell("GUILD_ROLE_UPDATE", said, guild, GUILDS)

    async def overwrite(
        self,
        channel: Channel,
        who: User | Role,
        *,
        allow: tuple[str, ...] = (),
        deny: tuple[str, ...] = (),
    ) -> None:
        """Allow or deny something in a channel, by the names of ``BITS``."""
        kind = 1 if isinstance(who, User) else 0
        channel.overwrites[who.id] = Overwrite(kind, bits(*allow), bits(*deny))
        self.world.tell("CHANNEL_UPDATE", channel.as_json(), channel.guild, GUILDS)

    # Channels, threads, messages ---------------------------------------------------------------

    async def delete_channel(self, channel: Channel) -> None:
        """Delete a channel with its threads, or a thread."""
        guild = channel.guild
        assert guild
        for thread in [each for each in guild.threads if each.parent is channel]:
            thread.deleted = True
            guild.channels.pop(thread.id)
        event = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
        self.world.tell_bot(channel, event, channel.as_json())
        channel.deleted = True
        guild.channels.pop(channel.id)

    async def archive(self, thread: Channel, *, locked: bool = False) -> None:
        """Archive a thread, as time or a moderator does; locked ones only moderators open."""
        thread.archived, thread.locked = True, locked or thread.locked
        thread.archived_at = self.world.now()
        self.world.tell_bot(thread, "THREAD_UPDATE", thread.as_json())

    async def enter_thread(self, user: User, thread: Channel) -> None:
        """Come into a thread, as a moderator does or whom one has let in."""
        thread.members[user.id] = self.world.now()

    async def leave_thread(self, user: User, thread: Channel) -> None:
        """Leave a thread, or be thrown out of it (the bot too)."""
        del thread.members[user.id]
        assert thread.guild
        said = {"id": str(thread.id), "guild_id": str(thread.guild.id)}
        said_more = {"member_count": len(thread.members), "removed_member_ids": [str(user.id)]}
        intent = GUILDS if user is self.world.bot else GUILD_MEMBERS
        self.world.tell("THREAD_MEMBERS_UPDATE", said | said_more, thread.guild, intent)

    async def delete_message(self, message: Message) -> None:
        """Delete a message."""
        self.world.erase(message)

    async def delete_many(self, channel: Channel, messages: Sequence[Message]) -> None:
        """Delete messages at once, as a moderator's program does."""
        assert channel.guild
        for message in messages:
            message.deleted = True
        said: Json = {"ids": [str(message.id) for message in messages]}
        said |= {"channel_id": str(channel.id), "guild_id": str(channel.guild.id)}
        self.world.tell_bot(channel, "MESSAGE_DELETE_BULK", said, GUILD_MESSAGES)

    async def show_links(self, message: Message) -> None:
        """Add pictures of what a message links to, as Discord does by itself; it is no edit."""
        self.world.tell_message("MESSAGE_UPDATE", message)

    # Servers and the app -----------------------------------------------------------------------

    async def add_bot(self, guild: Guild, permissions: int = INVITED) -> None:
        """Let the app into a server (again)."""
        self.world.invite(guild, permissions)

    async def remove_bot(self, guild: Guild) -> None:
        """Throw the app out of a server."""
        guild.has_bot = False
        guild.members.pop(self.world.bot.id, None)
        for thread in guild.threads:
            thread.members.pop(self.world.bot.id, None)
        mine = [role.id for role in guild.roles.values() if role.managed_by]
        for role in mine:
            del guild.roles[role]
        self.world.tell("GUILD_DELETE", {"id": str(guild.id)}, guild, GUILDS)

    async def fail(self, guild: Guild) -> None:
        """Let an outage make a server unavailable."""
        guild.unavailable = True
        said = {"id": str(guild.id), "unavailable": True}
        self.world.tell("GUILD_DELETE", said, guild, GUILDS)

    async def recover(self, guild: Guild) -> None:
        """End the outage of a server."""
        guild.unavailable = False
        self.world.tell("GUILD_CREATE", self.world.guild_create(guild), guild, GUILDS)

    async def revoke_token(self) -> str:
        """Give the app a new token, so that the old one dies; returns the new one."""
        self.world.token = f"MTA.new.{self.world.new_id()}"
        await self.gateway.close(4004)
        return self.world.token
