"""From the core's spans to Discord's markdown. Pure.

What people wrote is literal: whatever the client reads as markup has a backslash before it, which
the client drops before anything but letters, digits and spaces.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, assert_never
from unicodedata import category
from urllib.parse import urlsplit

from adapters.discord import limits
from bot.ui.channels import ChannelMention
from bot.ui.commands import SlashCommand
from bot.ui.messages import (
    Code,
    Link,
    Mention,
    Moment,
    Plain,
    RichText,
    Span,
    Strong,
    plain,
)
from bot.ui.text import clean
from bot.ui.words import WordBook

words = WordBook("adapters.discord")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ids:
    """What Discord knows people and commands by, for one server.

    `users` are the ids of members who are in it; the others are called by their names. `commands`
    gives for each command of the registry what Discord calls it: "kindred introduce show:123", or
    without an id what it will be called.
    """

    users: Mapping[int, str] = field(default_factory=dict)
    commands: Mapping[str, str] = field(default_factory=dict)


_NO_WIDTH = "\u200b"


# What people wrote ----------------------------------------------------------------------------

_MARKUP = re.compile(
    r"[\\*_~`|<\[\]]"
    r"|:(?=\S)"  # :smile: becomes a picture, https://x.example something to press
)
_LINE_START = re.compile(
    r"^(?P<indent>[^\S\n]*)(?:(?P<mark>[#>+-])|(?P<number>\d+)(?P<dot>[.)](?=\s|$)))", re.MULTILINE
)
_PING = re.compile(r"@(?=everyone|here|[!&]?\d+>)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<![^\s(\"'“‘«<])https?://[^\s<>]+")  # after what people type before one
_SHOWN_AS_IT_IS = re.compile(r"[\w.~:/?#@!$&'(),;=%+-]+", re.ASCII)
_AFTER_ADDRESS = ".,:;!?'\""
_LIKE_ADDRESS = re.compile(r"://|\bwww\.|\b[\w-]+\.[a-z]{2,}\b", re.IGNORECASE)


def escape(text: str, *, pressable: bool = True) -> str:
    """The text as markdown that shows it as it is, wherever it stands.

    Web addresses can be pressed where they stand alone, and lead where they say.
    """
    text, end, told = clean(text), 0, ""
    for found in _ADDRESS.finditer(text) if pressable else ():
        address = _standing_alone(found[0])
        if address:
            told += _literal(text[end : found.start()]) + f"<{address}>"
            end = found.start() + len(address)
    return told + _literal(text[end:])


def _literal(text: str) -> str:
    text = _LINE_START.sub(_escaped_start, _MARKUP.sub(r"\\\g<0>", text))
    return _without_pings(text)


def _escaped_start(found: re.Match[str]) -> str:
    number, dot, mark = found["number"] or "", found["dot"] or "", found["mark"] or ""
    return f"{found['indent']}{number}\\{dot}{mark}"


def _without_pings(text: str) -> str:
    """The text with nothing in it that Discord takes for a mention, not even its server.

    The server looks for `@everyone` and `<@1>` without reading the markdown around them, so that a
    backslash does not help; a space of no width does, and nobody sees it.
    """
    return _PING.sub(f"@{_NO_WIDTH}", text)


def _standing_alone(word: str) -> str:
    """The web address that a word is, without what belongs to the sentence; else nothing."""
    address = word.rstrip(_AFTER_ADDRESS)
    if address.endswith(")") and "(" not in address:
        address = address.rstrip(")").rstrip(_AFTER_ADDRESS)
    rest = word[len(address) :]
    fits = len(address) <= limits.BARE_URL and _SHOWN_AS_IT_IS.fullmatch(address)
    alone = fits and not _PING.search(address) and not rest.strip(f"){_AFTER_ADDRESS}")
    return address if alone and web_address(address) else ""


# Links ----------------------------------------------------------------------------------------

_UNLINKABLE = re.compile(r"[()<>\[\]\\`*|\"^{}]")


def web_address(url: str) -> str | None:
    """The address as a link may have it, or `None`: nothing but http and https.

    What would end the link or begin markup is percent-encoded.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    coded = _UNLINKABLE.sub(lambda found: f"%{ord(found[0]):02X}", url.strip().replace(" ", "%20"))
    fits = len(coded) <= limits.URL and coded.isprintable() and not re.search(r"\s", coded)
    return coded if fits and parts.scheme in ("http", "https") and host else None


