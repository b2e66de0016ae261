"""A time to come as an argument: what is meant, and where in a line it ends."""

from collections.abc import Sequence
from datetime import datetime

from bot.community.dates.reader import DateNotUnderstood, means_a_time, read_time, read_when
from bot.community.dates.reading import Either
from bot.community.dates.when import When
from bot.errors import UserError
from bot.routing.arguments import Unclear, WhenArg

_MOST_WORDS = 24  # of a time in a line
_MOST_BEFORE = 12  # words of what stands before a time
_MOST_OF_A_DAY = 4  # words: "vendredi 4 décembre 2026"
_PAUSE = ",:;.–—-"  # may stand between a time and what is said after it


def time_given(kind: WhenArg, text: str, now: datetime, zone_name: str) -> When | Either | Unclear:
    """The time that is meant; where the handler asks, both or what is unclear.

    Else raises `UserError`.
    """
    reading = read_when(text, now, zone_name)
    if kind.asks and isinstance(reading, Either):
        return reading
    try:
        return read_time(text, now, zone_name)
    except DateNotUnderstood as unclear:
        if kind.asks:
            return Unclear(str(unclear))
        raise UserError(str(unclear)) from None


def words_of_a_time(
    said: Sequence[str], now: datetime, zone_name: str, *, any_language: bool = False
) -> int:
    """How many of these words mean a time together, as many as do; none if no words do.

    Where a time has to be, it may be in `any_language`: elsewhere a name would be taken for a day.
    """
    for count in range(min(len(said), _MOST_WORDS), 0, -1):
        if _counts_what_follows(said, count):
            continue
        text = " ".join(said[:count]).rstrip(_PAUSE)
        if means_a_time(text, now, zone_name, any_language=any_language):
            return count
    return 0


def _counts_what_follows(said: Sequence[str], count: int) -> bool:
    """Whether the last of so many words is a number of the next: "tuesday 10am, 20 places"."""
    if not 1 < count < len(said):
        return False
    return said[count - 1].isdecimal() and said[count - 2].endswith(",")


def words_before_a_time(said: Sequence[str], now: datetime, zone_name: str) -> int:
    """How many of these words, one at least, stand before those that mean a time; one if none do.

    So a title need not be in quotes: "Tea with friends tomorrow at 17:00". A day before an hour is
    none of them in another language either: "Soup vendredi 18h".
    """
    for begins in range(1, min(len(said), _MOST_BEFORE + 1)):
        if words_of_a_time(said[begins:], now, zone_name):
            return _begun_in_another_language(said, begins, now, zone_name)
    return 1


def begins_with_a_time(said: Sequence[str], now: datetime, zone_name: str) -> bool:
    """Whether these words begin with the time, so that nothing stands before it.

    "tomorrow 5pm" is a time and has no title; "Sunday walk tomorrow 5pm" has one.
    """
    count = words_of_a_time(said, now, zone_name, any_language=True)
    return count == len(said) > 0 or count > words_before_a_time(said, now, zone_name)


def _begun_in_another_language(
    said: Sequence[str], begins: int, now: datetime, zone_name: str
) -> int:
    """Where the time that begins here does, if the words before it belong to it elsewhere."""
    for before in range(max(1, begins - _MOST_OF_A_DAY), begins):
        count = words_of_a_time(said[before:], now, zone_name, any_language=True)
        if count > begins - before:
            return before
    return begins
