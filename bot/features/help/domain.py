"""What there is to say, in parts: commands that begin with the same words. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from rapidfuzz import fuzz, process

from bot.routing.declared import FACILITATE, KINDRED
from bot.routing.interaction import CommandHelp

_NEAR = 80  # of 100 points of rapidfuzz: "events" for "event", "programs" for "programme"


@dataclass(frozen=True, slots=True)
class Family:
    """Commands that begin with the same words, the root's among them."""

    said: tuple[str, ...]
    commands: tuple[CommandHelp, ...]

    @property
    def opening(self) -> CommandHelp | None:
        """The command of these words alone, if there is such a one."""
        return next((c for c in self.commands if _words(c) == self.said), None)

    @property
    def below(self) -> tuple[str, ...]:
        """What the others are called behind these words."""
        others = (_words(c)[len(self.said) :] for c in self.commands if c is not self.opening)
        return tuple(" ".join(each) for each in others)

    @property
    def part(self) -> str:
        """What is asked for to see all of it: its words, without the root of everybody's."""
        return " ".join(self.said[self.said[0] == KINDRED :])


def families(commands: Iterable[CommandHelp], length: int) -> list[Family]:
    """The commands by their first `length` words, in the order in which these appear."""
    found: dict[tuple[str, ...], list[CommandHelp]] = {}
    for command in commands:
        found.setdefault(_words(command)[:length], []).append(command)
    return [Family(said, tuple(alike)) for said, alike in found.items()]


def apart(commands: Sequence[CommandHelp]) -> list[Family]:
    """The commands by the first word that is not common to all of them."""
    return families(commands, len(beginning(commands)) + 1)


def beginning(commands: Sequence[CommandHelp]) -> tuple[str, ...]:
    """The words with which all of these commands begin."""
    columns = zip(*map(_words, commands), strict=False)
    return tuple(column[0] for column in takewhile(lambda column: len({*column}) == 1, columns))


def said_of(commands: Sequence[CommandHelp], asked: str) -> list[CommandHelp]:
    """The commands of the part that somebody asks for; of the nearest, if it is misspelt.

    What is asked for are the words with which they begin, with `/kindred` and `/facilitate` or
    without: "event", "event day", "introduce", "programme"; or a word of another root: "list".
    """
    words = tuple(asked.replace("/", " ").casefold().split())
    words = words[words[:1] == (KINDRED,) :]
    if not words:
        return []
    if found := _begun_with(commands, words):
        return found
    near = process.extractOne(
        " ".join(words), parts(commands), scorer=fuzz.ratio, score_cutoff=_NEAR
    )
    return _begun_with(commands, tuple(near[0].split())) if near else []


def parts(commands: Sequence[CommandHelp]) -> list[str]:
    """What can be asked for: first words, and what several commands begin with below these."""
    known = families((c for c in commands if _words(c)[0] == KINDRED), 2)
    known += families((c for c in commands if _words(c)[0] not in (KINDRED, FACILITATE)), 1)
    theirs = [c for c in commands if _words(c)[0] == FACILITATE]
    known += families(theirs, 1)
    below = [f for family in known for f in apart(family.commands) if len(f.commands) > 1]
    named = (family.part for family in [*known, *families(theirs, 2), *below])
    return list(dict.fromkeys(name.removeprefix(f"{FACILITATE} ") for name in named))


def _begun_with(commands: Sequence[CommandHelp], words: tuple[str, ...]) -> list[CommandHelp]:
    whole = [c for c in commands if words in _beginnings(c, len(words), (KINDRED, FACILITATE))]
    roots = {_words(c)[0] for c in commands}
    return whole or [c for c in commands if words in _beginnings(c, len(words), roots)]


def _beginnings(
    command: CommandHelp, length: int, roots: Iterable[str]
) -> tuple[tuple[str, ...], ...]:
    """How a command begins, with its root, and without it if it is one of these."""
    words = _words(command)
    without = words[1:] if words[0] in roots else words
    return words[:length], without[:length]


def _words(command: CommandHelp) -> tuple[str, ...]:
    return tuple(command.usage.name.split())