def _linked(link: Link) -> RichText:
    """A link as Discord can show it; one without a text shows its address.

    Some texts stand before the address instead: one that looks like an address itself could
    mislead, and the client makes no link of it, nor of one with a picture; backslashes in a link's
    text are shown; a long one could not be split.
    """
    address, said = web_address(link.url), clean(link.text).strip()
    if address is None:
        return (Plain(link.text),)
    if not said or said == link.url:
        return (Link("", address),)
    marked = "\n" in said or escape(said, pressable=False) != said
    if marked or _LIKE_ADDRESS.search(said) or len(said) > limits.LINK_TEXT or _has_picture(said):
        return (Plain(f"{said} ("), Link("", address), Plain(")"))
    return (Link(said, address),)


def _has_picture(said: str) -> bool:
    """Whether there may be an emoji in it."""
    return any(category(letter) in _PICTURES or letter == _AS_PICTURE for letter in said)


_PICTURES = ("So", "Sk", "Cf", "Cn", "Co", "Me")
_AS_PICTURE = "\ufe0f"  # a variation selector


# Spans ----------------------------------------------------------------------------------------


def inline(spans: RichText, ids: Ids) -> str:
    """The spans as markdown."""
    return _together(_joined(_simple(spans, ids)), ids)


def strong(spans: RichText) -> RichText:
    """The spans with plain words made to stand out."""
    return tuple(Strong(span.text) if isinstance(span, Plain) else span for span in spans)


def _simple(spans: RichText, ids: Ids) -> Iterator[Span]:
    """The spans as what Discord has for them: no unknown people, nothing that leads nowhere."""
    for span in spans:
        match span:
            case Mention(member=member, name=name) if member not in ids.users:
                yield Strong(name)
            case Moment(at=at) if at.timestamp() < 0:
                yield Plain(plain((span,)))
            case Link():
                yield from _linked(span)
            case SlashCommand():
                yield from _command(span, ids)
            case _:
                yield span


