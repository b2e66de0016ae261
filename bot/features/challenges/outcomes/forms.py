"""What is filled in when a group ends, or goes on."""

from datetime import date
from typing import Annotated

from bot.features.challenges import words
from bot.ui.fields import Day, LongText
from bot.ui.forms import Page, form
from bot.ui.submit_words import SAVE

_t = words.later
LONGEST = 1000


def _text(part: str) -> LongText:
    return LongText(label=_t(f"field.{part}"), hint=_t(f"hint.{part}"), max_length=LONGEST)


@form(
    "challenges.close",
    title=_t("form.close"),
    pages=[Page(_t("form.close"), "learned", "changed", "next")],
    submit=_t("button.close"),
)
class CloseForm:
    """What a group leaves for others."""

    learned: Annotated[str, _text("learned")] = ""
    changed: Annotated[str, _text("changed")] = ""
    next: Annotated[str, _text("next")] = ""


@form(
    "challenges.go_on", title=_t("form.go_on"), pages=[Page(_t("form.go_on"), "until")], submit=SAVE
)
class GoOnForm:
    """Until when it goes on."""

    until: Annotated[date | None, Day(label=_t("field.until"), hint=_t("hint.go_on"))] = None


@form(
    "challenges.withdraw",
    title=_t("form.withdraw"),
    pages=[Page(_t("form.withdraw"), "word")],
    submit=_t("button.withdraw"),
)
class WithdrawForm:
    """A word to those who are in it."""

    word: Annotated[str, LongText(label=_t("field.word"), hint=_t("hint.word"), max_length=500)] = (
        ""
    )
