"""What is said to those who would have come."""

from typing import Annotated

from bot.features.events import words
from bot.ui.fields import LongText
from bot.ui.forms import Page, form

_t = words.later
_LONGEST = 1000


@form(
    "events.cancel",
    title=_t("form.cancel"),
    pages=[Page(_t("form.cancel"), "message")],
    submit=_t("button.cancel_it"),
)
class CancelForm:
    """A word to those who answered."""

    message: Annotated[
        str, LongText(label=_t("field.message"), hint=_t("hint.message"), max_length=_LONGEST)
    ] = ""
