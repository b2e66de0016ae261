"""What is filled in for a challenge."""

from datetime import date
from typing import Annotated

from bot.features.challenges import words
from bot.features.challenges.domain import MOST_QUESTION, MOST_TEXT
from bot.routing.posting import ALL, NONE
from bot.ui.fields import Choices, Day, LongText, ShortText
from bot.ui.forms import Page, form
from bot.ui.submit_words import POST

_t = words.later


@form(
    "challenges.challenge",
    title=_t("form.challenge"),
    pages=[
        Page(_t("form.challenge.what"), "question", "why", "different", "welcome"),
        Page(_t("form.challenge.who"), "networks", "channels", "until"),
    ],
    submit=POST,
)
class ChallengeForm:
    """What is said of a challenge."""

    question: Annotated[
        str,
        ShortText(label=_t("field.question"), hint=_t("hint.question"), max_length=MOST_QUESTION),
    ]
    why: Annotated[
        str, LongText(label=_t("field.why"), hint=_t("hint.why"), max_length=MOST_TEXT)
    ] = ""
    different: Annotated[
        str, LongText(label=_t("field.different"), hint=_t("hint.different"), max_length=MOST_TEXT)
    ] = ""
    welcome: Annotated[
        str, LongText(label=_t("field.welcome"), hint=_t("hint.welcome"), max_length=MOST_TEXT)
    ] = ""
    networks: Annotated[
        tuple[str, ...], Choices(label=_t("field.networks"), hint=_t("hint.networks"))
    ] = (ALL,)
    channels: Annotated[
        tuple[str, ...], Choices(label=_t("field.channels"), hint=_t("hint.channels"))
    ] = (NONE,)
    until: Annotated[date | None, Day(label=_t("field.until"), hint=_t("hint.until"))] = None
