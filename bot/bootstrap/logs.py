"""What is logged: what went wrong and where, without what people wrote."""

import logging
import traceback
from types import TracebackType
from typing import Any

from bot.errors import Misconfigured, NotReady
from bot.ui.text import clean

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_TELLING = (OSError, NotReady, Misconfigured)  # their words are of machines


class DiscreetFormatter(logging.Formatter):
    """Writes each record in a line, and errors by their names and places alone.

    The words of most errors quote what they stumbled over, and that may be somebody's.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # logging's own name
        """The line, without anything that turns or breaks it."""
        return clean(super().formatMessage(record)).replace("\n", " ")

    def formatException(  # noqa: N802  # logging's own name
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | Any
    ) -> str:
        """The traceback, with the words of those errors that are of machines."""
        wrong = ei[1]
        return "\n".join(_lines(wrong)) if isinstance(wrong, BaseException) else ""


def set_up_logs() -> None:
    """Let everything that is logged be written so, to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(DiscreetFormatter(_FORMAT))
    logging.basicConfig(handlers=[handler])


def _lines(wrong: BaseException) -> list[str]:
    """An error, below what caused it."""
    cause = wrong.__cause__ or (None if wrong.__suppress_context__ else wrong.__context__)
    before = [*_lines(cause), "which led to:"] if cause else []
    frames = traceback.format_list(traceback.extract_tb(wrong.__traceback__))
    name = f"{type(wrong).__module__}.{type(wrong).__qualname__}"
    told = f": {clean(str(wrong))}" if isinstance(wrong, _TELLING) else ""
    return [*before, *(frame.rstrip("\n") for frame in frames), name + told]
