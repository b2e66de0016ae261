"""What somebody types who commits to something: the step, and by when, in one line. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from bot.community.dates.reader import DateNotUnderstood, means_a_time, read_date
from bot.ui.folding import folded
from bot.ui.text import clean

_QUOTES = {'"': '"', "“": "”", "«": "»"}
_MOST_WORDS = 8  # of a day at the end of a line
_PAUSE = ",:;.–—- "


@dataclass(frozen=True, slots=True)
class Step:
    """What is going to be done, and by when: a day, or words that leave it `unclear`, and why."""

    text: str
    day: date | None = None
    said: str = ""
    unclear: str = ""


def read_step(line: str, leads: Collection[str], now: datetime, zone: str) -> Step:
    """Read a line such as “talk to two link workers” by friday.

    What stands in quotes is the step, and what follows the day. Without quotes the day is what
    stands at the end: behind one of the `leads`, or in words alone ("tomorrow"); or else behind one
    of them at the beginning ("by friday call Ada").
    """
    said = " ".join(clean(line).replace("’", "'").split())
    if not said:
        return Step("")
    if (closing := _QUOTES.get(said[0])) and (end := said.find(closing, 1)) > 0:
        return _by(_as_typed(line, 1, end), said[end + 1 :].strip(_PAUSE), leads, now, zone)
    words = said.split()
    for begins in range(max(0, len(words) - _MOST_WORDS), len(words)):
        rest, led = _without_lead(words[begins:], leads)
        day = " ".join(rest)
        sure = led or (begins and not _has_digits(day))
        if day and sure and means_a_time(day, now, zone):
            at = _with_its_number(words, begins, leads)
            before = len(" ".join(words[:at]))
            return _by(_as_typed(line, 0, before), " ".join(words[at:]), leads, now, zone)
    for ends in range(min(_MOST_WORDS, len(words) - 1), 1, -1):
        rest, led = _without_lead(words[:ends], leads)
        if led and means_a_time(" ".join(rest), now, zone):
            first = " ".join(words[:ends])
            return _by(_as_typed(line, len(first), len(said)), first, leads, now, zone)
    return Step(_as_typed(line, 0, len(said)))


def _as_typed(line: str, begins: int, ends: int) -> str:
    return " ".join(clean(line).split())[begins:ends].strip().strip(",;:–—- ")


def _with_its_number(words: list[str], begins: int, leads: Collection[str]) -> int:
    """Where a day begins of which a number behind a lead is a part: by 31 february."""
    numbered = begins > 1 and _has_digits(words[begins - 1])
    return begins - 2 if numbered and folded(words[begins - 2]) in leads else begins


def _has_digits(text: str) -> bool:
    return any(each.isdigit() for each in text)


def _by(text: str, said: str, leads: Collection[str], now: datetime, zone: str) -> Step:
    rest, _ = _without_lead(said.split(), leads)
    if not rest:
        return Step(text)
    said = " ".join(rest)
    try:
        return Step(text, read_date(said, now, zone), said)
    except DateNotUnderstood as why:
        return Step(text, None, said, str(why))


def _without_lead(words: list[str], leads: Collection[str]) -> tuple[list[str], bool]:
    """The words without one, or two, that only say that a day follows; whether there were."""
    for count in (2, 1):
        if len(words) >= count and folded(" ".join(words[:count])) in leads:
            return words[count:], True
    return words, False
