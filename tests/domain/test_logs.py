"""What is logged tells where something went wrong, and no words of people."""

import logging
import sys

from bot.bootstrap.logs import DiscreetFormatter
from bot.errors import NotReady


def written(wrong: Exception, message: str = "incident %s") -> str:
    """How it is logged that this was raised."""
    try:
        try:
            int("Rumpelstiltskin")
        except ValueError as first:
            raise wrong from first
    except type(wrong):
        told = sys.exc_info()
    record = logging.LogRecord("bot", logging.ERROR, __file__, 1, message, ("4f2a",), told)
    return DiscreetFormatter("%(levelname)s %(message)s").format(record)


def test_an_error_is_told_by_its_name_and_place_without_its_words() -> None:
    told = written(KeyError("my secret"))
    assert "ERROR incident 4f2a" in told
    assert "builtins.KeyError" in told
    assert "builtins.ValueError" in told
    assert "test_logs.py" in told
    assert "secret" not in told
    assert "Rumpelstiltskin" not in told.replace('int("Rumpelstiltskin")', "")


def test_the_words_of_machines_are_told() -> None:
    assert "No space left" in written(OSError(28, "No space left on device"))
    assert "no answer from db" in written(NotReady("no answer from db"))


def test_nothing_in_a_line_breaks_or_turns_it() -> None:
    told = written(NotReady("x"), "one\nWARNING forged \x1b[31m\u202e %s")
    assert told.splitlines()[0] == "ERROR one WARNING forged [31m 4f2a"
