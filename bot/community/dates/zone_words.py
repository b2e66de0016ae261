"""Zones as people add them to a time: "9am EDT", "10:00 Paris time", "18h heure de Paris"."""

from collections.abc import Iterator
from functools import cache

from bot.community.dates.parts import Zones
from bot.community.dates.phrase import Phrase
from bot.community.zones import ZONES, zone_called

_BOTH, _FURTHEST = 4, 14 * 60
_MOST_WORDS = 9  # "america / north_dakota / new_salem"

_NEW_YORK, _CHICAGO, _DENVER, _LOS_ANGELES = (
    *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
)
_SHORT: dict[str, Zones] = {
    "utc": Zones(("UTC",), 0),
    "z": Zones(("UTC",), 0),
    "gmt": Zones(("Europe/London", "UTC"), 0),
    "bst": Zones(("Europe/London",), 60),
    "ist": Zones(("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem")),
    "wet": Zones(("Europe/Lisbon",), 0),
    "west": Zones(("Europe/Lisbon",), 60),
    "cet": Zones(("Europe/Paris",), 60),
    "cest": Zones(("Europe/Paris",), 120),
    "eet": Zones(("Europe/Athens",), 120),
    "eest": Zones(("Europe/Athens",), 180),
    "msk": Zones(("Europe/Moscow",), 180),
    "sast": Zones(("Africa/Johannesburg",), 120),
    "cat": Zones(("Africa/Harare",), 120),
    "eat": Zones(("Africa/Nairobi",), 180),
    "et": Zones((_NEW_YORK,)),
    "est": Zones((_NEW_YORK,), -300),
    "edt": Zones((_NEW_YORK,), -240),
    "ct": Zones((_CHICAGO,)),
    "cst": Zones((_CHICAGO, "Asia/Shanghai")),
    "cdt": Zones((_CHICAGO,), -300),
    "mt": Zones((_DENVER,)),
    "mst": Zones((_DENVER,), -420),
    "mdt": Zones((_DENVER,), -360),
    "pt": Zones((_LOS_ANGELES,)),
    "pst": Zones((_LOS_ANGELES,), -480),
    "pdt": Zones((_LOS_ANGELES,), -420),
    "jst": Zones(("Asia/Tokyo",), 540),
    "aest": Zones(("Australia/Sydney",), 600),
    "aedt": Zones(("Australia/Sydney",), 660),
    "nzst": Zones(("Pacific/Auckland",), 720),
    "nzdt": Zones(("Pacific/Auckland",), 780),
}
"""Short names, with the zone that is most often meant by each, and the offset that it says."""


def zones(phrase: Phrase, at: int) -> Iterator[tuple[Zones, int]]:
    """Each zone that is named here, and where that ends."""
    if found := _SHORT.get(phrase.text(at)):
        yield found, phrase.skips("zone-after", at + 1)
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
        if name := _called(phrase, led, end):
            after = phrase.skips("zone-after", end)
            yield Zones((name,), bare=led == at and after == end), after
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


def _called(phrase: Phrase, start: int, end: int) -> str:
    """The zone whose whole name the tokens are."""
    tokens = phrase.tokens[start:end]
    said = "".join(("" if token.glued else " ") + token.text for token in tokens)
    return zone_called(said) or _whole_names().get(said.strip(), "")


@cache
def _whole_names() -> dict[str, str]:
    """Those of every zone, also of those that are only an older name of another."""
    return {name.casefold(): name for name in ZONES if "/" in name}
