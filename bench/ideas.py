"""How often an idea that is there already is shown to whoever posts it again, in other words.

    python -m bench ideas

The pairs are in `idea_pairs.toml`, in English, in French, and across the two: each is the same idea
or another one, and the others were written to be hard, with many words shared. The pairs at even
places are for choosing what counts as alike; those at odd places only for reporting. A pair is held
against a board of all first ideas, as it is weighed where people post.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import perf_counter

from bot.features.ideas.domain import Details
from bot.matching.likeness import SOUNDS_ALIKE, likenesses

FILE = Path(__file__).with_name("idea_pairs.toml")
LANGUAGES, TWINS = ("en", "fr"), "both"
_SHOWN = 3  # as many as are shown to people


@dataclass(frozen=True, slots=True)
class Pair:
    """An idea that is there, and a new one; whether they are the `same`."""

    language: str
    there: str
    new: str
    same: bool
    reported: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Of some pairs: how many of those found alike are the same, and of the same are found."""

    precision: float
    recall: float


def pairs() -> list[Pair]:
    """All pairs."""
    lists = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return [
        Pair(language, there, new, label == "same", reported=number % 2 == 1)
        for language, labelled in lists.items()
        for label, two in labelled.items()
        for number, (there, new) in enumerate(two)
    ]


def found(some: Sequence[Pair], at_least: float = SOUNDS_ALIKE) -> Found:
    """How well these pairs are told apart."""
    alike = [pair for pair in some if _on_board(pair.new)[pair.there] >= at_least]
    right, same = sum(pair.same for pair in alike), sum(pair.same for pair in some)
    return Found(right / max(1, len(alike)), right / max(1, same))


def shown(some: Sequence[Pair], at_least: float = SOUNDS_ALIKE) -> tuple[int, int]:
    """For how many of the same pairs the idea that is there is shown, and how many others are."""
    right = others = 0
    for pair in (pair for pair in some if pair.same):
        near = sorted(_on_board(pair.new).items(), key=lambda each: -each[1])
        titles = [there for there, likeness in near[:_SHOWN] if likeness >= at_least]
        right += pair.there in titles
        others += len([title for title in titles if title != pair.there])
    return right, others


@cache
def _on_board(new: str) -> dict[str, float]:
    """How alike a new idea is to each that is there."""
    board = _board()
    return dict(zip(board, likenesses(_details(new), [_details(t) for t in board]), strict=True))


@cache
def _board() -> tuple[str, ...]:
    return tuple(sorted({pair.there for pair in pairs()}))


def _details(text: str) -> Details:
    title, _, why = text.partition(" — ")
    return Details(title, why)


def _rows() -> Iterator[tuple[str, list[Pair]]]:
    all_ = pairs()
    for reported in (False, True):
        name = "reported" if reported else "chosen by"
        some = [p for p in all_ if p.language in LANGUAGES and p.reported is reported]
        yield name, some
        for language in LANGUAGES:
            yield f"{name} {language}", [p for p in some if p.language == language]
    yield "across the two", [p for p in all_ if p.language == TWINS]


def main() -> None:
    """Print what was found, and what it costs."""
    print(
        f"{'ideas alike from ' + str(SOUNDS_ALIKE):<22}{'pairs':>6}{'precision':>11}{'recall':>8}"
    )
    for name, some in _rows():
        told, (right, others) = found(some), shown(some)
        print(
            f"{name:<22}{len(some):>6}{told.precision:>11.2f}{told.recall:>8.2f}"
            f"   of {sum(p.same for p in some)} twins {right} shown, and {others} others"
        )
    board = [_details(f"{each} {number}") for number in range(10) for each in _board()]
    begun = perf_counter()
    likenesses(_details("A lending library for tools"), board)
    print(f"a board of {len(board)} ideas: {1000 * (perf_counter() - begun):.0f} ms")


if __name__ == "__main__":
    main()
