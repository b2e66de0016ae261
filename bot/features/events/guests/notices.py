"""Mails to guests: what members are told in chats, guests are told by mail, once."""

from collections.abc import Callable
from functools import partial

from bot.community.facts import Fact
from bot.delivery.addresses import ToMailbox
from bot.features.events.guests import views
from bot.features.events.guests.domain import KNOWN_FOR
from bot.features.events.guests.links import link_of
from bot.features.events.ports import Happening, Work
from bot.ui.messages import Message

KINDS = "events.guest."
"""How the facts begin of which guests are told; then their subject begins with the guest's id."""


async def write(
    work: Work,
    guest: int,
    happening: Happening,
    kind: str,
    compose: Callable[[], Message],
    *,
    part: str = "",
    calendar: bool = False,
    over: bool = False,
) -> None:
    """Tell a guest of something about a date, perhaps with a file for their calendar.

    Their address is kept for as long as the date needs it.
    """
    known = await work.events.guests.get(guest)
    mailbox = await work.mailboxes.find(known.mailbox) if known and known.mailbox else None
    if known is None or mailbox is None or known.confirmed_at is None:
        return
    event, date = happening.event, happening.date
    until = date.ends_at + KNOWN_FOR
    await work.mailboxes.open(event.community, mailbox.address, until=until)
    file = views.calendar_file(happening, guest) if calendar else None
    mail = partial(views.mail, compose, link_of(work, known, date.id), file, over=over)
    fact = Fact.of(f"{KINDS}{kind}", f"{guest}:{date.id}", part=part)
    await work.outbox.post(ToMailbox(mailbox.id), mail, fact, community=event.community)
