"""What files and pages hold: bytes, gathered within bounds."""

import os
from collections.abc import AsyncIterator
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

Content = bytes | AsyncIterator[bytes]
"""Bytes, or what yields them piece by piece."""

_IN_MEMORY = 256 * 1024


class TooLarge(Exception):
    """There is more than the `most` bytes that may be."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"more than {most} bytes")


class Gathered:
    """Content that is all there: in memory while it is small, else in a temporary file."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.size = size
        self._file = file

    @property
    def file(self) -> BinaryIO:
        """An open file, at its beginning."""
        self._file.seek(0)
        return self._file

    def read(self) -> bytes:
        """All of it."""
        return self.file.read()

    def opened(self) -> BinaryIO:
        """It as a file to be read piece by piece, which may be closed without letting go of it.

        One at a time: all of them read from one place on.
        """
        own = os.fdopen(os.dup(self._file.fileno()), "rb")
        own.seek(0)
        return own

    def close(self) -> None:
        """Let go of it."""
        self._file.close()


async def gather(content: Content, most: int) -> Gathered:
    """All of the content; raises `TooLarge` as soon as there are more than `most` bytes."""
    file = cast("BinaryIO", SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115  # closed by `Gathered`
    size = 0
    try:
        async for piece in _pieces(content):
            size += len(piece)
            if size > most:
                raise TooLarge(most)
            file.write(piece)
    except BaseException:
        file.close()
        raise
    return Gathered(file, size)


async def _pieces(content: Content) -> AsyncIterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    async for piece in content:
        yield piece
