"""Several times as people say them: "thu 10am, 2pm, fri 2pm, mon 18h". Nothing is guessed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bot.community.dates.echo import unclear
from bot.community.dates.instants import instant, shown
from bot.community.dates.reader import read_when
from bot.community.dates.reading import Either, NotUnderstood, Reading, Understood
from bot.community.dates.when import When
from bot.features.polls import words
from bot.features.polls.domain import Slot
from bot.routing.plain_arguments import entries_in_all_languages
from bot.ui.capabilities import short

_LAST_MINUTE = time(23, 59)
_DAY = timedelta(days=1)
_QUOTED = 60
_BREAK = re.compile(r"[;\n]+")


@dataclass(slots=True)
class SlotsRead:
    """The slots that were understood, each once and soonest first, and what is asked about."""

    slots: list[Slot] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)

    _shown_how: bool = False

    def ask(self, said: str, reading: Reading) -> None:
        """Ask about what was said; how to write a time is told once, however much is unclear."""
        puzzled = isinstance(reading, NotUnderstood) and reading.guess is None
        if puzzled and self._shown_how:
            self.unclear.append(words.text("slots.unread", said=short(said, _QUOTED)))
        else:
            self.unclear.append(_question(said, reading))
        self._shown_how |= puzzled

    def add(self, when: When, minutes: int) -> None:
        """Take a time up, if there is none yet at that instant."""
        slot = slot_of(when, minutes)
        if all(each.starts_at != slot.starts_at for each in self.slots):
            self.slots.append(slot)
            self.slots.sort(key=lambda each: each.starts_at)


def slot_of(when: When, minutes: int) -> Slot:
    """The slot at a time; `minutes` is how long it takes where the time does not say."""
    length = minutes if when.length is None else int(when.length.total_seconds() // 60)
    if when.fold:  # the second of two that look alike has no local time of its own
        return Slot.at(shown(when.at, "UTC"), "UTC", length)
    return Slot.at(when.start, when.zone, length)


def read_slots(text: str, now: datetime, zone_name: str, minutes: int) -> SlotsRead:
    """What these words say, seen from `now` in that zone.

    A day may stand before the times that are on it: "thu 10am, 2pm". Whatever is not surely meant
    is asked about.
    """
    found = SlotsRead()
    for line in _BREAK.split(text):
        _read_line(found, list(_parts(line)), now, zone_name, minutes)
    return found


def _read_line(
    found: SlotsRead, parts: list[str], now: datetime, zone_name: str, minutes: int
) -> None:
    day, before = "", None
    for part in parts:
        said = f"{day} {part}".strip()
        reading = _read(said, before if not day else None, now, zone_name)
        reading = _in_order(reading, before)
        when = reading.when if isinstance(reading, Understood) else None
        if when and _is_day(when):
            day = said  # its time may come next
            continue
        alone = _read(part, None, now, zone_name)
        if day and when is None and isinstance(alone, Understood) and _is_day(alone.when):
            found.ask(day, _read(day, None, now, zone_name))
            day = part
            continue
        day = ""
        if when is None or when.part or when.recurrence:
            found.ask(said, reading)
            continue
        found.add(when, minutes)
        before = when
    if day:
        found.ask(day, _read(day, None, now, zone_name))


def _is_day(when: When) -> bool:
    return not when.timed and not when.recurrence


def _question(said: str, reading: Reading) -> str:
    if isinstance(reading, Understood) and reading.when.recurrence:
        return words.text("slots.again", said=said)
    return unclear(said, reading, timed=True)


def _read(said: str, before: When | None, now: datetime, zone_name: str) -> Reading:
    """What a part means; a time without a day is on the day of the slot before it."""
    alone = read_when(said, now, zone_name)
    if before is None:
        return alone
    there = before.start.date().isoformat()
    on_that_day = read_when(f"{there} {said}", now, before.zone)
    same_day = (
        isinstance(on_that_day, Understood)
        and on_that_day.when.timed
        and on_that_day.when.start.date() == before.start.date()
    )
    return on_that_day if same_day and _has_no_day(said, alone, now, zone_name) else alone


def _in_order(reading: Reading, before: When | None) -> Reading:
    """Of two times that may be meant the one after the slot before it, if just one is.

    What was understood is shown before anything is asked.
    """
    if before is None or not isinstance(reading, Either):
        return reading
    after = [each for each in (reading.first, reading.second) if each.at > before.at]
    return Understood(after[0]) if len(after) == 1 else reading


def _has_no_day(said: str, alone: Reading, now: datetime, zone_name: str) -> bool:
    """Whether a time moves with the day on which it is read: "2pm", but not "thu 2pm"."""
    later = read_when(said, now + _DAY, zone_name)
    if type(later) is not type(alone):
        return True
    if isinstance(later, Understood) and isinstance(alone, Understood):
        return later.when.start - alone.when.start == _DAY
    return False


def _parts(line: str) -> Iterator[str]:
    between = "|".join(re.escape(each) for each in entries_in_all_languages(words, "said.or"))
    for part in re.split(rf",|\s(?:{between})\s", line, flags=re.IGNORECASE):
        if tidied := " ".join(part.split()).strip(" ."):
            yield tidied


# Until when -----------------------------------------------------------------------------------


def read_closing(text: str, now: datetime, zone_name: str) -> datetime | None:
    """Until when a poll is open; a day is meant to its end. Nothing said: `None`.

    Raises `ValueError` with words for the actor.
    """
    if not text.strip():
        return None
    reading = read_when(text, now, zone_name)
    if not isinstance(reading, Understood) or reading.when.part or reading.when.recurrence:
        raise ValueError(unclear(text, reading, timed=True))
    when = reading.when
    if when.timed:
        return when.at
    return instant(datetime.combine(when.start.date(), _LAST_MINUTE), when.zone)
