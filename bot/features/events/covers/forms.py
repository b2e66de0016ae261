"""A picture for an event, and what is on it."""

from typing import Annotated

from bot.features.events import words
from bot.features.events.covers.domain import EXTENSIONS, MOST_ALT
from bot.ui.fields import ShortText, Upload
from bot.ui.files import GivenFile
from bot.ui.forms import Page, form

_t = words.later


@form("events.cover", title=_t("form.cover"), pages=[Page(_t("form.cover"), "file", "alt")])
class CoverForm:
    """A picture; without one, what is said of that which is there changes."""

    file: Annotated[
        GivenFile | None,
        Upload(label=_t("field.cover"), hint=_t("hint.cover"), extensions=EXTENSIONS),
    ] = None
    alt: Annotated[
        str, ShortText(label=_t("field.alt"), hint=_t("hint.alt"), max_length=MOST_ALT)
    ] = ""
