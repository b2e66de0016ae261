"""Where something is to be said: what features name, and `bot.delivery.destinations` resolves."""

from dataclasses import dataclass

from bot.community.facts import Fact
from bot.community.people import Ref
from bot.community.places import Purpose


@dataclass(frozen=True, slots=True)
class ToMember:
    """To one person, wherever they can be reached: see docs/decisions/0003-outbox.md."""

    member: int


@dataclass(frozen=True, slots=True)
class ToAccount:
    """To somebody in a space who is not a member, or not yet."""

    space: int
    account: Ref


@dataclass(frozen=True, slots=True)
class ChannelFor:
    """A channel, by the id of its place, as long as it is for this."""

    purpose: Purpose
    place: int


@dataclass(frozen=True, slots=True)
class ToPlace:
    """Into a place: the room of a fact (`Outbox.open_room`), a channel for something, an id."""

    place: Fact | ChannelFor | int


@dataclass(frozen=True, slots=True)
class Below:
    """Into the thread below what was posted: the id of the post (`LiveViews.threads`).

    It is said after the post itself, wherever that stands. Where a chat has no threads it is said
    in the channel, with a line that names what it is about (`Message.thread`).
    """

    post: int


@dataclass(frozen=True, slots=True)
class ToMailbox:
    """By e-mail, to somebody who is no member: the id of their mailbox (`work.mailboxes`).

    What has gone out by e-mail is neither edited nor retracted: a change is a mail of its own.
    """

    mailbox: int


Address = ToMember | ToAccount | ToPlace | Below | ToMailbox
