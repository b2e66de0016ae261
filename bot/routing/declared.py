"""What features declare, as everything that reads the registry gets it (`bot.routing.feature`)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.community.roles import Needs
from bot.routing.arguments import Arg, FileArg
from bot.routing.interaction import Answer, Compute, Prefill
from bot.ui.commands import Argument, SlashCommand
from bot.ui.forms import FormSpec
from bot.ui.messages import RichText

KINDRED, FACILITATE = "kindred", "facilitate"
"""The first words of commands: for everybody, and for what only facilitators may do."""


@dataclass(frozen=True, slots=True)
class Root:
    """The first word of commands, and what they are for in the language that is being spoken."""

    name: str
    about: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Command:
    """A declared command: its root and its words, who may use it, what it takes and may open.

    A root may be a command by itself, of no words. One that is not `listed` is left out of help: it
    answers those who say again what brought them in.
    """

    root: str
    words: str
    needs: Needs
    args: tuple[Arg, ...]
    opens: type | None
    listed: bool
    handler: Callable[..., Awaitable[Answer]]
    help: Callable[[], RichText]

    @property
    def key(self) -> str:
        """What the registry knows the command by: `kindred introduce join`."""
        return f"{self.root} {self.words}".strip()

    @property
    def typed(self) -> tuple[Arg, ...]:
        """What people type or pick of what it takes, in that order."""
        return tuple(arg for arg in self.args if arg.typed)

    @property
    def usage(self) -> SlashCommand:
        """The command, in typed words with its arguments: `/kindred find [words]`."""
        said = [arg for arg in self.typed if not isinstance(arg.kind, FileArg)]
        marks = (f"<{arg.mark()}>" if arg.required else f"[{arg.mark()}]" for arg in said)
        return SlashCommand(self.key, tuple(map(Argument, marks)))


@dataclass(frozen=True, slots=True)
class Action:
    """What a button or a select does.

    Its value says the arguments that it `carries`, one after the other with a colon between.
    """

    key: str
    needs: Needs
    args: tuple[Arg, ...]
    carries: tuple[str, ...]
    opens: type | None
    handler: Callable[..., Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class VisitRoute:
    """What somebody who is no member may do where Kindred is `connected`, or where it is not.

    They give the command of this key, or press a button with this action; either may be empty. What
    they say with it is read as it is for members, who say the same.
    """

    command: str
    action: str
    args: tuple[Arg, ...]
    carries: tuple[str, ...]
    connected: bool
    handler: Callable[..., Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Shortcut:
    """An action that is offered outside messages, with the words people see.

    `about` says what its value is: nothing; or the account (as text of a `Ref`) of the person it
    is about, or of the author of the message; or of a post the message itself (text of a `Posted`).
    """

    action: str
    about: Literal["nothing", "person", "message", "post"]
    label: Callable[[], str]


@dataclass(frozen=True, slots=True)
class FormRoute:
    """A form with what fills it and what takes it."""

    spec: FormSpec
    needs: Needs
    prefill: Callable[..., Awaitable[Prefill]] | None
    submitted: Callable[..., Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Schedule:
    """Work that falls due: `due` lists the periods, `run` does one, each exactly once.

    By `feature` and `name` it is kept which periods have been run.
    """

    feature: str
    name: str
    due: Callable[..., Awaitable[Sequence[str]]]
    run: Callable[..., Awaitable["Compute[Any] | None"]]

    @property
    def key(self) -> str:
        """What it is called in logs."""
        return f"{self.feature}.{self.name}"
