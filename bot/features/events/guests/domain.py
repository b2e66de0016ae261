"""How guests are known by their links, what they ask for, and how much mail is sent for that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from bot.features.events.rsvps.domain import Answer, Response
from bot.features.events.rsvps.outcomes import Guest
from bot.ui.text import read_number

GUEST_PATH = "/events/guest/{secret}"
"""The page that is one guest's; `Link.secret` is put in."""

CONFIRMED_WITHIN = timedelta(days=1)
"""So long a link is good by which somebody confirms their address."""

KNOWN_FOR = timedelta(days=30)
"""So long after the last date that they have answered it is known who a guest was."""

REFUSED_AT_MOST = 1
"""How many mails in a row may be refused before a guest's seats go on."""

TO_ONE_ADDRESS, FROM_ONE_NETWORK, FOR_ONE_COMMUNITY = 4, 40, 1000
"""How many mails a day strangers can have sent: to an address, from a /24 or /48, and in all."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for on an open page, who may be anybody."""

    name: str
    address: str
    response: Response
    zone: str


def secret_of(guest: Guest, proof: str) -> str:
    """What in an address says which guest is meant."""
    return f"{guest.id}-{proof}"


def proven(guest: Guest) -> str:
    """What the proof in a guest's link is of: no other guest ever is this one."""
    return f"events.guest {guest.id} {guest.event} {guest.mailbox}"


def read_secret(secret: str) -> tuple[int, str]:
    """The id of a guest, and the proof that whoever has this was written to."""
    id_, _, proof = secret.partition("-")
    return read_number(id_) or 0, proof


def asking(at: int, response: Response | None = None) -> str:
    """What a link asks for: a date, and what is answered once somebody presses the button there.

    Nothing of it was typed by anybody.
    """
    asked = {"date": str(at)}
    if response:
        asked |= {"answer": response.answer.value, "party": str(response.party)}
        asked |= {"hidden": "yes"} if response.hidden else {}
    return urlencode(asked)


def read_asked(query: Mapping[str, str]) -> Response | None:
    """The answer that a link asks for, if it does."""
    try:
        said = Answer(query.get("answer", ""))
    except ValueError:
        return None
    return Response(said, read_number(query.get("party", "")) or 1, "hidden" in query)


def counted(day: date, kind: str, what: object) -> str:
    """What a count of sign-ups is of; only its digest is kept, and that for a day."""
    return f"events.sign_ups {day.isoformat()} {kind} {what}"
