"""How the core's routes travel: in a control's `custom_id`, in an option's value. Pure."""

import re
import string
from collections.abc import Collection

from adapters.discord import limits

_BETWEEN = ":" + ";,!?/|+*=%&$@^'()[]{}<>" + string.ascii_uppercase
"""What may stand between an action and its value: which of them distinguishes equal controls.

Discord wants every `custom_id` of a message to be different, in at most 100 characters, and the
core's routes may have 100 already: a letter more would not always fit.
"""
_ROUTE = re.compile(rf"([a-z0-9_.-]+)(?:[{re.escape(_BETWEEN)}](.*))?", re.DOTALL)


def custom_id(action: str, value: str, taken: Collection[str] = ()) -> str:
    """An action and its value as Discord carries them, different from those `taken`.

    Raises `ValueError` for what it cannot carry.
    """
    for between in _BETWEEN:
        made = f"{action}{between}{value}" if value or between != _BETWEEN[0] else action
        if made not in taken:
            break
    if len(made) > limits.CUSTOM_ID or action_of(made) != (action, value) or made in taken:
        raise ValueError(f"Discord cannot carry this route: {made[:150]!r}")
    return made


def action_of(custom_id: str) -> tuple[str, str]:
    """The action and the value that `custom_id` was made of; no action for what it did not make."""
    found = _ROUTE.fullmatch(custom_id)
    return (found[1], found[2] or "") if found else ("", custom_id)


def value_for(value: str) -> str:
    """The value as an option's, which must not be empty. Raises `ValueError` if it is too long."""
    carried = f"={value}" if not value or value.startswith("=") else value
    if len(carried) > limits.OPTION_VALUE:
        raise ValueError(f"Discord carries no value of {len(value)} characters: {value[:90]!r}")
    return carried


def value_of(value: str) -> str:
    """The value that `value_for` was given."""
    return value.removeprefix("=")
