"""From a typed line to the command that it names; what is not understood is quoted back."""

import itertools
import re
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.community.people import Ref
from bot.community.roles import Standing, may, refusal
from bot.errors import UserError
from bot.routing.feature import Command
from bot.routing.registry import Registry
from bot.ui.commands import SlashCommand
from bot.ui.words import WordBook

words = WordBook("bot")

_CHANNEL = r"""<#(?P<channel>[^\s>|]+)(?:\|(?P<called>[^>]*))?>"""
_TOKEN = re.compile(
    rf"""<@(?P<account>[^\s>]+)>|{_CHANNEL}|["“”](?P<quoted>[^"“”]*)["“”]|(?P<word>\S+)"""
)
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
        """Cut a line; quotes may be straight or curly, and one that is never closed is a word."""
        return cls(text, tuple(map(_token, _TOKEN.finditer(text))))

    def rest(self, position: int) -> str:
        """The line from a token on, as it was typed; quotes around all of it are taken off."""
        if position >= len(self.tokens):
            return ""
        if position == len(self.tokens) - 1 and self.tokens[position].quoted:
            return self.tokens[position].text
        rest = self.text[self.tokens[position].start :].strip()
        return _NAMED_CHANNEL.sub(lambda m: f"#{m['called'] or m['channel']}", rest)


def _token(found: re.Match[str]) -> Token:
    account, channel, quoted = found["account"], found["channel"], found["quoted"]
    said = account or channel or (quoted if quoted is not None else found["word"])
    return Token(
        said,
        found.start(),
        Ref.parse(account) if account else None,
        Ref.parse(channel) if channel else None,
        quoted is not None,
    )


def find_command(registry: Registry, text: str, standing: Standing) -> tuple[Command, Line, int]:
    """Return the command that `text` names, the line, and where its arguments begin.

    A line without a slash is one for `/kindred`. Raises `UserError` with the nearest command when
    there is none of that name, or when it is not for somebody of this standing.
    """
    line = Line.of(text.strip())
    plain = itertools.takewhile(lambda token: not token.quoted, line.tokens)
    said = [token.text.casefold() for token in plain]
    root, skip = _root(said)
    for length in range(min(len(said), skip + 3), skip, -1):
        name = " ".join([root, *said[skip:length]])
        if name in registry.commands:
            return _allowed(registry.commands[name], standing), line, length
    if len(said) == skip:
        return _allowed(registry.commands[f"{root} help"], standing), line, skip
    nearest = _nearest(registry, [root, *said[skip:]], standing)
    raise UserError(words("command.unknown", said=text.strip(), nearest=nearest))


def command_called(registry: Registry, key: str, standing: Standing) -> Command:
    """Return the command of this key, such as "kindred introduce join".

    Raises `UserError` like `find_command`.
    """
    if key not in registry.commands:
        nearest = _nearest(registry, key.split(), standing)
        raise UserError(words("command.unknown", said=f"/{key}", nearest=nearest))
    return _allowed(registry.commands[key], standing)


def _root(said: list[str]) -> tuple[str, int]:
    first = said[0].lstrip("/") if said else ""
    return (first, 1) if first in ("kindred", "facilitate") else ("kindred", 0)


def _allowed(command: Command, standing: Standing) -> Command:
    if not may(standing, command.needs, "any"):
        raise UserError(refusal(command.needs, SlashCommand(command.key)))
    return command


def _nearest(registry: Registry, said: list[str], standing: Standing) -> SlashCommand:
    allowed = [name for name, c in registry.commands.items() if may(standing, c.needs, "any")]
    best = process.extractOne(" ".join(said[:3]), allowed, scorer=fuzz.ratio)
    return SlashCommand(best[0] if best else "kindred help")
