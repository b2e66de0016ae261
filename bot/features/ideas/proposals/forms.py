"""What is filled in for an idea."""

from typing import Annotated

from bot.features.ideas import words
from bot.features.ideas.domain import MOST_TITLE, MOST_TOPICS, MOST_WHY
from bot.routing.posting import ALL, NONE
from bot.ui.fields import Choices, LongText, ShortText, Topics
from bot.ui.forms import Page, form
from bot.ui.submit_words import POST

_t = words.later

_LONGEST_TOPIC = 60


@form(
    "ideas.idea",
    title=_t("form.idea"),
    pages=[Page(_t("form.idea"), "title", "why", "topics", "networks", "channels")],
    submit=POST,
)
class IdeaForm:
    """What its proposer says of an idea."""

    title: Annotated[
        str, ShortText(label=_t("field.title"), hint=_t("hint.title"), max_length=MOST_TITLE)
    ]
    why: Annotated[
        str, LongText(label=_t("field.why"), hint=_t("hint.why"), max_length=MOST_WHY)
    ] = ""
    topics: Annotated[
        tuple[str, ...],
        Topics(
            label=_t("field.topics"),
            hint=_t("hint.topics"),
            max_items=MOST_TOPICS,
            max_length=_LONGEST_TOPIC,
        ),
    ] = ()
    networks: Annotated[
        tuple[str, ...], Choices(label=_t("field.networks"), hint=_t("hint.networks"))
    ] = (ALL,)
    channels: Annotated[
        tuple[str, ...], Choices(label=_t("field.channels"), hint=_t("hint.channels"))
    ] = (NONE,)
