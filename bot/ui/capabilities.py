"""What a chat can show: numbers and booleans per adapter, and the floor that every one can."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Capabilities:
    """The limits of one chat platform. Lengths are characters unless the name says bytes.

    Where there are `threads`, something can be said below a message.
    """

    buttons_per_row: int
    select_options: int
    form_fields: int
    button_label: int
    option_label: int
    form_title: int
    field_label: int
    field_hint: int
    route_bytes: int
    text: int
    threads: bool = False
    commands_in_threads: bool = False
    home: bool = False
    moderators_read_rooms: bool = False


FLOOR = Capabilities(
    buttons_per_row=5,
    select_options=25,
    form_fields=5,
    button_label=75,
    option_label=75,
    form_title=24,
    field_label=45,
    field_hint=100,
    route_bytes=100,
    text=3000,
)
"""The vocabulary of `bot.ui` never asks for more than this."""


def shortfalls(platform: str, offered: Capabilities) -> list[str]:
    """Every limit in which `platform` offers less than the floor, in words; empty when it fits."""
    return [
        f"{platform}: {field.name} is {getattr(offered, field.name)}, "
        f"but Kindred needs {getattr(FLOOR, field.name)}"
        for field in fields(Capabilities)
        if getattr(offered, field.name) < getattr(FLOOR, field.name)
    ]


def short(text: str, limit: int) -> str:
    """`text`, cut with an ellipsis so that it has at most `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
