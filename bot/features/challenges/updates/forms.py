"""Where a group is."""

from typing import Annotated

from bot.features.challenges import words
from bot.features.challenges.domain import MOST_TEXT
from bot.ui.fields import LongText
from bot.ui.forms import Page, form
from bot.ui.submit_words import POST

_t = words.later


@form(
    "challenges.update",
    title=_t("form.update"),
    pages=[Page(_t("form.update"), "where_we_are")],
    submit=POST,
)
class UpdateForm:
    """What has been learned so far, for everybody who looks at the card."""

    where_we_are: Annotated[
        str,
        LongText(
            label=_t("field.where_we_are"), hint=_t("hint.where_we_are"), max_length=MOST_TEXT
        ),
    ] = ""
