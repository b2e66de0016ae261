"""Whom a change to the next round is about, and of which programme."""

from typing import Annotated

from bot.community.people import Member
from bot.features.introductions import words
from bot.ui.fields import Choice, Person
from bot.ui.forms import Page, form

_t = words.later

WHOSE = Choice(label=_t("field.programme"))


@form(
    "introductions.hold", title=_t("form.hold"), pages=[Page(_t("form.hold"), "who", "programme")]
)
class HoldForm:
    """Who sits out the next round."""

    who: Annotated[Member, Person(label=_t("field.held"))]
    programme: Annotated[str, WHOSE]


@form(
    "introductions.release",
    title=_t("form.release"),
    pages=[Page(_t("form.release"), "who", "programme")],
)
class ReleaseForm:
    """About whom a change is undone."""

    who: Annotated[Member, Person(label=_t("field.released"))]
    programme: Annotated[str, WHOSE]


@form(
    "introductions.drop", title=_t("form.drop"), pages=[Page(_t("form.drop"), "who", "programme")]
)
class DropForm:
    """Whose introduction does not happen."""

    who: Annotated[Member, Person(label=_t("field.dropped"))]
    programme: Annotated[str, WHOSE]


@form(
    "introductions.swap",
    title=_t("form.swap"),
    pages=[Page(_t("form.swap"), "one", "other", "programme")],
)
class SwapForm:
    """Who change places."""

    one: Annotated[Member, Person(label=_t("field.swapped"))]
    other: Annotated[Member, Person(label=_t("field.swapped_with"))]
    programme: Annotated[str, WHOSE]
