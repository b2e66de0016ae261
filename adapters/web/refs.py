"""The keys of places: what `Ref("web", key)` means."""

from adapters.web.ports import WebChatBook
from bot.community.people import Member
from bot.community.places import PlaceKind
from bot.ui.words import WordBook

PLATFORM = "web"
words = WordBook("adapters.web")
_FOR_ALL = "square:"  # as databases and addresses that are out there have it


def for_all(community: int) -> str:
    """The channel for everybody."""
    return f"{_FOR_ALL}{community}"


def community_of(key: str) -> int | None:
    """The community whose channel for everybody this is."""
    id_ = key.removeprefix(_FOR_ALL)
    return int(id_) if key != id_ and id_.isdecimal() else None


def channel(community: int, slug: str) -> str:
    """A further channel, open to everybody."""
    return f"channel:{community}:{slug}"


def direct(member: int) -> str:
    """A member's conversation with Kindred."""
    return f"direct:{member}"


def room(key: str) -> str:
    """The private room that the outbox asked for under `key`."""
    return f"room:{key}"


async def open_own(web: WebChatBook, member: Member) -> None:
    """Open the places that every member has: the channel for all, and the one with Kindred."""
    here, community = words.text("for_all"), member.community
    await web.open_place(for_all(community), PlaceKind.CHANNEL, here, community)
    own, kindred = direct(member.id), words.text("bot")
    await web.open_place(own, PlaceKind.DIRECT, kindred, community, [member.id])
