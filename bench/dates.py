"""How often dates are read right, on public phrases with their right values.

The phrases are those of Recognizers-Text (Microsoft, MIT), which are not kept here:

    git clone --depth 1 https://github.com/microsoft/Recognizers-Text
    python -m bench dates --data Recognizers-Text/Specs/DateTime

A phrase counts if its specification finds one thing in it (`Results`), which is a day, a day with a
time, or a stretch of time on a day (`date`, `datetime`, `datetimerange`), and which has one reading
(one `timex`) with a value, seen from a point in time that is given: from `DateTimeModel.json`, and
from `DateParser.json` and `DateTimeParser.json`, each text and point in time once. What is read is
the date (`Text`), not the sentence around it. Where the data leave open which year or week is
meant, they give the one before and the one after; the right value is the first of them that is not
over, for what is planned is to come. "Now" is left out.

An answer is right if its start and its end, where the data have them, and whether there is a time
of day are those of the data; of a part of a day ("tuesday afternoon") the day and the part are.
What is over is right when it is asked back. Pairs are counted apart, as is what is asked back or
not understood.

Half of the phrases, by a hash of the text, were looked at while the grammar was written; of the
others only the counts were.
"""

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from bot.community.dates.libraries import READERS
from bot.community.dates.reader import read_when
from bot.community.dates.reading import Either, NotUnderstood, Passed, Reading, Understood
from bot.community.dates.when import When
from bot.ui.languages import in_language

LANGUAGES = {"English": "en", "French": "fr"}
_PARSERS = ("DateParser.json", "DateTimeParser.json")
_KINDS = ("date", "datetime", "datetimerange")
_PARTS = {"TMO": "morning", "TAF": "afternoon", "TEV": "evening", "TNI": "night"}
_NO_DAY = "0001-01-01"
_ZONE = "UTC"

OUTCOMES = (
    *("right", "asked back, right", "pair with it", "wrong", "pair without it"),
    *("asked back, wrong", "not understood", "answers in the past"),
)
Stretch = tuple[str | None, str | None]
Read = Callable[[str, datetime, str], Reading]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A date as the data have it: written when, and what is right."""

    text: str
    now: datetime
    start: datetime | None
    ends: datetime | None
    timed: bool
    part: str | None

    @property
    def passed(self) -> bool:
        """Whether what is meant is over."""
        first = self.start or self.ends
        now = self.now if self.timed else self.now.replace(hour=0, minute=0, second=0)
        return first is not None and first.replace(tzinfo=UTC) < now

    @property
    def held_out(self) -> bool:
        """Whether it was not looked at."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 1

    def is_met(self, when: When) -> bool:
        """Whether this is what is meant."""
        if self.part:
            right_day = self.start is not None and when.start.date() == self.start.date()
            return right_day and when.part == self.part
        start, ends = when.start.replace(microsecond=0), when.ends
        same = self.start in (None, start) and self.ends in (None, ends)
        return same and when.timed == self.timed and not when.part


# The phrases ----------------------------------------------------------------------------------


def phrases(folder: Path) -> dict[str, list[Phrase]]:
    """Those of a language that count, each once, by what they are from."""
    model = list(_of_model(_cases(folder / "DateTimeModel.json")))
    parsers = [each for name in _PARSERS for each in _of_parser(folder, name)]
    return {
        "all": _once([*model, *parsers]),
        "DateTimeModel": _once(model),
        "DateParser, DateTimeParser": _once(parsers),
    }


def _once(those: list[Phrase]) -> list[Phrase]:
    seen: dict[tuple[str, datetime], Phrase] = {}
    for phrase in those:
        seen.setdefault((phrase.text, phrase.now), phrase)
    return list(seen.values())


def _cases(file: Path) -> Iterator[tuple[datetime, dict[str, object]]]:
    """The one thing found in each case, and when it was written."""
    for case in json.loads(file.read_text(encoding="utf-8-sig")):
        written = case.get("Context", {}).get("ReferenceDateTime")
        if written and len(case["Results"]) == 1:
            yield datetime.fromisoformat(written).replace(tzinfo=UTC), case["Results"][0]


def _of_model(cases: Iterator[tuple[datetime, dict[str, object]]]) -> Iterator[Phrase]:
    for now, result in cases:
        kind = str(result["TypeName"]).removeprefix("datetimeV2.")
        resolution = result.get("Resolution")
        if kind not in _KINDS or not isinstance(resolution, dict):
            continue
        values = resolution["values"]
        if len({value.get("timex") for value in values}) == 1:
            stretches = [
                (value.get("start", value.get("value")), value.get("end")) for value in values
            ]
            yield from _phrase(str(result["Text"]), now, kind, stretches, values[0]["timex"])


