"""Where something is to be said: what features name, and `bot.delivery.destinations` resolves."""

from dataclasses import dataclass

from bot.community.people import Ref


@dataclass(frozen=True, slots=True)
class ToMember:
    """To one person, wherever they can be reached: see docs/decisions/0003-outbox.md."""

    member: int


@dataclass(frozen=True, slots=True)
class ToRoom:
    """Into the room that `Outbox.open_room` was asked for, by the key of its fact."""

    key: str


@dataclass(frozen=True, slots=True)
class ToSquare:
    """Into the channel of a space where everybody may be spoken to."""

    space: int


@dataclass(frozen=True, slots=True)
class ToChannel:
    """Into one channel."""

    channel: Ref


@dataclass(frozen=True, slots=True)
class ToAccount:
    """To somebody in a space who is not a member, or not yet."""

    space: int
    account: Ref


Address = ToMember | ToRoom | ToSquare | ToChannel | ToAccount
