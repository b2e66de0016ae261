"""From a typed line to the command that it names."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.community.people import Ref
from bot.routing.declared import KINDRED, Command
from bot.routing.registry import Registry

_CHANNEL = r"""<#(?P<channel>[^\s>|]+)(?:\|(?P<called>[^>]*))?>"""
_TOKEN = re.compile(
    rf"""<@(?P<account>[^\s>]+)>|{_CHANNEL}|["“”„«»](?P<quoted>[^"“”„«»]*)["“”„«»]"""
    r"""|(?P<word>\bqu[’'](?=\w)|\S+)"""
)
MOST_WORDS = 3
"""So many words a command has at most, without its root."""

_LISTED = ("list", "show")
_HELP = "help"

_NAMED_CHANNEL = re.compile(_CHANNEL)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a line, what stood in quotes, or who or which channel is mentioned.

    `start` is where it began.
    """

    text: str
    start: int
    account: Ref | None = None
    channel: Ref | None = None
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line cut into tokens."""

    text: str
    tokens: tuple[Token, ...]

    @classmethod
    def of(cls, text: str) -> "Line":
        """Cut a line; quotes may be straight, curly or « French », one never closed is a word."""
        return cls(text, tuple(map(_token, _TOKEN.finditer(text))))

    def rest(self, position: int, end: int | None = None) -> str:
        """The line from a token on, perhaps up to another one, as it was typed.

        Quotes around all of the line's end are taken off.
        """
        if position >= len(self.tokens):
            return ""
        if position == len(self.tokens) - 1 and self.tokens[position].quoted:
            return self.tokens[position].text
        begin = self.tokens[position].start
        until = self.tokens[end].start if end and end < len(self.tokens) else None
        rest = self.text[begin:until].strip()
        return _NAMED_CHANNEL.sub(lambda m: f"#{m['called'] or m['channel']}", rest)


def _token(found: re.Match[str]) -> Token:
    account, channel, quoted = found["account"], found["channel"], found["quoted"]
    said = found[0] if account else channel or (quoted if quoted is not None else found["word"])
    return Token(
        said,
        found.start(),
        Ref.parse(account) if account else None,
        Ref.parse(channel) if channel else None,
        quoted is not None,
    )


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A line that was typed, read once: the command it names, if any, and where that ends.

    `said` are its words up to there, beginning with the root.
    """

    line: Line
    said: tuple[str, ...]
    command: Command | None
    position: int


def read_line(registry: Registry, text: str) -> CommandLine:
    """Find the command that a line names: the longest that it begins with, or help for none.

    A root alone is for its help, or else for its list, or else for help of all; “help” behind one
    that has none is help about it. A line without a root is one for `/kindred`, and of another root
    `/kindred` may stand before it; whoever asks for what is found out later.
    """
    line = Line.of(text.strip())
    plain = itertools.takewhile(lambda token: not token.quoted, line.tokens)
    said = [token.text.casefold() for token in plain]
    root, skip = _root(registry, said)
    if (
        root != KINDRED
        and said[skip:][:1] == [_HELP]
        and f"{root} {_HELP}" not in registry.commands
    ):
        return read_line(registry, f"{KINDRED} {_HELP} {root} {line.rest(skip + 1)}")
    for length in range(min(len(said), skip + MOST_WORDS), skip - 1, -1):
        name = (root, *said[skip:length])
        if command := registry.commands.get(" ".join(name)):
            end = length + 1 if _only_shows(command, said[length:]) else length
            return CommandLine(line, name, command, end)
    alone = (f"{root} {_HELP}", f"{root} list", f"{KINDRED} {_HELP}")
    helps = next((registry.commands[key] for key in alone if key in registry.commands), None)
    return CommandLine(line, (root, *said[skip:]), helps if len(said) == skip else None, skip)


def _only_shows(command: Command, rest: Sequence[str]) -> bool:
    """Whether what stands behind a command that takes nothing says what it does anyway."""
    return not command.typed and len(rest) == 1 and rest[0] in _LISTED


def _root(registry: Registry, said: Sequence[str]) -> tuple[str, int]:
    """The root of a line, and how many of its words say so."""
    roots = {KINDRED, *(root.name for root in registry.roots)}
    first, second = (*(word.lstrip("/") for word in said[:2]), "", "")[:2]
    if first == KINDRED and second in roots - {KINDRED}:
        return second, 2
    return (first, 1) if first in roots else (KINDRED, 0)
