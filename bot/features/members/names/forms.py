"""Giving a network, a topic or a town another name."""

from typing import Annotated

from bot.community.profiles import NETWORK_LENGTH
from bot.features.members import words
from bot.features.members.names.domain import KINDS
from bot.ui.fields import Choice, ShortText
from bot.ui.forms import Page, form
from bot.ui.messages import Option
from bot.ui.submit_words import SAVE

_t = words.later


def _kinds() -> tuple[Option, ...]:
    return tuple(Option(words.text(f"names.kind.{kind}"), kind) for kind in KINDS)


@form(
    "members.names",
    title=_t("names.form"),
    pages=[Page(_t("names.form"), "kind", "former", "name")],
    submit=SAVE,
)
class NameForm:
    """Which name of which kind, and what it is to be; one that is there already takes it in."""

    former: Annotated[
        str,
        ShortText(
            label=_t("names.former"), hint=_t("names.former.hint"), max_length=NETWORK_LENGTH
        ),
    ]
    name: Annotated[
        str,
        ShortText(label=_t("names.name"), hint=_t("names.name.hint"), max_length=NETWORK_LENGTH),
    ]
    kind: Annotated[str, Choice(label=_t("names.kind"), options=_kinds)] = "network"
