"""From a typed line to a command and its arguments; what is not understood is quoted back."""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NoReturn, assert_never

from rapidfuzz import fuzz, process

from bot.community.dates import DateNotUnderstood, read_date
from bot.community.people import Member, Ref
from bot.community.ports import PeopleBook
from bot.community.roles import Standing, may, refusal
from bot.errors import UserError
from bot.routing.feature import Arg, ArgKind, ArgValue, Command, Rest, When, Who, Word
from bot.routing.registry import Registry
from bot.ui.capabilities import FLOOR
from bot.ui.commands import SlashCommand
from bot.ui.words import WordBook, listed

words = WordBook("bot")

_TOKEN = re.compile(r"""<@(?P<ref>[^\s>]+)>|["“”](?P<quoted>[^"“”]*)["“”]|(?P<word>\S+)""")
_MENTION = re.compile(r"<@(?P<ref>[^\s>]+)>")
_QUOTED = re.compile(r"""["“”](?P<inside>[^"“”]*)["“”]""")
_LONGEST_NAME = 6  # words of a name that is not in quotes
_LONGEST = 200  # characters of an argument that is not a text of one's own


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a line, or what stood in quotes; `start` is where it began."""

    text: str
    start: int
    ref: Ref | None = None
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line cut into tokens."""

    text: str
    tokens: tuple[Token, ...]

    @classmethod
    def of(cls, text: str) -> "Line":
        """Cut a line; quotes may be straight or curly, and one that is never closed is a word."""
        return cls(
            text,
            tuple(
                Token(
                    m["ref"] or (m["quoted"] if m["quoted"] is not None else m["word"]),
                    m.start(),
                    Ref.parse(m["ref"]) if m["ref"] else None,
                    m["quoted"] is not None,
                )
                for m in _TOKEN.finditer(text)
            ),
        )

    def rest(self, position: int) -> str:
        """The line from a token on, as it was typed; quotes around all of it are taken off."""
        if position >= len(self.tokens):
            return ""
        if position == len(self.tokens) - 1 and self.tokens[position].quoted:
            return self.tokens[position].text
        return self.text[self.tokens[position].start :].strip()


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


def longest(kind: ArgKind) -> int:
    """How many characters an argument of this kind may have in a field of its own."""
    return FLOOR.text if isinstance(kind, Rest) else _LONGEST


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


class ArgumentReader:
    """Reads a command's arguments from a line, for one actor."""

    def __init__(self, people: PeopleBook, me: Member, space: Ref, now: datetime) -> None:
        self._people = people
        self._me = me
        self._space = space
        self._now = now

    async def read(self, command: Command, line: Line, position: int) -> dict[str, ArgValue]:
        """Return the arguments by parameter; raises `UserError` for a missing or unclear one."""
        values: dict[str, ArgValue] = {}
        for arg in command.args:
            if position >= len(line.tokens):
                _may_be_left_out(arg, command)
                continue
            values[arg.parameter], position = await self._one(arg, line, position)
        if position < len(line.tokens):
            raise UserError(
                words("command.left_over", rest=line.rest(position), usage=command.usage)
            )
        return values

    async def fill(self, command: Command, typed: Mapping[str, str]) -> dict[str, ArgValue]:
        """Return the arguments that were typed by parameter; raises `UserError` like `read`."""
        values: dict[str, ArgValue] = {}
        for arg in command.args:
            text = typed.get(arg.parameter, "").strip()
            if text:
                values[arg.parameter] = await self.value(arg.kind, text)
            else:
                _may_be_left_out(arg, command)
        unknown = sorted(typed.keys() - {arg.parameter for arg in command.args})
        if unknown:
            rest = " ".join(typed[name] for name in unknown)
            raise UserError(words("command.left_over", rest=rest, usage=command.usage))
        return values

    async def value(self, kind: ArgKind, text: str) -> ArgValue:
        """Read all of `text` as one argument; raises `UserError` when it is none of this kind."""
        if len(text) > longest(kind):
            raise UserError(words("form.too_long", count=len(text), limit=longest(kind)))
        match kind:
            case Rest() | Word():
                return text
            case When():
                return self._day(text)
            case Who():
                mention = _MENTION.fullmatch(text)
                if mention:
                    return await self._behind(Ref.parse(mention["ref"]))
                quoted = _QUOTED.fullmatch(text)
                said = quoted["inside"].strip() if quoted else text
                return await self._called(said) or await self._nobody(said)
        assert_never(kind)

    async def _one(self, arg: Arg, line: Line, position: int) -> tuple[ArgValue, int]:
        match arg.kind:
            case Rest():
                return line.rest(position), len(line.tokens)
            case Word():
                return line.tokens[position].text, position + 1
            case When():
                return self._day(line.rest(position)), len(line.tokens)
            case Who():
                return await self._who(line, position)
        assert_never(arg.kind)

    async def _who(self, line: Line, position: int) -> tuple[Member, int]:
        token = line.tokens[position]
        if token.ref:
            return await self._behind(token.ref), position + 1
        longest = 1 if token.quoted else min(_LONGEST_NAME, len(line.tokens) - position)
        for length in range(longest, 0, -1):
            said = " ".join(t.text for t in line.tokens[position : position + length])
            if found := await self._called(said):
                return found, position + length
        rest = token.text if token.quoted else line.rest(position)
        return await self._nobody(rest), position

    def _day(self, text: str) -> date:
        try:
            return read_date(text, self._now, self._me.zone).date()
        except DateNotUnderstood as unclear:
            raise UserError(str(unclear)) from None

    async def _behind(self, account: Ref) -> Member:
        known = await self._people.member_behind(account, self._space)
        if known is None or known.community != self._me.community:
            raise UserError(words("person.stranger"))
        return known

    async def _called(self, said: str) -> Member | None:
        found = await self._people.called(self._me.community, said.lstrip("@"))
        if len(found) > 1:
            raise UserError(words("person.several", name=found[0].name, count=len(found)))
        return found[0] if found else None

    async def _nobody(self, said: str) -> NoReturn:
        raise UserError(await unknown_person(self._people, self._me.community, said))


def _may_be_left_out(arg: Arg, command: Command) -> None:
    if arg.required:
        raise UserError(words("command.usage", missing=arg.kind.name, usage=command.usage))


async def unknown_person(people: PeopleBook, community: int, said: str) -> str:
    """Words for a name that nobody has, with the names that come near."""
    said = said.lstrip("@")
    near = [member.name for member in await people.named_like(community, said, limit=3)]
    if near:
        return words.text("person.near", name=said, near=listed(near, "or"))
    return words.text("person.unknown", name=said)
