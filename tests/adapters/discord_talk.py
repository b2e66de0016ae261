"""What Kindred has said in the places of a local Discord, as stories look at it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapters.discord.limits import PLATFORM
from tests.adapters.discord_reading import Read
from tests.adapters.discord_things import Channel, Message, Overwrite, bits
from tests.chat import Place, text_of

if TYPE_CHECKING:
    from tests.adapters.discord_table import DiscordTable

_LEAST_MARK = 1_000_000  # what Kindred says of itself has such a number; answers do not
_CODE = re.compile(r" · [a-z2-7]{6}$")  # how the name of a thread ends


@dataclass(frozen=True)
class Talk:
    """A channel or a thread as it is now (`tests.chat.Place`)."""

    table: DiscordTable
    channel: Channel

    @property
    def title(self) -> str:
        return _CODE.sub("", self.channel.name)

    @property
    def members(self) -> list[int]:
        ids = self.table.ids
        return sorted(ids[user] for user in self.channel.members if user in ids)

    @property
    def posted(self) -> dict[str, Read]:
        reader = self.table.reader()
        return {str(message.id): reader.message([message]) for message in self._said()}

    @property
    def messages(self) -> list[str]:
        return [text_of(message) for message in self.posted.values()]

    def _said(self) -> Iterator[Message]:
        for message in self.channel.talk:
            parts = message.components
            if parts and parts[0]["id"] >= _LEAST_MARK:
                yield message


class Places:
    """What stories look at in `chat.platform` and `chat.town`."""

    platform = PLATFORM

    def __init__(self, table: DiscordTable) -> None:
        self._table = table
        self.closed: set[int] = set()
        self.shut: set[str] = set()
        self.down = False

    @property
    def places(self) -> dict[str, Place]:
        return self._table.rooms()

    def place(self, key: str) -> Place:
        if key.startswith("direct:"):
            return self._table.web.place(key)
        return self._table.place_of(self._table.room_called(key, self._table.guild("t1")))

    def shut_what_is_shut(self) -> None:
        """Let Discord refuse what is closed by now, and no longer what is open again."""
        world = self._table.discord.world
        for member, user in self._table.users.items():
            user.dms_closed = member in self.closed
        for each in world.channels.values():
            if each.name in self.shut:
                each.overwrites[world.bot.id] = Overwrite(1, deny=bits("send_messages"))
            else:
                each.overwrites.pop(world.bot.id, None)
