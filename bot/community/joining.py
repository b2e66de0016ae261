"""How somebody becomes a member, once they have said yes: by what their chat tells about them."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Protocol

from bot.community.people import OWN_CHAT, Member, Newcomer, Ref, Role, Space, name_of
from bot.delivery.outbox import Address, ToAccount, ToMember
from bot.errors import UserError
from bot.ui.languages import speaking
from bot.ui.messages import Message, say
from bot.ui.words import WordBook
from bot.work import Work as CoreWork

words = WordBook("bot")


def declined_key(space: Ref, account: Ref) -> str:
    """Under which name it is set that whoever has this account said no."""
    return f"members.declined:{space}:{account.id}"


class Roll(Protocol):
    """Enters new members."""

    async def enrol(self, community: int, who: Newcomer, now: datetime) -> int:
        """Add a member of this name, address and zone (if any); return their id."""
        ...

    async def in_own_chat(self, member: int) -> bool:
        """Whether a member has ever read or said anything in the community's own chat."""
        ...


class Work(CoreWork, Protocol):
    """A unit of work in which somebody can become a member."""

    @property
    def members(self) -> Roll: ...


@dataclass(frozen=True, slots=True)
class Joined:
    """Who somebody is now; `found` if the community knew them before, `same` by this account."""

    member: Member
    found: bool
    same: bool = False


def turned_away(who: Newcomer) -> Message | None:
    """What those are told who cannot become members; `None` for those who can."""
    match who.kind:
        case "bot" | "gone" | "visitor":
            return say(words(f"join.{who.kind}"))
        case "person" | "guest":
            return None


async def let_in(work: Work, space: Space, account: Ref, who: Newcomer, now: datetime) -> Joined:
    """Let an account of a space be that of the member with its e-mail address, or of a new one.

    An account by which somebody is known in another space of the community is that same person's.
    A member who uses another chat already is told of it there. An address alone makes nobody a
    facilitator: raises `UserError` when it is one's, unless the newcomer runs the space. Raises
    `Conflict` when the account has become somebody's meanwhile.
    """
    who = who.tidied()
    who = replace(who, name=who.name or words.text("join.nameless"))
    same = await work.people.known_as(space.community, account)
    known = same or await work.people.with_email(space.community, who.email)
    if known is None:
        id_ = await work.members.enrol(space.community, who, now)
    elif same is None and known.may(Role.FACILITATOR) and not who.runs_the_space:
        raise UserError(words("join.facilitator"))
    else:
        id_ = known.id
    if known and not same:
        await _tell_elsewhere(work, known, space, account, who)
    await work.people.attach(id_, space, account, who)
    await work.settings.drop(declined_key(space.ref, account))
    member = await work.people.member(id_)
    assert member is not None  # noqa: S101  # they were there, or were added just now
    return Joined(member, known is not None, same is not None)


async def _tell_elsewhere(
    work: Work, known: Member, space: Space, account: Ref, who: Newcomer
) -> None:
    """Tell somebody in a chat they use that their profile is used in another one, too."""
    to = await _elsewhere(work, known, space)
    if to:
        key = f"members.account_added:{known.id}:{space.id}:{account.id}"
        message = partial(_account_added, who.name, space)
        with speaking(known.locale):  # for an account, the outbox keeps to what is spoken here
            await work.outbox.post(to, message, key, community=known.community)


def _account_added(name: str, space: Space) -> Message:
    return say(words("join.account_added", name=name, place=name_of(space)))


async def _elsewhere(work: Work, known: Member, space: Space) -> Address | None:
    """Where somebody looks beside this space: in another chat, or else in the community's own."""
    own: Address | None = None
    for other in await work.people.spaces(known.community):
        if other.id == space.id:
            continue
        account = (await work.people.accounts_in(other.ref, [known.id])).get(known.id)
        if account and other.ref.platform != OWN_CHAT:
            return ToMember(known.id)
        if account and await work.members.in_own_chat(known.id):
            own = ToAccount(other.id, account)
    return own
