"""Signing up as a guest: the address is written to, and whoever reads it answers the event.

Until then nothing is kept but the address, for a day, and what whoever gave it calls themselves.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from bot.community.dates.reader import DateReader
from bot.community.facts import Fact
from bot.community.mailboxes import read_address
from bot.community.zones import ZONES
from bot.delivery.addresses import ToMailbox
from bot.features.events import words
from bot.features.events.dates.domain import NotTaken, refusal
from bot.features.events.guests import views
from bot.features.events.guests.domain import (
    CONFIRMED_WITHIN,
    FOR_ONE_COMMUNITY,
    FROM_ONE_NETWORK,
    TO_ONE_ADDRESS,
    Wish,
    counted,
)
from bot.features.events.guests.forms import MOST_NAME, GuestForm
from bot.features.events.guests.links import link_of
from bot.features.events.ports import Happening, Work
from bot.features.events.rsvps.domain import MOST_PARTY, Answer, Response
from bot.routing.page_forms import read_page_form
from bot.routing.pages import PageRequest
from bot.ui.forms import FieldErrors
from bot.ui.languages import current_locale
from bot.ui.text import label

_SAME = timedelta(minutes=15)
"""Within so long the same sign-up is one: a form that is sent twice."""

_SPARE = timedelta(hours=1)


def read(request: PageRequest, happening: Happening) -> Wish:
    """What was typed on the page of a date; raises `FieldErrors` that names what is at fault."""
    told = request.sent.get("zone", "") or request.query.get("zone", "")
    zone = told if told in ZONES else happening.date.zone
    said = read_page_form(GuestForm, request.typed, DateReader(zone, request.now))
    address = read_address(said.email)
    if address is None:
        raise FieldErrors({"email": words.text("field.guest_email.none")})
    response = response_of(said.answer, said.party, said.hidden)
    check(happening, response, request)
    return Wish(label(said.name, MOST_NAME), address, response, zone)


def response_of(answer: str, party: int | None, hidden: Sequence[str]) -> Response:
    """What a form of a guest answers."""
    said = Answer(answer)
    return Response(said, party or 1 if said is Answer.COMING else 1, bool(hidden))


def check(happening: Happening, response: Response, request: PageRequest) -> None:
    """Raise `FieldErrors` for a party that is larger than the room."""
    if refusal(happening.date, response, request.now) is NotTaken.TOO_LARGE:
        most = min(MOST_PARTY, happening.date.capacity or MOST_PARTY)
        raise FieldErrors({"party": words.text("not_taken.too_large", count=most)})


async def sign_up(work: Work, request: PageRequest, happening: Happening, wish: Wish) -> bool:
    """Write to the address, unless enough was sent there today; `False`: too many from there.

    Whether the address is known here makes no difference to what whoever gave it is told.
    """
    event, at = happening.event, happening.date
    here, there = await _counts(work, request, event.community, wish.address)
    if here:
        return False
    until = request.now + CONFIRMED_WITHIN + _SPARE
    mailbox = await work.mailboxes.open(
        event.community,
        wish.address,
        locale=current_locale(),
        zone=wish.zone,
        until=until,
        by_stranger=True,
    )
    if mailbox is None or there or not await work.mailboxes.wants_mail(mailbox):
        return True
    guest = await work.events.guests.add(
        event.id, mailbox.id, wish.name, wish.zone, current_locale(), request.now
    )
    link = link_of(work, guest, at.id, wish.response)
    quarter = int(request.now.timestamp() // _SAME.total_seconds())
    said = f"{wish.response.answer}{wish.response.party}{wish.response.hidden}{quarter}"
    fact = Fact.of(views.CONFIRM, f"{guest.id}:{at.id}", part=said)
    mail = partial(views.confirm, happening, wish.response, link)
    await work.outbox.post(ToMailbox(mailbox.id), mail, fact, community=event.community)
    return True


async def _counts(
    work: Work, request: PageRequest, community: int, address: str
) -> tuple[bool, bool]:
    """Count it; whether that is too many from the visitor's network, or to the address."""
    day = request.now.date()
    about = [("network", request.network), ("community", community)]
    about.append(("address", address.casefold()))
    digests = [work.mailboxes.proof(counted(day, kind, what)) for kind, what in about]
    network, all_, one = await work.events.guests.count(digests, day)
    too_many = network > FROM_ONE_NETWORK or all_ > FOR_ONE_COMMUNITY
    return too_many, one > TO_ONE_ADDRESS
