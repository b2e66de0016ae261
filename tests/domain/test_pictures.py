"""Pictures that people give: told by their bytes, and kept without what cameras write into them."""

import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.events.covers.domain import Fault, NoPicture, Picture, read_picture

HERE = Path(__file__).parent / "pictures"
PNG, JPEG, WEBP = ((HERE / f"still.{kind}").read_bytes() for kind in ("png", "jpg", "webp"))
SECRET = b"54.7753N 1.5849W"


def chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    sum_ = struct.pack(">I", zlib.crc32(kind + body))
    return struct.pack(">I", len(body)) + kind + body + sum_


def segment(marker: int, body: bytes) -> bytes:
    """A segment of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def exif(turned: int, order: str = "<") -> bytes:
    """Exif of a phone: which way is up, and where it was."""
    name = b"II*\0" if order == "<" else b"MM\0*"
    entries = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turned, 0)
    entries += struct.pack(f"{order}HHI4s", 0x8825, 4, 1, b"\0\0\0\x40")
    return name + struct.pack(f"{order}IH", 8, 2) + entries + struct.pack("<I", 0) + SECRET


def riff(kind: bytes, body: bytes) -> bytes:
    """A chunk of a WebP."""
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def webp(*chunks: bytes) -> bytes:
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def fault(data: bytes) -> Fault | None:
    """Why it is not taken, if it is not."""
    try:
        read_picture(data)
    except NoPicture as wrong:
        return wrong.fault
    return None


@pytest.mark.parametrize("data", [PNG, JPEG, WEBP], ids=["png", "jpeg", "webp"])
def test_a_picture_stays_as_it_is_and_all_of_it_is_needed(data: bytes) -> None:
    found = read_picture(data)
    assert (found.width, found.height) == (96, 64)
    assert read_picture(found.content) == found
    assert all(fault(data[:end]) for end in range(len(data)))


@pytest.mark.parametrize("turned", [1, 6])
@pytest.mark.parametrize("order", "<>")
def test_of_what_a_phone_writes_into_a_picture_only_which_way_is_up_is_kept(
    turned: int, order: str
) -> None:
    about = segment(0xE1, b"Exif\0\0" + exif(turned, order))
    about += segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET) + segment(0xFE, SECRET)
    about += segment(0xED, b"Photoshop 3.0\0" + SECRET) + segment(0xE2, b"MPF\0" + SECRET)
    jpeg = read_picture(JPEG[:20] + about + JPEG[20:] + b"ftypmp42" + SECRET)
    assert SECRET not in jpeg.content
    assert read_picture(jpeg.content) == jpeg
    assert len(jpeg.content) - len(read_picture(JPEG).content) == (36 if turned == 6 else 0)
    assert (b"\x01\x12\0\x03\0\0\0\x01\0\x06" in jpeg.content) is (turned == 6)


def test_texts_times_and_what_follows_are_left_out_of_a_png() -> None:
    texts = chunk(b"tEXt", b"Comment\0" + SECRET) + chunk(b"eXIf", exif(6))
    frames = chunk(b"acTL", struct.pack(">II", 2, 0)) + chunk(
        b"tIME", b"\x07\xea\x0b\x1e\x11\x16\x1c"
    )
    found = read_picture(PNG[:33] + texts + frames + PNG[33:] + b"<script>" + SECRET)
    assert found == read_picture(PNG)
    assert fault(PNG[:40] + b"x" + PNG[41:]) is Fault.BROKEN


def test_a_webp_is_kept_without_what_is_said_about_it_and_stands_still() -> None:
    whole = struct.pack("<I", 0x08 | 0x04) + b"\x5f\0\0" + b"\x3f\0\0"
    about = riff(b"EXIF", exif(6)) + riff(b"XMP ", SECRET)
    found = read_picture(webp(riff(b"VP8X", whole), WEBP[12:], about) + SECRET)
    assert SECRET not in found.content
    assert found.content[20] == 0
    assert fault(webp(riff(b"VP8X", whole), riff(b"ANIM", b"\0" * 6), WEBP[12:])) is Fault.MOVING


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Fault.UNKNOWN),
        (b"GIF89a\x40\0\x40\0", Fault.UNKNOWN),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", Fault.UNKNOWN),
        (b"<!doctype html>", Fault.UNKNOWN),
        (PNG[:16] + struct.pack(">II", 20000, 64) + PNG[24:], Fault.BROKEN),
        (
            PNG[:8] + chunk(b"IHDR", struct.pack(">II", 20000, 64) + PNG[24:29]) + PNG[33:],
            Fault.SIDES,
        ),
        (PNG[:8] + chunk(b"IHDR", struct.pack(">II", 1, 1) + PNG[24:29]) + PNG[33:], Fault.SIDES),
        (PNG[:33] + chunk(b"IEND", b""), Fault.BROKEN),
        (JPEG[:2] + b"\xff\xd9", Fault.BROKEN),
        (webp(riff(b"VP8X", b"\0" * 10)), Fault.BROKEN),
    ],
)
def test_what_is_no_picture_is_told_why(data: bytes, why: Fault) -> None:
    assert fault(data) is why


@given(
    data=st.sampled_from((PNG, JPEG, WEBP)),
    at=st.integers(0, 400),
    noise=st.binary(min_size=1, max_size=12),
)
def test_whatever_is_given_it_is_a_picture_or_is_told_why_not(
    data: bytes, at: int, noise: bytes
) -> None:
    try:
        found = read_picture(data[:at] + noise + data[at + len(noise) :])
    except NoPicture:
        return
    assert isinstance(found, Picture)
    assert read_picture(found.content) == found
