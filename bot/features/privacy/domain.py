"""What is held about a member, as it is read: plain text, and JSON. Pure."""

import json
from collections.abc import Mapping, Sequence

Held = Mapping[str, object]
"""What is known about somebody, kind by kind, in plain JSON values."""


def serialised(held: Held) -> str:
    """It as JSON, for another program."""
    return json.dumps(held, ensure_ascii=False, indent=2, default=str) + "\n"


def readable(held: Held) -> str:
    """It as text to be read: a heading for each kind of which there is anything."""
    parts = [f"{kind}\n{'-' * len(kind)}\n" + "\n".join(_lines(held[kind])) for kind in kinds(held)]
    return "\n\n".join(parts) + "\n"


def kinds(held: Held) -> list[str]:
    """The kinds of which there is anything."""
    return [kind for kind, value in held.items() if _is_something(value)]


def _is_something(value: object) -> bool:
    match value:
        case None | "" | False:
            return False
        case Mapping():
            return any(map(_is_something, value.values()))
        case str():
            return True
        case Sequence():
            return any(map(_is_something, value))
        case _:
            return True


def _lines(value: object, indent: str = "") -> list[str]:
    match value:
        case Mapping():
            return [
                line
                for name, each in value.items()
                if _is_something(each)
                for line in _named(str(name), each, indent)
            ]
        case Sequence() if not isinstance(value, str):
            return [line for each in value for line in _item(each, indent)]
        case _:
            return [indent + line for line in str(value).splitlines() or [""]]


def _named(name: str, value: object, indent: str) -> list[str]:
    below = _lines(value, indent + "  ")
    if isinstance(value, Mapping | list | tuple) or len(below) > 1:
        return [f"{indent}{name}:", *below]
    return [f"{indent}{name}: {below[0].strip()}"]


def _item(value: object, indent: str) -> list[str]:
    first, *others = _lines(value, indent + "  ") or [indent]
    return [f"{indent}- {first.strip()}", *others]
