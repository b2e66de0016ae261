"""Finds time zones by what people type: a city, a country, a part of a name."""

from functools import cache

from babel import Locale
from babel.core import get_global
from rapidfuzz import fuzz, process

from bot.community.zones import ZONES
from bot.ui.text import name_key

_AREAS = (
    *("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian"),
    *("Pacific", "UTC"),
)
_ALSO_CALLED = dict.fromkeys(
    ("uk", "britain", "england", "scotland", "wales"), "united kingdom"
) | {
    "us": "united states",
    "usa": "united states",
}
_NEAR = 75  # of 100, below which a name is not what was typed with a slip


def zones_like(typed: str, most: int) -> list[str]:
    """Up to `most` IANA time zones, those that fit best first; all fit when nothing is typed."""
    said = _folded(typed)
    said = _ALSO_CALLED.get(said, said)
    if not said:
        return list(_called())[:most]
    found = {name: _fit(said, *called) for name, called in _called().items()}
    fitting = sorted((name for name, fit in found.items() if fit), key=lambda n: (found[n], n))
    if not fitting:
        cities = {name: city for name, (city, _) in _called().items()}
        near = process.extract(said, cities, scorer=fuzz.ratio, limit=10, score_cutoff=_NEAR)
        fitting = [name for _, _, name in near]
    return fitting[:most]


def _fit(said: str, city: str, rest: str) -> int:
    """How well a zone fits, from 1, the best; 0 is not at all."""
    ways = (
        said in (city, rest),
        f" {said} " in f" {rest} ",
        city.startswith(said),
        f" {said}" in f" {city}",
        f" {said}" in f" {rest}",
        said in f"{city} {rest}",
    )
    return next((rank for rank, fits in enumerate(ways, 1) if fits), 0)


@cache
def _called() -> dict[str, tuple[str, str]]:
    """For each zone its city, and its whole name with that of its country."""
    countries = Locale.parse("en").territories
    there = {
        name: countries.get(code, "")
        for code, names in get_global("territory_zones").items()
        for name in names
    }
    names = sorted(name for name in ZONES if name.split("/")[0] in _AREAS)
    return {
        name: (
            _folded(name.rpartition("/")[2]),
            _folded(f"{name.replace('/', ' ')} {there.get(name, '')}"),
        )
        for name in names
    }


def _folded(text: str) -> str:
    return name_key(text.replace("_", " ").replace("/", " "))
