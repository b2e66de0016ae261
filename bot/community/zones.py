"""Time zones: which there are, and how people name them."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import fuzz, process

from bot.ui.text import name_key
from bot.ui.words import WordBook

words = WordBook("bot")

ZONES: frozenset[str] = frozenset(available_timezones())
"""Every IANA time zone known here."""


def zone(name: str) -> ZoneInfo:
    """Return the time zone called `name`; raises `ZoneInfoNotFoundError` for an unknown one."""
    return ZoneInfo(name)


# As people say them ---------------------------------------------------------------------------

_AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe")
_OCEANS = ("Indian", "Pacific")
_NAMED = dict.fromkeys(
    ("uk", "united kingdom", "england", "scotland", "wales", "northern ireland", "britain"),
    "Europe/London",
)
_NEAR = 60  # of 100, below which a suggestion would only puzzle


class UnknownZone(ValueError):
    """There is no such time zone, in words; `nearest` was perhaps meant, or is empty."""

    def __init__(self, said: str, nearest: str) -> None:
        self.nearest = nearest
        near = words.text("zone.near", said=said, nearest=nearest) if nearest else ""
        super().__init__(near or words.text("zone.unknown", said=said))


def read_zone(text: str) -> str:
    """The IANA time zone that `text` names: "Europe/Paris", or just "Paris".

    Raises `UnknownZone`.
    """
    said = name_key(text.replace("_", " "))
    known = _zones_by_what_they_are_called()
    if said in known:
        return known[said]
    near = process.extractOne(said, known.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR)
    raise UnknownZone(text, known[near[0]] if near else "")


@cache
def _zones_by_what_they_are_called() -> dict[str, str]:
    names = sorted(ZONES, key=lambda name: (name.split("/")[0] not in _AREAS + _OCEANS, len(name)))
    called = {name.replace("_", " ").casefold(): name for name in names}
    for name in names:
        if "/" in name:
            called.setdefault(name.rpartition("/")[2].replace("_", " ").casefold(), name)
    return called | _NAMED
