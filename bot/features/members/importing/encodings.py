"""In which letters a text file is written: UTF-8, UTF-16, or as Windows wrote it in the West."""

import codecs
import re
from typing import BinaryIO

UTF_8, WINDOWS = "utf-8-sig", "cp1252"
NOT_TEXT = re.compile("[\udc80-\udcff]")
"""Bytes that are no letters, as they stand in what was read."""

_PIECE = 256 * 1024
_LETTERS = re.compile("[^\x00-\x7f\udc80-\udcff]")
_NO_LETTERS_OF_WINDOWS = re.compile("[\udc81\udc8d\udc8f\udc90\udc9d]")
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def encoding_of(raw: BinaryIO) -> str:
    """The encoding of a file; it is read through once, and left at its beginning.

    It is Windows-1252 where some bytes are no UTF-8, and no letter beyond ASCII is.
    """
    raw.seek(0)
    piece = raw.read(_PIECE)
    if found := _UTF_16.get(piece[:2]) or _utf_16_without_a_mark(piece):
        raw.seek(0)
        return found
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    broken = False
    while True:
        text = decoder.decode(piece.removeprefix(codecs.BOM_UTF8), final=not piece)
        broken = broken or NOT_TEXT.search(text) is not None
        if _LETTERS.search(text) or _NO_LETTERS_OF_WINDOWS.search(text):
            broken = False
            break
        if not piece:
            break
        piece = raw.read(_PIECE)
    raw.seek(0)
    return WINDOWS if broken else UTF_8


def _utf_16_without_a_mark(piece: bytes) -> str:
    """Every other byte of a heading in ASCII is 0."""
    heading = piece[:64]
    if len(heading) < 8:
        return ""
    low, high = heading[0::2], heading[1::2]
    if not any(high) and all(low):
        return "utf-16-le"
    return "utf-16-be" if not any(low) and all(high) else ""
