"""From a phrase to the parts it consists of: every word counts, or it is not understood."""

from collections.abc import Iterator
from datetime import date

from bot.community.dates.clocks import EXACT, clocks, spans
from bot.community.dates.days import day_spans, days, from_now, within
from bot.community.dates.lengths import lengths
from bot.community.dates.moments import moments
from bot.community.dates.parts import (
    Ahead,
    AllDay,
    Also,
    AroundNoon,
    Clock,
    ClockSpan,
    Days,
    DaySpan,
    Length,
    Moments,
    Part,
    PartOfDay,
    Zones,
)
from bot.community.dates.periods import BY
from bot.community.dates.phrase import Phrase
from bot.community.dates.recurring import bounds, repeats
from bot.community.dates.when import DayPart
from bot.community.dates.zone_words import zones

_MOST_TOKENS, _MOST_STEPS, _MOST_DAYS, _COST_OF_A_PART = 40, 3000, 3, 10
_PARTS: dict[str, DayPart] = {
    "morning": "morning",
    "afternoon": "afternoon",
    "evening": "evening",
    "night": "night",
}

_ONCE_MORE = ("/", "(", "=", "|")
"""Behind which a time may stand as it is in another zone."""

_END_OF_DAY = Clock(23, 59, 59, half=EXACT)

Parts = tuple[Part, ...]


class Parser:
    """Finds every way to take a phrase apart, seen from a day; it gives up on what is too long."""

    def __init__(self, phrase: Phrase, today: date) -> None:
        self._phrase = phrase
        self._today = today
        self._steps = 0
        self._known: dict[int, list[tuple[Parts, int]]] = {}

    def parses(self) -> Iterator[tuple[int, Parts]]:
        """Each way to take all of it apart, and how far-fetched it is."""
        if len(self._phrase) <= _MOST_TOKENS:
            yield from self._from(0, (), 0)
            for kind in ("until", "by", "starting"):
                if start := self._phrase.skips(kind, 0):
                    yield from self._from(start, (), 0)

    def _from(self, at: int, before: Parts, cost: int) -> Iterator[tuple[int, Parts]]:
        self._steps += 1
        if self._steps > _MOST_STEPS:
            return
        if at >= len(self._phrase):
            yield cost, before
            return
        parted = at > 0 and self._phrase.text(at - 1) == "," and _says_when(before)
        for parts, end in self._here(at):
            if _may_join(before, parts) and not (parted and _only_a_number(parts)):
                yield from self._from(end, before + parts, cost + _cost(parts))
        for end in self._past_one_filler(at):
            yield from self._from(end, before, cost + 1)

    def _past_one_filler(self, at: int) -> set[int]:
        """Where it goes on behind words that only stand around."""
        phrase = self._phrase
        kinds = ("filler", "about", "starting")
        ends = {end for kind in kinds for _, end in phrase.means(kind, at)}
        ends |= {e for _, e in phrase.means("label", at) if phrase.text(e) == ":"}
        if any(any(phrase.means("month", phrase.past_fillers(end))) for end in ends):
            ends -= {end for _, end in phrase.means("about", at)}  # early January is no month
        return ends | {at + 1} if phrase.text(at) == "," or phrase.separates(at) else ends

    def _here(self, at: int) -> list[tuple[Parts, int]]:
        """Each part that may begin here, and where it ends; a longer one first."""
        if at not in self._known:
            found = dict.fromkeys(self._all(at))
            self._known[at] = sorted(found, key=lambda each: -each[1])
        return self._known[at]

    def _all(self, at: int) -> Iterator[tuple[Parts, int]]:
        phrase, today = self._phrase, self._today
        yield from (((found,), end) for found, end in repeats(phrase, at))
        yield from (((found,), end) for found, end in bounds(phrase, at, today))
        yield from (((found,), end) for found, end in day_spans(phrase, at, today))
        yield from (((found,), end) for found, end in moments(phrase, at, today))
        yield from (((found,), end) for found, end in days(phrase, at, today))
        yield from (((found,), end) for found, end in spans(phrase, at))
        yield from (((found,), end) for found, end in clocks(phrase, at))
        yield from (((found,), end) for found, end in zones(phrase, at))
        yield from (((found,), end) for found, end in self._lengths(at))
        yield from self._parts_of_days(at)
        yield from self._once_more(at)
        yield from (((AroundNoon(),), end) for _, end in phrase.means("lunch", at))
        yield from (((AllDay(),), end) for _, end in phrase.means("all-day", at))
        yield from self._ends_of_days(at)
        for length, end, sign in from_now(phrase, at):
            if not length.of_days:
                yield (Ahead(length, back=sign < 0),), end
        for length, end, sign in within(phrase, at):
            yield (Ahead(length, back=sign < 0, within=True),), end

    def _lengths(self, at: int) -> Iterator[tuple[Length, int]]:
        led = self._phrase.skips("for", at)
        for length, end in lengths(self._phrase, led):
            if led > at or length.seconds:
                yield length, end

    def _parts_of_days(self, at: int) -> Iterator[tuple[Parts, int]]:
        """Tonight, this afternoon, in the evening, now."""
        phrase, today = self._phrase, self._today
        for kind, by in (("tonight", 0), ("last-night", -1)):
            for _, end in phrase.means(kind, at):
                yield (_days_on(today, by), PartOfDay("evening")), end
        for _, end in phrase.means("now", at):
            yield (Ahead(Length()),), end
        for name, end in phrase.means("part", at):
            yield (PartOfDay(_PARTS[name]),), end
        for half, end in phrase.means("half", at):
            if at and not phrase.digits(at - 1):  # "friday pm"
                yield (PartOfDay("morning" if half == "am" else "afternoon"),), end
        for which, end in phrase.means("which", at):
            for name, after in phrase.means("part", end):
                yield (_days_on(today, BY[which]), PartOfDay(_PARTS[name])), after

    def _once_more(self, at: int) -> Iterator[tuple[Parts, int]]:
        """/ 7pm CET, (10am EST), = 19:00 in Paris: the same time elsewhere."""
        phrase = self._phrase
        if phrase.text(at) not in _ONCE_MORE:
            return
        start = phrase.skips("at", at + 1)
        times: list[tuple[Clock | ClockSpan, int]] = [*clocks(phrase, start), *spans(phrase, start)]
        for found, end in times:
            for there, after in zones(phrase, end):
                yield (Also(found, there),), after + (phrase.text(after) == ")")

    def _ends_of_days(self, at: int) -> Iterator[tuple[Parts, int]]:
        phrase, today = self._phrase, self._today
        for _, end in phrase.means("end-of-day", at):
            yield (Days.only(today), _END_OF_DAY), end
        for _, end in phrase.means("end-of", at):
            for day, after in days(phrase, phrase.past_fillers(end), today):
                if not (day.several or day.incomplete):
                    yield (day, _END_OF_DAY), after


