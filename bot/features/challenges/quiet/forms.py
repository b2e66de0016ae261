"""A hello to somebody who has gone quiet."""

from typing import Annotated

from bot.features.challenges import words
from bot.ui.fields import LongText
from bot.ui.forms import Page, form

_t = words.later


@form("challenges.hello", title=_t("form.hello"), pages=[Page(_t("form.hello"), "text")])
class HelloForm:
    """What a host says, in words that are there already."""

    text: Annotated[str, LongText(label=_t("field.hello"), hint=_t("hint.hello"), max_length=500)]
