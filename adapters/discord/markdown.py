"""Reads what people write in Discord: its markdown as spans that every chat can show. Pure.

As Discord's client does it, nearly: one look from left to right finds marks and words, and then a
mark belongs to the nearest one of its kind before it. Marks that belong to nothing are words.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal

from adapters.discord import refs
from adapters.discord.spans import words
from bot.delivery.heard import AccountMention, HeardSpan
from bot.ui.messages import Code, Link, Moment, Plain, Strong, plain
from bot.ui.text import clean


@dataclass(frozen=True, slots=True)
class Names:
    """What ids stand for, as far as Discord has told it: people, channels and roles."""

    people: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)


NO_NAMES = Names()

_TOKEN = re.compile(
    r"""
      \\(?P<escaped>[^0-9A-Za-z\s])
    | (?P<heading>^[ ]*\#{1,3}[ ]+(?=\S))
    | (?P<subtext>^[ ]*-\#[ ]+(?=\S))
    | ```(?:[\w+.\#-]*\n)?(?P<block>(?:(?!```).)*[^\s`](?:(?!```).)*)```
    | (?P<fence>`{1,2})(?!`)(?P<code>(?:(?!(?P=fence)).)*[^`])(?P=fence)(?!`)
    | \[(?P<label>(?:\\.|[^\[\]\\\n])+)\]\(<?(?P<target>https?://(?:[^\s()<>]|\([^\s()]*\))+)>?\)
    | <(?P<quiet>https?://[^\s<>]+)>
    | (?P<bare>https?://[^\s<>]+)
    | <@!?(?P<user>\d{1,20})>
    | <@&(?P<role>\d{1,20})>
    | <\#(?P<channel>\d{1,20})>
    | </(?P<command>[^:<>\n]{1,100}):\d{1,20}>
    | <a?(?P<emoji>:\w{1,40}:)\d{1,20}>
    | <t:(?P<moment>-?\d{1,14})(?::(?P<style>[tTdDfFRsS]))?>
    | (?P<mark>\*\*\*|\*\*|__|\|\||\*|_)
    | (?P<line>\n)
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_AFTER_ADDRESS = ".,:;!?'\"*_~|"
_EARLIEST, _LATEST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


@dataclass(slots=True)
class _Piece:
    """A span, or what may be a mark: `spans` is what it says where it is none."""

    span: HeardSpan
    mark: str = ""
    start: int = 0
    role: Literal["", "opens", "closes"] = ""


def spans_of(text: str, names: Names = NO_NAMES) -> tuple[HeardSpan, ...]:
    """What a message says. What Discord covers until it is pressed is marked as that."""
    source = clean(text)
    pieces = list(_pieces(source, names))
    _pair(pieces, source)
    return _joined(_shown(pieces))


def _pieces(source: str, names: Names) -> Iterator[_Piece]:
    end = 0
    for found in _TOKEN.finditer(source):
        if found.start() > end:
            yield _Piece(Plain(source[end : found.start()]))
        end = found.end()
        kind = found.lastgroup or ""
        if kind in ("mark", "heading", "line"):
            yield _Piece(Plain(found[0]), found[0] if kind == "mark" else kind, found.start())
        elif kind == "bare":
            address = _address(found[0])
            yield _Piece(Link(address, address))
            end = found.start() + len(address)
            yield from _pieces(found[0][len(address) :], names)
            end = found.end()
        else:
            for span in _READ[kind](found, names):
                yield _Piece(span)
    if end < len(source):
        yield _Piece(Plain(source[end:]))


# One token each -------------------------------------------------------------------------------


def _linked(found: re.Match[str], names: Names) -> tuple[HeardSpan, ...]:
    label = "".join(_text(span) for span in spans_of(found["label"], names)).strip()
    return (Link(label or found["target"], found["target"]),)


def _moment(found: re.Match[str], _: Names) -> tuple[HeardSpan, ...]:
    """An instant in words, in UTC: nobody knows who reads them where."""
    try:
        at = datetime.fromtimestamp(int(found["moment"]), UTC)
    except (OverflowError, ValueError, OSError):
        return (Plain(found[0]),)
    if not _EARLIEST < at < _LATEST:
        return (Plain(found[0]),)
    match found["style"] or "f":
        case "t" | "T":
            return (Plain(plain((Moment(at, "time"),))),)
        case "d" | "D":
            return (Plain(plain((Moment(at, "date"),))),)
        case _:
            return (Plain(plain((Moment(at),))),)


def _block(found: re.Match[str], _: Names) -> tuple[HeardSpan, ...]:
    return (Code(found["block"].strip("\n")),)


def _code(found: re.Match[str], _: Names) -> tuple[HeardSpan, ...]:
    return (Code(re.sub(r"^ (?=\s*`)|(?<=`) $", "", found["code"])),)


def _mentioned(found: re.Match[str], names: Names) -> tuple[HeardSpan, ...]:
    return (AccountMention(refs.account(found["user"]), names.people.get(found["user"], "")),)


def _role(found: re.Match[str], names: Names) -> tuple[HeardSpan, ...]:
    return (Plain(f"@{names.roles.get(found['role']) or words.text('heard.role')}"),)


def _channel(found: re.Match[str], names: Names) -> tuple[HeardSpan, ...]:
    return (Plain(f"#{names.channels.get(found['channel']) or words.text('heard.channel')}"),)


_READ: dict[str, Callable[[re.Match[str], Names], tuple[HeardSpan, ...]]] = {
    "escaped": lambda found, _: (Plain(found["escaped"]),),
    "subtext": lambda *_: (),
    "block": _block,
    "code": _code,
    "target": _linked,
    "quiet": lambda found, _: (Link(found["quiet"], found["quiet"]),),
    "user": _mentioned,
    "role": _role,
    "channel": _channel,
    "command": lambda found, _: (Code(f"/{found['command']}"),),
    "emoji": lambda found, _: (Plain(found["emoji"]),),
    "moment": _moment,
    "style": _moment,
}


def _address(word: str) -> str:
    """A web address without what belongs to the sentence, or to the marks around it."""
    address = word.rstrip(_AFTER_ADDRESS)
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(_AFTER_ADDRESS)
    return address


# Marks ----------------------------------------------------------------------------------------


def _pair(pieces: list[_Piece], source: str) -> None:
    """Find for each mark that may end something the one with which that began."""
    open_marks: list[int] = []
    where: dict[str, int] = {}  # how many of each kind are open
    for number, piece in enumerate(pieces):
        if piece.mark in ("", "heading", "line"):
            continue
        if where.get(piece.mark) and _may_end(piece, source):
            while (other := pieces[open_marks.pop()]).mark != piece.mark:
                where[other.mark] -= 1
            where[piece.mark] -= 1
            other.role, piece.role = "opens", "closes"
        elif _may_begin(piece, source):
            open_marks.append(number)
            where[piece.mark] = where.get(piece.mark, 0) + 1


def _may_begin(piece: _Piece, source: str) -> bool:
    before = source[piece.start - 1 : piece.start]
    after = source[piece.start + len(piece.mark) :][:1]
    if piece.mark == "_" and (before.isalnum() or before == "_"):
        return False
    return bool(after) and (len(piece.mark) > 1 or not after.isspace())


def _may_end(piece: _Piece, source: str) -> bool:
    before = source[piece.start - 1 : piece.start]
    after = source[piece.start + len(piece.mark) :][:1]
    if piece.mark == "_" and (after.isalnum() or after == "_"):
        return False
    return len(piece.mark) > 1 or not before.isspace()


def _shown(pieces: list[_Piece]) -> Iterator[HeardSpan]:
    """What is seen, with bold words bold; a heading is bold to the end of its line."""
    strong, heading = 0, False
    for piece in pieces:
        match piece.mark, piece.role:
            case "heading", _:
                heading = True
                continue
            case "line", _:
                heading = False
            case "**" | "***", "opens":
                strong += 1
            case "**" | "***", "closes":
                strong -= 1
            case "||", "opens":
                yield Plain(words.text("heard.spoiler") + " ")
        if piece.role:
            continue
        span = piece.span
        bold = isinstance(span, Plain) and span.text.strip() and (strong or heading)
        yield Strong(span.text) if isinstance(span, Plain) and bold else span


def _joined(spans: Iterator[HeardSpan]) -> tuple[HeardSpan, ...]:
    """Neighbours of one kind put together, and nothing empty at the ends."""
    found: list[HeardSpan] = []
    for span in spans:
        last = found[-1] if found else None
        if isinstance(span, Plain) and isinstance(last, Plain):
            found[-1] = Plain(last.text + span.text)
        elif isinstance(span, Strong) and isinstance(last, Strong):
            found[-1] = Strong(last.text + span.text)
        elif _text(span):
            found.append(span)
    if found and isinstance(first := found[0], Plain):
        found[0] = replace(first, text=first.text.lstrip())
    if found and isinstance(last := found[-1], Plain):
        found[-1] = replace(last, text=last.text.rstrip())
    return tuple(span for span in found if _text(span))


def _text(span: HeardSpan) -> str:
    return f"@{span.name}" if isinstance(span, AccountMention) else span.text
