"""Zones as people add them to a time: "9am EDT", "10:00 Paris time", "18h heure de Paris"."""

from collections.abc import Iterator
from functools import cache

from bot.community.dates.parts import Zones
from bot.community.dates.phrase import Phrase
from bot.community.zone_names import SHORT
from bot.community.zones import ZONES, zone_called, zone_of_city

_BOTH, _FURTHEST = 4, 14 * 60
_MOST_WORDS = 9  # "america / north_dakota / new_salem"


def zones(phrase: Phrase, at: int) -> Iterator[tuple[Zones, int]]:
    """Each zone that is named here, and where that ends."""
    if short := SHORT.get(phrase.text(at)):
        yield Zones(short.zones, short.minutes), phrase.skips("zone-after", at + 1)
    for minutes, end in _offset(phrase, at):
        yield Zones((), minutes, exact=True), end
        for found, after in _named(phrase, end):
            yield Zones(found.names, minutes, exact=True), after
    yield from _named(phrase, at)


def _named(phrase: Phrase, at: int) -> Iterator[tuple[Zones, int]]:
    led = phrase.skips("zone-before", at)
    for end in range(min(led + _MOST_WORDS, len(phrase)), led, -1):
        if not phrase.text(end - 1).isalnum():
            continue
        after = phrase.skips("zone-after", end)
        bare = led == at and after == end
        if name := _called(phrase, led, end, bare=bare):
            yield Zones((name,), bare=bare), after
            return


def _offset(phrase: Phrase, at: int) -> Iterator[tuple[int, int]]:
    """+02:00, -5, UTC+2."""
    sign_at = at + 1 if phrase.text(at) in ("utc", "gmt") else at
    sign, hours = phrase.sign("+-", sign_at, glued=False), phrase.digits(sign_at + 1, 4, glued=True)
    if not sign or not hours or (sign == "-" and sign_at == at and len(hours) == 1):
        return
    end, minutes = sign_at + 2, "0"
    if phrase.sign(":", end) and phrase.digits(end + 1, 2, glued=True):
        end, minutes = end + 2, phrase.text(end + 1)
    elif len(hours) == _BOTH:
        hours, minutes = hours[:2], hours[2:]
    offset = 60 * int(hours) + int(minutes)
    if offset <= _FURTHEST and int(minutes) < 60:
        yield -offset if sign == "-" else offset, end


def _called(phrase: Phrase, start: int, end: int, *, bare: bool) -> str:
    """The zone whose whole name the tokens are.

    Nothing else told that a zone is named where it is `bare`: then "Reading" may be what is done.
    """
    tokens = phrase.tokens[start:end]
    said = "".join(("" if token.glued else " ") + token.text for token in tokens)
    of_city = zone_called if bare else zone_of_city
    return of_city(said) or _whole_names().get(said.strip(), "")


@cache
def _whole_names() -> dict[str, str]:
    """Those of every zone, also of those that are only an older name of another."""
    return {name.casefold(): name for name in ZONES if "/" in name}
