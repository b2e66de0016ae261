"""What a community chooses about challenges."""

from typing import Annotated

from bot.features.challenges import words
from bot.features.challenges.domain import MOST_INTEREST
from bot.ui.fields import Number
from bot.ui.forms import Page, form
from bot.ui.submit_words import SAVE

_t = words.later


@form(
    "challenges.settings",
    title=_t("form.settings"),
    pages=[Page(_t("form.settings"), "interest")],
    submit=SAVE,
)
class SettingsForm:
    """How many people it takes before a challenge opens."""

    interest: Annotated[
        int | None,
        Number(label=_t("field.interest"), hint=_t("hint.interest"), most=MOST_INTEREST),
    ] = 0