def _of_parser(folder: Path, name: str) -> Iterator[Phrase]:
    for now, result in _cases(folder / name):
        value = result.get("Value")
        if isinstance(value, dict):
            meant = [*value["PastResolution"].values(), *value["FutureResolution"].values()]
            kind = str(result["Type"])
            stretches: list[Stretch] = [(each, None) for each in meant]
            yield from _phrase(str(result["Text"]), now, kind, stretches, str(value["Timex"]))


def _phrase(
    text: str,
    now: datetime,
    kind: str,
    stretches: list[Stretch],
    timex: str,
) -> Iterator[Phrase]:
    """The phrase with its value to come, if it has any value."""
    known = [pair for pair in stretches if "not resolved" not in pair and _NO_DAY not in pair]
    if not known or timex.endswith("_REF"):
        return
    part = next((name for sign, name in _PARTS.items() if timex.endswith(sign)), None)
    found = [
        Phrase(
            text.casefold(),
            now,
            datetime.fromisoformat(start) if start else None,
            datetime.fromisoformat(end) if end else None,
            timed=kind != "date",
            part=part if kind == "datetimerange" else None,
        )
        for start, end in known
    ]
    yield next((phrase for phrase in found if not phrase.passed), found[-1])


# How they are read ----------------------------------------------------------------------------


def judged(phrase: Phrase, reading: Reading) -> str:
    """What came of a phrase."""
    match reading:
        case Understood(when):
            right = phrase.is_met(when) and not phrase.passed
            return "right" if right else "wrong"
        case Either(first, second):
            found = phrase.is_met(first) or phrase.is_met(second)
            return "pair with it" if found else "pair without it"
        case Passed(when):
            right = phrase.passed and phrase.is_met(when)
            return "asked back, right" if right else "asked back, wrong"
        case NotUnderstood():
            return "not understood"


def in_the_past(phrase: Phrase, reading: Reading) -> bool:
    """Whether an answer, or a choice, is of what has passed."""
    match reading:
        case Understood(when):
            return when.passed(phrase.now)
        case Either(first, second):
            return first.passed(phrase.now) or second.passed(phrase.now)
    return False


def alone(number: int, language: str) -> Read:
    """One of the two libraries by itself, which takes whatever it finds as the answer."""

    def read(text: str, now: datetime, zone: str) -> Reading:
        when = READERS[number](text, now, zone, language)
        if when is None:
            return NotUnderstood()
        return Passed(when) if when.passed(now) else Understood(when)

    return read


def table(rows: dict[str, Counter[str]]) -> str:
    """The outcomes by who has read, in percent of the phrases; the last column in numbers."""
    lines = ["| | n | " + " | ".join(OUTCOMES) + " |", "|---" * (len(OUTCOMES) + 2) + "|"]
    for name, found in rows.items():
        total = sum(found.values()) - found["answers in the past"]
        shares = [f"{100 * found[outcome] / max(total, 1):.1f}" for outcome in OUTCOMES[:-1]]
        lines.append(f"| {name} | {total} | {' | '.join(shares)} | {found[OUTCOMES[-1]]} |")
    return "\n".join(lines)


def main() -> None:
    """Print the tables, for each language of which there are data."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--data", type=Path, required=True, help="…/Specs/DateTime")
    options.add_argument("--show", help="print each phrase looked at with this outcome")
    asked = options.parse_args()
    for name, language in LANGUAGES.items():
        if not (asked.data / name).is_dir():
            print(f"{name}: no data in {asked.data / name}")
            continue
        _measure(name, language, phrases(asked.data / name), asked.show)


def _measure(name: str, language: str, sources: dict[str, list[Phrase]], show: str | None) -> None:
    those = sources["all"]
    parts = sources | {
        "looked at": [each for each in those if not each.held_out],
        "held out": [each for each in those if each.held_out],
    }
    rows = {
        f"Kindred, {part}": _counted(read_when, some, language, show if part == "looked at" else "")
        for part, some in parts.items()
    }
    for number, library in enumerate(("dateparser", "timesense")):
        for part in ("all", "DateTimeModel"):
            rows[f"{library} alone, {part}"] = _counted(
                alone(number, language), sources[part], language
            )
    began = perf_counter()
    _counted(read_when, those, language)
    took = (perf_counter() - began) * 1000 / max(len(those), 1)
    print(f"{name}: {len(those)} phrases, {took:.1f} ms each\n\n{table(rows)}\n")


def _counted(read: Read, those: list[Phrase], language: str, show: str | None = "") -> Counter[str]:
    found: Counter[str] = Counter()
    with in_language(language):
        for phrase in those:
            reading = read(phrase.text, phrase.now, _ZONE)
            outcome = judged(phrase, reading)
            found[outcome] += 1
            found["answers in the past"] += in_the_past(phrase, reading)
            if show and outcome == show:
                print(f"{phrase.now:%Y-%m-%d %H:%M}  {phrase.text!r}: {phrase.start} {reading}")
    return found


if __name__ == "__main__":
    main()
