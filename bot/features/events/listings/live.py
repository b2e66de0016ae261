"""The listing of a date, which stays current in every list where it stands."""

from datetime import datetime

from bot.delivery.live import View
from bot.features.events import feature
from bot.features.events.dates.domain import DateState, has_begun
from bot.features.events.listings import views
from bot.features.events.open_pages import addresses
from bot.features.events.open_pages.switch import is_on_the_web
from bot.features.events.ports import Work
from bot.ui.languages import in_language
from bot.ui.messages import Message
from bot.ui.text import read_id


@feature.live("listing")
async def listing(subject: str, work: Work, now: datetime) -> Message | None:
    """What anybody may know of a date; nothing of one that is over, off, or not for everybody.

    It is in the language that most of the community speak: a list is nobody's own.
    """
    date = await work.events.dates.get(read_id(subject))
    event = await work.events.plans.get(date.event) if date else None
    if date is None or event is None or not event.details.open_to(()):
        return None
    if date.state is not DateState.PLANNED or date.ends_at <= now:
        return None
    on_the_web = await is_on_the_web(work, event)
    address = addresses.of_date(work, event, date) if on_the_web else ""
    with in_language(await work.events.audience.usual_language(event.community)):
        return views.listing(event, date, address, begun=has_begun(date, now))


def listing_of(date: int) -> View:
    """The listing of a date."""
    return View.of("events.listing", date)
