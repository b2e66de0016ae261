"""WebP (RFC 9649): chunks in a RIFF container."""

import struct
from collections.abc import Iterator

from bot.features.events.covers.parts import Broken, Moving, Parts

_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"))
_METADATA = 0x08 | 0x04  # the flags of VP8X for Exif and XMP


def is_one(data: bytes) -> bool:
    """Whether this begins as a WebP does."""
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def read(data: bytes) -> Parts:
    """The picture up to its end; raises `Broken`, and `Moving` for several that follow."""
    kept: list[bytes] = []
    sides: dict[bytes, tuple[int, int]] = {}
    for kind, body in _chunks(data):
        if kind == b"ANIM":
            raise Moving
        if kind not in _KEPT:
            continue
        sides[kind] = _sides(kind, body)
        plain = _without_flags(body) if kind == b"VP8X" else body
        kept.append(kind + struct.pack("<I", len(plain)) + plain + b"\0" * (len(plain) % 2))
    if b"VP8 " not in sides and b"VP8L" not in sides:
        raise Broken
    content = b"WEBP" + b"".join(kept)
    width, height = max(sides.values())
    return Parts(width, height, b"RIFF" + struct.pack("<I", len(content)) + content)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    end = 8 + int.from_bytes(data[4:8], "little")
    at = 12
    if end > len(data):
        raise Broken
    while at + 8 <= end:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + size > end:
            raise Broken
        yield data[at : at + 4], data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _without_flags(body: bytes) -> bytes:
    """What says of the whole file what is in it, without what is left out."""
    return bytes((body[0] & ~_METADATA,)) + body[1:]


def _sides(kind: bytes, body: bytes) -> tuple[int, int]:
    """Width and height as a chunk says them; none for one that does not."""
    if len(body) < 10 and kind in (b"VP8 ", b"VP8X"):
        raise Broken
    if kind == b"VP8 ":
        if body[3:6] != b"\x9d\x01\x2a":
            raise Broken
        width, height = struct.unpack_from("<HH", body, 6)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8X":
        return (
            int.from_bytes(body[4:7], "little") + 1,
            int.from_bytes(body[7:10], "little") + 1,
        )
    if kind == b"VP8L":
        if len(body) < 5 or body[0] != 0x2F:
            raise Broken
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return 0, 0
