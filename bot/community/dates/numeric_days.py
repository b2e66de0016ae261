"""Days in figures: 2026-12-03, 3/12/2026, 3.12., 20261203."""

from collections.abc import Iterator

from bot.community.dates.parts import Days
from bot.community.dates.phrase import Phrase

_YEAR, _SHORT, _COMPACT = 4, 2, 8
_DAYS, _MONTHS = 31, 12
_SIGNS = "-/."
_PIVOT = 69  # as POSIX has it


def whole_year(short: int) -> int:
    """The year that two figures mean."""
    return short + (2000 if short < _PIVOT else 1900)


def numeric_days(phrase: Phrase, at: int) -> Iterator[tuple[Days, int]]:
    """Each day in figures that stands here, and where it ends."""
    compact = phrase.digits(at, _COMPACT)
    if len(compact) == _COMPACT:
        yield from _checked(compact[:4], compact[4:6], compact[6:], at + 1)
    yield from _spaced(phrase, at)
    first = phrase.digits(at)
    sign = phrase.sign(_SIGNS, at + 1)
    second = phrase.digits(at + 2, glued=True) if sign else ""
    if sign and len(first) == _YEAR:
        for month, end in phrase.means("month", at + 2):
            if day := phrase.sign(sign, end) and phrase.digits(end + 1, _SHORT, glued=True):
                yield from _checked(first, month, day, end + 2)
    if not first or not second:
        return
    third = phrase.digits(at + 4, glued=True) if phrase.sign(sign, at + 3) else ""
    if third:
        yield from _three(phrase, (first, second, third), at + 5)
    else:
        yield from _two(phrase, first, second, at + 3, sign)


def _spaced(phrase: Phrase, at: int) -> Iterator[tuple[Days, int]]:
    """2026 12 03, 03 12 2026."""
    first, second, third = (phrase.digits(at + number) for number in range(3))
    if first and second and third and {len(first), len(third)} == {_SHORT, _YEAR}:
        year, day = (first, third) if len(first) == _YEAR else (third, first)
        yield from _checked(year, second, day, at + 3)


def _three(phrase: Phrase, said: tuple[str, str, str], end: int) -> Iterator[tuple[Days, int]]:
    first, second, third = said
    if len(first) == _YEAR:
        yield from _checked(first, second, third, end)
        return
    if len(third) not in (_SHORT, _YEAR):
        return
    year = third if len(third) == _YEAR else str(whole_year(int(third)))
    yield from _checked(year, second, first, end)
    if phrase.vocabulary.month_first or int(second) > _MONTHS:
        yield from _checked(year, first, second, end)


def _two(
    phrase: Phrase, first: str, second: str, end: int, sign: str
) -> Iterator[tuple[Days, int]]:
    if max(len(first), len(second)) > _SHORT:
        return
    after = end + 1 if sign == "." and phrase.sign(".", end) else end
    for day, month in dict.fromkeys(((first, second), (second, first))):
        swapped = day == second
        if swapped and not phrase.vocabulary.month_first and int(second) <= _MONTHS:
            continue
        if 0 < int(day) <= _DAYS and 0 < int(month) <= _MONTHS:
            yield Days(day=int(day), month=int(month)), after


def _checked(year: str, month: str, day: str, end: int) -> Iterator[tuple[Days, int]]:
    fits = 0 < int(month) <= _MONTHS and 0 < int(day) <= _DAYS and int(year) > 0
    if fits and len(day) <= _SHORT and len(month) <= _SHORT:
        yield Days(day=int(day), month=int(month), year=int(year)), end
