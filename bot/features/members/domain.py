"""What members tell about themselves, and who may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rapidfuzz import fuzz, process

from bot.community.clock import ZONES

Visibility = Literal["everyone", "networks", "introduced"]
"""Who may see a profile. Each also shows it to those whom the next one does."""

VISIBILITIES: tuple[Visibility, ...] = ("everyone", "networks", "introduced")

MOST_TOPICS = 12
MOST_ITEMS = 10
ITEM_LENGTH = 200
NETWORK_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Profile:
    """One member's profile. The first network is home; `availability` are slots of the week."""

    name: str
    email: str = ""
    pronouns: str = ""
    headline: str = ""
    about: str = ""
    topics: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    place: str = ""
    zone: str = "Europe/London"
    languages: tuple[str, ...] = ()
    availability: tuple[str, ...] = ()
    visibility: Visibility = "everyone"

    @property
    def home(self) -> str:
        """The name of the home network; empty without one."""
        return self.networks[0] if self.networks else ""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: their networks and the people they have been introduced to, by id."""

    member: int
    community: int
    networks: frozenset[int] = frozenset()
    introduced: frozenset[int] = frozenset()


class TooMany(ValueError):
    """A list has more entries than there is room for."""


class TooLong(ValueError):
    """An entry is longer than there is room for; the argument is the entry."""


def read_items(text: str, most: int = MOST_ITEMS, length: int = ITEM_LENGTH) -> tuple[str, ...]:
    """The entries of a list, one to a line or separated by `;`, each once, letters' case aside.

    Raises `TooMany` and `TooLong`.
    """
    entries = (" ".join(entry.split()) for entry in text.replace(";", "\n").splitlines())
    items = each_once(entry for entry in entries if entry)
    if len(items) > most:
        raise TooMany
    for item in items:
        if len(item) > length:
            raise TooLong(item)
    return items


def each_once(items: Iterable[str]) -> tuple[str, ...]:
    """The items without those that come again, letters' case aside."""
    first: dict[str, str] = {}
    for item in items:
        first.setdefault(item.casefold(), item)
    return tuple(first.values())


# Time zones -----------------------------------------------------------------------------------

_AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe")
_OCEANS = ("Indian", "Pacific")
_NAMED = dict.fromkeys(
    ("uk", "united kingdom", "england", "scotland", "wales", "northern ireland", "britain"),
    "Europe/London",
)
_NEAR = 60  # of 100, below which a suggestion would only puzzle


class UnknownZone(ValueError):
    """There is no such time zone; `nearest` is the one that was perhaps meant, or empty."""

    def __init__(self, said: str, nearest: str) -> None:
        self.said = said
        self.nearest = nearest
        super().__init__(said)


def read_zone(text: str) -> str:
    """The IANA time zone that `text` names: "Europe/Paris", or just "Paris".

    Raises `UnknownZone`.
    """
    said = " ".join(text.replace("_", " ").split()).casefold()
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
