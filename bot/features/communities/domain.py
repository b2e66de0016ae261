"""Codes that connect chats."""

import re
from datetime import timedelta

from bot.community.places import Purpose

PURPOSE = "connect"
GOOD_FOR = timedelta(days=7)

WRONG = "communities.wrong_codes:"
"""Before the names of spaces, under which it is kept that wrong codes were tried there."""

NAME_LENGTH = 80

FIRST_LINE = "communities.first_line"
"""What is said first in a channel of a space (the subject), told for the member who chose it."""

_AROUND = re.compile(r"\b(for|and)\b|[,;]")
_SAID = {name: each for each in Purpose for name in (each.value, each.value.rstrip("s"))}


def purposes_in(text: str) -> frozenset[Purpose] | None:
    """What somebody says that a channel is for; `None` if that is not understood."""
    said = _AROUND.sub(" ", text.casefold()).replace("call outs", "call-outs").split()
    found = [_SAID.get(word) for word in said]
    return None if None in found else frozenset(each for each in found if each)
