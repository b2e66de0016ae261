"""Who is to look after an event, too."""

from typing import Annotated

from bot.community.people import Member
from bot.features.events import words
from bot.ui.fields import Person
from bot.ui.forms import Page, form

_t = words.later


@form("events.host", title=_t("form.host"), pages=[Page(_t("form.host"), "who")])
class HostForm:
    """A member who becomes a host."""

    who: Annotated[Member, Person(label=_t("field.host"), hint=_t("hint.host"))]
