"""A date in words: when it is, how long, and where. Pure."""

from bot.community.dates.echo import length_in_words, said
from bot.community.dates.instants import shown
from bot.community.dates.when import When
from bot.community.zone_names import city as city_of_zone
from bot.features.events import words
from bot.features.events.dates.domain import EventDate
from bot.features.events.domain import Event
from bot.ui.capabilities import short
from bot.ui.messages import Link, Moment, Part, Plain, RichText, Strong, fields

_ADDRESS = 60  # characters of a web address as it is shown


def called(event: Event, date: EventDate) -> str:
    """What names a date in a command: the title, and of a series the day."""
    return event.details.title if event.details.series is None else title_and_day(event, date)


def title_and_day(event: Event, date: EventDate) -> str:
    """What names a date among several of one title."""
    return f"{event.details.title} {date.start.date().isoformat()}"


def title_and_time(event: Event, date: EventDate) -> RichText:
    """A date in a line: its title, and when it is by the reader's clock."""
    return (Strong(event.details.title), Plain(" · "), Moment(date.starts_at))


def its_own_time(date: EventDate) -> str:
    """When a date is by the clocks of its own zone, with the zone named."""
    ends = shown(date.ends_at, date.zone)
    return said(When(start=date.start, zone=date.zone, ends=ends))


def planned_for(date: EventDate) -> str:
    """When a date that was moved was to be."""
    return said(When(start=date.original, zone=date.zone))


def where(event: Event, date: EventDate, *, comes: bool) -> RichText:
    """Where a date is, and its link; if that is for those alone who come, only to these."""
    venue = event.details.venue if date.venue is None else date.venue
    link = event.details.link if date.link is None else date.link
    if not venue and not link:
        return ()
    if event.details.hidden_place and not comes:
        return words("date.hidden_place")
    spans = (Plain(venue),) if venue else ()
    if not link:
        return spans
    return (*spans, *((Plain(" · "),) if spans else ()), address(link))


def address(link: str) -> Plain | Link:
    """What stands for a link: words to follow, if it is one that every chat can open."""
    shortened = short(link, _ADDRESS)
    is_one = link.startswith(("https://", "http://")) and not any(map(str.isspace, link))
    return Link(shortened, link) if is_one else Plain(link)


def when(date: EventDate) -> RichText:
    """When a date is by the reader's clock, and how long it takes."""
    return (Moment(date.starts_at), Plain(f" · {length_in_words(date.minutes)}"))


def facts(
    event: Event, date: EventDate, *, comes: bool, zone: str = ""
) -> list[tuple[str, RichText | str]]:
    """When and where a date is, for one person.

    If they are known to be in a `zone` where clocks show something else, the event's own time, too.
    """
    apart = zone and shown(date.starts_at, zone) != shown(date.starts_at, date.zone)
    return [
        (words.text("date.when"), when(date)),
        (words.text("date.there"), its_own_time(date) if apart else ""),
        (words.text("date.where"), where(event, date, comes=comes)),
    ]


def when_and_where(event: Event, date: EventDate, *, comes: bool, zone: str = "") -> Part | None:
    """When and where a date is, for a message to one person."""
    return fields(facts(event, date, comes=comes, zone=zone))


def length_and_where(event: Event, date: EventDate, *, comes: bool) -> Part | None:
    """The same for a message that has said when it is."""
    return fields(
        [
            (words.text("date.length"), length_in_words(date.minutes)),
            (words.text("date.where"), where(event, date, comes=comes)),
        ]
    )


def city(zone_name: str) -> str:
    """What people call a zone: "London"."""
    return city_of_zone(zone_name)
