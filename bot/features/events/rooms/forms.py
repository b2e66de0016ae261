"""A word to everybody who comes."""

from typing import Annotated

from bot.features.events import words
from bot.ui.fields import LongText
from bot.ui.forms import Page, form
from bot.ui.submit_words import SEND

_t = words.later
_LONGEST = 1500


@form("events.word", title=_t("form.word"), pages=[Page(_t("form.word"), "message")], submit=SEND)
class WordForm:
    """What a host writes to all of them."""

    message: Annotated[
        str, LongText(label=_t("field.word"), hint=_t("hint.word"), max_length=_LONGEST)
    ]
