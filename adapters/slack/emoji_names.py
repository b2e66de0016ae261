"""Slack's names of emoji (`thumbsup`, `wave::skin-tone-3`, `flag-fr`) as the emoji themselves."""

import re

from emoji import emojize

_FLAG = re.compile(r"flag-([a-z])([a-z])")
_TONE = re.compile(r"(.+)::skin-tone-([2-6])")
_FIRST_TONE = 0x1F3FB - 2  # Slack counts tones as Unicode does: from 2 to 6
_REGIONAL_A = 0x1F1E6
_TEXT_OR_PICTURE = "\N{VARIATION SELECTOR-16}"


def emoji_called(name: str) -> str:
    """The emoji; of one that is a workspace's own, or that nobody knows, its name in colons."""
    if toned := _TONE.fullmatch(name):
        plain = emoji_called(toned[1]).removesuffix(_TEXT_OR_PICTURE)
        return f"{plain}{chr(_FIRST_TONE + int(toned[2]))}" if len(plain) == 1 else plain
    if flag := _FLAG.fullmatch(name):
        return "".join(chr(_REGIONAL_A + ord(letter) - ord("a")) for letter in flag.groups())
    return emojize(f":{name}:", language="alias")


def emoji_of(points: str) -> str:
    """The emoji of code points as Slack writes them: `1f44d-1f3fd`."""
    return "".join(chr(int(point, 16)) for point in points.split("-"))
