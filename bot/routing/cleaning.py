"""What people sent, as it comes in: without what no chat shows and no database takes."""

from dataclasses import replace
from typing import TypeVar

from bot.routing.interaction import Filled, Pressed, Request, Submitted, Typed
from bot.ui.text import clean

T = TypeVar("T")


def cleaned(request: Request) -> Request:
    """The request without control characters, halves of letters, and signs that turn lines."""
    match request:
        case Typed(text=text):
            return replace(request, text=clean(text))
        case Pressed(value=value):
            return replace(request, value=clean(value))
        case Filled(values=values):
            return replace(request, values={key: _clean(each) for key, each in values.items()})
        case Submitted(values=values, subject=subject):
            typed = {key: _clean(each) for key, each in values.items()}
            return replace(request, values=typed, subject=clean(subject))
        case _:
            return request


def _clean(given: T) -> T:
    if isinstance(given, str):
        return clean(given)  # type: ignore[return-value]
    if isinstance(given, list):
        return [_clean(each) for each in given]  # type: ignore[return-value]
    return given
