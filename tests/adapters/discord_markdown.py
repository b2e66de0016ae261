"""Reads markdown as Discord's client does: rule by rule, in its order, from left to right.

Source: support.discord.com/hc/articles/210298617 (Markdown Text 101) and the rules of the open
re-implementations discord-markdown (Brussell98) and parse-discord (LyricLy).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Piece:
    """Something that a reader sees: of what kind, what it says, where it leads, how it looks."""

    kind: str
    text: str
    target: str = ""
    styles: frozenset[str] = frozenset()


_STARTS = (  # at the start of a line
    ("heading", re.compile(r" *#{1,3}\s+(?!#)(?P<inner>[^\n]*)")),
    ("subtext", re.compile(r" *-#\s+(?P<inner>[^\n]*)")),
    ("quote", re.compile(r" *>>> (?P<inner>.*)", re.DOTALL)),
    ("quote", re.compile(r" *> (?P<inner>[^\n]*)")),
    ("item", re.compile(r" *(?:[*+-]|\d+\.) +(?P<inner>[^\n]*)")),
)
_WORDS = re.compile(r"[^\\`<hs\[*_~|@:\n]+")  # nothing in it begins anything
_SOME = r"(?P<inner>(?:\\.|[^\\])+?)"
_INLINE = (
    ("escape", re.compile(r"\\(?P<text>[^0-9A-Za-z\s])")),
    ("code", re.compile(r"```(?:[a-z0-9_+.#-]+\n)?(?P<text>.+?)```", re.DOTALL | re.IGNORECASE)),
    ("link", re.compile(r"<(?P<text>[^: >]+:/[^ >]+)>")),
    ("link", re.compile(r"(?P<text>(?:https?|steam)://[^\s<]+[^<.,:;\"'\]\s])")),
    (
        "masked",
        re.compile(
            r"\[(?P<inner>(?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))+)\]"
            r"\(\s*<?(?P<target>(?:[^\s()<>\\]|\([^\s()]*\))+)>?\s*\)"
        ),
    ),
    ("strong", re.compile(rf"\*\*{_SOME}\*\*(?!\*)", re.DOTALL)),
    ("underline", re.compile(rf"__{_SOME}__(?!_)", re.DOTALL)),
    ("emphasis", re.compile(r"\*(?!\s)(?P<inner>(?:\\.|\*\*|[^*\\])+?)(?<!\s)\*(?!\*)", re.DOTALL)),
    ("emphasis", re.compile(r"\b_(?P<inner>(?:\\.|__|[^_\\])+?)_\b", re.DOTALL)),
    ("struck", re.compile(r"~~(?P<inner>.+?)~~(?!_)", re.DOTALL)),
    ("spoiler", re.compile(r"\|\|(?P<inner>.+?)\|\|", re.DOTALL)),
    ("code", re.compile(r"(?P<fence>`{1,2})(?!`)(?P<text>.*?[^`])(?P=fence)(?!`)", re.DOTALL)),
    ("mention", re.compile(r"<@!?(?P<text>\d+)>")),
    ("mention", re.compile(r"(?P<text>@everyone|@here|<@&\d+>|<#\d+>|</[^:>]+:\d+>|<id:\w+>)")),
    ("moment", re.compile(r"<t:(?P<text>-?\d{1,17}(?::[tTdDfFRsS])?)>")),
    ("emoji", re.compile(r"(?P<text><a?:\w+:\d+>|:[^\s:]+:)")),
)


def read(markdown: str) -> list[Piece]:
    """What a reader sees of a text, neighbouring words put together."""
    found: list[Piece] = []
    for piece in _read(markdown, at_start=True):
        last = found[-1] if found else None
        if last and piece.kind == last.kind == "text" and piece.styles == last.styles:
            found[-1] = Piece("text", last.text + piece.text, styles=last.styles)
        else:
            found.append(piece)
    return found


def words_of(markdown: str) -> str:
    """What a reader reads, without marks and without spaces of no width."""
    return "".join(piece.text for piece in read(markdown)).replace("\u200b", "")


def _read(source: str, *, at_start: bool) -> Iterator[Piece]:
    at = 0
    while at < len(source):
        start = at_start if at == 0 else source[at - 1] == "\n"
        for kind, rule in (*(_STARTS if start else ()), *_INLINE):
            found = rule.match(source, at)
            if found:
                yield from _matched(kind, found, at_start=start)
                at = found.end()
                break
        else:
            words = _WORDS.match(source, at)
            end = max(words.end() if words else 0, at + 1)
            yield Piece("text", source[at:end])
            at = end


def _matched(kind: str, found: re.Match[str], *, at_start: bool) -> Iterator[Piece]:
    given = found.groupdict()
    if kind == "masked":
        said = "".join(piece.text for piece in _read(given["inner"], at_start=False))
        yield Piece("link", said, given["target"])
    elif kind == "link":
        yield Piece("link", given["text"], given["text"])
    elif "inner" in given:
        for piece in _read(given["inner"], at_start=at_start or kind in ("item", "quote")):
            yield replace(piece, styles=piece.styles | {kind})
    elif kind == "code":
        yield Piece("code", _unpadded(given["text"]))
    else:
        yield Piece("text" if kind == "escape" else kind, given["text"])


def _unpadded(code: str) -> str:
    """Code as it is shown: the space between two backticks is not."""
    return re.sub(r"^ (?=\s*`)|(?<=`) $", "", code)
