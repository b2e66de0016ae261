"""What people call time zones by a few letters, by hours from Greenwich, and by large cities."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

_NEW_YORK, _CHICAGO, _DENVER, _LOS_ANGELES = (
    *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
)


@dataclass(frozen=True, slots=True)
class ShortName:
    """Zones that a name may mean, the likeliest first, and the offset in minutes that it says.

    `doubtful`: no one of them is meant much more often than the others.
    """

    zones: tuple[str, ...]
    minutes: int | None = None
    doubtful: bool = False


SHORT: Mapping[str, ShortName] = {
    "utc": ShortName(("UTC",), 0),
    "z": ShortName(("UTC",), 0),
    "gmt": ShortName(("Europe/London", "UTC"), 0),
    "bst": ShortName(("Europe/London",), 60),
    "ist": ShortName(("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"), doubtful=True),
    "wet": ShortName(("Europe/Lisbon",), 0),
    "west": ShortName(("Europe/Lisbon",), 60),
    "cet": ShortName(("Europe/Paris",), 60),
    "cest": ShortName(("Europe/Paris",), 120),
    "eet": ShortName(("Europe/Athens",), 120),
    "eest": ShortName(("Europe/Athens",), 180),
    "msk": ShortName(("Europe/Moscow",), 180),
    "sast": ShortName(("Africa/Johannesburg",), 120),
    "cat": ShortName(("Africa/Harare",), 120),
    "eat": ShortName(("Africa/Nairobi",), 180),
    "et": ShortName((_NEW_YORK,)),
    "est": ShortName((_NEW_YORK,), -300),
    "edt": ShortName((_NEW_YORK,), -240),
    "ct": ShortName((_CHICAGO,)),
    "cst": ShortName((_CHICAGO, "Asia/Shanghai"), doubtful=True),
    "cdt": ShortName((_CHICAGO,), -300),
    "mt": ShortName((_DENVER,)),
    "mst": ShortName((_DENVER,), -420),
    "mdt": ShortName((_DENVER,), -360),
    "pt": ShortName((_LOS_ANGELES,)),
    "pst": ShortName((_LOS_ANGELES,), -480),
    "pdt": ShortName((_LOS_ANGELES,), -420),
    "jst": ShortName(("Asia/Tokyo",), 540),
    "aest": ShortName(("Australia/Sydney",), 600),
    "aedt": ShortName(("Australia/Sydney",), 660),
    "nzst": ShortName(("Pacific/Auckland",), 720),
    "nzdt": ShortName(("Pacific/Auckland",), 780),
}
"""Short names. Somebody in London writes GMT all winter and keeps summer time as well."""

WHOLE: Mapping[str, str] = {
    **dict.fromkeys(("eastern time", "us eastern time"), _NEW_YORK),
    **dict.fromkeys(("central time", "us central time"), _CHICAGO),
    **dict.fromkeys(("mountain time", "us mountain time"), _DENVER),
    **dict.fromkeys(("pacific time", "us pacific time"), _LOS_ANGELES),
    **dict.fromkeys(("uk time", "british time", "british summer time"), "Europe/London"),
    **dict.fromkeys(("central european time", "heure d'europe centrale"), "Europe/Paris"),
    **dict.fromkeys(("eastern european time",), "Europe/Athens"),
    **dict.fromkeys(("indian standard time", "india standard time"), "Asia/Kolkata"),
    **dict.fromkeys(("greenwich mean time",), "Europe/London"),
}
"""Names of a few words."""

_FIXED = re.compile(r"Etc/GMT([+-]\d+)")
_OFFSET = re.compile(r"(?:utc|gmt)? ?([+-]) ?(\d{1,2})(?::?(\d{2}))?(?: ?h)?")
_ODD = {
    330: "Asia/Kolkata",
    345: "Asia/Kathmandu",
    210: "Asia/Tehran",
    270: "Asia/Kabul",
    390: "Asia/Yangon",
    570: "Australia/Darwin",
    525: "Australia/Eucla",
    -210: "America/St_Johns",
    -570: "Pacific/Marquesas",
}
_EAST, _WEST = 14, 12  # hours from Greenwich that there are names for


def offset_of(said: str) -> int | None:
    """The minutes from Greenwich that are said, as "gmt+1", "utc-05:00" or "+0530" say them."""
    found = _OFFSET.fullmatch(said.replace("−", "-").replace("–", "-"))
    if found is None:
        return None
    minutes = 60 * int(found[2]) + int(found[3] or 0)
    return -minutes if found[1] == "-" else minutes


def zone_of_offset(minutes: int) -> str:
    """The zone that is always so many whole hours ahead of Greenwich, or has odd ones; or empty.

    In the names of the time zone database the sign is the other way round (as POSIX has it).
    """
    hours, odd = divmod(minutes, 60)
    if odd or not -_WEST <= hours <= _EAST:
        return _ODD.get(minutes, "")
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


def spelled(name: str) -> str:
    """A zone as it is shown: "America/New York"; "GMT+1" as people mean it."""
    if fixed := _FIXED.fullmatch(name):
        return f"GMT{-int(fixed[1]):+d}"
    return name.replace("_", " ")


def city(name: str) -> str:
    """The city that a zone is named after; "GMT+1" of one that is named after none."""
    return spelled(name).rpartition("/")[2]


@cache
def cities() -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Zones, and the cities in them; several where the name alone does not tell in which."""
    with resources.files("bot.community").joinpath("cities.txt").open(encoding="utf-8") as file:
        lines = [line.rstrip("\n").partition(": ") for line in file if not line.startswith("#")]
    return [(tuple(zones.split(" ")), tuple(names.split(", "))) for zones, _, names in lines]
