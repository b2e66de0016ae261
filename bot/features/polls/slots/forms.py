"""What is filled in for a poll: its times in words, or picked."""

from typing import Annotated

from bot.community.dates.echo import length_in_words
from bot.community.dates.when import When
from bot.features.polls import words
from bot.features.polls.domain import MINUTES, MOST_TITLE
from bot.routing.posting import ALL, NONE
from bot.ui.fields import Choice, Choices, LongText, ShortText
from bot.ui.forms import Page, form
from bot.ui.messages import Option
from bot.ui.submit_words import PREVIEW
from bot.ui.when_field import WhenField

_t = words.later

LENGTHS = (15, 30, 45, 60, 90, 120, 180, 240, 480)
PICKED = tuple(f"pick_{number}" for number in range(1, 6))
"""The fields in which a time is picked."""

LONGEST_TEXT = 1500


def lengths() -> tuple[Option, ...]:
    """How long it may take."""
    return tuple(Option.of(length_in_words(each), str(each)) for each in LENGTHS)


def _pick(number: int) -> WhenField:
    return WhenField(label=_t(f"field.pick_{number}"))


@form(
    "polls.poll",
    title=_t("form.poll"),
    pages=[
        Page(_t("form.poll.what"), "title", "slots", "minutes", "description", "closes"),
        Page(_t("form.poll.pick"), *PICKED),
        Page(_t("form.poll.who"), "networks", "channels"),
    ],
    submit=PREVIEW,
)
class PollForm:
    """What a poll is about, and its times."""

    title: Annotated[
        str, ShortText(label=_t("field.title"), hint=_t("hint.title"), max_length=MOST_TITLE)
    ]
    slots: Annotated[
        str, LongText(label=_t("field.slots"), hint=_t("hint.slots"), max_length=LONGEST_TEXT)
    ] = ""
    minutes: Annotated[str, Choice(label=_t("field.minutes"), options=lengths)] = str(MINUTES)
    description: Annotated[
        str, LongText(label=_t("field.description"), max_length=LONGEST_TEXT)
    ] = ""
    closes: Annotated[str, ShortText(label=_t("field.closes"), hint=_t("hint.closes"))] = ""
    pick_1: Annotated[When | None, _pick(1)] = None
    pick_2: Annotated[When | None, _pick(2)] = None
    pick_3: Annotated[When | None, _pick(3)] = None
    pick_4: Annotated[When | None, _pick(4)] = None
    pick_5: Annotated[When | None, _pick(5)] = None
    networks: Annotated[tuple[str, ...], Choices(label=_t("field.networks"))] = (ALL,)
    channels: Annotated[
        tuple[str, ...], Choices(label=_t("field.channels"), hint=_t("hint.channels"))
    ] = (NONE,)
