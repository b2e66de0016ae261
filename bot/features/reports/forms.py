"""A word about a report, and why something is taken down or left."""

from typing import Annotated

from bot.features.reports import words
from bot.features.reports.domain import MOST_WORD
from bot.ui.fields import LongText
from bot.ui.forms import Page, form
from bot.ui.submit_words import SEND

_t = words.later


@form(
    "reports.report", title=_t("form.report"), pages=[Page(_t("form.report"), "word")], submit=SEND
)
class ReportForm:
    """What is wrong with it, if somebody likes to say so."""

    word: Annotated[
        str, LongText(label=_t("field.word"), hint=_t("hint.word"), max_length=MOST_WORD)
    ] = ""


@form(
    "reports.take_down",
    title=_t("form.take_down"),
    pages=[Page(_t("form.take_down"), "why")],
    submit=_t("button.down"),
)
class TakeDownForm:
    """Why it is taken down: its authors read that."""

    why: Annotated[str, LongText(label=_t("field.why"), hint=_t("hint.why"), max_length=MOST_WORD)]


@form(
    "reports.leave",
    title=_t("form.leave"),
    pages=[Page(_t("form.leave"), "why")],
    submit=_t("button.leave"),
)
class LeaveForm:
    """Why it is left as it is: whoever reported it reads that."""

    why: Annotated[
        str, LongText(label=_t("field.why_left"), hint=_t("hint.why_left"), max_length=MOST_WORD)
    ] = ""
