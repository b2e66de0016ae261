"""Lists of events, and one event as somebody sees it who may. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.community.dates.echo import said
from bot.community.origins import work_on_button
from bot.community.reportables import report_button
from bot.features.events import words
from bot.features.events.afterwards.domain import Told
from bot.features.events.afterwards.views import section
from bot.features.events.cards.views import SHOW, counts, repeats
from bot.features.events.check_in.views import day_button
from bot.features.events.covers.views import cover_button, picture
from bot.features.events.dates.domain import DateState
from bot.features.events.dates.views import facts
from bot.features.events.domain import Event, EventState, fact_of
from bot.features.events.open_pages.replies import share_button
from bot.features.events.plans.details import when_on
from bot.features.events.plans.views import EDIT, who_may_come
from bot.features.events.ports import Happening
from bot.features.events.rsvps.views import Mine, people_button, standing, what_to_do
from bot.ui.capabilities import FLOOR
from bot.ui.commands import named
from bot.ui.messages import (
    Actions,
    Button,
    Heading,
    Message,
    Moment,
    Note,
    Option,
    Part,
    RichText,
    Select,
    bullets,
    fields,
    row,
    say,
)
from bot.ui.text import label
from bot.ui.words import listed as listing

NEW = named("event new")
LIST = named("event list")
CANCEL = named("event cancel", "event")
COPY = named("event copy", "event")
_CHOOSE = named("event show")
HOSTS = named("event hosts", "event")

_BUTTONS = 5  # events in a list, each with a button of its own; of more, one is chosen
_SHOWN = 12  # events in a list
_LABEL = 60
_TITLE_IN_NOTE = 80


@dataclass(frozen=True, slots=True)
class Seen:
    """An event as one member sees it: who looks after it, and what they answered themselves.

    They may do what hosts do where it is their `own`, or they are facilitators.
    """

    happening: Happening
    hosts: Sequence[str]
    networks: Sequence[str]
    mine: Mine
    now: datetime
    hosting: bool
    cover: str = ""
    outcomes: Sequence[Told] = ()
    own: bool = False


def listed(key: str, happenings: Sequence[Happening], query: str = "") -> Message:
    """Events to come, with what shows one of them."""
    if not happenings:
        return say(words(f"list.none.{key}", query=query), row(_new(), *_others(key)))
    shown = happenings if len(happenings) == _SHOWN + 1 else happenings[:_SHOWN]
    rest = len(happenings) - len(shown)
    return say(
        Heading(words.text(f"list.{key}", query=label(query or "–", _TITLE_IN_NOTE))),
        bullets(line(each) for each in shown),
        _to_show(happenings),
        Note(words("list.more", count=rest)) if rest > 0 else None,
        row(_new(), *_others(key)),
        fallback=words.text("list.fallback", count=len(happenings)),
    )


def line(happening: Happening) -> RichText:
    """An event in a line: title, when, how many places are free."""
    date = happening.date
    told = (repeats(happening.event.details), _free(date.free))
    rest = "".join(f" · {each}" for each in told if each)
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
    event, date, mine = seen.happening.event, seen.happening.date, seen.mine
    comes, over = mine.seated or seen.hosting, date.ends_at <= seen.now
    when, *rest = facts(event, date, comes=comes, zone=mine.zone)
    return say(
        Heading(event.details.title),
        picture(event, seen.cover),
        _state(seen.happening, over=over),
        event.details.description or None,
        fields(
            [
                when,
                (words.text("fact.repeats"), repeats(event.details)),
                *rest,
                (words.text("card.hosts"), listing(seen.hosts)),
                (words.text("fact.who"), who_may_come(event.details, seen.networks)),
            ]
        ),
        counts(date, over=over) or None,
        *([] if over else standing(mine)),
        *what_to_do(mine, seen.now),
        *section(seen.outcomes),
        *_for_hosts(seen),
        *_for_others(seen),
        fallback=words.text("show.fallback", title=event.details.title, when=said(when_on(date))),
    )


def _state(happening: Happening, *, over: bool) -> RichText | None:
    gone = happening.event.state is EventState.CANCELLED
    if gone or happening.date.state is not DateState.PLANNED:
        return words("show.cancelled")
    return words("show.over") if over else None


def _for_hosts(seen: Seen) -> list[Part | None]:
    """What a host may do, and nobody else."""
    event = seen.happening.event
    if not seen.hosting:
        return []
    id_, title = str(event.id), event.details.title
    copy = Button(words.text("button.copy"), "events.copy", id_, command=COPY(event=title))
    first = [people_button(seen.mine), host_button(event)]
    if event.state is not EventState.PLANNED:
        return [row(*first, copy)]
    change = Button(words.text("button.edit"), "events.edit", id_, command=EDIT(event=title))
    cancel = Button(
        words.text("button.cancel"), "events.cancel", id_, "danger", CANCEL(event=title)
    )
    the_day = day_button(seen.happening)
    share = [share_button(event)] if event.details.on_the_web else []
    return [row(*first, change, cover_button(event), the_day), row(*share, copy, cancel)]


def _for_others(seen: Seen) -> list[Part | None]:
    """What others may do, too: pass on the page of what is on the web, work on it, report it."""
    event = seen.happening.event
    share = event.details.on_the_web and not seen.hosting
    report = report_button(fact_of(event.id), event.details.title)
    shared = [share_button(event)] if share else []
    return [row(*shared, work_on_button(fact_of(event.id)), *([] if seen.own else [report]))]


# Parts ----------------------------------------------------------------------------------------


def _to_show(happenings: Sequence[Happening]) -> Actions:
    """What shows one of these: a button for each, or a menu."""
    if len(happenings) <= _BUTTONS:
        return row(*map(_show, happenings))
    options = [Option.of(_title(each), str(each.event.id)) for each in happenings]
    menu = tuple(options[: FLOOR.select_options])
    return row(Select(words.text("list.choose"), "events.show", menu, _CHOOSE()))


def _show(happening: Happening) -> Button:
    title = _title(happening)
    return Button(
        label(title, _LABEL), "events.show", str(happening.event.id), command=SHOW(event=title)
    )


def _title(happening: Happening) -> str:
    return happening.event.details.title


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
