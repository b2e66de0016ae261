"""Lists of events, and one event as somebody sees it who may. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.community.dates.echo import said
from bot.community.people import Member
from bot.features.events import words
from bot.features.events.dates.domain import DateState, EventDate
from bot.features.events.domain import Details, Event, EventState
from bot.features.events.plans.details import when_on
from bot.features.events.plans.repeats import in_plain_words
from bot.features.events.plans.views import EDIT, SHOW, length, who_may_come
from bot.features.events.ports import Happening
from bot.features.events.rsvps.domain import Answer, Rsvp
from bot.ui.commands import named
from bot.ui.messages import (
    Button,
    Heading,
    Mention,
    Message,
    Moment,
    Note,
    OneSpan,
    Part,
    Plain,
    RichText,
    bullets,
    fields,
    row,
    say,
)
from bot.ui.text import label

NEW = named("event new")
LIST = named("event list")
CANCEL = named("event cancel", "event")
COPY = named("event copy", "event")

_SHOWN = 5  # events in a list, each with a button
_LABEL = 60
_TITLE_IN_NOTE = 80


@dataclass(frozen=True, slots=True)
class Seen:
    """An event as one member sees it, with what they answered and who looks after it."""

    happening: Happening
    hosts: Sequence[Member]
    networks: Sequence[str]
    mine: Rsvp | None
    hosting: bool

    @property
    def comes(self) -> bool:
        """Whether they have a seat."""
        return bool(self.mine and self.mine.seats)


def listed(key: str, happenings: Sequence[Happening], query: str = "") -> Message:
    """Events to come; a button for each of the first."""
    if not happenings:
        return say(words(f"list.none.{key}", query=query), row(_new(), *_others(key)))
    shown, rest = happenings[:_SHOWN], len(happenings) - _SHOWN
    return say(
        Heading(words.text(f"list.{key}", query=label(query or "–", _TITLE_IN_NOTE))),
        bullets(line(each) for each in shown),
        row(*(_show(each) for each in shown)),
        Note(words("list.more", count=rest)) if rest > 0 else None,
        row(_new(), *_others(key)),
        fallback=words.text("list.fallback", count=len(happenings)),
    )


def line(happening: Happening) -> RichText:
    """An event in a line: title, when, how many places are free."""
    date = happening.date
    free = "" if date.free is None else words.text("line.free", count=date.free)
    again = happening.event.details.series
    often = words.text("line.again", rule=in_plain_words(again)) if again else ""
    rest = "".join(f" · {each}" for each in (often, free) if each)
    return words(
        "line.event",
        title=happening.event.details.title,
        when=Moment(date.starts_at),
        rest=rest,
    )


def shown(seen: Seen) -> Message:
    """All that somebody may know of an event, and what they may do about it."""
    event, date = seen.happening.event, seen.happening.date
    details = event.details
    return say(
        Heading(details.title),
        _state(seen.happening),
        details.description or None,
        fields(
            [
                (words.text("fact.when"), said(when_on(date))),
                (words.text("fact.for_you"), Moment(date.starts_at)),
                (words.text("fact.length"), length(date.minutes)),
                (
                    words.text("fact.repeats"),
                    in_plain_words(details.series) if details.series else "",
                ),
                (words.text("fact.where"), _where(seen, details, date)),
                (words.text("fact.places"), _places(date)),
                (words.text("fact.who"), who_may_come(details, seen.networks)),
                (words.text("fact.hosts"), _hosts(seen.hosts)),
                (words.text("fact.you"), _answer(seen.mine)),
            ]
        ),
        *_for_hosts(seen),
        fallback=words.text("show.fallback", title=details.title, when=said(when_on(date))),
    )


def _state(happening: Happening) -> RichText | None:
    gone = happening.event.state is EventState.CANCELLED
    if gone or happening.date.state is not DateState.PLANNED:
        return words("show.cancelled")
    return None


def _where(seen: Seen, details: Details, date: EventDate) -> str:
    venue = details.venue if date.venue is None else date.venue
    link = details.link if date.link is None else date.link
    place = ", ".join(filter(None, (venue, link)))
    if place and details.hidden_place and not (seen.comes or seen.hosting):
        return words.text("where.for_those_who_come")
    return place


def _places(date: EventDate) -> str:
    coming = words.text("show.coming", count=date.tally.seated)
    if date.capacity is None:
        return coming
    left = words.text("show.of", coming=coming, capacity=date.capacity, count=date.free or 0)
    if not date.tally.waiting:
        return left
    return words.text("show.waiting", left=left, count=date.tally.waiting)


def _hosts(hosts: Sequence[Member]) -> RichText:
    spans: list[OneSpan] = []
    for host in hosts:
        spans += [Plain(", ")] if spans else []
        spans.append(Mention(host.id, host.name))
    return tuple(spans)


def _answer(mine: Rsvp | None) -> str:
    if mine is None:
        return ""
    if mine.answer is Answer.COMING and not mine.seats:
        return words.text("you.waiting")
    return words.text(f"you.{mine.answer.value}")


def _for_hosts(seen: Seen) -> list[Part | None]:
    """What a host may do; nobody else."""
    event = seen.happening.event
    if not seen.hosting:
        return []
    id_, title = str(event.id), event.details.title
    buttons = [
        host_button(event),
        Button(words.text("button.copy"), "events.copy", id_, command=COPY(event=title)),
    ]
    if event.state is EventState.PLANNED:
        change = Button(words.text("button.edit"), "events.edit", id_, command=EDIT(event=title))
        cancel = Button(
            words.text("button.cancel"), "events.cancel", id_, "danger", CANCEL(event=title)
        )
        buttons = [change, *buttons, cancel]
    return [row(*buttons)]


# Parts ----------------------------------------------------------------------------------------


def _show(happening: Happening) -> Button:
    title = happening.event.details.title
    text = label(words.text("button.show_title", title=title), _LABEL)
    return Button(text, "events.show", str(happening.event.id), command=SHOW(event=title))


def _new() -> Button:
    return Button(words.text("button.new"), "events.new", "", "primary", NEW())


def list_buttons() -> list[Button]:
    """What stands below events on a home."""
    return [_new(), *_others("mine"), *_others("open")]


def host_button(event: Event) -> Button:
    """The button that shows who looks after an event, and lets somebody."""
    return Button(words.text("button.hosts"), "events.host", f":{event.id}")


def _others(key: str) -> list[Button]:
    """The list of what is open, for those who look at another one, and the other way round."""
    other = "open" if key == "mine" else "mine"
    return [Button(words.text(f"button.list_{other}"), "events.list", other, command=LIST())]
