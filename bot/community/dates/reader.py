"""Dates as people write them: what is surely meant, what may be, and what has passed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.community.dates.compose import compose
from bot.community.dates.echo import unclear
from bot.community.dates.instants import shown
from bot.community.dates.lengths import lengths, moved
from bot.community.dates.libraries import READERS
from bot.community.dates.parser import Parser
from bot.community.dates.parts import Length
from bot.community.dates.phrase import Phrase
from bot.community.dates.reading import Either, NotUnderstood, Passed, Reading, Understood
from bot.community.dates.recurrence import Recurrence, read_rule
from bot.community.dates.vocabulary import vocabulary
from bot.community.dates.when import When, over_clock_changes
from bot.community.zones import read_zone
from bot.ui.languages import DEFAULT_LOCALE, current_locale, spoken_first

_RULE = "FREQ="
LONGEST = 200
"""Characters; whatever is longer is no date, and is not looked at."""


class DateNotUnderstood(ValueError):
    """It is not sure which date is meant; the words say why, and what would do."""


def read_when(text: str, now: datetime, zone_name: str) -> Reading:
    """What `text` means in the language that is being spoken, or in English, or else in another.

    It is seen from `now` (aware) in that zone. Our own grammar goes first, in which every word
    counts; where it has no answer, what two libraries say may be asked about. No text makes it
    raise.
    """
    if len(text) > LONGEST:
        return NotUnderstood()
    text, _, rule = text.partition(_RULE)
    if rule:
        return _again(read_when(text, now, zone_name), read_rule(_RULE + rule))
    for language in spoken_first():
        if meanings := _by_grammar(text, now, zone_name, language):
            return _judged(meanings, now)
    for language in _languages():
        found = [reader(text, now, zone_name, language) for reader in READERS]
        if any(found):
            return _suggested([each for each in found if each], now)
    return NotUnderstood()


def read_date(text: str, now: datetime, zone_name: str) -> date:
    """The one day that `text` means; a length of time is so long from today.

    Raises `DateNotUnderstood`, with words for the actor.
    """
    if ahead := _so_long_from(text, shown(now, zone_name).date()):
        return ahead
    reading = read_when(text, now, zone_name)
    match reading:
        case Understood(when):
            return when.start.date()
        case Either(first, second) if first.start.date() == second.start.date():
            return first.start.date()
    raise DateNotUnderstood(unclear(text, reading))


def read_time(text: str, now: datetime, zone_name: str) -> When:
    """The time to come that `text` means, with a time of day.

    Raises `DateNotUnderstood`, with words for the actor: also where two may be meant.
    """
    reading = read_when(text, now, zone_name)
    if isinstance(reading, Understood) and reading.when.timed and not reading.when.part:
        return reading.when
    raise DateNotUnderstood(unclear(text, reading, timed=True))


def means_a_time(text: str, now: datetime, zone_name: str, *, any_language: bool = False) -> bool:
    """Whether our own grammar has an answer: so that what follows a time is not taken for it."""
    fits, known = 0 < len(text) <= LONGEST, spoken_first() if any_language else _languages()
    return fits and any(_by_grammar(text, now, zone_name, each) for each in known)


def possible_times(text: str, now: datetime, zone_name: str) -> list[When]:
    """The times of day that `text` may mean, the likelier one first: to be offered."""
    return [when for when in _possible(text, now, zone_name) if when.timed and not when.part]


def possible_days(text: str, now: datetime, zone_name: str) -> list[date]:
    """The days that `text` may mean, the likelier one first: to be offered while it is typed."""
    if ahead := _so_long_from(text, shown(now, zone_name).date()):
        return [ahead]
    return list(dict.fromkeys(when.start.date() for when in _possible(text, now, zone_name)))


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads fields as somebody in a time zone means them (`bot.ui.reading.Reading`)."""

    zone: str
    now: datetime

    def day(self, text: str) -> date:
        """Return the date that is meant; raises `DateNotUnderstood`."""
        return read_date(text, self.now, self.zone)

    def when(self, text: str) -> When:
        """Return the time that is meant; raises `DateNotUnderstood`."""
        return read_time(text, self.now, self.zone)

    def time_zone(self, text: str) -> str:
        """Return the zone that is meant; raises `UnknownZone`."""
        return read_zone(text)

    def person(self, text: str) -> object:
        """Return the name: nobody is at hand."""
        return text


def _again(reading: Reading, rule: Recurrence | None) -> Reading:
    """What was understood, and how often it comes again."""
    if rule is None or not isinstance(reading, Understood) or reading.when.recurrence:
        return NotUnderstood()
    return Understood(replace(reading.when, recurrence=rule))


# How sure it is -------------------------------------------------------------------------------


def _judged(meanings: Iterable[When], now: datetime) -> Reading:
    """What has passed is not meant where there is something to come."""
    apart: dict[object, When] = {}
    for when in meanings:
        apart.setdefault((when.at, when.ends_at, when.timed, when.part, when.recurrence), when)
    found = list(apart.values())
    ahead = [when for when in found if not when.passed(now)]
    if not ahead:
        return Passed(found[0])
    return Either(ahead[0], ahead[1]) if len(ahead) > 1 else Understood(ahead[0])


def _suggested(found: list[When], now: datetime) -> Reading:
    """What libraries say is asked about, for they read words that they do not know as nothing."""
    meant = [each for when in dict.fromkeys(found) for each in over_clock_changes(when)]
    ahead = [when for when in meant if not when.passed(now)]
    if len(ahead) > 1:
        return Either(ahead[0], ahead[1])
    return NotUnderstood(ahead[0] if ahead else None)


def _possible(text: str, now: datetime, zone_name: str) -> list[When]:
    match read_when(text, now, zone_name):
        case Understood(when):
            return [when]
        case Either(first, second):
            return [first, second]
        case NotUnderstood(guess):
            return [guess] if guess else []
        case Passed():
            return []


# Our own grammar ------------------------------------------------------------------------------


def _languages() -> Iterator[str]:
    yield from dict.fromkeys((current_locale().split("-")[0], DEFAULT_LOCALE))


def _by_grammar(text: str, now: datetime, zone_name: str, language: str) -> list[When]:
    """The meanings of the least far-fetched way to take it apart that makes sense."""
    phrase, today = Phrase(text, vocabulary(language)), shown(now, zone_name).date()
    try:
        parses = sorted(Parser(phrase, today).parses(), key=lambda parse: parse[0])
        found: list[tuple[bool, When]] = []
        least = 0
        for cost, parts in parses:
            if found and cost > least:
                break
            found += compose(parts, now, zone_name, today)
            least = cost
        straight = [when for bent, when in found if not bent]
        all_bent = len(straight) == 0
        return [when for bent, when in found if bent == all_bent]
    except (OverflowError, ValueError):  # a day beyond what a calendar holds
        return []


def _so_long_from(text: str, today: date) -> date | None:
    if len(text) > LONGEST:
        return None
    for language in _languages():
        phrase = Phrase(text, vocabulary(language))
        for length, end in lengths(phrase, phrase.skips("for", 0)):
            if end == len(phrase) and length.of_days:
                return _so_long_after(today, length)
    return None


def _so_long_after(day: date, length: Length) -> date | None:
    try:
        return moved(day, length)
    except ValueError:  # a day beyond what a calendar holds
        return None
