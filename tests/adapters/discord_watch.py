"""What one person of the stories can see in Discord, and what of it is new to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.adapters.discord_interactions import Modal
from tests.adapters.discord_things import Channel, Message, User

if TYPE_CHECKING:
    from tests.adapters.discord_server import DiscordServer


@dataclass
class Watch:
    """What one person can see, and what of it is new since they last looked."""

    discord: DiscordServer
    user: User
    acting: int = 0
    seen: dict[object, int] = field(default_factory=dict)
    forged: list[Message] = field(default_factory=list)

    def look(self) -> None:
        """Know everything there is by now."""
        self.seen = dict(self._visible())

    def news(self) -> list[Message | Modal]:
        """What has come or changed since."""
        return [thing for thing, version in self._visible() if self.seen.get(thing) != version]

    def take(self, things: Iterable[Message | Modal]) -> None:
        """Know these things."""
        now = dict(self._visible())
        self.seen |= {thing: now[thing] for thing in things if thing in now}

    def _visible(self) -> Iterator[tuple[Message | Modal, int]]:
        interactions, user = self.discord.interactions, self.user.id
        if modal := interactions.modals.get(user):
            yield modal, 0
        for message in [*self.discord.whispers(self.user), *self.forged]:
            yield message, len(message.history)
        for channel in self.discord.world.channels.values():
            if self._in(channel):
                for message in channel.talk:
                    if message.author.id != user:
                        yield message, len(message.history)

    def _in(self, channel: Channel) -> bool:
        if channel.is_thread:
            return self.user.id in channel.members
        if channel.guild:
            return self.user.id in channel.guild.members
        return channel.recipient is self.user
