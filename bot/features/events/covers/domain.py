"""Pictures that people give: what is taken, told by its bytes, and kept without its metadata.

Nothing is decoded or drawn anew: the parts that make up the picture are copied as they are, and all
others are left out, such as where it was taken, by which camera, and what follows its end.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from secrets import token_urlsafe

from bot.features.events.covers import jpeg, png, webp
from bot.features.events.covers.parts import Broken, Moving, Parts

EXTENSIONS = (".png", ".jpg", ".jpeg", ".webp")
"""How the names of files end that may be given."""

MOST_ALT = 300
LEAST_SIDE = 64
MOST_SIDE = 6000
"""Bounds of width and height, so that nobody's screen is filled, nor anybody's memory."""


class Fault(StrEnum):
    """Why a picture is not taken."""

    UNKNOWN = "unknown"
    BROKEN = "broken"
    MOVING = "moving"
    SIDES = "sides"


class NoPicture(ValueError):
    """What was given is no picture that is taken."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.value)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept and served."""

    media_type: str
    width: int
    height: int
    content: bytes


_KINDS: tuple[tuple[str, Callable[[bytes], bool], Callable[[bytes], Parts]], ...] = (
    ("image/png", png.is_one, png.read),
    ("image/jpeg", jpeg.is_one, jpeg.read),
    ("image/webp", webp.is_one, webp.read),
)
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}
MEDIA_TYPES = {ending: media_type for media_type, ending in _ENDINGS.items()}
"""Of which kind a picture is whose key ends so."""


def read_picture(data: bytes) -> Picture:
    """The picture in some bytes, whatever their file is called; raises `NoPicture`."""
    for media_type, is_one, read in _KINDS:
        if not is_one(data):
            continue
        try:
            found = read(data)
        except Moving:
            raise NoPicture(Fault.MOVING) from None
        except Broken:
            raise NoPicture(Fault.BROKEN) from None
        if not all(LEAST_SIDE <= side <= MOST_SIDE for side in (found.width, found.height)):
            raise NoPicture(Fault.SIDES)
        return Picture(media_type, found.width, found.height, found.content)
    raise NoPicture(Fault.UNKNOWN)


def new_key(picture: Picture) -> str:
    """A name for a picture that nobody can guess, ending as files of its kind do."""
    return f"{token_urlsafe(16)}.{_ENDINGS[picture.media_type]}"
