"""What comes of a change to who comes: what was answered, and who was given seats thereby."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.features.events.dates.domain import EventDate
from bot.features.events.rsvps.domain import Attendee, Rsvp
from bot.features.events.waiting_list.domain import Change


@dataclass(frozen=True, slots=True)
class Passed:
    """Somebody was given seats, or offered them."""

    who: Attendee
    change: Change


@dataclass(frozen=True, slots=True)
class Lost:
    """Somebody has lost seats, or an offer, without their doing.

    `rsvp` is what they have now: a place in the line, or nothing.
    """

    former: Rsvp
    rsvp: Rsvp | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A change that was made: the date as it is then, and all that came of it.

    `rsvp` is the answer of whoever it was about, `None` if there is none any more; `former` is what
    they had said before. `passed` are others who were given or offered seats, in this order.
    `may_have_rooms` is false where the date is known to have no room in any chat.
    """

    community: int
    date: EventDate
    rsvp: Rsvp | None = None
    former: Rsvp | None = None
    passed: tuple[Passed, ...] = ()
    lost: tuple[Lost, ...] = ()
    may_have_rooms: bool = True

    @property
    def changed(self) -> bool:
        """Whether anything is different: an answer that was given before changes nothing."""
        return bool(self.rsvp != self.former or self.passed or self.lost)


class Lowering(StrEnum):
    """What becomes of those who come when there are to be fewer seats than they have."""

    ASK = "ask"
    KEEP = "keep"
    """All keep their seats; nobody follows until fewer come than there are seats."""

    MOVE_LAST = "move_last"
    """The last to come wait again, before all others who do."""


@dataclass(frozen=True, slots=True)
class Below:
    """There would be fewer seats than people who come: hosts say what to do.

    `last` are those who would wait again, in the order of coming.
    """

    date: EventDate
    capacity: int
    last: tuple[Rsvp, ...]


@dataclass(frozen=True, slots=True)
class Attending:
    """Somebody's answer, with the name under which hosts know them, and their zone."""

    rsvp: Rsvp
    name: str
    zone: str

    @property
    def member(self) -> int | None:
        """The member who it is, if it is one."""
        return self.rsvp.who.member

    @property
    def hidden(self) -> bool:
        """Whether their name is for hosts alone."""
        return self.rsvp.hidden


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who comes to one event without being a member, and is written to by e-mail.

    Before they have confirmed that the address is theirs they have answered nothing. Whoever was
    forgotten has no name any more, and no mailbox. `refusals` counts the mails in a row that their
    mail server has refused.
    """

    id: int
    event: int
    mailbox: int | None
    name: str
    zone: str
    locale: str
    added_at: datetime
    confirmed_at: datetime | None = None
    refusals: int = 0
