"""The next date of each event, for whoever shows people what is open."""

from datetime import datetime

from bot.community.facts import Fact
from bot.community.gatherings import Gathering
from bot.community.opportunities import Opportunity
from bot.features.events import feature
from bot.features.events.cards.views import SHOW
from bot.features.events.domain import Event, fact_of
from bot.features.events.lookup import MOST_DATES, next_dates
from bot.features.events.ports import Happening, Work
from bot.features.events.rsvps.domain import Attendee
from bot.ui.messages import Button
from bot.ui.text import label, read_id

_LABEL = 60


@feature.opportunities
async def open_events(work: Work, community: int, now: datetime) -> list[Opportunity]:
    """Events with a date to come; those that take place and have not begun."""
    found = await work.events.dates.in_community(community, now, MOST_DATES)
    next_ = next_dates(each for each in found if each.date.starts_at > now)
    if not next_:
        return []
    behind = await work.events.audience.behind([each.event.id for each in next_])
    return [_opportunity(each, behind.get(each.event.id, frozenset())) for each in next_]


@feature.taken_up
async def answered(work: Work, member: int, now: datetime) -> set[Fact]:
    """The events of which somebody has answered a date to come, whatever they said."""
    found = await work.events.dates.of_attendee(Attendee(member), now)
    return {fact_of(happening.event.id) for happening, _ in found}


@feature.gathering("event")
async def next_date(subject: str, work: Work, now: datetime) -> Gathering | None:
    """The next date of an event that takes place; one that goes on is still the next."""
    event = await work.events.plans.get(read_id(subject))
    to_come = await work.events.dates.to_come(event.id, now) if event else []
    if event is None or not to_come:
        return None
    look, open_to = _look(event), frozenset(event.details.networks)
    title = event.details.title
    return Gathering(fact_of(event.id), title, to_come[0].starts_at, look, open_to)


def _look(event: Event) -> Button:
    title = event.details.title
    return Button(label(title, _LABEL), "events.show", str(event.id), command=SHOW(event=title))


def _opportunity(happening: Happening, behind: frozenset[int]) -> Opportunity:
    event, date = happening.event, happening.date
    details = event.details
    return Opportunity(
        fact_of(event.id),
        details.title,
        details.description,
        behind,
        event.made_at,
        _look(event),
        frozenset(details.networks),
        date.starts_at,
        frozenset(details.places),
        date.free == 0,
    )
