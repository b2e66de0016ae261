"""Files that wait for somebody to say that the people in them are to be taken in.

What somebody gave is kept nowhere; so such a file, too, is held by this process alone, in its
memory, and for a quarter of an hour. Later, or elsewhere, the file is given once more.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.errors import UserError
from bot.features.members import words

GOOD_FOR = timedelta(minutes=15)
MOST_BYTES = 32_000_000
"""Of all that wait; the one that has waited longest goes first."""


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """What is in a file that a member gave, and what they said of its columns, by heading."""

    member: int
    name: str
    content: bytes
    columns: Mapping[str, str] = field(default_factory=dict)


class WaitingFiles:
    """Files that were looked at, each for a while and for whoever gave it."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[WaitingFile, datetime]] = {}

    def hold(self, file: WaitingFile, now: datetime) -> str:
        """Hold a file; returns by what it is asked for."""
        self._let_go(now)
        while self._files and self._bytes + len(file.content) > MOST_BYTES:
            del self._files[next(iter(self._files))]
        key = secrets.token_urlsafe(12)
        self._files[key] = (file, now + GOOD_FOR)
        return key

    def get(self, key: str, member: int, now: datetime) -> WaitingFile:
        """The file, for whoever gave it, and a while longer; raises `UserError` if it has gone."""
        self._let_go(now)
        file, _ = self._files.get(key, (None, now))
        if file is None or file.member != member:
            raise UserError(words("import.gone"))
        self._files[key] = (file, now + GOOD_FOR)
        return file

    def choose(self, key: str, file: WaitingFile, heading: str, column: str) -> WaitingFile:
        """Note what a column of a file is; the column that was said to be that is so no longer."""
        others = {
            each: was
            for each, was in file.columns.items()
            if each != heading and not (column and was == column)
        }
        chosen = replace(file, columns={**others, heading: column})
        self._files[key] = (chosen, self._files[key][1])
        return chosen

    def drop(self, key: str, member: int) -> None:
        """Let go of a file, if this member gave it."""
        if key in self._files and self._files[key][0].member == member:
            del self._files[key]

    @property
    def _bytes(self) -> int:
        return sum(len(file.content) for file, _ in self._files.values())

    def _let_go(self, now: datetime) -> None:
        self._files = {key: held for key, held in self._files.items() if held[1] > now}
