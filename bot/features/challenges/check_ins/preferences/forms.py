"""How somebody wants to be asked."""

from typing import Annotated

from bot.features.challenges import words
from bot.features.challenges.check_ins.answers.forms import glad_options
from bot.features.challenges.check_ins.domain import HOUR
from bot.features.challenges.check_ins.rhythms import options
from bot.ui.fields import Choice, Choices
from bot.ui.forms import Page, form
from bot.ui.messages import Option

_t = words.later
ALONE, IN_THREAD = "alone", "thread"
AS_GROUP = "group"


def _where() -> tuple[Option, ...]:
    return tuple(Option(words.text(f"where.{each}"), each) for each in (ALONE, IN_THREAD))


def _weekdays() -> tuple[Option, ...]:
    return (Option(words.text("weekday.as_group"), AS_GROUP), *options.weekdays())


@form(
    "challenges.check_in_how",
    title=_t("form.how"),
    pages=[Page(_t("form.how"), "where", "hour", "weekday", "glad")],
)
class PreferencesForm:
    """Where, at what hour, on which day; whether they would help others."""

    where: Annotated[str, Choice(label=_t("field.where_asked"), options=_where)] = ALONE
    hour: Annotated[
        str, Choice(label=_t("field.hour"), hint=_t("hint.hour"), options=options.hours)
    ] = str(HOUR)
    weekday: Annotated[
        str,
        Choice(label=_t("field.own_weekday"), hint=_t("hint.own_weekday"), options=_weekdays),
    ] = AS_GROUP
    glad: Annotated[
        tuple[str, ...],
        Choices(label=_t("field.glad"), hint=_t("hint.glad"), options=glad_options),
    ] = ()
