"""PNG (RFC 2083, and the third edition by the W3C): a signature, then chunks with checksums."""

import struct
import zlib

from bot.features.events.covers.parts import Broken, Parts

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT")
)
"""What the picture itself is made of, and its colours; texts, times and further frames are not."""


def is_one(data: bytes) -> bool:
    """Whether this begins as a PNG does."""
    return data.startswith(_SIGNATURE)


def read(data: bytes) -> Parts:
    """The picture up to its end; raises `Broken`."""
    kept, width, height, at, drawn = [_SIGNATURE], 0, 0, len(_SIGNATURE), False
    while True:
        if at + 12 > len(data):
            raise Broken
        (size,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        end = at + 12 + size
        if end > len(data) or struct.unpack_from(">I", data, end - 4)[0] != zlib.crc32(kind + body):
            raise Broken
        if (kind == b"IHDR") != (at == len(_SIGNATURE)) or (kind == b"IHDR" and size != 13):
            raise Broken
        if kind == b"IHDR":
            width, height = struct.unpack_from(">II", body)
        if kind in _KEPT:
            kept.append(data[at:end])
        drawn = drawn or kind == b"IDAT"
        if kind == b"IEND":
            break
        at = end
    if not drawn:
        raise Broken
    return Parts(width, height, b"".join(kept))