def _days_on(today: date, by: int) -> Days:
    """The day so many on from today, as far as there is one."""
    return Days.only(date.fromordinal(max(1, today.toordinal() + by)))


def _says_when(parts: Parts) -> bool:
    return any(isinstance(part, Clock | ClockSpan) for part in parts)


def _only_a_number(parts: Parts) -> bool:
    """Whether it may be of something else behind a comma: "6pm, twenty places"."""
    return any(isinstance(part, Days) and part == Days(day=part.day, bare=True) for part in parts)


def _cost(parts: Parts) -> int:
    """How far-fetched it is that these are meant: of stretches and bare names a bit more."""
    if any(isinstance(part, Moments) for part in parts):
        return 3 * _COST_OF_A_PART
    doubtful = any(isinstance(p, DaySpan) or (isinstance(p, Zones) and p.bare) for p in parts)
    return _COST_OF_A_PART + doubtful


def _may_join(before: Parts, parts: Parts) -> bool:
    """Whether these may stand in one phrase: each kind once, but for what says which days."""
    for part in parts:
        same = sum(isinstance(each, type(part)) for each in before)
        if same >= (_MOST_DAYS if isinstance(part, Days) else 1):
            return False
        if isinstance(part, DaySpan) and any(isinstance(each, Days) for each in before):
            return False
        if isinstance(part, Zones) and not before:
            return False
        if isinstance(part, Clock) and part.weak and any(isinstance(p, Length) for p in before):
            return False  # "17h30 le vendredi 11"
    return True
