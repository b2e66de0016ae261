"""Files that Kindred gives and files that people give: what they are called, and how large."""

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

MOST_GIVEN = 8_000_000
"""Bytes of a file that Kindred gives: every chat takes as many."""

MOST_TAKEN = 2_000_000
"""Bytes of a file that somebody gives, unless a form allows less."""

_READ = re.compile(
    r"(?P<platform>[a-z]{1,20})(?P<kept>\+?):(?P<size>\d{1,15}):(?P<name>[^\n]{0,200})\n(?P<id>.+)"
)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}\.[a-z0-9]{1,8}")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class File:
    """A file to keep, as a part of a message.

    What is in it is made when it is sent or fetched, by the `producer` (`@feature.file`) of the
    `subject`: no message holds it.
    """

    name: str
    media_type: str
    producer: str
    subject: str = ""
    kind: Literal["file"] = "file"

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is no name of a file that every chat takes")


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that somebody gave in a chat, as that chat knows it; it has yet to be fetched.

    `name` and `size` (bytes) are what the chat says of it; the `id` is opaque. One that is `kept`
    is there in the chat for as long as people leave it there, so that a button may be about it.
    """

    platform: str
    id: str
    name: str
    size: int
    kept: bool = False

    def as_typed(self) -> str:
        """The file as the value of a field of a form; `read` gives it back."""
        name = " ".join(self.name.split())[:200]
        return f"{self.platform}{'+' if self.kept else ''}:{self.size}:{name}\n{self.id}"

    def as_carried(self, room: int) -> str:
        """The file in as many bytes as a button has room for, its name cut if need be.

        Empty for a file that is not kept, and for one that has no room.
        """
        whole = self.as_typed()
        if not self.kept or len(whole.encode()) <= room:
            return whole if self.kept else ""
        stem = self.name[: len(self.name) - len(self.extension)]
        over = len(whole.encode()) + len("…".encode()) - room
        cut = stem.encode()[: max(len(stem.encode()) - over, 0)].decode(errors="ignore")
        return replace(self, name=f"{cut}…{self.extension}").as_typed() if cut else ""

    @classmethod
    def read(cls, typed: str) -> "GivenFile | None":
        """The file that this value of a field stands for."""
        found = _READ.fullmatch(typed)
        return (
            cls(
                found["platform"],
                found["id"],
                found["name"],
                int(found["size"]),
                kept=bool(found["kept"]),
            )
            if found
            else None
        )

    @property
    def extension(self) -> str:
        """What its name ends in, with the dot, in small letters."""
        stem, dot, end = self.name.rpartition(".")
        return f".{end.casefold()}" if dot and stem else ""


WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".ods", ".numbers")
"""What spreadsheets are saved as before somebody thinks of CSV."""


def file_name(words: str, extension: str) -> str:
    """A name that every chat and every computer takes, made of words in any writing."""
    apart = unicodedata.normalize("NFKD", words)
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    stem = _UNSAFE.sub("-", plain).strip("-._")[:_LONGEST]
    return f"{stem or 'kindred'}.{extension}"
