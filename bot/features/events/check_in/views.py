"""The day itself in words: what whoever comes is told, and what hosts tick off. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.features.events import words
from bot.features.events.check_in.domain import (
    OPENS_BEFORE,
    CheckIn,
    attendee_key,
    hosts_may,
    is_open,
    key_of,
    leads_in,
    until,
)
from bot.features.events.dates.domain import DateState
from bot.features.events.dates.views import called, title_and_time
from bot.features.events.ports import Happening
from bot.features.events.rsvps.domain import Answer, Attendee
from bot.features.events.rsvps.outcomes import Attending
from bot.ui.commands import named
from bot.ui.messages import (
    Actions,
    Button,
    Code,
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
    Select,
    bullets,
    row,
    say,
)

HERE = named("event here", "event")
DAY = named("event day", "event")
SCREEN = named("event day page", "event")

ON_A_PAGE = 25
"""As many as a menu has room for."""


# To whoever comes -----------------------------------------------------------------------------


def here_button(happening: Happening) -> Button:
    """By which somebody says that they are here."""
    name, id_ = called(happening.event, happening.date), str(happening.date.id)
    return Button(words.text("button.here"), "events.here", id_, "primary", HERE(event=name))


def while_open(happening: Happening, now: datetime) -> Actions | None:
    """That button, from half an hour before the start until the end."""
    return row(here_button(happening)) if is_open(happening.date, now) else None


def arrived(happening: Happening, came: StrEnum) -> Message:
    """The answer to "I'm here"."""
    title, date = happening.event.details.title, happening.date
    opens = Moment(date.starts_at - OPENS_BEFORE)
    return say(words(f"here.{came}", title=title, opens=opens))


# To hosts -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Roll:
    """Everybody who has answered a date, and who of them and of others is there.

    A facilitator who is no host (`by_host`) sees no hidden names.
    """

    happening: Happening
    answered: Sequence[Attending]
    here: Sequence[CheckIn]
    by_host: bool

    @property
    def lines(self) -> "list[Line]":
        """One for each, those who come first, and whoever was not expected last."""
        there = {each.who: each for each in self.here if each.who != Attendee()}
        rank = {Answer.COMING: 0, Answer.MAYBE: 2, Answer.NO: 3}
        found = [
            (
                (rank[each.rsvp.answer] + (0 if each.rsvp.seats else 1), each.rsvp.position),
                Line(
                    attendee_key(each.rsvp.who),
                    self._name(each),
                    there.pop(each.rsvp.who, None) is not None,
                    "" if each.rsvp.seats else each.rsvp.answer.value,
                    each.rsvp.seats,
                ),
            )
            for each in self.answered
        ]
        expected = [line for _, line in sorted(found, key=lambda each: each[0])]
        others = [*there.values(), *(each for each in self.here if each.who == Attendee())]
        nameless = words.text("guest.nameless")
        return expected + [
            Line(key_of(each), each.name or nameless, True, "unexpected") for each in others
        ]

    def _name(self, each: Attending) -> str:
        known = self.by_host or not each.rsvp.hidden
        return each.name if known else words.text("people.somebody")


@dataclass(frozen=True, slots=True)
class Line:
    """One of a roll; `said` is what they have answered, unless they have seats for so many."""

    key: str
    name: str
    here: bool
    said: str = ""
    people: int = 0


def day(roll: Roll, page: int, now: datetime) -> Message:
    """Who is there and who is not yet, and what else hosts do on the day."""
    happening, lines = roll.happening, roll.lines
    pages = max(1, -(-len(lines) // ON_A_PAGE))
    page = min(page, pages)
    shown = lines[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    open_ = hosts_may(happening.date, now)
    people = sum(each.people for each in roll.here)
    left = sum(each.people for each in lines if not each.here)
    return say(
        title_and_time(happening.event, happening.date),
        words("day.counts", count=people, left=left) if open_ else _not_open(happening),
        bullets(map(_line, shown)) or words("day.nobody"),
        words("day.page", page=page, pages=pages) if pages > 1 else None,
        *(_menus(happening, shown, page) if open_ else ()),
        _paging(happening, page, pages),
        _others(roll, now),
        Note(words("day.small_print")) if open_ else None,
    )


def _not_open(happening: Happening) -> RichText:
    if happening.date.state is not DateState.PLANNED:
        return words("show.cancelled")
    return words("day.opens", opens=Moment(happening.date.starts_at - OPENS_BEFORE))


def _line(line: Line) -> RichText:
    said = words.text(f"day.said.{line.said}") if line.said else ""
    name = f"{line.name} ({said})" if said else line.name
    return words("day.here", name=name) if line.here else (Plain(name),)


def _menus(happening: Happening, shown: Sequence[Line], page: int) -> list[Part | None]:
    return [
        _menu("tick", happening, [each for each in shown if not each.here], page),
        _menu("untick", happening, [each for each in shown if each.here], page),
    ]


def _menu(action: str, happening: Happening, lines: Sequence[Line], page: int) -> Part | None:
    options = [
        Option.of(each.name, f"{happening.date.id}:{each.key}:{page}") for each in lines[:ON_A_PAGE]
    ]
    if not options:
        return None
    return row(Select(words.text(f"button.{action}"), f"events.{action}", tuple(options)))


def _paging(happening: Happening, page: int, pages: int) -> Actions:
    def to(number: int, label: str) -> Button:
        return Button(words.text(label), "events.day_again", f"{happening.date.id}:{number}")

    turns = [to(page, "button.day_again")]
    if page > 1:
        turns.insert(0, to(page - 1, "button.page_back"))
    if page < pages:
        turns.append(to(page + 1, "button.page_on"))
    return row(*turns)


def _others(roll: Roll, now: datetime) -> Actions:
    """What else there is to do: the screen at the door, groups, a room; afterwards the rest."""
    happening = roll.happening
    id_, name = str(happening.date.id), called(happening.event, happening.date)
    over = now >= happening.date.ends_at
    buttons = [] if over else [screen_button(happening)]
    for action, when in (
        *(("breakout", not over), ("room", not over), ("tell", not over)),
        ("outcome", over),
    ):
        if when:
            command = DAY_COMMANDS[action](event=name)
            label = words.text(f"button.{action}")
            buttons.append(Button(label, f"events.{action}", id_, command=command))
    return row(*buttons)


DAY_COMMANDS = {
    "breakout": named("event day groups", "event"),
    "room": named("event day room", "event"),
    "tell": named("event day tell", "event"),
    "outcome": named("event day outcome", "event"),
}


def day_button(happening: Happening) -> Button:
    """By which hosts come to all that."""
    name, id_ = called(happening.event, happening.date), str(happening.date.id)
    return Button(words.text("button.day"), "events.day", id_, command=DAY(event=name))


def screen_button(happening: Happening) -> Button:
    """By which hosts are given the screen at the door."""
    name, id_ = called(happening.event, happening.date), str(happening.date.id)
    return Button(words.text("button.screen"), "events.day_page", id_, command=SCREEN(event=name))


def ticked(happening: Happening, name: str) -> Message:
    """What a host is told who noted that somebody is there."""
    said = words("day.ticked", name=name, title=happening.event.details.title)
    return say(said, row(day_button(happening)))


def at_the_door(happening: Happening, member: int, name: str) -> Message:
    """The question whether somebody may come in for whom there is no seat; `name` may be empty."""
    title, value = happening.event.details.title, f"{happening.date.id}:{member}"
    let_in_ = Button(words.text("button.let_in"), "events.let_in_now", value, "primary")
    named_ = name or words.text("people.somebody")
    said = words("door.question", name=named_, title=title)
    return say(said, row(let_in_, day_button(happening)))


def let_in(name: str) -> Message:
    """What stands in the place of that question once somebody is in."""
    return say(words("door.let_in", name=name or words.text("people.somebody")))


def opens(happening: Happening) -> Message:
    """What hosts are told half an hour before the start."""
    event, date = happening.event, happening.date
    return say(
        words("day.soon", event=title_and_time(event, date), count=date.tally.seated),
        row(day_button(happening), screen_button(happening)),
    )


def screen(happening: Happening, where: str) -> Message:
    """The address of the screen at the door, for a host alone."""
    return say(
        words("day.screen", title=happening.event.details.title),
        row(LinkButton(words.text("button.open_screen"), where)),
        Note(words("day.screen.small_print")),
    )


# Pages ----------------------------------------------------------------------------------------


def on_a_screen(happening: Happening, code: str, here: int, now: datetime) -> Message:
    """What stands at the door, beside a picture of the address that leads in."""
    title, date = happening.event.details.title, happening.date
    if not leads_in(date, now):
        closed = "over" if date.state is DateState.PLANNED else "cancelled"
        return say(Heading(title), words(f"here.{closed}", title=title), fallback=title)
    return say(
        Heading(title),
        words("door.scan"),
        words("door.type", code=Code(f"/event here {code}")),
        words("door.here", count=here) if here else words("door.here_nobody"),
        Note(words("door.changes", count=-(-int((until(now) - now).total_seconds()) // 60) or 1)),
        fallback=title,
    )


def at_door(happening: Happening, code: str, member: str) -> Message:
    """What whoever scans the picture sees; `member` is where members of the web chat go on."""
    title = happening.event.details.title
    return say(
        Heading(title),
        words("door.welcome"),
        words("door.type", code=Code(f"/event here {code}")),
        (Link(words.text("door.in_web_chat"), member),),
        Note(words("door.guests")),
        fallback=title,
    )


def is_it_you(happening: Happening, name: str) -> Message:
    """What a member sees who has come in by the web chat, above the button that says it."""
    title = happening.event.details.title
    return say(Heading(title), words("door.is_it_you", name=name), fallback=title)


def code_is_old(code: str) -> Message:
    """What stands at an address whose code is no door's, or not any more."""
    told = words.text("door.old")
    return say(Heading(told), Note(words("door.old.what")), fallback=told)
