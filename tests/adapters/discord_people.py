"""People who use the app in a local Discord. Each act returns when the app has answered it."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.adapters import discord_tree as tree
from tests.adapters import discord_widgets as widgets
from tests.adapters.discord_interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL,
    Interaction,
    Interactions,
    Modal,
)
from tests.adapters.discord_refusals import Refused
from tests.adapters.discord_rights import can, may_speak, sees
from tests.adapters.discord_things import Channel, Guild, Message, User
from tests.adapters.discord_tree import CannotDo
from tests.adapters.discord_world import DIRECT_REACTIONS, GUILD_REACTIONS, World

Json = dict[str, Any]
Where = Channel | Guild | None


class People:
    """The acts. ``where`` is a channel, a server (its first channel) or None: direct messages."""

    world: World
    interactions: Interactions

    # Commands ----------------------------------------------------------------------------------

    async def slash(
        self,
        user: User,
        where: Where,
        command: str,
        words: Sequence[str] = (),
        options: Mapping[str, Any] | None = None,
    ) -> Interaction:
        """Type a slash command with its subcommand and options (User, Channel … as they are)."""
        channel = self.place(user, where)
        found = tree.find(self.world, user, channel, 1, command)
        path = tree.descend(found, words)
        sent, things = tree.options_of(path[-1] if path else found, options or {})
        data = self._command(found, channel, tree.wrapped(path, sent), things)
        return await self.interactions.begin(COMMAND, user, channel, data)

    async def autocomplete(
        self,
        user: User,
        where: Where,
        command: str,
        words: Sequence[str],
        option: str,
        typed: str = "",
        options: Mapping[str, Any] | None = None,
    ) -> list[Json]:
        """Type into an option; returns the choices offered."""
        channel = self.place(user, where)
        found = tree.find(self.world, user, channel, 1, command)
        path = tree.descend(found, words)
        target = path[-1] if path else found
        known = {each["name"]: each for each in target.get("options") or []}
        if not known.get(option, {}).get("autocomplete"):
            raise CannotDo(f"{option} of {target['name']!r} offers nothing")
        given = {**(options or {}), option: typed}
        sent, things = tree.options_of(target, given, focused=option)
        data = self._command(found, channel, tree.wrapped(path, sent), things)
        return (await self.interactions.begin(AUTOCOMPLETE, user, channel, data)).choices

    async def menu(
        self, user: User, name: str, target: User | Message, where: Where = None
    ) -> Interaction:
        """Use a command of a person's or message's context menu."""
        if isinstance(target, Message):
            self._see(user, target)
        channel = target.channel if isinstance(target, Message) else self.place(user, where)
        kind = 3 if isinstance(target, Message) else 2
        found = tree.find(self.world, user, channel, kind, name)
        data = self._command(found, channel, [], [target]) | {"target_id": str(target.id)}
        return await self.interactions.begin(COMMAND, user, channel, data)

    def _command(
        self, found: Json, channel: Channel, options: list[Json], things: list[Any]
    ) -> Json:
        data: Json = {"id": found["id"], "name": found["name"], "type": found["type"]}
        if options:
            data["options"] = options
        if things:
            data["resolved"] = self.interactions.resolved(channel.guild, channel, things)
        return data

    # Messages ----------------------------------------------------------------------------------

    async def press(self, user: User, message: Message, name: str) -> Interaction:
        """Press a button, named by its custom_id, its label, or its action."""
        self._see(user, message)
        found = widgets.button(message, name)
        data = {"component_type": 2, "custom_id": found["custom_id"], "id": found["id"]}
        return await self.interactions.begin(COMPONENT, user, message.channel, data, message)

    async def choose(self, user: User, message: Message, name: str, *values: Any) -> Interaction:
        """Choose in a select menu, named by its custom_id, placeholder or action."""
        self._see(user, message)
        found = widgets.select(message, name)
        picked = widgets.chosen(found, values)
        data: Json = {"component_type": found["type"], "custom_id": found["custom_id"]}
        data |= {"id": found["id"], "values": picked}
        if found["type"] != widgets.STRINGS:
            guild, channel = message.channel.guild, message.channel
            data["values"] = [str(thing.id) for thing in picked]
            data["resolved"] = self.interactions.resolved(guild, channel, picked)
        return await self.interactions.begin(COMPONENT, user, message.channel, data, message)

    async def say(
        self,
        user: User,
        where: Where,
        text: str,
        *,
        reply_to: Message | None = None,
        ping: bool = False,
        **given: Any,
    ) -> Message:
        """Write a message. The app reads it in direct messages and where it is mentioned.

        An answer may ping whom it answers. What is `given` with the words is as JSON has it.
        """
        channel = self.place(user, where)
        try:
            may_speak(channel, user.id)
        except Refused as refused:
            raise CannotDo(f"{user.name} cannot write in {channel.name}") from refused
        if channel.locked:
            raise CannotDo(f"{channel.name} is locked")
        reference = None
        if reply_to:
            reference = {"message_id": str(reply_to.id), "channel_id": str(channel.id), "type": 0}
        pinged = reply_to.author if reply_to and ping else None
        body: Json = {"content": text, "given": given} if given else {"content": text}
        return self.world.post(channel, user, body, reference=reference, pings_answered=pinged)

    async def edit(self, user: User, message: Message, text: str) -> None:
        """Write something else in the place of one's own message."""
        if message.author is not user:
            raise CannotDo(f"{user.name} has not written that")
        self.world.edit(message, {"content": text})

    async def react(
        self, user: User, message: Message, emoji: str, *, id_: int = 0, take_back: bool = False
    ) -> None:
        """Put a picture to a message; one of a server's own has an id and a name."""
        self._see(user, message)
        guild = message.channel.guild
        said: Json = {"user_id": str(user.id), "channel_id": str(message.channel.id)}
        said |= {"message_id": str(message.id), "burst": False, "type": 0}
        said["emoji"] = {"id": str(id_) if id_ else None, "name": emoji}
        if guild:
            said["guild_id"] = str(guild.id)
        event = "MESSAGE_REACTION_REMOVE" if take_back else "MESSAGE_REACTION_ADD"
        intent = GUILD_REACTIONS if guild else DIRECT_REACTIONS
        self.world.tell_bot(message.channel, event, said, intent)

    async def clear_reactions(self, message: Message, emoji: str = "") -> None:
        """Let a moderator take off all pictures, or all of one."""
        assert message.channel.guild
        said: Json = {"channel_id": str(message.channel.id), "message_id": str(message.id)}
        said["guild_id"] = str(message.channel.guild.id)
        event = "MESSAGE_REACTION_REMOVE_ALL"
        if emoji:
            event, said["emoji"] = "MESSAGE_REACTION_REMOVE_EMOJI", {"id": None, "name": emoji}
        self.world.tell_bot(message.channel, event, said, GUILD_REACTIONS)

    # Forms -------------------------------------------------------------------------------------

    def modal(self, user: User) -> Modal:
        """Return the form on a person's screen."""
        if user.id not in self.interactions.modals:
            raise CannotDo(f"No form is open for {user.name}")
        return self.interactions.modals[user.id]

    async def submit(
        self, user: User, values: Mapping[str, Any] | None = None, *, modal: Modal | None = None
    ) -> Interaction:
        """Fill in and submit the open form; what is not named keeps what stands there.

        The form stays open when the app does not answer.
        """
        form = modal or self.modal(user)
        sent, things = widgets.submission(form, values or {}, self.world.thing)
        opened = form.opened_by
        data: Json = {"custom_id": form.custom_id, "components": sent}
        if things:
            channel = opened.channel
            data["resolved"] = self.interactions.resolved(opened.guild, channel, things)
        made = await self.interactions.begin(MODAL, user, opened.channel, data, opened.message)
        if made.acked and self.interactions.modals.get(user.id) is form:
            del self.interactions.modals[user.id]
        return made

    def close_form(self, user: User) -> None:
        """Close the open form; the app is not told."""
        self.interactions.modals.pop(self.modal(user).user.id)

    # What people see ---------------------------------------------------------------------------

    def whispers(self, user: User) -> list[Message]:
        """Return the messages that only this person sees, oldest first."""
        told = self.interactions.whispers
        return [each for each in told if each.ephemeral_to == user.id and not each.deleted]

    def dm(self, user: User) -> list[Message]:
        """Return the direct messages between a person and the app, oldest first."""
        return self.world.dm(user).talk

    def place(self, user: User, where: Where) -> Channel:
        """Return the channel meant, if this person can be in it."""
        if isinstance(where, Guild):
            text = [each for each in where.channels.values() if not each.is_thread]
            where = next((each for each in text if sees(each, user.id)), None)
            if where is None:
                raise CannotDo(f"{user.name} sees no channel there")
        channel = where or self.world.dm(user)
        if channel.recipient not in (None, user) or not sees(channel, user.id):
            raise CannotDo(f"{user.name} does not see {channel.name}")
        return channel

    def _see(self, user: User, message: Message) -> None:
        self.place(user, message.channel)
        if message.deleted or message.ephemeral_to not in (None, user.id):
            raise CannotDo(f"{user.name} does not see this message: {message.words}")
        channel = message.channel
        if channel.guild and not can(channel.guild, user.id, "read_message_history", channel):
            raise CannotDo(f"{user.name} cannot read back in {channel.name}")
