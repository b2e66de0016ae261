"""What a message of Kindred's names as commands, held against the commands that Discord has."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from tests.adapters.discord_markdown import Piece, read
from tests.adapters.discord_things import every

Json = dict[str, Any]
SUBCOMMAND, GROUP = 1, 2
_CLICKABLE = re.compile(r"</([^:>]+):(\d+)>")
_FILLED = re.compile(r"(\w+): .+", re.DOTALL)
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»")
_SHOWN = ("content", "label", "placeholder", "description")


def names(commands: Iterable[Json]) -> dict[str, tuple[str, set[str]]]:
    """What can be used as it stands: each whole name, with its id and the names of its options."""
    return {
        " ".join(said): (str(command.get("id", "")), {each["name"] for each in options})
        for command in commands
        if command.get("type", 1) == 1
        for said, options in _whole(command, ())
    }


def _whole(part: Json, before: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[Json]]]:
    said, inner = (*before, part["name"]), part.get("options") or []
    if not before or part["type"] == GROUP:
        inside = [each for each in inner if each["type"] in (SUBCOMMAND, GROUP)]
        for each in inside:
            yield from _whole(each, said)
        if inside:
            return
    yield said, inner


def faults_of_named(commands: Sequence[Json], parts: list[Json]) -> list[str]:
    """Every command that these components name and that Discord does not have, or not so.

    What somebody is quoted with is theirs to say.
    """
    if not parts or not commands:
        return []
    known, like_one = _told_by(*map(_Same, commands))
    found: list[str] = []
    for part in every(parts):
        for key in _SHOWN:
            pieces = _read(str(part[key])) if key == "content" and key in part else ()
            found += _of_pieces(pieces, known, like_one)
            if key != "content":
                found += _in_words(str(part.get(key, "")), like_one)
    return found


class _Same:
    """A command that equals itself alone, so that it is known again without being read."""

    def __init__(self, command: Json) -> None:
        self.command = command

    def __hash__(self) -> int:
        return id(self.command)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.command is self.command


@lru_cache(maxsize=8)
def _told_by(*commands: _Same) -> tuple[dict[str, tuple[str, set[str]]], re.Pattern[str]]:
    """What can be used as it stands, and how it is written."""
    known = names(each.command for each in commands)
    roots = "|".join(sorted({re.escape(name.split()[0]) for name in known}))
    return known, re.compile(rf"/(?:{roots})(?: [a-z-]+)*(?!\w)")


@lru_cache(maxsize=4_000)
def _read(content: str) -> tuple[Piece, ...]:
    """What is said again and again is read once."""
    return tuple(read(content))


def _of_pieces(
    pieces: Iterable[Piece], known: dict[str, tuple[str, set[str]]], like_one: re.Pattern[str]
) -> Iterator[str]:
    options: set[str] | None = None
    for piece in pieces:
        clickable = _CLICKABLE.fullmatch(piece.text)
        if clickable or (piece.kind == "code" and like_one.match(piece.text)):
            name = clickable[1] if clickable else piece.text.removeprefix("/")
            id_, options = known.get(name, ("", None))
            if options is None:
                yield f"Discord has no command {name!r}"
            elif clickable and clickable[2] != id_:
                yield f"{name!r} has the id {id_}, not {clickable[2]}"
        elif piece.kind == "code":
            filled = _FILLED.fullmatch(piece.text)
            if filled and options is not None and filled[1] not in options:
                yield f"there is no option {filled[1]!r}, only {sorted(options)}"
        elif piece.text != " ":
            options = None
            yield from _in_words(piece.text, like_one)


def _in_words(text: str, like_one: re.Pattern[str]) -> Iterator[str]:
    for found in like_one.finditer(_QUOTED.sub("", text)):
        yield f"a command is named in plain words: {found[0]!r}"
