"""The links by which guests come to the page that is theirs, from the mails to them."""

import hmac

from bot.features.events.guests.domain import (
    GUEST_PATH,
    asking,
    proven,
    read_secret,
    secret_of,
)
from bot.features.events.ports import Work
from bot.features.events.rsvps.domain import Response
from bot.features.events.rsvps.outcomes import Guest


def link_of(work: Work, guest: Guest, at: int, response: Response | None = None) -> str:
    """Where a guest sees a date, with what they are asked to confirm, if anything."""
    secret = secret_of(guest, work.mailboxes.proof(proven(guest)))
    return f"{work.address(GUEST_PATH.format(secret=secret))}?{asking(at, response)}"


async def whose(work: Work, secret: str) -> Guest | None:
    """Whose link this is; `None` for one that is nobody's, or of somebody who was forgotten."""
    id_, proof = read_secret(secret)
    guest = await work.events.guests.get(id_)
    if guest is None or guest.mailbox is None:
        return None
    known = work.mailboxes.proof(proven(guest))
    return guest if hmac.compare_digest(known.encode(), proof.encode()) else None
