"""Where people have installed Kindred in a space of theirs, and what it acts there with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Installation:
    """Kindred in one space, called `name`. `token` is encrypted; `bot` is the user it is there."""

    space: str
    name: str
    token: str
    bot: str