def _command(command: SlashCommand, ids: Ids) -> Iterator[Span]:
    """A command, and what is filled into its options; as words while it cannot be clicked."""
    known = ids.commands.get(command.name, command.name)
    yield SlashCommand(known) if ":" in known else Code(f"/{known}")
    for argument in command.arguments:
        if argument.option:
            yield Plain(" ")
            yield Code(f"{argument.option}: {argument.text}")


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The spans with neighbours of one style put together, and without empty ones.

    Two bold words whose stars touch would not be bold.
    """
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        if isinstance(span, Plain | Strong | Code):
            if not clean(span.text):
                continue
            if isinstance(last, Plain | Strong | Code) and last.kind == span.kind:
                found[-1] = replace(last, text=last.text + span.text)
                continue
        found.append(span)
    return found


def _together(spans: Sequence[Span], ids: Ids) -> str:
    told = [_inline(span, ids) for span in spans]
    for number, span in enumerate(spans[:-1]):
        ends = isinstance(span, Plain | Strong) and clean(span.text).endswith(":")
        if ends and not told[number + 1][0].isspace():  # with what follows it might be a picture
            before, _, after = told[number].rpartition(":")
            told[number] = f"{before}\\:{after}"
    return "".join(told)


def _inline(span: Span, ids: Ids) -> str:
    match span:
        case Plain(text=text):
            return escape(text)
        case Strong(text=text):
            return _each_line(text, lambda line: f"**{escape(line, pressable=False)}**")
        case Code(text=text):
            return _fenced(text) or _each_line(text, _coded)
        case Mention(member=member):
            return f"<@{ids.users[member]}>"
        case ChannelMention(id=id_):
            return f"<#{id_}>"
        case Moment(at=at):
            return f"<t:{int(at.timestamp())}:{_STYLES[span.style]}>"
        case Link(text=text, url=url):
            return f"[{text}]({url})" if text else f"<{url}>"
        case SlashCommand(name=known):
            return f"</{known}>"
    assert_never(span)


_STYLES = {"date": "D", "time": "t", "datetime": "F"}
_WITHIN_SPACE = re.compile(r"[^\S\n]*(\S.*\S|\S)[^\S\n]*")


def _each_line(text: str, mark: Callable[[str], str]) -> str:
    """Every line marked for itself, and no white space inside the marks."""

    def marked(found: re.Match[str]) -> str:
        start, end = found.start(1) - found.start(), found.end(1) - found.start()
        return f"{found[0][:start]}{mark(found[1])}{found[0][end:]}"

    return _WITHIN_SPACE.sub(marked, clean(text))


def _coded(line: str) -> str:
    """A line as code; as plain words where no fence of at most two backticks holds it."""
    if "``" in line:
        return escape(line, pressable=False)
    fence = "``" if "`" in line else "`"
    room = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{room}{_without_pings(line)}{room}{fence}"


def _fenced(text: str) -> str:
    """Several lines of code, each where it was, so that columns stay columns; else nothing."""
    code = clean(text).strip("\n")
    if "\n" not in code.strip() or "```" in code or code.endswith("`"):
        return ""
    return f"```\n{_without_pings(code)}\n```"


# Splitting ------------------------------------------------------------------------------------

_WORD = 500  # characters of one piece of a text; longer words are cut
_WORDS = re.compile(rf"\S{{1,{_WORD}}}\s{{0,{_WORD}}}|\s{{1,{_WORD}}}")


def lines(spans: RichText, ids: Ids) -> list[RichText]:
    """The lines that say something, each as spans."""
    found: list[list[Span]] = [[]]
    for span in _simple(spans, ids):
        if not isinstance(span, Plain | Strong | Code):
            found[-1].append(span)
            continue
        first, *others = clean(span.text).split("\n")
        found[-1].append(replace(span, text=first))
        found += [[replace(span, text=other)] for other in others]
    return [tuple(line) for line in found if inline(tuple(line), ids).strip()]


def parts(spans: RichText, ids: Ids, limit: int) -> Iterator[str]:
    """The spans as markdown in pieces of at most `limit` characters, which is `PART` or nearly so.

    Cut between paragraphs, lines or words, in this order; marks are closed and opened again.
    """
    simple = _joined(_simple(spans, ids))
    whole = _together(simple, ids)
    if len(whole) <= limit:
        yield from [whole] if whole.strip() else []
        return
    run: list[tuple[Span, int]] = []
    taken = 0
    for piece in (piece for span in simple for piece in _pieces(span)):
        cost = _cost(piece, ids)
        while run and taken + cost > limit:
            end = _good_end(run, limit)
            yield from _told(run[:end], ids)
            run = run[end:]
            taken = sum(each for _, each in run)
        run.append((piece, cost))
        taken += cost
    yield from _told(run, ids)


def _told(run: Sequence[tuple[Span, int]], ids: Ids) -> list[str]:
    told = _together(_joined(span for span, _ in run), ids).strip()
    return [told] if told else []


def _cost(span: Span, ids: Ids) -> int:
    """The most characters that a piece takes, whatever stands beside it."""
    literal = escape(span.text) if isinstance(span, Plain | Strong | Code) else ""
    fences = len("```\n\n```") if isinstance(span, Code) else 0
    return max(len(_inline(span, ids)), len(literal)) + fences + 1


def _pieces(span: Span) -> Iterator[Span]:
    match span:
        case Plain() | Strong() | Code():
            for word in _WORDS.findall(clean(span.text)):
                yield replace(span, text=word)
        case _:
            yield span


def _good_end(run: Sequence[tuple[Span, int]], limit: int) -> int:
    """After how many pieces to cut: a paragraph's or a line's end if it leaves half of `limit`."""
    ends: dict[str, int] = {}
    taken = 0
    for number, (span, cost) in enumerate(run, start=1):
        taken += cost
        text = span.text.rstrip(" \t") if isinstance(span, Plain | Strong | Code) else ""
        for mark in ("\n\n", "\n"):
            if text.endswith(mark) and taken > limit // 2:
                ends[mark] = number
    return ends.get("\n\n") or ends.get("\n") or len(run)
