"""The words of a line that stand before an argument, and so say where another one ends. Pure."""

import re
from collections.abc import Sequence
from functools import cache

from bot.routing.arguments import (
    Arg,
    ArgKind,
    NumberArg,
    PersonArg,
    TextArg,
    WhenArg,
    YesNoArg,
)
from bot.routing.command_line import Line, Token
from bot.routing.plain_arguments import entries_in_all_languages
from bot.ui.folding import folded
from bot.ui.text import read_number
from bot.ui.words import WordBook

words = WordBook("bot")

PAUSE = ",:;.–—-"
"""May stand between a name and what is said after it."""

_LONGEST = 3
"""Words of what stands before an argument."""

_NEARLY_IN_BOUNDS = re.compile(r"-?\d{1,3}")  # a longer number is rather a year in a name


def leads(kind: ArgKind) -> frozenset[tuple[str, ...]]:
    """What may stand before an argument of this kind, in every language: "because", "parce que"."""
    return _leads(kind.after)


@cache
def _leads(after: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    found: set[tuple[str, ...]] = {(each,) for each in after}
    for each in after:
        if words.has(f"lead.{each}"):
            found |= {tuple(e.split()) for e in entries_in_all_languages(words, f"lead.{each}")}
    return frozenset(found)


def _lead(kind: ArgKind, line: Line, position: int) -> int:
    """How many words that stand before an argument of this kind begin here."""
    said = tuple(map(_said_plainly, line.tokens[position : position + _LONGEST]))
    return max((len(lead) for lead in leads(kind) if said[: len(lead)] == lead), default=0)


def _said_plainly(token: Token) -> str:
    said = "" if token.quoted or token.account else token.text
    return folded(said.strip(PAUSE))


def after_lead(arg: Arg, line: Line, position: int) -> int:
    """Where an argument begins, behind the word that it may come after and a pause around it."""
    if not arg.kind.after:
        return position
    while position < len(line.tokens) and not line.tokens[position].text.strip(PAUSE):
        position += 1
    return position + _lead(arg.kind, line, position)


def is_flag(arg: Arg) -> bool:
    """Whether a word by itself says yes to this argument."""
    return isinstance(arg.kind, YesNoArg) and bool(arg.kind.after)


def is_lead(line: Line, position: int, later: Sequence[Arg]) -> bool:
    """Whether words that stand before a later argument begin here."""
    return any(_lead(arg.kind, line, position) for arg in later)


def goes_on(line: Line, position: int, later: Sequence[Arg]) -> bool:
    """Whether an argument that may be left out is: a later one begins."""
    within = [arg for arg in later if not isinstance(arg.kind, NumberArg)]
    return is_lead(line, position, within) or number_at_end(line, later) == position


def is_before_a_time(token: Token, later: Sequence[Arg]) -> bool:
    """Whether what begins here goes on to a time; what stands in quotes is whole."""
    return bool(not token.quoted and later and _begins_with_a_time(later[0].kind))


def _begins_with_a_time(kind: ArgKind) -> bool:
    return isinstance(kind, WhenArg) or (isinstance(kind, TextArg) and kind.times)


def number_at_end(line: Line, later: Sequence[Arg], *, named: bool = False) -> int | None:
    """Where a number begins that ends the line, after a word that stands before it: "page 2".

    One out of its bounds is a part of a text; not of what is `named`, which is told of the bounds.
    """
    begins = len(line.tokens) - 2
    kind = later[-1].kind if later else None
    if begins < 0 or not isinstance(kind, NumberArg):
        return None
    last = line.tokens[-1].text
    number = read_number(last)
    said = number is not None and kind.least <= number <= kind.most
    near = named and _NEARLY_IN_BOUNDS.fullmatch(last)
    return begins if (said or near) and _lead(kind, line, begins) == 1 else None


def may_end(line: Line, end: int, later: Sequence[Arg]) -> bool:
    """Whether a name may end here: where words stand before what comes next, it goes on to them.

    Two names may stand side by side, without a word between: "swap Ada Bo".
    """
    if end >= len(line.tokens) or not later or not later[0].kind.after:
        return True
    if isinstance(later[0].kind, PersonArg) and not _leads_on(line, end, later[:1]):
        return True
    paused = _ends_in_pause(line.tokens[end - 1]) or not line.tokens[end].text.strip(PAUSE)
    return paused or is_lead(line, end, later)


def _leads_on(line: Line, position: int, later: Sequence[Arg]) -> bool:
    return any(is_lead(line, each, later) for each in range(position, len(line.tokens)))


def _ends_in_pause(token: Token) -> bool:
    return not token.quoted and token.text.endswith(tuple(PAUSE))


def end_of_name(line: Line, position: int, later: Sequence[Arg]) -> int:
    """Where the part of a line ends that must be meant as a name; one in quotes is whole."""
    if line.tokens[position].quoted:
        return position + 1
    for end, token in enumerate(line.tokens[position:], position):
        if end > position and (is_lead(line, end, later) or not token.text.strip(PAUSE)):
            return end
        if later and _ends_in_pause(token):
            return end + 1
    return len(line.tokens)
