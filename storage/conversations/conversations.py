"""One conversation in many places (`bot.routing.hearing.Ears`)."""

from bot.community.facts import Fact
from bot.community.people import Ref
from bot.delivery.addresses import Below, ToPlace
from bot.delivery.conversations import Conversation, ConversationPlace, ListenedPlace
from bot.delivery.heard import Heard, Reacted
from bot.routing.interaction import Arrival
from storage.kernel.store import Opened


class SqlConversations:
    """Opens conversations, hears what is said in one place and shows it in all others."""

    def __init__(self, work: Opened) -> None:
        self._work = work

    async def open(self, about: Fact, title: str, *, community: int) -> Conversation:
        raise NotImplementedError

    async def of(self, about: Fact) -> Conversation | None:
        return None

    async def show_in(self, conversation: int, *places: Below | ToPlace) -> None:
        raise NotImplementedError

    async def let_in(self, conversation: int, member: int) -> None:
        raise NotImplementedError

    async def let_out(self, conversation: int, member: int) -> None:
        raise NotImplementedError

    async def close(self, about: Fact) -> None:
        raise NotImplementedError

    async def places(self, conversation: int) -> list[ConversationPlace]:
        return []

    async def of_member(self, member: int) -> list[Conversation]:
        return []

    async def say(self, conversation: int, member: int, text: str) -> None:
        raise NotImplementedError

    async def listens(self, channel: Ref, top: Ref | None) -> bool:
        return False

    async def listened_in(self, space: Ref) -> list[ListenedPlace]:
        return []

    async def hear(self, arrival: Arrival, heard: Heard) -> None:
        pass

    async def react(self, arrival: Arrival, reacted: Reacted) -> None:
        pass

    async def missed(self, place: ListenedPlace) -> None:
        pass
