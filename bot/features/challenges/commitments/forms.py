"""What is filled in for a commitment, and once it is settled."""

from datetime import date
from typing import Annotated

from bot.features.challenges import words
from bot.features.challenges.commitments.domain import MOST_TEXT
from bot.ui.fields import Choice, Choices, Day, LongText, ShortText
from bot.ui.forms import Page, form

_t = words.later

JUST_ME = "me"
"""What is chosen where a commitment is of no challenge."""

MOST_HAPPENED = 300

_WHAT = ShortText(label=_t("field.commitment"), hint=_t("hint.commitment"), max_length=MOST_TEXT)
_WHEN = Day(label=_t("field.commitment_day"), hint=_t("hint.commitment_day"))


@form(
    "challenges.commitment",
    title=_t("form.commitment"),
    pages=[Page(_t("form.commitment"), "what", "until", "which")],
)
class CommitmentForm:
    """A small step: what, by when, and in which group."""

    what: Annotated[str, _WHAT]
    until: Annotated[date | None, _WHEN] = None
    which: Annotated[
        str, Choice(label=_t("field.commitment_for"), hint=_t("hint.commitment_for"))
    ] = JUST_ME


@form(
    "challenges.change_commitment",
    title=_t("form.change_commitment"),
    pages=[Page(_t("form.change_commitment"), "what", "until")],
)
class ChangeForm:
    """The step said otherwise, or by another day."""

    what: Annotated[str, _WHAT]
    until: Annotated[date | None, _WHEN] = None


@form(
    "challenges.happened",
    title=_t("form.happened"),
    pages=[Page(_t("form.happened"), "happened", "tell")],
)
class HappenedForm:
    """What happened, and who is told."""

    happened: Annotated[
        str,
        LongText(label=_t("field.happened"), hint=_t("hint.happened"), max_length=MOST_HAPPENED),
    ]
    tell: Annotated[
        tuple[str, ...], Choices(label=_t("field.happened_tell"), hint=_t("hint.happened_tell"))
    ] = ()
