"""Time zones: which there are, how people name them, and which they may mean."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global
from rapidfuzz import fuzz, process

from bot.community.zone_names import SHORT, WHOLE, cities, offset_of, zone_of_offset
from bot.community.zone_rules import ZoneRules, use_newer_rules
from bot.ui.folding import unaccented
from bot.ui.languages import DEFAULT_LOCALE
from bot.ui.words import WordBook, listed

words = WordBook("bot")

RULES: ZoneRules = use_newer_rules()
"""The rules that every process uses which knows of zones: chosen here, before any is looked up."""

ZONES: frozenset[str] = frozenset(available_timezones())
"""Every IANA time zone known here."""


def zone(name: str) -> ZoneInfo:
    """Return the time zone called `name`; raises `ZoneInfoNotFoundError` for an unknown one."""
    return ZoneInfo(name)


# As people say them ---------------------------------------------------------------------------

_AREAS = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe"),
    *("Indian", "Pacific", "UTC"),
)
_UK = ("uk", "gb", "britain", "great britain", "england", "scotland", "wales", "northern ireland")
_ALSO_CALLED = dict.fromkeys(_UK, "united kingdom") | dict.fromkeys(("us", "usa"), "united states")
_NEAR = 75  # of 100, below which a name is not what was typed with a slip
_LONG_ENOUGH = 5  # letters, with fewer of which a slip makes another name
_FEW = 3  # zones that are named where one of several may be meant


class UnknownZone(ValueError):
    """No one time zone is meant, in words; `nearest` were perhaps meant, or are empty."""

    def __init__(self, said: str, nearest: Collection[str]) -> None:
        self.nearest = nearest
        near = listed(nearest, "or")
        told = words.text("zone.near", said=said, nearest=near) if nearest else ""
        super().__init__(told or words.text("zone.unknown", said=said))


def read_zone(text: str) -> str:
    """The IANA time zone that `text` names, as people say it.

    "Europe/Paris", a city ("Mumbai", "Portland, US"), a country with just one, "BST", "GMT+1".
    Raises `UnknownZone`, also where cities or zones of one name may be meant.
    """
    said = _said(text)
    short = SHORT.get(said)
    if short and not short.doubtful:
        return short.zones[0]
    if found := WHOLE.get(said) or _by_name().get(said):
        return found
    meant = short.zones if short else _at_offset(said) or _in_city(said)
    if len(meant) == 1:
        return meant[0]
    there = [name for name, called in _offered().items() if said in called.countries]
    raise UnknownZone(text, [*(meant or there)][:_FEW] or _spelled_like(said)[:1])


def zone_called(text: str) -> str:
    """The IANA time zone that has just this name, in either language, or is in just this city."""
    return _by_name().get(_said(text), "")


def zone_of_city(text: str) -> str:
    """The same, of any larger city; empty where there are several of that name."""
    meant = _in_city(_said(text))
    return zone_called(text) or (meant[0] if len(meant) == 1 else "")


def _at_offset(said: str) -> Sequence[str]:
    minutes = offset_of(said)
    fixed = "" if minutes is None else zone_of_offset(minutes)
    return (fixed,) if fixed else ()


def _in_city(said: str) -> Sequence[str]:
    """The zones of the city that is named, alone or with its country behind a comma."""
    city, _, country = (part.strip() for part in said.partition(","))
    known = _by_name().get(city)
    meant = _zones_of_cities().get(city, (known,) if known else ())
    if not country:
        return meant
    whole = _ALSO_CALLED.get(country, country)
    return [name for name in meant if whole in _countries().get(name, ())]


def zones_like(typed: str, most: int) -> list[str]:
    """Up to `most` IANA time zones, those that fit best first; all fit when nothing is typed."""
    said = _said(typed)
    if not said:
        return list(_offered())[:most]
    found = {name: _fit(said, called) for name, called in _offered().items()}
    fitting = sorted((name for name, fit in found.items() if fit), key=lambda n: (found[n], n))
    meant = SHORT[said].zones if said in SHORT else _at_offset(said) or _in_city(said)
    return list(dict.fromkeys((*meant, *fitting)) or _spelled_like(said))[:most]


def _spelled_like(said: str) -> list[str]:
    names = {key: name for key, name in _by_name().items() if name in _offered()}
    near = process.extract(said, names.keys(), scorer=fuzz.ratio, limit=10, score_cutoff=_NEAR)
    found = (names[key] for key, _, _ in near if len(said) >= _LONG_ENOUGH and key[0] == said[0])
    return list(dict.fromkeys(found))


def _said(text: str) -> str:
    said = _folded(text)
    said = said if said in WHOLE else said.removesuffix(" time")
    return _ALSO_CALLED.get(said, said)


# What they are called -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Called:
    """What a time zone is called: its whole name; and its city and country in each language."""

    name: str
    cities: tuple[str, ...]
    countries: tuple[str, ...]


def _fit(said: str, called: _Called) -> int:
    """How well a zone fits, from 1, the best; 0 is not at all."""
    cities = called.cities
    everything = f" {' '.join((called.name, *cities, *called.countries))} "
    ways = (
        said in (called.name, *cities, *called.countries),
        f" {said} " in everything,
        any(city.startswith(said) for city in cities),
        any(f" {said}" in city for city in cities),
        f" {said}" in everything,
        said in everything,
    )
    return next((rank for rank, fits in enumerate(ways, 1) if fits), 0)


@cache
def _offered() -> dict[str, _Called]:
    """Those of the areas of the world, by their names, in the alphabet's order."""
    names = sorted(name for name in ZONES if name.split("/")[0] in _AREAS)
    languages, countries = _languages(), _countries()
    return {
        name: _Called(
            _folded(name),
            tuple(dict.fromkeys(map(_folded, _cities(name, languages)))),
            countries.get(name, ()),
        )
        for name in names
    }


def _languages() -> list[Locale]:
    return [Locale.parse(tag, sep="-") for tag in (DEFAULT_LOCALE, *words.translations())]


@cache
def _countries() -> dict[str, tuple[str, ...]]:
    """What the countries of each zone are called, in each language."""
    languages = _languages()
    return {
        name: tuple(
            {_folded(its.territories[code]): None for its in languages if code in its.territories}
        )
        for code, names_there in get_global("territory_zones").items()
        for name in names_there
    }


@cache
def _zones_of_cities() -> dict[str, tuple[str, ...]]:
    return {_folded(name): zones for zones, names in cities() for name in names}


def _cities(name: str, languages: Collection[Locale]) -> Iterator[str]:
    yield name.rpartition("/")[2]
    for language in languages:
        if city := language.time_zones.get(name, {}).get("city"):
            yield city


@cache
def _by_name() -> dict[str, str]:
    """Every name that says one zone: whole ones, cities, and countries that have no other."""
    offered = _offered()
    found = {called.name: name for name, called in offered.items()}
    for own in (True, False):  # before what another language calls a city comes what it is called
        for name in sorted(offered, key=len):
            cities = offered[name].cities
            found |= {city: name for city in (cities[:1] if own else cities) if city not in found}
    those = [(country, name) for name, its in offered.items() for country in its.countries]
    several = {country: [n for c, n in those if c == country] for country, _ in those}
    alone = {country: names[0] for country, names in several.items() if len(names) == 1}
    others = {_folded(name): name for name in sorted(ZONES - offered.keys())}
    return {**{key: name for key, name in others.items() if key not in several}, **alone, **found}


def _folded(text: str) -> str:
    return unaccented(text.replace("_", " ").replace("/", " "))
