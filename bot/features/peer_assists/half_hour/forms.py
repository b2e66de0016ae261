"""On which day people meet for their half hour."""

from datetime import date
from typing import Annotated

from bot.features.peer_assists import words
from bot.ui.fields import Day
from bot.ui.forms import Page, form

_t = words.later


@form("peer_assists.meet", title=_t("form.meet"), pages=[Page(_t("form.meet"), "day")])
class MeetForm:
    """The day they have agreed upon."""

    day: Annotated[date, Day(label=_t("field.day"), hint=_t("hint.day"))]
