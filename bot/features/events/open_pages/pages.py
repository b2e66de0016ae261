"""An event on the web, its file for a calendar, and the list of a community's events.

What is not for everybody, or not any more, looks like what never was.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from bot.community.people import Community, Member
from bot.community.roles import ScopedRole
from bot.community.zones import ZONES
from bot.features.events import feature, words
from bot.features.events.calendars.addresses import of_community
from bot.features.events.calendars.domain import CALENDAR, Entry, calendar_of
from bot.features.events.covers.pages import address_of as cover_address
from bot.features.events.dates.domain import DateState, EventDate
from bot.features.events.domain import Event
from bot.features.events.guests import signing_up
from bot.features.events.guests.forms import GuestForm
from bot.features.events.lookup import MOST_DATES, next_dates
from bot.features.events.open_pages import addresses, views
from bot.features.events.open_pages.switch import has_open_pages, is_on_the_web
from bot.features.events.ports import Happening, Work
from bot.routing.page_forms import PageForm, page_form
from bot.routing.pages import PageAnswer, PageNotFound, PageRequest
from bot.ui.fields import Raw
from bot.ui.files import file_name
from bot.ui.forms import FieldErrors
from bot.ui.text import read_id, read_number

PER_PAGE = 20
"""Events on a page of the list."""

_SPLITS = 50  # events that a series may have become, one after the other
_NEW: Mapping[str, Raw] = {"answer": "coming", "party": "1"}


@feature.page(addresses.EVENT_PATH, role=None)
async def look(request: PageRequest, work: Work) -> PageAnswer:
    """Show an event to anybody."""
    seen = await _seen(request, work)
    return _page(request, work, seen, _NEW)


@feature.page(addresses.EVENT_PATH, role=None, sent=True)
async def sign_up(request: PageRequest, work: Work) -> PageAnswer:
    """Write to somebody who wants to come, so that they confirm it; nothing else is kept."""
    seen = await _seen(request, work)
    if not seen.takes_guests:
        return _page(request, work, seen, _NEW)
    try:
        wish = signing_up.read(request, seen.happening)
    except FieldErrors as wrong:
        return _page(request, work, seen, request.typed, wrong.errors)
    if not await signing_up.sign_up(work, request, seen.happening, wish):
        return views.too_many(seen)
    return views.look_into_your_mail(seen)


@feature.page(addresses.FILE_PATH, role=None)
async def file(request: PageRequest, work: Work) -> PageAnswer:
    """Give anybody a date as a file, with its place only if everybody may know it, and no link."""
    seen = await _seen(request, work)
    event, at = seen.happening.event, seen.happening.date
    there = Entry(
        event,
        date=at,
        place=not event.details.hidden_place,
        public=True,
        url=addresses.of_date(work, event, at),
    )
    return PageAnswer(calendar_of([there]), CALENDAR, file_name(event.details.title, "ics"))


@feature.page(addresses.LIST_PATH, role=None)
async def list_(request: PageRequest, work: Work) -> PageAnswer:
    """List the events of a community that anybody may see, so many at a time."""
    community = await _community(work, read_id(request.arguments["community"]))
    if community is None or not await has_open_pages(work, community.id):
        raise PageNotFound
    found = await work.events.dates.in_community(community.id, request.now, MOST_DATES)
    there = next_dates(each for each in found if each.event.details.on_the_web)
    pages = max(1, -(-len(there) // PER_PAGE))
    number = min(max(read_number(request.query.get("page", "")) or 1, 1), pages)
    shown = there[(number - 1) * PER_PAGE : number * PER_PAGE]
    return views.events_listed(
        views.Listed(
            community.name,
            [(each, _kept(request, addresses.of_event(work, each.event))) for each in shown],
            addresses.of_list(work, community.id),
            of_community(work, community.id),
            number,
            pages,
            zone_of(request),
            partial(_kept, request),
        )
    )


# What is shown --------------------------------------------------------------------------------


async def _seen(request: PageRequest, work: Work) -> views.Seen:
    """The date that is meant of an event on the web, with all that is said of it."""
    event, dates = await _event(request, work)
    at = _meant(dates, request.query.get("on", ""), request.now)
    if at is None:
        raise PageNotFound
    community = await work.people.community(event.community)
    hosts = await work.roles.holders(ScopedRole.HOST, event.scope)
    named = await work.events.plans.named_hosts(event.id)
    to_come = [each for each in dates if _is_to_come(each, request.now) and each.id != at.id]
    return views.Seen(
        happening=Happening(event, at),
        community=community.name,
        hosts=[host.name for host in hosts if host.id in named],
        others=_others(hosts, named),
        to_come=[(each, _kept(request, addresses.of_date(work, event, each))) for each in to_come],
        address=addresses.of_date(work, event, at),
        file=addresses.of_file(work, event, at),
        list_=_kept(request, addresses.of_list(work, event.community)),
        feed=of_community(work, event.community),
        writes=work.mailboxes.served,
        zone=zone_of(request) or at.zone,
        now=request.now,
        cover=cover_address(work, event.details.cover.key) if event.details.cover else "",
    )


async def _event(request: PageRequest, work: Work) -> tuple[Event, Sequence[EventDate]]:
    """The event of this address with its dates, or that by which its series goes on."""
    event = await work.events.plans.with_uid(request.arguments["event"])
    for _ in range(_SPLITS):
        if event is None or not await is_on_the_web(work, event):
            raise PageNotFound
        dates = await work.events.dates.of(event.id)
        goes_on = await work.events.plans.continued_by(event.id)
        if goes_on is None or any(_is_to_come(each, request.now) for each in dates):
            return event, dates
        event = goes_on
    raise PageNotFound


def _kept(request: PageRequest, address: str) -> str:
    return addresses.kept(request.query, address)


def _others(hosts: Sequence[Member], named: set[int]) -> int:
    return len([host for host in hosts if host.id not in named])


def _is_to_come(at: EventDate, now: datetime) -> bool:
    return at.state is DateState.PLANNED and at.ends_at > now


def _meant(dates: Sequence[EventDate], on: str, now: datetime) -> EventDate | None:
    """The date of the day that is named, or else the next one, or else the last."""
    day = addresses.read_day(on)
    there = [each for each in dates if each.state is not DateState.SKIPPED]
    named = [each for each in there if each.original.date() == day]
    to_come = [each for each in there if _is_to_come(each, now)]
    return next(iter([*named, *to_come, *reversed(there)]), None)


def _page(
    request: PageRequest,
    work: Work,
    seen: views.Seen,
    values: Mapping[str, Raw],
    errors: Mapping[str, str] | None = None,
) -> PageAnswer:
    forms: list[PageForm] = [views.zones(seen, request.query)]
    if seen.takes_guests:
        form = page_form(
            GuestForm,
            words.text("open_page.ask"),
            values,
            errors,
            title=words.text("open_page.come"),
            here="zone",
        )
        forms.append(form)
    return views.event(seen, forms, faulty=bool(errors))


async def _community(work: Work, id_: int) -> Community | None:
    communities = {each.id: each for each in await work.people.communities()}
    return communities.get(id_)


def zone_of(request: PageRequest) -> str:
    """The time zone that a visitor has chosen; empty without one."""
    zone = request.query.get("zone", "")
    return zone if zone in ZONES else ""
