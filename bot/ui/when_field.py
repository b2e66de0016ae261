"""A field for a time that is planned: typed as people say it, or picked in four parts."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Literal

from bot.ui.reading import Reading
from bot.ui.typed import one, within

_TIME_ALONE = re.compile(r"\d{1,2}\s*([:.h]\s*\d{2})?\s*([ap]\.?m\.?|h)?", re.IGNORECASE)
_TYPED = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})(?: (?P<time>\d{2}:\d{2})(?: - (?P<ends>\d{2}:\d{2}))?"
    r"(?: (?P<zone>[A-Z][\w+/-]*))?)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhenField:
    """A day with a time, how long it takes or when it ends, and a zone.

    Arrives as what `Reading.when` makes of it. A chat that has pickers gives the four parts in a
    list; one that has none gives what was typed.
    """

    name: ClassVar[Literal["When"]] = "When"
    label: str | Callable[[], str]
    hint: str | Callable[[], str] = ""
    max_length: int = 200

    def read(self, raw: str | list[str], reading: Reading) -> object:
        """Return the time that is meant, with its zone; raises `ValueError` with words for why."""
        text = within(" ".join(as_typed(raw).split()), self.max_length)
        return reading.when(text) if text else None


@dataclass(frozen=True, slots=True)
class WhenParts:
    """What is picked: a day ("2026-12-03"), a time ("18:30"), a length or an end, and a zone."""

    day: str = ""
    time: str = ""
    ends: str = ""
    zone: str = ""

    def as_list(self) -> list[str]:
        """The parts in the order in which they are kept."""
        return [self.day, self.time, self.ends, self.zone]


def as_typed(raw: str | list[str]) -> str:
    """A time as text; nothing where no more is picked than a zone."""
    if isinstance(raw, str) or len(raw) != len(WhenParts().as_list()):
        return one(raw)
    parts = WhenParts(*(part.strip() for part in raw))
    if not (parts.day or parts.time or parts.ends):
        return ""
    end = " - " if _TIME_ALONE.fullmatch(parts.ends) else ", "
    ends = f"{end}{parts.ends}" if parts.ends else ""
    return " ".join(f"{parts.day} {parts.time}{ends} {parts.zone}".split())


def parts_of(raw: str | list[str]) -> WhenParts | None:
    """A time in parts, for pickers; `None` for what none of them could show."""
    if isinstance(raw, list) and len(raw) == len(WhenParts().as_list()):
        return WhenParts(*raw)
    text = one(raw)
    if not text:
        return WhenParts()
    found = _TYPED.fullmatch(text)
    if found is None:
        return None
    return WhenParts(**{part: said or "" for part, said in found.groupdict().items()})
