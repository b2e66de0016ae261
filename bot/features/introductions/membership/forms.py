"""How long somebody pauses, and whom they are never to be introduced to."""

from datetime import date
from typing import Annotated

from bot.community.people import Member
from bot.features.introductions import words
from bot.ui.fields import Day, Person
from bot.ui.forms import Page, form

_t = words.later


@form("introductions.pause", title=_t("form.pause"), pages=[Page(_t("form.pause"), "until")])
class PauseForm:
    """How long somebody pauses."""

    until: Annotated[date, Day(label=_t("field.until"), hint=_t("hint.until"))]


@form("introductions.never", title=_t("form.never"), pages=[Page(_t("form.never"), "who")])
class NeverForm:
    """Whom somebody is never to be introduced to."""

    who: Annotated[Member, Person(label=_t("field.who"), hint=_t("hint.who"))]
