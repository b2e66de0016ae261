"""What is seen of events on the web: nothing that is not for everybody. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.community.dates.echo import length_in_words
from bot.community.zone_names import spelled
from bot.community.zones import ZONES
from bot.features.events import words
from bot.features.events.calendars.domain import without_addresses
from bot.features.events.cards.views import counts
from bot.features.events.covers.views import picture
from bot.features.events.dates.domain import DateState, EventDate
from bot.features.events.dates.views import its_own_time, planned_for
from bot.features.events.domain import Event
from bot.features.events.open_pages.choices import WORLD
from bot.features.events.plans.repeats import in_plain_words
from bot.features.events.ports import Happening
from bot.routing.page_forms import PageForm, menu
from bot.routing.pages import PageAnswer, Shared
from bot.ui.capabilities import short
from bot.ui.messages import (
    Heading,
    Link,
    LinkButton,
    Message,
    Moment,
    Note,
    Option,
    Part,
    Plain,
    RichText,
    bullets,
    fields,
    row,
    say,
)
from bot.ui.words import listed

_DESCRIPTION = 4000
_DATES = 8
_LINE = 200  # characters that programs tell of a page
_PARAGRAPHS = re.compile(r"\n\s*\n")
_OK, _GONE, _FAULTY, _TOO_MANY = 200, 410, 422, 429
_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Seen:
    """A date as anybody sees it. `hosts` are those who want to be named, `others` how many more.

    `to_come` are the other dates with their addresses. `writes`: mail goes out. `zone` is that in
    which the visitor is told times, `cover` the address of its picture, if it has one.
    """

    happening: Happening
    community: str
    hosts: Sequence[str]
    others: int
    to_come: Sequence[tuple[EventDate, str]]
    address: str
    file: str
    list_: str
    feed: str
    writes: bool
    zone: str
    now: datetime
    cover: str = ""

    @property
    def title(self) -> str:
        """What the event is called, without addresses."""
        return without_addresses(self.happening.event.details.title)

    @property
    def over(self) -> bool:
        """Whether the date has ended."""
        return self.happening.date.ends_at <= self.now

    @property
    def cancelled(self) -> bool:
        """Whether the date does not take place."""
        return self.happening.date.state is not DateState.PLANNED

    @property
    def takes_guests(self) -> bool:
        """Whether somebody who is no member may say here that they come."""
        return self.writes and not self.over and not self.cancelled


def event(seen: Seen, forms: Sequence[PageForm], *, faulty: bool = False) -> PageAnswer:
    """The page of a date."""
    message = say(
        Heading(seen.title),
        _state(seen),
        None if seen.cancelled else picture(seen.happening.event, seen.cover),
        fields(_facts(seen)),
        None if seen.cancelled else counts(seen.happening.date, over=seen.over) or None,
        *_description(seen),
        _small_print(seen),
        row(LinkButton(words.text("open_page.calendar"), seen.file)) if _is_on(seen) else None,
        _where_to_answer(seen),
        fallback=seen.title,
    )
    below = say(*_dates(seen), _more(seen))
    gone = seen.cancelled and not seen.to_come
    status = _FAULTY if faulty else _GONE if gone else _OK
    return PageAnswer(
        message,
        status=status,
        forms=tuple(forms),
        below=below,
        zone=seen.zone,
        shared=shared(seen),
    )


def shared(seen: Seen) -> Shared:
    """What programs tell of it where somebody passes its address on."""
    when = its_own_time(seen.happening.date)
    about = _one_line(seen.happening.event.details.description)
    if seen.cancelled:
        about = words.text("open_page.cancelled.line")
    line = short(" · ".join(filter(None, (when, about))), _LINE)
    return Shared(seen.address, line, seen.community, seen.feed, seen.cover)


def _state(seen: Seen) -> Part | None:
    date = seen.happening.date
    if seen.cancelled:
        return words("open_page.cancelled", when=its_own_time(date))
    if seen.over:
        return words("card.over")
    return words("card.moved", when=planned_for(date)) if date.moved else None


def _is_on(seen: Seen) -> bool:
    return not seen.over and not seen.cancelled


def _facts(seen: Seen) -> list[tuple[str, RichText | str]]:
    date = seen.happening.date
    series = seen.happening.event.details.series
    if seen.cancelled:
        return [(words.text("card.hosts"), _hosts(seen))]
    return [
        (words.text("date.when"), (Moment(date.starts_at),)),
        (words.text("date.there"), its_own_time(date)),
        (words.text("date.length"), length_in_words(date.minutes)),
        (words.text("fact.repeats"), in_plain_words(series) if series else ""),
        (words.text("date.where"), where(seen.happening.event, date)),
        (words.text("card.hosts"), _hosts(seen)),
    ]


def where(event: Event, date: EventDate) -> str:
    """The place for anybody, unless it is for those alone who come; never a link."""
    venue = event.details.venue if date.venue is None else date.venue
    link = event.details.link if date.link is None else date.link
    if event.details.hidden_place and (venue or link):
        return words.text("open_page.hidden_place")
    online = words.text("open_page.link") if link else ""
    place = without_addresses(venue).strip(" …,;:")
    return " · ".join(filter(None, (place, online)))


def _hosts(seen: Seen) -> str:
    if not seen.hosts:
        return words.text("open_page.hosts", community=seen.community)
    more = [words.text("card.more_hosts", count=seen.others)] if seen.others else []
    return listed([*seen.hosts, *more])


def _description(seen: Seen) -> list[Part | None]:
    if seen.cancelled:
        return []
    text = without_addresses(seen.happening.event.details.description)
    return [each.strip() for each in _PARAGRAPHS.split(short(text, _DESCRIPTION)) if each.strip()]


def _small_print(seen: Seen) -> Part | None:
    asks = seen.happening.event.details.by_approval and _is_on(seen)
    return Note(words("card.by_approval")) if asks else None


def _dates(seen: Seen) -> list[Part | None]:
    if not seen.to_come:
        return []
    shown, rest = seen.to_come[:_DATES], len(seen.to_come) - _DATES
    return [
        Heading(words.text("open_page.dates")),
        bullets(_date(at, address) for at, address in shown),
        words("dates.more", count=rest) if rest > 0 else None,
    ]


def _date(at: EventDate, address: str) -> RichText:
    return (Link(its_own_time(at), address), Plain(_how_many(at)))


def _how_many(at: EventDate) -> str:
    """How many come, if anybody does yet; else only how many may."""
    if at.tally.seated or at.tally.maybe:
        return f" · {counts(at)}"
    return "" if at.free is None else f" · {words.text('card.left', count=at.free)}"


def _where_to_answer(seen: Seen) -> Part | None:
    if seen.writes or not _is_on(seen):
        return None
    return words("open_page.in_chats", community=seen.community)


def _more(seen: Seen) -> Part:
    all_ = Link(words.text("open_page.all", community=seen.community), seen.list_)
    return Note((all_,))


def _one_line(text: str) -> str:
    return " ".join(without_addresses(text).split())


# Time zones -----------------------------------------------------------------------------------


def zones(seen: Seen, query: Mapping[str, str]) -> PageForm:
    """In which zone times are told: without a script of ours a visitor chooses theirs."""
    names = sorted({*WORLD, seen.zone, seen.happening.date.zone} & ZONES)
    options = tuple(Option.of(spelled(name), name) for name in names)
    kept = tuple((name, query[name]) for name in ("on", "lang") if name in query)
    field = menu("zone", words.text("open_page.zone"), options, seen.zone)
    return PageForm(words.text("open_page.zone.show"), (field,), kept, looks=True)


# What comes of signing up ---------------------------------------------------------------------


def look_into_your_mail(seen: Seen) -> PageAnswer:
    """What somebody is told who has signed up, whoever they are."""
    return _told(seen, "open_page.mail", _OK)


def too_many(seen: Seen) -> PageAnswer:
    """What somebody is told from whose part of the internet too many have signed up today."""
    return _told(seen, "open_page.too_many", _TOO_MANY)


def _told(seen: Seen, key: str, status: int) -> PageAnswer:
    title = words.text(f"{key}.title")
    message = say(
        Heading(title),
        words(key, title=seen.title),
        words(f"{key}.more"),
        row(LinkButton(words.text("open_page.back"), seen.address)),
        fallback=title,
    )
    headers = {"Retry-After": str(_DAY)} if status == _TOO_MANY else {}
    return PageAnswer(message, status=status, headers=headers, zone=seen.zone)


# The list -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """The events of a community on one of several pages, each with its address.

    `kept` is an address in the language and time zone that the visitor has chosen.
    """

    community: str
    there: Sequence[tuple[Happening, str]]
    address: str
    feed: str
    number: int
    pages: int
    zone: str
    kept: Callable[[str], str]


def events_listed(about: Listed) -> PageAnswer:
    """The page of a list."""
    title = words.text("open_page.list", community=about.community)
    message: Message = say(
        Heading(title),
        bullets(_line(each, address) for each, address in about.there),
        None if about.there else words("open_page.none"),
        _turn(about),
        Note(words("open_page.feed", feed=Link(words.text("open_page.feed.name"), about.feed))),
        fallback=title,
    )
    told = Shared(about.address, title, about.community, about.feed)
    zone = about.zone or (about.there[0][0].date.zone if about.there else "UTC")
    return PageAnswer(message, zone=zone, shared=told)


def _line(happening: Happening, address: str) -> RichText:
    date = happening.date
    title = Link(without_addresses(happening.event.details.title), address)
    return (title, Plain(" · "), Moment(date.starts_at), Plain(_how_many(date)))


def _turn(about: Listed) -> Part | None:
    """The pages before and after."""
    near = [("earlier", about.number - 1), ("later", about.number + 1)]
    links = [
        LinkButton(words.text(f"open_page.{key}"), about.kept(f"{about.address}?page={number}"))
        for key, number in near
        if 1 <= number <= about.pages
    ]
    return row(*links) if links else None
