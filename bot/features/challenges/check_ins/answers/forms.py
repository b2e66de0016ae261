"""What somebody answers when they check in, and how long a break is."""

from datetime import date
from typing import Annotated

from bot.features.challenges import words
from bot.features.challenges.check_ins.domain import MOST_ANSWER
from bot.ui.fields import Choice, Choices, Day, LongText
from bot.ui.forms import Page, form
from bot.ui.messages import Option

_t = words.later
GROUP, HOSTS = "group", "hosts"
GLAD = "glad"
IN_HOURS, TOMORROW = "hours", "tomorrow"


def _readers() -> tuple[Option, ...]:
    return tuple(Option(words.text(f"readers.{each}"), each) for each in (GROUP, HOSTS))


def later_options() -> tuple[Option, ...]:
    """When somebody can be asked again."""
    return tuple(Option(words.text(f"later.{each}"), each) for each in (IN_HOURS, TOMORROW))


def glad_options() -> tuple[Option, ...]:
    """The one box that says that somebody is glad to be asked for help."""
    return (Option(words.text("glad.yes"), GLAD),)


@form(
    "challenges.check_in",
    title=_t("form.check_in"),
    pages=[Page(_t("form.check_in"), "tried", "help", "readers", "glad")],
)
class AnswerForm:
    """Two questions, each of which may stay empty; who reads it; whether they would help others."""

    tried: Annotated[
        str, LongText(label=_t("ask.tried"), hint=_t("hint.answer"), max_length=MOST_ANSWER)
    ] = ""
    help: Annotated[
        str, LongText(label=_t("ask.help"), hint=_t("hint.answer"), max_length=MOST_ANSWER)
    ] = ""
    readers: Annotated[
        str, Choice(label=_t("field.readers"), hint=_t("hint.readers"), options=_readers)
    ] = GROUP
    glad: Annotated[
        tuple[str, ...],
        Choices(label=_t("field.glad"), hint=_t("hint.glad"), options=glad_options),
    ] = ()


@form("challenges.break", title=_t("form.break"), pages=[Page(_t("form.break"), "until")])
class BreakForm:
    """Up to and with which day."""

    until: Annotated[
        date | None, Day(label=_t("field.break_until"), hint=_t("hint.break_until"))
    ] = None
