"""Times of day as people write them: "8pm", "18h30", "half past seven", "from 10 to 11.30"."""

from collections.abc import Iterator
from dataclasses import replace

from bot.community.dates.parts import Clock, ClockSpan
from bot.community.dates.phrase import Phrase

_LAST_HOUR, _LAST_MINUTE = 23, 59
_NOON = 12
_FIGURES = 4
_YEARS = range(1900, 2100)
EXACT = "exact"
MIDNIGHT = "midnight"
"""Which begins its day, or ends it."""


_MIDNIGHT = Clock(0, half=EXACT)


def clocks(phrase: Phrase, at: int) -> Iterator[tuple[Clock, int]]:
    """Each time of day that is written here, and where it ends; also "6ish" and "6pm sharp"."""
    for clock, end in _clocks(phrase, at):
        yield clock, end
        after = phrase.skips("roughly", _past_dash(phrase, end))
        if after > end and after > _past_dash(phrase, end):
            yield replace(clock, weak=False), after


def _past_dash(phrase: Phrase, at: int) -> int:
    return at + 1 if phrase.sign("-", at) else at


def _clocks(phrase: Phrase, at: int) -> Iterator[tuple[Clock, int]]:
    led = phrase.skips("at", at)
    for clock, end in _all(phrase, led):
        if clock.hour > _LAST_HOUR or clock.minute > _LAST_MINUTE or clock.second > _LAST_MINUTE:
            continue
        said = replace(clock, weak=clock.weak and led == at)
        halved = [*phrase.means("half", end), *_short_half(phrase, end)]
        if not halved or clock.half in (EXACT, MIDNIGHT):
            yield _settled(phrase, said), end
        for half, after in halved:
            if 0 < clock.hour <= _NOON and clock.half in ("", EXACT):
                yield replace(said, half=half, weak=False), after


def _short_half(phrase: Phrase, at: int) -> Iterator[tuple[str, int]]:
    """9a, 9p."""
    if phrase.sign("ap", at) and phrase.digits(at - 1):
        yield phrase.text(at) + "m", at + 1


def _settled(phrase: Phrase, clock: Clock) -> Clock:
    exact = clock.hour > _NOON or clock.hour == 0 or not phrase.vocabulary.twelve_hours
    return replace(clock, half=EXACT) if exact and not clock.half else clock


def _all(phrase: Phrase, at: int) -> Iterator[tuple[Clock, int]]:
    yield from _digits(phrase, at)
    yield from _hour_in_words(phrase, at)
    yield from _about_an_hour(phrase, at)
    yield from _on_the_hour_in_figures(phrase, at)
    for value, end in phrase.means("hour", at):
        yield Clock(int(value), half=EXACT if int(value) else MIDNIGHT), end
        for minutes, after in phrase.means("after-hour", end):
            yield _shifted(Clock(int(value), half=EXACT), int(minutes)), after
        yield from _minutes_in_words(phrase, Clock(int(value), half=EXACT), end)


def _digits(phrase: Phrase, at: int) -> Iterator[tuple[Clock, int]]:
    """8:30, 8.30, 08:30:15, 18h30, 18 h 30, 18h."""
    hours = phrase.digits(at, 2)
    if not hours:
        return
    half = EXACT if len(hours) == 2 and hours[0] == "0" else ""
    for separator in (":", "."):
        minutes = phrase.sign(separator, at + 1) and phrase.digits(at + 2, 2, glued=True)
        if len(minutes) != 2:
            continue
        clock, end = Clock(int(hours), int(minutes), half=half, weak=separator == "."), at + 3
        yield clock, end
        seconds = phrase.sign(":", end) and phrase.digits(end + 1, 2, glued=True)
        if seconds:
            yield replace(clock, second=int(seconds)), end + 2
    for _, end in phrase.means("o-clock", at + 1):
        minutes = phrase.digits(end, 2)
        if len(minutes) == 2:
            yield Clock(int(hours), int(minutes), half=half), end + 1


def _on_the_hour_in_figures(phrase: Phrase, at: int) -> Iterator[tuple[Clock, int]]:
    """At 1930, 0800 hours."""
    figures = phrase.digits(at)
    if len(figures) != _FIGURES:
        return
    led = at > 0 and any(phrase.skips("at", start) == at for start in range(max(0, at - 3), at))
    end = phrase.skips("o-clock", at + 1)
    surely = led or end > at + 1
    if surely or not (int(figures) in _YEARS or int(figures[2:]) % 5):
        yield Clock(int(figures[:2]), int(figures[2:]), half=EXACT, weak=not surely), end


