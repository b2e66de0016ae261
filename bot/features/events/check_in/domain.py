"""When people check in to a date, and the codes at its door, which change every few minutes."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.features.events.dates.domain import DateState, EventDate
from bot.features.events.rsvps.domain import Attendee

OPENS_BEFORE = timedelta(minutes=30)
"""So long before the start people may say that they are here; until the end."""

LATE = timedelta(days=7)
"""So long after the end hosts may still note who was there."""

CODE_LASTS = timedelta(minutes=4)
"""So long one code is shown at the door. One more period it is taken, as somebody types slowly."""

CODE_LENGTH = 6

# Nothing that is read for something else: no 0 and O, 1, I and L, 5 and S, U and V.
_LETTERS = "ABCDEFGHJKMNPQRTWXYZ234679"


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Somebody is there: who has an answer, or just a `name` that a host has noted.

    `people` is with how many they came. `by` is the host who noted it; `None`: they said so.
    """

    id: int
    date: int
    who: Attendee
    name: str
    people: int
    at: datetime
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who was at a date, or said that they would be where nobody checked in.

    `hidden`: their name is for hosts alone.
    """

    who: Attendee
    name: str
    zone: str
    hidden: bool = False
    people: int = 1

    @property
    def member(self) -> int | None:
        """The member who it is, if it is one."""
        return self.who.member


def is_open(date: EventDate, now: datetime) -> bool:
    """Whether people may say by themselves that they are here."""
    planned = date.state is DateState.PLANNED
    return planned and date.starts_at - OPENS_BEFORE <= now < date.ends_at


def leads_in(date: EventDate, now: datetime) -> bool:
    """Whether the screen at the door shows a code, be it before the doors open."""
    return date.state is DateState.PLANNED and now < date.ends_at


def has_begun(date: EventDate, now: datetime) -> bool:
    """Whether something can have come of it."""
    return date.starts_at <= now


def hosts_may(date: EventDate, now: datetime) -> bool:
    """Whether hosts may note who is there, or was."""
    planned = date.state is DateState.PLANNED
    return planned and date.starts_at - OPENS_BEFORE <= now < date.ends_at + LATE


COUNTS = timedelta(days=1)
"""Whom hosts note so long after the end is thanked and was there together with the others."""


# Codes ----------------------------------------------------------------------------------------


def new_key() -> str:
    """What the codes of one date are made of; it never leaves Kindred."""
    return secrets.token_hex(32)


def code_at(key: str, now: datetime) -> str:
    """The code at a door at this moment: the same for `CODE_LASTS`, then another."""
    return _code(key, _period(now))


def until(now: datetime) -> datetime:
    """When the code of this moment is shown no more."""
    return datetime.fromtimestamp((_period(now) + 1) * CODE_LASTS.total_seconds(), now.tzinfo)


def is_code(key: str, said: str, now: datetime) -> bool:
    """Whether this is the code of a door, or was a moment ago: a photo passed on is worth little.

    Compared in constant time.
    """
    typed, period = plain_code(said).encode(), _period(now)
    found = [hmac.compare_digest(typed, _code(key, each).encode()) for each in (period, period - 1)]
    return any(found)


def plain_code(said: str) -> str:
    """A code as it was typed, without what people put between its letters."""
    return "".join(each for each in said.upper() if each.isalnum())


def looks_like_code(said: str) -> bool:
    """Whether these words may be a code, or one that was read wrongly, as with an O for a Q."""
    typed = plain_code(said)
    as_ours = all(letter in _LETTERS for letter in typed)
    return len(typed) == CODE_LENGTH and (as_ours or any(letter.isdigit() for letter in typed))


def pass_of(key: str, member: int, now: datetime) -> str:
    """What stands for a member in the address of the page on which they check in.

    It is made for whoever has come in by the web chat, and good as long as a code.
    """
    return f"{member}-{_digest(key, f'member {member} {_period(now)}').hex()[:24]}"


def whose_pass(key: str, said: str, now: datetime) -> int | None:
    """The member for whom a `pass_of` this door was made, now or a moment ago."""
    member = said.partition("-")[0]
    if not member.isdecimal() or not member.isascii() or len(member) > 18:
        return None
    for at in (now, now - CODE_LASTS):
        if hmac.compare_digest(said.encode(), pass_of(key, int(member), at).encode()):
            return int(member)
    return None


def _period(now: datetime) -> int:
    return int(now.timestamp() // CODE_LASTS.total_seconds())


def _code(key: str, period: int) -> str:
    number = int.from_bytes(_digest(key, f"code {period}")[:8])
    letters = []
    for _ in range(CODE_LENGTH):
        number, at = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[at])
    return "".join(letters)


def _digest(key: str, what: str) -> bytes:
    return hmac.digest(bytes.fromhex(key), what.encode(), "sha256")


# As buttons carry them ------------------------------------------------------------------------


def key_of(check_in: CheckIn) -> str:
    """What a button of hosts calls somebody who is there."""
    if check_in.who == Attendee():
        return f"n{check_in.id}"
    return attendee_key(check_in.who)


def attendee_key(who: Attendee) -> str:
    """What a button of hosts calls somebody who has answered."""
    return f"m{who.member}" if who.guest is None else f"g{who.guest}"


def read_attendee(said: str) -> Attendee | None:
    """Whom `attendee_key` wrote down."""
    kind, id_ = said[:1], said[1:]
    if not id_.isascii() or not id_.isdecimal() or len(id_) > 18:
        return None
    return {"m": Attendee(int(id_)), "g": Attendee(guest=int(id_))}.get(kind)
