"""What may stand behind the time in a line: "20 places, online, by approval"."""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from bot.community.dates.reader import means_a_time
from bot.community.dates.vocabulary import cardinal
from bot.features.events import words
from bot.routing.plain_arguments import entries_in_all_languages
from bot.ui.folding import folded
from bot.ui.languages import spoken_first
from bot.ui.text import read_number

_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_BETWEEN = re.compile(r"[,;\n]+")


@dataclass(frozen=True, slots=True)
class Remarks:
    """What was understood; `unclear` are the parts that were not, which are asked about."""

    capacity: int | None = None
    venue: str = ""
    link: str = ""
    by_approval: bool = False
    unclear: tuple[str, ...] = ()


def read_remarks(text: str, now: datetime, zone_name: str) -> Remarks:
    """What these words say, each part between commas by itself.

    What is said twice in two ways is unclear, as is whatever may be part of a time.
    """
    found, said = Remarks(), set[str]()
    for part in filter(None, map(_tidied, _BETWEEN.split(text))):
        meant = None if means_a_time(part, now, zone_name) else _meaning(part)
        if meant is None or meant[0] in said:
            found = replace(found, unclear=(*found.unclear, part))
            continue
        said.add(meant[0])
        found = _with(found, *meant)
    return found


def _tidied(part: str) -> str:
    return " ".join(part.split()).strip(" .")


def _meaning(part: str) -> tuple[str, Remarks] | None:
    """What one part says, and of which of the remarks."""
    key = folded(part)
    if (seats := _seats(key)) is not None:
        return "capacity", Remarks(capacity=seats)
    if key in entries_in_all_languages(words, "said.unlimited"):
        return "capacity", Remarks()
    if key in entries_in_all_languages(words, "said.online"):
        return "venue", Remarks(venue=words.text("venue.online"))
    if key in entries_in_all_languages(words, "said.by_approval"):
        return "by_approval", Remarks(by_approval=True)
    if _LINK.fullmatch(part):
        with suppress(ValueError):
            return "link", Remarks(link=as_link(part))
    if venue := _venue(part):
        return "venue", Remarks(venue=venue)
    return None


def _with(found: Remarks, name: str, said: Remarks) -> Remarks:
    match name:
        case "capacity":
            return replace(found, capacity=said.capacity)
        case "venue":
            return replace(found, venue=said.venue)
        case "link":
            return replace(found, link=said.link)
    return replace(found, by_approval=said.by_approval)


def _seats(key: str) -> int | None:
    """The number in "20 places", "twenty seats", "max 20"."""
    number, _, noun = key.rpartition(" ")
    if noun in entries_in_all_languages(words, "said.places"):
        return _number(_without_lead(number))
    bare = _without_lead(key)
    return _number(bare) if bare != key else None


def _without_lead(key: str) -> str:
    leads = (
        lead
        for lead in entries_in_all_languages(words, "said.at_most")
        if key.startswith(f"{lead} ")
    )
    return key.removeprefix(next(leads, "")).strip()


def _number(said: str) -> int | None:
    number = read_number(said)
    if number is not None:
        return number
    return next((n for each in spoken_first() if (n := cardinal(said, each)) is not None), None)


def _venue(part: str) -> str:
    """The place in "at the Kettle House"; a number behind "at" is no place."""
    for lead in entries_in_all_languages(words, "said.at"):
        rest = part[len(lead) :].strip()
        if folded(part).startswith(f"{lead} ") and rest[:1].isalpha():
            return rest
    return ""


def as_link(text: str) -> str:
    """A web address with its scheme; raises `ValueError` with words for what is none."""
    link = text.strip()
    if not link:
        return ""
    whole = link if "://" in link else f"https://{link}"
    host = whole.partition("://")[2].partition("/")[0]
    scheme = whole.partition("://")[0].lower()
    if scheme not in ("http", "https") or "." not in host or " " in whole:
        raise ValueError(words.text("field.link.unclear", said=link[:60]))
    return whole
