"""From a time of one day to a time of another: "from friday 6pm to sunday 4pm"."""

from collections.abc import Iterator
from datetime import date

from bot.community.dates.clocks import clocks
from bot.community.dates.days import whole_days
from bot.community.dates.parts import Days, Moment, Moments
from bot.community.dates.phrase import Phrase


def moments(phrase: Phrase, at: int, today: date) -> Iterator[tuple[Moments, int]]:
    """Each stretch between times of two days that is written here, and where it ends."""
    for first, middle in _moment(phrase, phrase.past_fillers(phrase.skips("from", at)), today):
        joined = {end for kind in ("to", "dash") for _, end in phrase.means(kind, middle)}
        for join in joined:
            for last, end in _moment(phrase, phrase.past_fillers(join), today):
                if last.days:
                    yield Moments(first, last), end


def _moment(phrase: Phrase, at: int, today: date) -> Iterator[tuple[Moment, int]]:
    for day, middle in whole_days(phrase, at, today):
        if _is_a_day(day):
            for clock, end in clocks(phrase, phrase.past_fillers(middle)):
                yield Moment(day, clock), end
    for clock, middle in clocks(phrase, at):
        if not clock.weak:
            yield Moment(None, clock), middle
        for day, end in whole_days(phrase, phrase.past_fillers(middle), today):
            if _is_a_day(day):
                yield Moment(day, clock), end


def _is_a_day(days_said: Days) -> bool:
    return not (days_said.several or days_said.incomplete or days_said.bare)
