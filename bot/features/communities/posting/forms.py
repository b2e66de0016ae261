"""The rule of one channel, as a form."""

from typing import Annotated

from bot.community.posting_rules import A_DAY, EACH, Posters
from bot.features.communities import words
from bot.ui.fields import Choice, Number
from bot.ui.forms import Page, form
from bot.ui.messages import Option

MOST = 50

_t = words.later


def _posters() -> tuple[Option, ...]:
    return tuple(Option.of(words.text(f"posters.for.{each}"), each) for each in Posters)


@form(
    "communities.posting",
    title=_t("posting.form"),
    pages=[Page(_t("posting.form"), "posters", "a_day", "each")],
)
class PostingForm:
    """Who may have cards posted in a channel, how many there are a day, and of one member."""

    posters: Annotated[str, Choice(label=_t("posting.who"), options=_posters)]
    a_day: Annotated[
        int, Number(label=_t("posting.a_day"), hint=_t("posting.a_day_hint"), least=1, most=MOST)
    ] = A_DAY
    each: Annotated[
        int, Number(label=_t("posting.each"), hint=_t("posting.each_hint"), least=1, most=MOST)
    ] = EACH
