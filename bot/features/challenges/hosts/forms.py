"""Who is asked to look after a challenge, too."""

from typing import Annotated

from bot.community.people import Member
from bot.features.challenges import words
from bot.ui.fields import Person
from bot.ui.forms import Page, form
from bot.ui.submit_words import SEND

_t = words.later


@form("challenges.host", title=_t("form.host"), pages=[Page(_t("form.host"), "who")], submit=SEND)
class HostForm:
    """A member who is asked."""

    who: Annotated[Member, Person(label=_t("field.host"), hint=_t("hint.host"))]
