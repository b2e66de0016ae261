"""JPEG (ITU-T T.81, annex B): segments with markers. Which way is up is kept of Exif, and no more.

Phones write a picture as the sensor saw it, and how it is to be turned into Exif.
"""

import struct
from collections.abc import Iterator

from bot.features.events.covers.parts import Broken, Parts

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_TABLES = frozenset((0xC4, 0xCC, 0xDB, 0xDC, 0xDD, _SCAN))
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_RESTARTS = frozenset(range(0xD0, 0xD8))
_JFIF, _EXIF, _ICC, _ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
_ORIENTATION = 0x0112
_SIDES = 9  # bytes of a frame's header up to its width


def is_one(data: bytes) -> bool:
    """Whether this begins as a JPEG does."""
    return data.startswith(b"\xff\xd8\xff")


def read(data: bytes) -> Parts:
    """The picture up to its end; raises `Broken`."""
    kept: list[bytes] = []
    width = height = turned = 0
    drawn = False
    for marker, segment in _segments(data):
        if marker == _EXIF and not turned:
            turned = _orientation(segment[4:])
        if marker in _FRAMES and len(segment) >= _SIDES:
            height, width = struct.unpack_from(">HH", segment, 5)
        if marker in _TABLES or marker in _FRAMES or _is_kept(marker, segment):
            kept.append(_without_thumbnail(segment) if marker == _JFIF else segment)
        drawn = drawn or marker == _SCAN
    if not drawn or not width:
        raise Broken
    upright = _only_orientation(turned) if turned else b""
    first = 1 if kept[0][1] == _JFIF else 0
    content = b"".join((b"\xff\xd8", *kept[:first], upright, *kept[first:], b"\xff\xd9"))
    return Parts(width, height, content)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Markers with their segments up to the end; what is drawn belongs to that of its scan."""
    at = 2
    while True:
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if len(data) < at + 2 or data[at] != 0xFF:
            raise Broken
        marker = data[at + 1]
        if marker == _END:
            return
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if end > len(data) or end < at + 4 or marker in _RESTARTS or marker == _START:
            raise Broken
        end = _end_of_scan(data, end) if marker == _SCAN else end
        yield marker, data[at:end]
        at = end


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker stands that is no part of what is drawn."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] != 0 and data[at + 1] not in _RESTARTS and data[at + 1] != 0xFF:
            return at
        at += 2 if data[at + 1] != 0xFF else 1
    raise Broken


def _is_kept(marker: int, segment: bytes) -> bool:
    named = {_JFIF: b"JFIF\0", _ICC: b"ICC_PROFILE\0", _ADOBE: b"Adobe"}.get(marker)
    return named is not None and segment[4:].startswith(named)


def _without_thumbnail(segment: bytes) -> bytes:
    """A JFIF header with no picture inside it."""
    return b"\xff\xe0\x00\x10" + segment[4:16].ljust(12, b"\0") + b"\0\0"


def _orientation(exif: bytes) -> int:
    """Which way the picture is to be turned (2 to 8), or 0 for not at all."""
    tiff = exif.removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if len(tiff) == len(exif) or order is None:
        return 0
    try:
        (directory,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, directory)
        for number in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, directory + 2 + 12 * number)
            if tag == _ORIENTATION:
                return value if 2 <= value <= 8 else 0
    except struct.error:
        pass
    return 0


def _only_orientation(turned: int) -> bytes:
    """Exif that says which way is up, and nothing else."""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, turned, 0)
    tiff = b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
