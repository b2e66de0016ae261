"""The words of a line that stand before an argument, and so say where another one ends. Pure."""

import re
from collections.abc import Sequence

from bot.routing.arguments import Arg, NumberArg, WhenArg, YesNoArg
from bot.routing.command_line import Line, Token
from bot.ui.text import read_number

PAUSE = ",:;.–—-"
"""May stand between a name and what is said after it."""

_NEARLY_IN_BOUNDS = re.compile(r"-?\d{1,3}")  # a longer number is rather a year in a name


def _said_plainly(token: Token) -> str:
    return "" if token.quoted or token.account else token.text.strip(PAUSE).casefold()


def after_lead(arg: Arg, line: Line, position: int) -> int:
    """Where an argument begins, behind the word that it may come after and a pause around it."""
    if not arg.kind.after:
        return position
    while position < len(line.tokens) and not line.tokens[position].text.strip(PAUSE):
        position += 1
    if position < len(line.tokens) and _said_plainly(line.tokens[position]) in arg.kind.after:
        position += 1
    return position


def is_flag(arg: Arg) -> bool:
    """Whether a word by itself says yes to this argument."""
    return isinstance(arg.kind, YesNoArg) and bool(arg.kind.after)


def is_lead(token: Token, later: Sequence[Arg]) -> bool:
    """Whether this is a word that stands before a later argument."""
    return any(_said_plainly(token) in arg.kind.after for arg in later)


def goes_on(line: Line, position: int, later: Sequence[Arg]) -> bool:
    """Whether an argument that may be left out is: a later one begins."""
    within = [arg for arg in later if not isinstance(arg.kind, NumberArg)]
    return is_lead(line.tokens[position], within) or number_at_end(line, later) == position


def is_before_a_time(token: Token, later: Sequence[Arg]) -> bool:
    """Whether what begins here goes on to a time; what stands in quotes is whole."""
    return bool(not token.quoted and later and isinstance(later[0].kind, WhenArg))


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
    return begins if (said or near) and _said_plainly(line.tokens[begins]) in kind.after else None


def may_end(line: Line, end: int, later: Sequence[Arg]) -> bool:
    """Whether a name may end here: where words stand before what comes next, it goes on to them."""
    if end >= len(line.tokens) or not later or not later[0].kind.after:
        return True
    before, after = line.tokens[end - 1], line.tokens[end]
    return _ends_in_pause(before) or not after.text.strip(PAUSE) or is_lead(after, later)


def _ends_in_pause(token: Token) -> bool:
    return not token.quoted and token.text.endswith(tuple(PAUSE))


def up_to_lead(line: Line, position: int, later: Sequence[Arg]) -> str:
    """The part of a line that must be meant as a name."""
    said: list[str] = []
    for token in line.tokens[position:]:
        if said and (is_lead(token, later) or not token.text.strip(PAUSE)):
            break
        said.append(token.text)
        if later and _ends_in_pause(token):
            break
    return " ".join(said).rstrip(PAUSE)
