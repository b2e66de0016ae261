"""The forms of introductions."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from bot.features.introductions.domain import Across, TakingPart
from bot.features.introductions.routes import words
from bot.ui.forms import Choice, Day, LongText, Number, Options, Page, Person, ShortText, Zone, form
from bot.ui.messages import Option

_t = words.later


def _options(stem: str, values: Iterable[object]) -> Options:
    return lambda: tuple(Option.of(words.text(f"{stem}.{value}"), str(value)) for value in values)


RHYTHMS = _options("rhythm", (0, 1, 2, 4))
WEEKDAYS = _options("day", range(7))
HOURS = tuple(Option.of(f"{hour:02}:00", str(hour)) for hour in range(6, 23))
TAKING_PART = _options("taking_part", TakingPart)
ACROSS = _options("across", Across)
YES_NO = _options("share", ("no", "yes"))


def sizes() -> tuple[Option, ...]:
    """How many people are introduced to each other."""
    return tuple(Option.of(words.text("size", count=size), str(size)) for size in range(2, 9))


@form(
    "introductions.programme",
    title=_t("form.programme"),
    pages=[
        Page(_t("form.programme.when"), "name", "weeks", "weekday", "hour", "zone"),
        Page(_t("form.programme.who"), "group_size", "taking_part", "weeks_apart", "across"),
    ],
)
class ProgrammeForm:
    """What a facilitator chooses for a programme."""

    name: Annotated[str, ShortText(label=_t("field.name"), hint=_t("hint.name"), max_length=60)]
    weeks: Annotated[str, Choice(label=_t("field.weeks"), options=RHYTHMS)]
    weekday: Annotated[str, Choice(label=_t("field.weekday"), options=WEEKDAYS)]
    hour: Annotated[str, Choice(label=_t("field.hour"), options=HOURS)]
    zone: Annotated[str, Zone(label=_t("field.zone"), hint=_t("hint.zone"))]
    group_size: Annotated[str, Choice(label=_t("field.group_size"), options=sizes)]
    taking_part: Annotated[str, Choice(label=_t("field.taking_part"), options=TAKING_PART)]
    weeks_apart: Annotated[
        int,
        Number(label=_t("field.weeks_apart"), hint=_t("hint.weeks_apart"), least=0, most=520),
    ]
    across: Annotated[str, Choice(label=_t("field.across"), options=ACROSS)]


@form("introductions.pause", title=_t("form.pause"), pages=[Page(_t("form.pause"), "until")])
class PauseForm:
    """How long somebody pauses."""

    until: Annotated[date, Day(label=_t("field.until"), hint=_t("hint.until"))]


@form("introductions.never", title=_t("form.never"), pages=[Page(_t("form.never"), "who")])
class NeverForm:
    """Whom somebody is never to be introduced to."""

    who: Annotated[str, Person(label=_t("field.who"), hint=_t("hint.who"))]


@form(
    "introductions.story", title=_t("form.story"), pages=[Page(_t("form.story"), "story", "share")]
)
class StoryForm:
    """What somebody tells of an introduction."""

    story: Annotated[str, LongText(label=_t("field.story"), hint=_t("hint.story"))]
    share: Annotated[str, Choice(label=_t("field.share"), options=YES_NO)] = "no"


LONGEST_WHY = 500

WHY = LongText(label=_t("field.why"), hint=_t("hint.why"), max_length=LONGEST_WHY)
WHY_ME = LongText(label=_t("field.why_me"), hint=_t("hint.why_me"), max_length=LONGEST_WHY)


@form(
    "introductions.suggest",
    title=_t("form.suggest"),
    pages=[Page(_t("form.suggest"), "who", "whom", "why")],
)
class SuggestForm:
    """Two people who would like to meet."""

    who: Annotated[str, Person(label=_t("field.who"))]
    whom: Annotated[str, Person(label=_t("field.whom"))]
    why: Annotated[str, WHY] = ""


@form("introductions.meet", title=_t("form.meet"), pages=[Page(_t("form.meet"), "who", "why")])
class MeetForm:
    """Whom somebody would like to meet themselves."""

    who: Annotated[str, Person(label=_t("field.who"))]
    why: Annotated[str, WHY_ME] = ""
