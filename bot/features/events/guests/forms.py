"""What guests fill in: on an open page, and on the page that is theirs."""

from typing import Annotated

from bot.features.events import words
from bot.features.events.rsvps.domain import MOST_PARTY, Answer
from bot.ui.fields import Choice, Choices, Number, ShortText
from bot.ui.forms import Page, form
from bot.ui.messages import Option

_t = words.later

HIDDEN = "hidden"
MOST_NAME = 60
_LONGEST_ADDRESS = 254


def _answers(*said: Answer) -> tuple[Option, ...]:
    return tuple(Option(words.text(f"guest.answer.{each}"), each.value) for each in said)


def _new() -> tuple[Option, ...]:
    return _answers(Answer.COMING, Answer.MAYBE)


def _all() -> tuple[Option, ...]:
    return _answers(Answer.COMING, Answer.MAYBE, Answer.NO)


def _hide() -> tuple[Option, ...]:
    return (Option(words.text("guest.hidden.yes"), HIDDEN),)


NAME = ShortText(label=_t("field.guest_name"), max_length=MOST_NAME, known_as="name")
PARTY = Number(label=_t("field.guest_party"), hint=_t("hint.guest_party"), least=1, most=MOST_PARTY)
HIDE = Choices(label=_t("field.guest_hidden"), options=_hide)


@form(
    "events.guest",
    title=_t("form.guest"),
    pages=[Page(_t("form.guest"), "name", "email", "answer", "party", "hidden")],
)
class GuestForm:
    """Who wants to come, where they are written to, and with how many they come."""

    name: Annotated[str, NAME]
    email: Annotated[
        str,
        ShortText(
            label=_t("field.guest_email"),
            hint=_t("hint.guest_email"),
            max_length=_LONGEST_ADDRESS,
            known_as="email",
        ),
    ]
    answer: Annotated[str, Choice(label=_t("field.guest_answer"), options=_new)]
    party: Annotated[int | None, PARTY] = None
    hidden: Annotated[tuple[str, ...], HIDE] = ()


@form(
    "events.guest_answer",
    title=_t("form.guest"),
    pages=[Page(_t("form.guest"), "name", "answer", "party", "hidden")],
)
class GuestAnswerForm:
    """What a guest answers whose address is known."""

    name: Annotated[str, NAME]
    answer: Annotated[str, Choice(label=_t("field.guest_answer"), options=_all)]
    party: Annotated[int | None, PARTY] = None
    hidden: Annotated[tuple[str, ...], HIDE] = ()
