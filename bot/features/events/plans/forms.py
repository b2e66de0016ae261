"""What is filled in for an event, or for one date of it."""

from collections.abc import Iterable
from typing import Annotated

from bot.community.dates.when import When
from bot.features.events import words
from bot.features.events.domain import MOST_MINUTES, MOST_TITLE
from bot.features.events.plans.repeats import Repeats
from bot.features.events.waiting_list.domain import Passing
from bot.routing.posting import ALL, NONE
from bot.ui.fields import Choice, Choices, LongText, Number, Options, ShortText
from bot.ui.forms import Page, form
from bot.ui.messages import Option
from bot.ui.submit_words import PREVIEW
from bot.ui.when_field import WhenField

_t = words.later

MOST_SEATS = 100_000
LONGEST_TEXT = 3000
_LONGEST_VENUE = 200
_LONGEST_LINK = 500


def _options(stem: str, values: Iterable[str]) -> Options:
    return lambda: tuple(Option.of(words.text(f"{stem}.{value}"), str(value)) for value in values)


SHOWN = _options("shown", ("everyone", "coming"))
APPROVAL = _options("approval", ("no", "yes"))
OPEN_PAGE = _options("open_page", ("yes", "no"))
PASSING = _options("passing", [each.value for each in Passing])


def how_often() -> tuple[Option, ...]:
    """How often an event may happen, in words."""
    return tuple(Option.of(words.text(f"repeats.{each.value}"), each.value) for each in Repeats)


MINUTES = Number(label=_t("field.minutes"), hint=_t("hint.minutes"), least=1, most=MOST_MINUTES)
DESCRIPTION = LongText(label=_t("field.description"), max_length=LONGEST_TEXT)
TITLE = ShortText(label=_t("field.title"), hint=_t("hint.title"), max_length=MOST_TITLE)
VENUE = ShortText(label=_t("field.venue"), hint=_t("hint.venue"), max_length=_LONGEST_VENUE)
LINK = ShortText(label=_t("field.link"), hint=_t("hint.link"), max_length=_LONGEST_LINK)
LINK_OR_RECORDING = ShortText(
    label=_t("field.link.begun"), hint=_t("hint.link.begun"), max_length=_LONGEST_LINK
)
WHEN = WhenField(label=_t("field.when"), hint=_t("hint.when"))


@form(
    "events.event",
    title=_t("form.event"),
    pages=[
        Page(_t("form.event.what"), "title", "when", "repeats", "until", "description"),
        Page(_t("form.event.where"), "venue", "link", "shown", "capacity", "passing"),
        Page(_t("form.event.who"), "networks", "approval", "open_page", "channels"),
    ],
    submit=PREVIEW,
)
class EventForm:
    """What its host says of an event."""

    title: Annotated[str, TITLE]
    when: Annotated[When, WHEN]
    repeats: Annotated[str, Choice(label=_t("field.repeats"))] = Repeats.ONCE.value
    until: Annotated[str, ShortText(label=_t("field.until"), hint=_t("hint.until"))] = ""
    description: Annotated[str, DESCRIPTION] = ""
    venue: Annotated[str, VENUE] = ""
    link: Annotated[str, LINK] = ""
    shown: Annotated[str, Choice(label=_t("field.shown"), options=SHOWN)] = "everyone"
    capacity: Annotated[
        int | None,
        Number(label=_t("field.capacity"), hint=_t("hint.capacity"), least=1, most=MOST_SEATS),
    ] = None
    passing: Annotated[str, Choice(label=_t("field.passing"), options=PASSING)] = "offered"
    networks: Annotated[tuple[str, ...], Choices(label=_t("field.networks"))] = (ALL,)
    approval: Annotated[str, Choice(label=_t("field.approval"), options=APPROVAL)] = "no"
    open_page: Annotated[
        str, Choice(label=_t("field.open_page"), hint=_t("hint.open_page"), options=OPEN_PAGE)
    ] = "yes"
    channels: Annotated[
        tuple[str, ...], Choices(label=_t("field.channels"), hint=_t("hint.channels"))
    ] = (NONE,)


@form(
    "events.begun",
    title=_t("form.event"),
    pages=[Page(_t("form.begun"), "title", "description", "venue", "link", "minutes")],
)
class BegunForm:
    """What of an event may still change once it has begun."""

    title: Annotated[str, TITLE]
    description: Annotated[str, DESCRIPTION] = ""
    venue: Annotated[str, VENUE] = ""
    link: Annotated[str, LINK_OR_RECORDING] = ""
    minutes: Annotated[int, MINUTES]


@form(
    "events.begun_date",
    title=_t("form.date"),
    pages=[Page(_t("form.begun"), "venue", "link", "minutes")],
)
class BegunDateForm:
    """What of one date of a series may still change once that has begun."""

    venue: Annotated[str, VENUE] = ""
    link: Annotated[str, LINK_OR_RECORDING] = ""
    minutes: Annotated[int, MINUTES]


@form("events.date", title=_t("form.date"), pages=[Page(_t("form.date"), "when", "venue", "link")])
class DateForm:
    """What is different on one date of a series."""

    when: Annotated[When, WHEN]
    venue: Annotated[str, VENUE] = ""
    link: Annotated[str, LINK] = ""
