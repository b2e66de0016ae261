"""Addresses as columns (`bot.delivery.addresses`), and the lanes in which order is kept."""

from dataclasses import dataclass
from typing import Literal, Self

from bot.community.facts import Fact
from bot.community.people import Ref
from bot.community.places import Purpose
from bot.delivery.addresses import (
    Address,
    Below,
    ChannelFor,
    ToAccount,
    ToMailbox,
    ToMember,
    ToPlace,
)
from storage.kernel.columns import AnyRow

_NO_PLACE = 0  # no place has this id

ADDRESS = (
    *("to_member", "to_place", "to_space", "to_account", "to_purpose", "to_mailbox"),
    "to_post",
)
"""The columns that `read_address` reads."""


@dataclass(frozen=True, slots=True)
class Lane:
    """What is sent in order: all that is for one member, account or mailbox, or into one place.

    A channel is one place, whatever it is for; a room of which nobody asked that it be opened is
    known by its fact. What is said below a post is in the lane of that, once that is known. Its
    `text` is what stands in the outbox.
    """

    kind: Literal["member", "account", "place", "mailbox", "below"]
    name: str

    @classmethod
    def to(cls, address: Address) -> Self:
        """The lane of all that goes to an address."""
        match address:
            case ToMember(member=member):
                return cls("member", str(member))
            case ToAccount(space=space, account=account):
                return cls("account", f"{space}:{account.id}")
            case ToPlace(place=place):
                return cls("place", _place_name(place))
            case Below(post=post):
                return cls("below", str(post))
            case ToMailbox(mailbox=mailbox):
                return cls("mailbox", str(mailbox))

    @property
    def text(self) -> str:
        """As it stands in the column."""
        return f"{self.kind}:{self.name}"


def _place_name(place: Fact | ChannelFor | int) -> str:
    match place:
        case ChannelFor(place=id_) | int(id_):
            return str(id_)
        case Fact(key=key):
            return key


def address_values(to: Address) -> dict[str, object]:
    """The columns of an address, and its lane; what is not known by the address alone is left out.

    The room of a fact has no id before it is known; what is said below a post is in its lane.
    """
    values: dict[str, object] = {**dict.fromkeys(ADDRESS), "lane": Lane.to(to).text}
    match to:
        case ToMember(member=member):
            values["to_member"] = member
        case ToAccount(space=space, account=account):
            values |= {"to_space": space, "to_account": str(account)}
        case ToPlace(place=ChannelFor(purpose=purpose, place=id_)):
            values |= {"to_place": id_, "to_purpose": purpose}
        case ToPlace(place=int(id_)):
            values["to_place"] = id_
        case ToPlace():
            pass
        case Below(post=post):
            values["to_post"] = post
        case ToMailbox(mailbox=mailbox):
            values["to_mailbox"] = mailbox
    return values


def read_address(row: AnyRow) -> Address:
    """Make an address of the columns `ADDRESS`; one that names nothing leads nowhere."""
    if row.to_member is not None:
        return ToMember(row.to_member)
    if row.to_account is not None:
        return ToAccount(row.to_space, Ref.parse(row.to_account))
    if row.to_post is not None:
        return Below(row.to_post)
    if row.to_mailbox is not None:
        return ToMailbox(row.to_mailbox)
    place = row.to_place or _NO_PLACE
    if row.to_purpose is not None:
        return ToPlace(ChannelFor(Purpose(row.to_purpose), place))
    return ToPlace(place)
