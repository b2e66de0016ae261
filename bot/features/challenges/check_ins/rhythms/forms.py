"""On which rhythm a group checks in, and what is asked."""

from typing import Annotated

from bot.features.challenges import words
from bot.features.challenges.check_ins.domain import MOST_QUESTION, Every
from bot.features.challenges.check_ins.rhythms import options
from bot.ui.fields import Choice, ShortText
from bot.ui.forms import Page, form

_t = words.later


@form(
    "challenges.check_ins",
    title=_t("form.check_ins"),
    pages=[Page(_t("form.check_ins"), "every", "weekday", "tried", "help")],
)
class RhythmForm:
    """How often, on which day, and two questions."""

    every: Annotated[str, Choice(label=_t("field.every"), options=options.every)] = Every.WEEKLY
    weekday: Annotated[
        str,
        Choice(label=_t("field.weekday"), hint=_t("hint.weekday"), options=options.weekdays),
    ] = options.WEEKDAYS[0]
    tried: Annotated[
        str, ShortText(label=_t("field.ask_tried"), hint=_t("hint.ask"), max_length=MOST_QUESTION)
    ] = ""
    help: Annotated[
        str, ShortText(label=_t("field.ask_help"), hint=_t("hint.ask"), max_length=MOST_QUESTION)
    ] = ""
