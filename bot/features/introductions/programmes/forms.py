"""What a facilitator fills in for a programme."""

from collections.abc import Iterable
from typing import Annotated

from bot.features.introductions import words
from bot.features.introductions.domain import Across, TakingPart
from bot.ui.fields import Choice, Number, Options, ShortText, Zone
from bot.ui.forms import Page, form
from bot.ui.messages import Option

_t = words.later


def _options(stem: str, values: Iterable[object]) -> Options:
    return lambda: tuple(Option.of(words.text(f"{stem}.{value}"), str(value)) for value in values)


RHYTHMS = _options("rhythm", (0, 1, 2, 4))
WEEKDAYS = _options("day", range(7))
HOURS = tuple(Option.of(f"{hour:02}:00", str(hour)) for hour in range(6, 23))
TAKING_PART = _options("taking_part", TakingPart)
ACROSS = _options("across", Across)


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
