"""Who would like to meet whom, and why."""

from typing import Annotated

from bot.community.people import Member
from bot.features.introductions import words
from bot.ui.fields import LongText, Person
from bot.ui.forms import Page, form
from bot.ui.submit_words import SEND

_t = words.later

LONGEST_WHY = 500

WHY = LongText(label=_t("field.why"), hint=_t("hint.why"), max_length=LONGEST_WHY)
WHY_ME = LongText(label=_t("field.why_me"), hint=_t("hint.why_me"), max_length=LONGEST_WHY)


@form(
    "introductions.suggest",
    title=_t("form.suggest"),
    pages=[Page(_t("form.suggest"), "who", "whom", "why")],
    submit=SEND,
)
class SuggestForm:
    """Two people who would like to meet."""

    who: Annotated[Member, Person(label=_t("field.who"))]
    whom: Annotated[Member, Person(label=_t("field.whom"))]
    why: Annotated[str, WHY] = ""


@form(
    "introductions.meet",
    title=_t("form.meet"),
    pages=[Page(_t("form.meet"), "who", "why")],
    submit=SEND,
)
class MeetForm:
    """Whom somebody would like to meet themselves."""

    who: Annotated[Member, Person(label=_t("field.who"))]
    why: Annotated[str, WHY_ME] = ""
