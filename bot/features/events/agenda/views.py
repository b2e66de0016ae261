"""Lists of events, and one event as somebody sees it who may. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.community.dates.echo import said
from bot.features.events import words
from bot.features.events.cards.views import more
from bot.features.events.dates.domain import DateState
from bot.features.events.domain import Details, Event, EventState
from bot.features.events.open_pages.replies import share_button
from bot.features.events.plans.details import when_on
from bot.features.events.plans.repeats import in_plain_words
from bot.features.events.plans.views import EDIT, SHOW, who_may_come
from bot.features.events.ports import Happening
from bot.ui.commands import named
from bot.ui.messages import (
    Button,
    Heading,
    Message,
    Moment,
    Note,
    Part,
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
HOSTS = named("event hosts", "event")

_SHOWN = 5  # events in a list, each with a button
_LABEL = 60
_TITLE_IN_NOTE = 80


@dataclass(frozen=True, slots=True)
class Seen:
    """An event as one member sees it: with who looks after it, and what they answered themselves.

    `answer` is all that is said of that, when and where it is, and what they can do.
    """

    happening: Happening
    hosts: Sequence[str]
    networks: Sequence[str]
    answer: Sequence[Part | None]
    hosting: bool


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
    again = happening.event.details.series
    often = words.text("line.again", rule=in_plain_words(again)) if again else ""
    rest = "".join(f" · {each}" for each in (often, _free(date.free)) if each)
    return words(
        "line.event",
        title=happening.event.details.title,
        when=Moment(date.starts_at),
        rest=rest,
    )


def _free(places: int | None) -> str:
    if places is None:
        return ""
    return words.text("line.free", count=places) if places else words.text("line.full")


def shown(seen: Seen) -> Message:
    """All that somebody may know of an event, and what they may do about it."""
    event, date = seen.happening.event, seen.happening.date
    whole = more(seen.happening, seen.hosts, seen.answer)
    rest = [
        _state(seen.happening),
        fields(
            [
                (words.text("fact.repeats"), _repeats(event.details)),
                (words.text("fact.who"), who_may_come(event.details, seen.networks)),
            ]
        ),
        *_for_hosts(seen),
    ]
    fallback = words.text("show.fallback", title=event.details.title, when=said(when_on(date)))
    return say(*whole.blocks, *rest, fallback=fallback)


def _repeats(details: Details) -> str:
    return in_plain_words(details.series) if details.series else ""


def _state(happening: Happening) -> RichText | None:
    gone = happening.event.state is EventState.CANCELLED
    if gone or happening.date.state is not DateState.PLANNED:
        return words("show.cancelled")
    return None


def _for_hosts(seen: Seen) -> list[Part | None]:
    """What a host may do, and nobody else; anybody may pass on the page of what is on the web."""
    event = seen.happening.event
    if not seen.hosting:
        return [row(share_button(event))] if event.details.on_the_web else []
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
    if event.details.on_the_web:
        buttons.insert(1, share_button(event))
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
    command = HOSTS(event=event.details.title)
    return Button(words.text("button.hosts"), "events.hosts", str(event.id), command=command)


def _others(key: str) -> list[Button]:
    """The list of what is open, for those who look at another one, and the other way round."""
    other = "open" if key == "mine" else "mine"
    return [Button(words.text(f"button.list_{other}"), "events.list", other, command=LIST())]
