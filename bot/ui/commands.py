"""Commands as a text names them: what each chat then shows in its own way.

In a file of words they stand between backticks, with what is filled in between brackets: first the
option's name, then what stands in it. Words beside the brackets belong to a typed line alone.

    `/kindred profile`
    `/kindred find [query: measurement in Coventry]`
    `/facilitate round preview [programme: {name}]`

In code they are named at the top of a module:

    PREVIEW = named("facilitate round preview", "programme")
    Button(…, command=PREVIEW(programme=name))
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BeforeValidator

_WORD = r"[a-z]+(?:-[a-z]+)*"
_TEXT = re.compile(rf"/(?P<name>{_WORD}(?: {_WORD})*)(?P<rest>(?: +\S.*)?)", re.DOTALL)
_PART = re.compile(r" +(?:\[(?P<option>\w+): (?P<value>[^\]]+)\]|(?P<word>[^\s\[\]{}]+))")


@dataclass(frozen=True, slots=True)
class Argument:
    """What follows a command: an option with its value, or a word that only typed lines have."""

    text: str
    option: str = ""


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """A command to use, by the name that the registry knows it by, such as "kindred profile"."""

    name: str
    arguments: tuple[Argument, ...] = ()
    kind: Literal["command"] = "command"

    @property
    def line(self) -> str:
        """The command as it is typed."""
        return " ".join([f"/{self.name}", *(each.text for each in self.arguments)])

    def filled(self, **options: str) -> "SlashCommand":
        """The command with values for further options, in the order of a typed line."""
        more = (Argument(text, option) for option, text in options.items())
        return SlashCommand(self.name, (*self.arguments, *more))


def _as_kept(command: object) -> object:
    """A command as versions before it was a node kept it: in typed words, or empty."""
    if isinstance(command, str):
        return SlashCommand(command.removeprefix("/")) if command else None
    return command


SameCommand = Annotated[SlashCommand | None, BeforeValidator(_as_kept)]
"""The command that does what pressing something does."""


@dataclass(frozen=True, slots=True)
class NamedCommand:
    """A command that code names, with the options that it fills; called with these, it is one.

    Before an option may be the word that it comes after in a typed line: "page page".
    """

    name: str
    options: tuple[str, ...] = ()

    def __call__(self, **values: str) -> SlashCommand:
        """The command, filled in; raises `TypeError` unless all of its options are."""
        parts = [option.rpartition(" ") for option in self.options]
        if [option for *_, option in parts] != list(values):
            raise TypeError(f"/{self.name} is named with {self.options}, not {tuple(values)}")
        arguments: list[Argument] = []
        for word, _, option in parts:
            arguments += [Argument(word)] if word else []
            arguments.append(Argument(values[option], option))
        return SlashCommand(self.name, tuple(arguments))

    def sample(self) -> SlashCommand:
        """The command with something in each of its options."""
        return self(**{option.split()[-1]: "…" for option in self.options})


_named: list[NamedCommand] = []


def named(name: str, *options: str) -> NamedCommand:
    """Name a command in code, once and where its module begins.

    What is named in this way is held against what there is when Kindred starts.
    """
    command = NamedCommand(name, options)
    _named.append(command)
    return command


def named_commands() -> tuple[NamedCommand, ...]:
    """Every command that code names, of the modules that are loaded."""
    return tuple(_named)


def read_command(text: str, put_in: Callable[[str], str] = str) -> SlashCommand:
    """The command that a file of words names by this text, without its backticks.

    `put_in` fills placeholders, which stand only where a value does: what is put in never becomes
    part of the command's name. Raises `ValueError` for what is no command.
    """
    found = _TEXT.fullmatch(text)
    if not found or _PART.sub("", found["rest"]):
        raise ValueError(f"this is no command as texts name them: `{text}`")
    parts = (
        Argument(put_in(part["value"] or part["word"]), part["option"] or "")
        for part in _PART.finditer(found["rest"])
    )
    return SlashCommand(found["name"], tuple(parts))
