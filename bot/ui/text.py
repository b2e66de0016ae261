"""Texts as every chat can show them, and what is read in them."""

import re

from bot.ui.capabilities import short

_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
    "\u202a-\u202e\u2066-\u2069]"  # these reverse the text that follows, ours too
)
_UNSEEN = re.compile(  # not those that join and part letters, as names of some languages need
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060-\u2064"
    "\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")


def clean(text: str) -> str:
    """The text without characters that no chat shows, and with single line ends."""
    return _UNSHOWABLE.sub("", _LINE_ENDS.sub("\n", text))


def as_name(text: str, limit: int) -> str:
    """The text as a name: a line of at most `limit` characters, all of which somebody sees."""
    line = _UNSEEN.sub("", _UNSHOWABLE.sub(" ", _LINE_ENDS.sub("\n", text)))
    return " ".join(line.split())[:limit].rstrip()


def label(text: str, limit: int) -> str:
    """The text as a label: in one line of 1 to `limit` characters."""
    return short(" ".join(clean(text).split()), limit) or "…"


def without_quotes(text: str) -> str:
    """The text without the quotes in which all of it stands."""
    for opening, closing in ('""', "“”", "«»"):
        inside = text.removeprefix(opening).removesuffix(closing)
        if len(inside) == len(text) - 2 and not {opening, closing} & set(inside):
            return inside.strip()
    return text


def megabytes(count: int) -> str:
    """A number of bytes as people say it, in megabytes."""
    return f"{count / 1_000_000:.1f}".removesuffix(".0")


def read_id(text: str) -> int:
    """The id of a row that a button or a form carries; 0, which no row has, for anything else."""
    return read_number(text) or 0


def read_number(text: str) -> int | None:
    """The number of up to 18 digits, as ids of rows are; `None` for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
