"""Stands where the core hears: which places are listened to, and what was heard there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.community.people import Ref
from bot.delivery.conversations import KnownMessage, ListenedPlace
from bot.delivery.heard import AccountMention, Heard, HeardSpan, Reacted, ReactionsCleared
from bot.delivery.sender import Posted
from bot.errors import NotReady
from bot.routing.dispatch import Dispatcher
from bot.routing.interaction import Arrival
from bot.ui.messages import Link, Strong


@dataclass
class Listener:
    """The places, each a channel and the message at the top; and all that came, in its order.

    `left` is what was heard last in places of a space, `known` what was heard below the message at
    the `top` of a thread, by channel. While it is `away`, nothing is kept.
    """

    places: set[tuple[Ref, Ref | None]] = field(default_factory=set)
    left: list[ListenedPlace] = field(default_factory=list)
    known: dict[Ref, list[KnownMessage]] = field(default_factory=dict)
    top: Ref | None = None
    heard: list[tuple[Arrival, Heard]] = field(default_factory=list)
    reactions: list[tuple[Arrival, Reacted]] = field(default_factory=list)
    cleared: list[ReactionsCleared] = field(default_factory=list)
    lost: list[tuple[Ref, Ref | None]] = field(default_factory=list)
    unreadable: list[ListenedPlace] = field(default_factory=list)
    away: bool = False

    def through(self, dispatcher: Dispatcher) -> Dispatcher:
        """Let a chat's words come here."""
        there: Any = dispatcher
        there.hearing = self
        return dispatcher

    async def listens(self, channel: Ref, top: Ref | None = None) -> bool:
        self._look()
        return (channel, top) in self.places

    async def listened_in(self, space: Ref) -> list[ListenedPlace]:
        self._look()
        return [each for each in self.left if each.channel.id.startswith(f"{space.id}/")]

    async def recent(self, place: ListenedPlace) -> list[KnownMessage]:
        self._look()
        return self.known.get(place.channel, []) if place.top == self.top else []

    async def hear(self, arrival: Arrival, heard: Heard) -> None:
        """Keep what is told, once: adapters may tell the same again."""
        self._look()
        assert arrival.channel == heard.message.channel
        if heard not in [known for _, known in self.heard]:
            self.heard.append((arrival, heard))

    async def react(self, arrival: Arrival, reacted: Reacted) -> None:
        self._look()
        self.reactions.append((arrival, reacted))

    async def clear(self, cleared: ReactionsCleared) -> None:
        self._look()
        self.cleared.append(cleared)

    async def lose(self, channel: Ref, top: Ref | None) -> None:
        self._look()
        self.lost.append((channel, top))

    async def read_back(self, place: ListenedPlace, written: Sequence[float]) -> None:
        self._look()

    async def missed(self, place: ListenedPlace) -> None:
        self._look()
        self.unreadable.append(place)

    def _look(self) -> None:
        if self.away:
            raise NotReady("the database is away")

    def listen(self, channel: Ref, top: Ref | None = None) -> None:
        """Listen in a place from now on."""
        self.places.add((channel, top))

    @property
    def told(self) -> list[str]:
        """What was heard, each in one line of plain marks."""
        return [_told(heard) for _, heard in self.heard]

    @property
    def last(self) -> Heard:
        return self.heard[-1][1]

    def tops(self) -> set[Posted | None]:
        """The messages below which something was heard."""
        return {arrival.thread for arrival, _ in self.heard}


def _told(heard: Heard) -> str:
    change = "" if heard.change == "new" else f"{heard.change}: "
    said = "unread" if heard.unread else marked(heard.spans)
    files = "".join(f" [{each.name} {each.url or 'nowhere'}]" for each in heard.files)
    return f"{change}{said}{files}"


def marked(spans: Iterable[HeardSpan]) -> str:
    """What was written, with stars around what stands out, and addresses after links."""
    return "".join(map(_marked, spans))


def _marked(span: HeardSpan) -> str:
    match span:
        case Strong(text=text):
            return f"*{text}*"
        case Link(text=text, url=url):
            return f"{text}<{url}>"
        case AccountMention(account=account, name=name):
            return f"@{name or account.id}"
        case _:
            return span.text
