"""What was typed into a field or chosen in it, as text."""

import re

from bot.ui.files import WORKBOOKS, GivenFile
from bot.ui.folding import folded
from bot.ui.text import megabytes
from bot.ui.words import WordBook, listed

words = WordBook("bot")

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # no database keeps these


def one(raw: str | list[str]) -> str:
    """The text, or the first of several."""
    return raw if isinstance(raw, str) else (raw[0] if raw else "")


def many(raw: str | list[str]) -> list[str]:
    """All of the texts."""
    return [raw] if isinstance(raw, str) else raw


def within(text: str, limit: int) -> str:
    """The text; raises `ValueError` for one that is too long or cannot be kept."""
    if _UNSTORABLE.search(text):
        raise ValueError(words.text("form.unreadable"))
    if len(text) > limit:
        raise ValueError(words.text("form.too_long", count=len(text), limit=limit))
    return text


def entries(raw: str | list[str], most: int, length: int, *, lower: bool) -> tuple[str, ...]:
    """The entries between commas, semicolons and line ends, each once, however it is written.

    Raises `ValueError` for too many of them, and for one that is too long.
    """
    text = ";".join(many(raw)).replace("\n", ";").replace(",", ";")
    found = [" ".join(entry.split()) for entry in text.split(";")]
    unique = list({folded(e): e.lower() if lower else e for e in found if folded(e)}.values())
    if len(unique) > most:
        raise ValueError(words.text("form.too_many", limit=most))
    for entry in unique:
        within(entry, length)
    return tuple(unique)


def given_file(raw: str | list[str], extensions: tuple[str, ...], most: int) -> GivenFile | None:
    """The file that was chosen, if any; raises `ValueError` for one that is not taken."""
    text = one(raw)
    if not text:
        return None
    file = GivenFile.read(text)
    if file is None:
        raise ValueError(words.text("form.file.none"))
    if file.extension in WORKBOOKS and ".csv" in extensions and file.extension not in extensions:
        raise ValueError(words.text("form.file.workbook", name=file.name))
    if file.extension not in extensions:
        kinds = listed(extensions, "or")
        raise ValueError(words.text("form.file.kind", name=file.name, kinds=kinds))
    if file.size == 0:
        raise ValueError(words.text("form.file.empty", name=file.name))
    if file.size > most:
        large = megabytes(most)
        raise ValueError(words.text("form.file.large", name=file.name, most=large))
    return file
