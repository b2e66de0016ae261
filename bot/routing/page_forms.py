"""Forms on pages that are for whoever has their address: the fields that chats show, on the web.

    form = page_form(GuestForm, "Ask for a place", {"party": "1"})
    return PageAnswer(message, forms=(form,))

    said = read_page_form(GuestForm, request.typed, reader)  # raises `FieldErrors`

No cookie is looked at on such pages, so that no other site can do anything in somebody's name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from bot.community.dates.reader import DateReader
from bot.routing.field_views import view_of
from bot.routing.interaction import FieldView
from bot.ui.fields import Raw
from bot.ui.forms import spec_of
from bot.ui.messages import Option

Form = TypeVar("Form")


@dataclass(frozen=True, slots=True)
class PageForm:
    """Fields with a button, below what a page says; what is `hidden` goes with what was typed.

    What is typed is sent to the address of the page. A form that only `looks` asks for the page
    anew instead, with its fields in the address. `here` is the name of a hidden field that says in
    which time zone the reader's clock is, where a program of theirs can tell.
    """

    button: str
    fields: tuple[FieldView, ...]
    hidden: tuple[tuple[str, str], ...] = ()
    title: str = ""
    looks: bool = False
    here: str = ""


def page_form(
    form: type,
    button: str,
    values: Mapping[str, Raw],
    errors: Mapping[str, str] | None = None,
    *,
    title: str = "",
    hidden: tuple[tuple[str, str], ...] = (),
    here: str = "",
) -> PageForm:
    """A form of one page, with what was typed in it so far and what is wrong with that."""
    told = errors or {}
    shown = tuple(
        view_of(field, values.get(name, ""), error=told.get(name, ""))
        for name, field in spec_of(form).fields.items()
    )
    return PageForm(button, shown, hidden, title, here=here)


def menu(name: str, label: str, options: tuple[Option, ...], value: str) -> FieldView:
    """A field of which one option is always chosen."""
    return FieldView(name, "Choice", label, "", True, 0, options, value, "")


def read_page_form(form: type[Form], typed: Mapping[str, Raw], reader: DateReader) -> Form:
    """What was typed, as the form has it; raises `FieldErrors`."""
    return cast("Form", spec_of(form).parse(typed, reader))
