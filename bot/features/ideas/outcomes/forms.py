"""What came of an idea."""

from typing import Annotated

from bot.features.ideas import words
from bot.ui.fields import LongText
from bot.ui.forms import Page, form
from bot.ui.submit_words import SEND

_t = words.later
LONGEST = 1000


@form(
    "ideas.outcome",
    title=_t("form.outcome"),
    pages=[Page(_t("form.outcome"), "outcome")],
    submit=SEND,
)
class OutcomeForm:
    """What there is now that was not before."""

    outcome: Annotated[
        str, LongText(label=_t("field.outcome"), hint=_t("hint.outcome"), max_length=LONGEST)
    ]
