"""What somebody asks for who would like help."""

from typing import Annotated

from bot.features.challenges import words
from bot.features.challenges.help_requests.domain import MOST_NEED
from bot.ui.fields import Choice, LongText
from bot.ui.forms import Page, form
from bot.ui.messages import Option
from bot.ui.submit_words import SEND

_t = words.later

GROUP, OUTSIDE = "group", "outside"
NAMED, UNNAMED = "named", "unnamed"


def _names() -> tuple[Option, ...]:
    return tuple(Option.of(words.text(f"helping.name.{each}"), each) for each in (UNNAMED, NAMED))


@form(
    "challenges.help",
    title=_t("form.help"),
    pages=[Page(_t("form.help"), "need", "where", "name")],
    submit=SEND,
)
class HelpForm:
    """What would help, who is asked, and whether they read by whom."""

    need: Annotated[
        str, LongText(label=_t("field.need"), hint=_t("hint.need"), max_length=MOST_NEED)
    ]
    where: Annotated[str, Choice(label=_t("field.help_from"), hint=_t("hint.help_from"))] = OUTSIDE
    name: Annotated[
        str, Choice(label=_t("field.help_name"), hint=_t("hint.help_name"), options=_names)
    ] = UNNAMED