def _hour_in_words(phrase: Phrase, at: int) -> Iterator[tuple[Clock, int]]:
    """8, eight, 8 o'clock, huit heures et demie, eight thirty."""
    for hour, end in phrase.numbered(at):
        if hour > _LAST_HOUR or (phrase.digits(at) and not phrase.digits(at, 2)):
            continue
        yield Clock(hour, weak=True), end
        if not phrase.digits(at):
            for minute, after in phrase.numbered(end):
                if _NOON < minute <= _LAST_MINUTE and not phrase.digits(end):
                    yield Clock(hour, minute, weak=True), after
        for _, after in [*phrase.means("o-clock", end), ("", end)]:
            if after > end:
                yield Clock(hour), after
                yield from _minutes_in_words(phrase, Clock(hour), after)
            for minutes, finish in phrase.means("after-hour", after):
                yield _shifted(Clock(hour), int(minutes)), finish


def _minutes_in_words(phrase: Phrase, clock: Clock, at: int) -> Iterator[tuple[Clock, int]]:
    """(Dix-neuf heures) trente, (midi) dix."""
    for minute, end in phrase.numbered(at) if not phrase.digits(at) else ():
        if 0 < minute <= _LAST_MINUTE:
            yield replace(clock, minute=minute), end


def _about_an_hour(phrase: Phrase, at: int) -> Iterator[tuple[Clock, int]]:
    """Half past seven, a quarter to seven, ten past seven, ten to seven."""
    for minutes, end in phrase.means("before-hour", at):
        if minutes:
            for clock, finish in _bare_hour(phrase, _past_dash(phrase, end)):
                yield _shifted(clock, int(minutes)), finish
    for minute, end in phrase.numbered(at):
        named = max((e for u, e in phrase.means("unit", end) if u == "minute"), default=end)
        in_words = minute % 5 == 0 and not phrase.digits(at)
        if not 0 < minute <= _LAST_MINUTE or not (in_words or named > end):
            continue
        for kind, sign in (("past", 1), ("before-hour", -1)):
            for value, after in phrase.means(kind, named):
                for clock, finish in _bare_hour(phrase, after) if not value else ():
                    yield _shifted(clock, sign * minute), finish


def _bare_hour(phrase: Phrase, at: int) -> Iterator[tuple[Clock, int]]:
    for hour, end in phrase.numbered(at):
        if 0 < hour <= _LAST_HOUR:
            yield Clock(hour), phrase.skips("o-clock", end)
    for value, end in phrase.means("hour", at):
        yield Clock(int(value), half=EXACT), end


def _shifted(clock: Clock, minutes: int) -> Clock:
    hour, minute = divmod(clock.hour * 60 + minutes, 60)
    if not clock.half and hour == 0:
        hour = _NOON  # a quarter to one
    return replace(clock, hour=hour % 24, minute=minute, weak=False)


# From one to another --------------------------------------------------------------------------


def spans(phrase: Phrase, at: int) -> Iterator[tuple[ClockSpan, int]]:
    """Each stretch of time between two times of day that is written here, or up to one."""
    for _, led in phrase.means("before", at):
        for clock, end in clocks(phrase, led):
            yield ClockSpan(_MIDNIGHT, replace(clock, weak=False)), end
    for _, led in phrase.means("later-than", at):
        for clock, end in clocks(phrase, led):
            yield ClockSpan(replace(clock, weak=False), _MIDNIGHT), end
    led = phrase.skips("from", at)
    for first, middle in clocks(phrase, led):
        joined = {end for kind in ("to", "dash") for _, end in phrase.means(kind, middle)}
        unsure = first.weak and led == at  # "3 à 14h"
        ats = {end for _, end in phrase.means("at", middle)} if unsure else set()
        for join in sorted(joined - ats):
            for last, end in clocks(phrase, join):
                if len(phrase.digits(join)) == _FIGURES and last.weak and not first.weak:
                    continue  # 15:00 -0500
                surely = led > at or not (first.weak and last.weak)
                if last.weak and last.half == EXACT and last.hour < first.hour <= _NOON:
                    last = replace(last, half="pm")  # noqa: PLW2901  # "entre midi et deux"
                both = (replace(each, weak=not surely) for each in (first, last))
                yield ClockSpan(*both), end
