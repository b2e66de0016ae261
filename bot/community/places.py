"""Places: wherever people can be spoken to, and what facilitators have said they are for."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from bot.community.mailboxes import Mailbox
from bot.community.people import Account, Ref, Space
from bot.ui.words import WordBook, listed

words = WordBook("bot")


class PlaceKind(StrEnum):
    """How a place came to be, and who is in it."""

    CHANNEL = "channel"  # of a space, made by its people, for whoever they let in
    ROOM = "room"  # opened by Kindred for some members: a group, a private thread, a web room
    DIRECT = "direct"  # between one account and Kindred
    AGENDA = "agenda"  # a list of events that a chat itself keeps for a space
    MAILBOX = "mailbox"  # of somebody who is written to by e-mail; it is in no chat


class Purpose(StrEnum):
    """What Kindred may do in a channel; a purpose may have several in a space."""

    ANNOUNCEMENTS = "announcements"  # tell what concerns everybody
    INTRODUCTIONS = "introductions"  # open threads, where a chat has rooms in channels only
    CALL_OUTS = "call-outs"  # tell somebody that something is there for them, and not what
    NOTICES = "notices"  # tell facilitators what they should know, instead of each alone
    DIGESTS = "digests"  # show now and then what is open in other networks


FOR_EVERYBODY = frozenset({Purpose.ANNOUNCEMENTS, Purpose.INTRODUCTIONS, Purpose.CALL_OUTS})
"""What a channel is for where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in a space to speak. `ref` is how its chat knows it: `None` until it is open.

    `people` are the accounts that it is for, of a room or a direct message; a room that is not open
    yet is opened in `parent`, where its chat needs a channel for that. A channel that is or was for
    something has an `id`, by which it is addressed. What is said in a thread is said `below` a
    message of the place.
    """

    space: Space
    kind: PlaceKind
    ref: Ref | None = None
    title: str = ""
    people: tuple[Account, ...] = ()
    purposes: frozenset[Purpose] = frozenset()
    parent: Ref | None = None
    id: int = 0
    mailbox: Mailbox | None = None
    below: Ref | None = None

    @property
    def account(self) -> Account | None:
        """With whom a direct message is."""
        return self.people[0] if self.kind is PlaceKind.DIRECT else None

    @property
    def name(self) -> str:
        """What a way into it is remembered by: the same as long as it leads to the same place."""
        if self.account:
            return f"alone {self.account.space_ref} {self.account.ref}"
        if self.mailbox:
            return f"mailbox {self.mailbox.id}"
        if self.ref and self.below:
            return f"in {self.ref} below {self.below}"
        return f"in {self.ref}" if self.ref else f"room {self.space.ref}"


def in_order(purposes: Collection[Purpose]) -> tuple[Purpose, ...]:
    """Purposes as people are shown them."""
    return tuple(each for each in Purpose if each in purposes)


def listed_purposes(purposes: Collection[Purpose]) -> str:
    """What a channel is for, in words."""
    return listed([words.text(f"purpose.{each}") for each in in_order(purposes)])
