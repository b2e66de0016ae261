"""What came of an event."""

from typing import Annotated

from bot.features.events import words
from bot.features.events.afterwards.domain import LONGEST_OUTCOME
from bot.ui.fields import LongText, ShortText
from bot.ui.forms import Page, form
from bot.ui.submit_words import SEND

_t = words.later
_LINK = ShortText(label=_t("field.recording"), hint=_t("hint.recording"), max_length=500)


@form(
    "events.outcome",
    title=_t("form.outcome"),
    pages=[Page(_t("form.outcome"), "text", "link")],
    submit=SEND,
)
class OutcomeForm:
    """What came of a date, and where a recording is."""

    text: Annotated[
        str,
        LongText(label=_t("field.outcome"), hint=_t("hint.outcome"), max_length=LONGEST_OUTCOME),
    ] = ""
    link: Annotated[str, _LINK] = ""
