"""What readers of pictures have in common: what they find, and what may be wrong."""

from dataclasses import dataclass


class Broken(ValueError):
    """It begins as a picture and is none, or not all of one."""


class Moving(ValueError):
    """It moves, which not everybody can bear to look at."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A picture without what is not needed to show it; sides in pixels."""

    width: int
    height: int
    content: bytes
