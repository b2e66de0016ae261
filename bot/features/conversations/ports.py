"""What conversations need of the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.community.facts import Fact
from bot.community.people import Ref, Space
from bot.community.profiles import Profile
from bot.delivery.conversations import Conversation, ConversationPlace, Conversations
from bot.delivery.live import View
from bot.features.conversations.domain import SaidMessage, Tally
from bot.matching.ports import Acquaintances
from bot.work import Work as CoreWork


class SaidBook(Protocol):
    """What was said, to be shown; and where."""

    async def get(self, message: int) -> SaidMessage | None:
        """What was said, whatever has become of it since."""
        ...

    async def tally(self, message: int) -> list[Tally]:
        """The pictures that people have put to it, what most have put first."""
        ...

    async def conversation(self, id_: int) -> Conversation | None:
        """The conversation of this id, be it closed."""
        ...

    async def open_in(self, community: int) -> list[Conversation]:
        """The open conversations of a community, the oldest first."""
        ...

    async def at(self, channel: Ref, top: Ref | None) -> Conversation | None:
        """The conversation that shows there, as `Ears.listens` tells."""
        ...

    async def unnamed(self, conversation: int) -> frozenset[int]:
        """Whose words are carried without their name."""
        ...

    async def networks(self, member: int) -> frozenset[int]:
        """The networks of a member."""
        ...

    async def own_places(self, member: int) -> Sequence[ConversationPlace]:
        """Every place that is or was a member's own."""
        ...

    async def owner(self, place: int) -> int | None:
        """Whose own place it is."""
        ...

    async def left_behind(self, conversation: int) -> list[int]:
        """The ids of places below a post that are ended, and nobody's."""
        ...

    async def place_of(self, fact: Fact) -> ConversationPlace | None:
        """In which place something was to be said that was posted of this fact."""
        ...

    async def places_below(self, fact: Fact) -> Sequence[ConversationPlace]:
        """The places that are below what was posted of this fact."""
        ...

    async def newest_beside(self, fact: Fact) -> int:
        """The newest post of what was said that arrived where this was to be; 0 where none did."""
        ...

    async def places_in(self, space: Space) -> Sequence[ConversationPlace]:
        """The places that are in a space, people's own among them; what is `away`, too."""
        ...

    async def end(self, place: int, now: datetime, *, away: bool = False) -> bool:
        """Carry nothing there any more; `False` if that is so already.

        What is only `away` may come back.
        """
        ...

    async def come_back(self, places: Sequence[int]) -> None:
        """Carry to these places again that were away."""
        ...

    async def share(self, conversation: int, member: int, now: datetime) -> bool:
        """Note that a member has said how they are reached; whether all who take part now have."""
        ...

    async def quiet(self, since: datetime, after_all: datetime) -> list[Conversation]:
        """The open ones of people who share no room in which nothing was said since an instant.

        Where all have said how they are reached, it is another instant.
        """
        ...

    async def by(self, member: int) -> list[int]:
        """The ids of what somebody has said of which there are words."""
        ...

    async def answering(self, messages: Sequence[int]) -> list[int]:
        """The ids of what answers these, of which there are words."""
        ...

    async def views(self, messages: Sequence[int]) -> list[View]:
        """What shows these: for all, and for each who has a place of their own."""
        ...

    async def export(self, member: int) -> dict[str, object]:
        """What somebody has said, and what they read alone, as plain JSON values."""
        ...

    async def erase(self, member: int) -> None:
        """Remove the words of a member, and what they have put to others'."""
        ...

    async def forget_words(self, community: int, before: datetime) -> bool:
        """Forget the words of what was said there before; whether there is more to forget."""
        ...

    async def forget_closed(self, before: datetime) -> bool:
        """Forget conversations that were closed before; whether there are more."""
        ...


class Profiles(Protocol):
    """What members tell about themselves."""

    async def profile(self, member: int) -> Profile | None: ...


class Work(CoreWork, Protocol):
    """The unit of work, with conversations."""

    @property
    def conversations(self) -> Conversations: ...
    @property
    def said(self) -> SaidBook: ...
    @property
    def members(self) -> Profiles: ...
    @property
    def acquaintances(self) -> Acquaintances: ...
