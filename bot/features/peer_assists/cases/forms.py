"""What somebody is stuck with."""

from typing import Annotated

from bot.features.peer_assists import words
from bot.features.peer_assists.domain import MOST_CASE, MOST_MORE, MOST_TIMES
from bot.ui.fields import LongText, ShortText
from bot.ui.forms import Page, form

_t = words.later


@form(
    "peer_assists.case",
    title=_t("form.case"),
    pages=[Page(_t("form.case"), "case", "more", "times")],
)
class CaseForm:
    """The case, and what those should know who say yes."""

    case: Annotated[
        str, ShortText(label=_t("field.case"), hint=_t("hint.case"), max_length=MOST_CASE)
    ]
    more: Annotated[
        str, LongText(label=_t("field.more"), hint=_t("hint.more"), max_length=MOST_MORE)
    ] = ""
    times: Annotated[
        str, ShortText(label=_t("field.times"), hint=_t("hint.times"), max_length=MOST_TIMES)
    ] = ""
