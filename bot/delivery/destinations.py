"""Where an address leads at this moment: what the relay finds when it is about to deliver."""

from dataclasses import dataclass

from bot.community.people import Account, Ref, Space


@dataclass(frozen=True, slots=True)
class Direct:
    """A member's account to write to; it may have been `closed` when it was last tried."""

    account: Account
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Callout:
    """Where a member is told in public that something is there for them, and not a word of it."""

    member: int
    name: str
    channel: Ref
    space: Ref


@dataclass(frozen=True, slots=True)
class InChannel:
    """A channel to write into, of a space if that is known."""

    channel: Ref
    space: Ref | None = None


@dataclass(frozen=True, slots=True)
class NewRoom:
    """A room to open, in the space where all the members have accounts."""

    space: Space
    title: str
    members: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody of a room that is none, and the space where they are written to first, if any."""

    member: int
    name: str
    space: Space | None = None


@dataclass(frozen=True, slots=True)
class EachAlone:
    """A room that nobody can open: each of its people is written to alone."""

    people: tuple[Reached, ...]


@dataclass(frozen=True, slots=True)
class Nowhere:
    """There is no such place, or no way left to reach the person."""

    reason: str


Destination = Direct | Callout | InChannel | NewRoom | EachAlone | Nowhere


def way_name(destination: Destination) -> str:
    """What this way is remembered by: the same as long as it leads to the same place."""
    match destination:
        case Direct(account=account):
            return f"alone {account.space_ref} {account.ref}"
        case Callout(channel=channel):
            return f"called {channel}"
        case InChannel(channel=channel):
            return f"in {channel}"
        case NewRoom(space=space):
            return f"room {space.ref}"
        case EachAlone():
            return "apart"  # as it stands in the databases that are out there
        case Nowhere():
            return "nowhere"
