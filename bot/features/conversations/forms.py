"""Saying something where Kindred cannot read what people write."""

from typing import Annotated

from bot.features.conversations import words
from bot.ui.fields import LongText
from bot.ui.forms import Page, form
from bot.ui.submit_words import SEND

_t = words.later

MOST_TYPED = 3_000


@form(
    "conversations.reply",
    title=_t("form.reply"),
    pages=[Page(_t("form.reply"), "text")],
    submit=SEND,
)
class ReplyForm:
    """What somebody says to all who read a conversation."""

    text: Annotated[
        str, LongText(label=_t("field.reply"), hint=_t("hint.reply"), max_length=MOST_TYPED)
    ]
