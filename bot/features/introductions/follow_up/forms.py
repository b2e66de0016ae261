"""What somebody tells of an introduction."""

from typing import Annotated

from bot.features.introductions import words
from bot.ui.fields import Choice, LongText
from bot.ui.forms import Page, form
from bot.ui.messages import Option

_t = words.later


def _yes_no() -> tuple[Option, ...]:
    return tuple(Option(words.text(f"share.{said}"), said) for said in ("no", "yes"))


@form(
    "introductions.story", title=_t("form.story"), pages=[Page(_t("form.story"), "story", "share")]
)
class StoryForm:
    """What somebody tells of an introduction."""

    story: Annotated[str, LongText(label=_t("field.story"), hint=_t("hint.story"))]
    share: Annotated[str, Choice(label=_t("field.share"), options=_yes_no)] = "no"
