"""How somebody becomes a member, once they have said yes: by what their chat tells about them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.outbox import ToMember
from bot.people import Member, Newcomer, Ref, Space
from bot.ui import Message, say
from bot.words import WordBook
from bot.work import Work as CoreWork

words = WordBook("bot")

OWN_CHAT = "web"
"""The chat that every community has of itself, where each member has an account from the start."""


class Roll(Protocol):
    """Enters new members."""

    async def enrol(self, community: int, who: Newcomer, now: datetime) -> int:
        """Add a member of this name, address and zone (if any); return their id."""
        ...


class Work(CoreWork, Protocol):
    """A unit of work in which somebody can become a member."""

    @property
    def members(self) -> Roll: ...


@dataclass(frozen=True, slots=True)
class Joined:
    """Who somebody is now; `found` if the community knew them before."""

    member: Member
    found: bool


def turned_away(who: Newcomer) -> Message | None:
    """What those are told who cannot become members; `None` for those who can."""
    match who.kind:
        case "bot" | "gone" | "visitor":
            return say(words(f"join.{who.kind}"))
        case "person" | "guest":
            return None


async def let_in(work: Work, space: Space, account: Ref, who: Newcomer, now: datetime) -> Joined:
    """Let an account of a space be that of the member with its e-mail address, or of a new one.

    A member who uses another chat already is told of it there. Raises `Conflict` when the account
    has become somebody's meanwhile.
    """
    who = who.tidied()
    who = replace(who, name=who.name or words.text("join.nameless"))
    known = await work.people.with_email(space.community, who.email)
    if known is None:
        known_as = await work.members.enrol(space.community, who, now)
    else:
        known_as = known.id
        await _tell_elsewhere(work, known, space, account, who)
    await work.people.attach(known_as, space, account, who)
    member = await work.people.member(known_as)
    assert member is not None  # noqa: S101  # they were there, or were added just now
    return Joined(member, known is not None)


async def _tell_elsewhere(
    work: Work, known: Member, space: Space, account: Ref, who: Newcomer
) -> None:
    """Tell somebody in a chat they use that their profile is used in another one, too."""
    for other in await work.people.spaces(known.community):
        if other.id == space.id or other.ref.platform == OWN_CHAT:
            continue
        if await work.people.accounts_in(other.ref, [known.id]):
            place = name_of(space)
            await work.outbox.post(
                ToMember(known.id),
                say(words("join.account_added", name=who.name, place=place)),
                f"members.account_added:{known.id}:{space.id}:{account.id}",
                community=known.community,
            )
            return


def name_of(space: Space) -> str:
    """What a space is called, or else which chat it is in."""
    if space.name:
        return space.name
    key = f"chat.{space.ref.platform}"
    return words.text(key) if words.has(key) else space.ref.platform
