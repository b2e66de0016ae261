"""What is said to those who were interested in an idea that is withdrawn."""

from typing import Annotated

from bot.features.ideas import words
from bot.ui.fields import LongText
from bot.ui.forms import Page, form

_t = words.later
_LONGEST = 1000


@form(
    "ideas.withdraw",
    title=_t("form.withdraw"),
    pages=[Page(_t("form.withdraw"), "message")],
    submit=_t("button.withdraw"),
)
class WithdrawForm:
    """A word to those who were interested."""

    message: Annotated[
        str, LongText(label=_t("field.message"), hint=_t("hint.message"), max_length=_LONGEST)
    ] = ""
