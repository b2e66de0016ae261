"""The card of a date, which stays current in every place where it hangs."""

from datetime import datetime

from bot.community.roles import ScopedRole
from bot.delivery.live import View
from bot.features.events import feature
from bot.features.events.cards import views
from bot.features.events.covers.pages import address_of
from bot.features.events.domain import Event
from bot.features.events.ports import Work
from bot.ui.messages import Message
from bot.ui.text import read_id


@feature.live("card")
async def card(subject: str, work: Work, now: datetime) -> Message | None:
    """What everybody may know of a date."""
    date = await work.events.dates.get(read_id(subject))
    event = await work.events.plans.get(date.event) if date else None
    if date is None or event is None:
        return None
    cover = event.details.cover
    address = address_of(work, cover.key) if cover else ""
    return views.card(views.Card(event, date, await hosts_of(work, event), now, address))


def card_of(date: int) -> View:
    """The card of a date."""
    return View.of("events.card", date)


async def hosts_of(work: Work, event: Event) -> list[str]:
    """The names of an event's hosts."""
    return [host.name for host in await work.roles.holders(ScopedRole.HOST, event.scope)]
