"""How somebody can be reached elsewhere."""

from typing import Annotated

from bot.features.conversations import words
from bot.ui.fields import LongText
from bot.ui.forms import Page, form
from bot.ui.submit_words import SEND

_t = words.later


@form(
    "conversations.share",
    title=_t("form.share"),
    pages=[Page(_t("form.share"), "contact")],
    submit=SEND,
)
class ShareForm:
    """What the others are told, and nobody else."""

    contact: Annotated[
        str, LongText(label=_t("field.share"), hint=_t("hint.share"), max_length=500)
    ]
