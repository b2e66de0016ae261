"""How somebody becomes a member, once they have said yes: by what their chat tells about them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.community.domain_events import AccountAdded, MemberJoined
from bot.community.people import Account, AccountInfo, Member, Ref, Space
from bot.community.ports import PeopleBook
from bot.community.roles import Role, Standing
from bot.errors import UserError
from bot.ui.messages import Message, say
from bot.ui.words import WordBook

words = WordBook("bot")


def declined_key(space: Ref, account: Ref) -> str:
    """Under which name it is set that whoever has this account said no."""
    return f"members.declined:{space}:{account.id}"


class Settings(Protocol):
    """What is set once for all, by name."""

    async def drop(self, name: str) -> None:
        """Let nothing be set under this name."""
        ...


class Roll(Protocol):
    """Enters new members."""

    async def enrol(self, community: int, who: AccountInfo, now: datetime) -> int:
        """Add a member of this name, address and zone (if any); return their id."""
        ...


class Roles(Protocol):
    """What members are."""

    async def standing(self, member: Member) -> Standing:
        """What somebody is, on the ladder and in single things."""
        ...


class Work(Protocol):
    """A unit of work in which somebody can become a member."""

    @property
    def people(self) -> PeopleBook: ...
    @property
    def members(self) -> Roll: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def roles(self) -> Roles: ...
    @property
    def domain_events(self) -> list[object]: ...


@dataclass(frozen=True, slots=True)
class Joined:
    """Who somebody is now; `found` if the community knew them before, `same` by this account."""

    member: Member
    found: bool
    same: bool = False


def turned_away(who: AccountInfo) -> Message | None:
    """What those are told who cannot become members; `None` for those who can."""
    match who.kind:
        case "bot" | "gone" | "visitor":
            return say(words(f"join.{who.kind}"))
        case "person" | "guest":
            return None


async def let_in(work: Work, space: Space, account: Ref, who: AccountInfo, now: datetime) -> Joined:
    """Let an account of a space be that of the member with its e-mail address, or of a new one.

    An account by which somebody is known in another space of the community is that same person's.
    An address alone makes nobody a facilitator, and gives nobody a role in anything: raises
    `UserError` when it is the address of somebody who has one, unless the newcomer runs the space.
    Raises `Conflict` when the account has become somebody's meanwhile.
    """
    who = who.tidied()
    who = replace(who, name=who.name or words.text("join.nameless"))
    same = await work.people.known_as(space.community, account)
    known = same or await work.people.with_email(space.community, who.email)
    if known is None:
        id_ = await work.members.enrol(space.community, who, now)
    elif same is None and not who.runs_the_space and await _trusted(work, known):
        leads = known.may(Role.FACILITATOR)
        raise UserError(words("join.facilitator") if leads else words("join.trusted"))
    else:
        id_ = known.id
    if known and not same:
        added = Account(known.id, space.id, account, space.ref)
        work.domain_events.append(AccountAdded(added, space.community, space, who.name))
    await work.people.attach(id_, space, account, who)
    if not same:
        work.domain_events.append(MemberJoined(space.community, id_, account, who.email))
    await work.settings.drop(declined_key(space.ref, account))
    member = await work.people.member(id_)
    assert member is not None  # noqa: S101  # they were there, or were added just now
    return Joined(member, known is not None, same is not None)


async def _trusted(work: Work, known: Member) -> bool:
    return (await work.roles.standing(known)).trusted
