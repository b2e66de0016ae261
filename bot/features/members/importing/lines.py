"""The lines of a text file, from which rows are read: some can be given back, to be read anew."""

from collections import deque
from collections.abc import Iterator
from typing import TextIO

MARK = "\ufeff"


class Lines:
    """The lines of a file, of which those of the present row are kept: for faults.

    A quote that is never closed swallows the lines after it; they are given back to be read anew.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._kept: list[str] = []
        self._again: deque[str] = deque()
        self.given = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._file)
        if not self.given:
            line = line.lstrip(MARK)  # some programs write it twice
        self._kept.append(line)
        self.given += 1
        return line

    def forget(self) -> None:
        """Begin a row."""
        self._kept.clear()

    def give_back(self) -> None:
        """Give back the lines of the present row."""
        self._again.extendleft(reversed(self._kept))
        self.given -= len(self._kept)
        self._kept.clear()

    def give_back_all_but_one(self) -> str:
        """Give back the lines of the present row but its first, which is returned."""
        first = self._kept.pop(0)
        self.give_back()
        return first
