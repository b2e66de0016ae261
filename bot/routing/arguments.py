"""What a route takes: every argument has a kind, which each chat shows in its own way.

    until: Annotated[date | None, DateArg("until")] = None

An argument is known in its feature by its kind's `name`. Its texts are `arg.<name>`, a word or two
for where the command is typed, and `arg.<name>.about`, what it is for; what is offered while it is
typed is declared under its name, too. What the handler has after a `*` is said by buttons alone.

In a line people type, an argument may come `after` one of some words: "because …". What these are
in other languages is listed in the core's words, as `lead.because`.
"""

import inspect
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from types import UnionType
from typing import Any, Literal, Union, assert_never, get_args, get_origin
from typing import get_type_hints as hints_of

from bot.community.dates.reading import Either
from bot.community.dates.when import When
from bot.community.people import Member, Ref
from bot.ui.capabilities import FLOOR
from bot.ui.commands import Argument, SlashCommand
from bot.ui.fields import Options
from bot.ui.files import MOST_TAKEN, GivenFile
from bot.ui.messages import Option, Words
from bot.ui.words import WordBook

# Kinds ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonArg:
    """Somebody: picked in the chat, or mentioned, or named.

    Arrives as a `Member`; a route that `takes` accounts gets the `Ref` of one that is nobody's.
    """

    name: str
    takes: Literal["member", "account"] = "member"
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelArg:
    """A channel of the chat that the command is given in; arrives as its `Ref`.

    It is picked or mentioned, or is the one that the command is given in: "here".
    """

    name: str
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DateArg:
    """A date, as people say dates; takes the rest of the line."""

    name: str
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unclear:
    """What was given as a time and is not taken as one, with what to tell about it."""

    told: Words


@dataclass(frozen=True, slots=True)
class WhenArg:
    """A time to come, as people say it; takes as much of a line as means one.

    Arrives as a `When`. Where the handler `asks`, two that may be meant arrive as an `Either`, and
    what is not understood as an `Unclear`.
    """

    name: str
    asks: bool = False
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChoiceArg:
    """One of a few options; arrives as that option's value."""

    name: str
    options: Options
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberArg:
    """A whole number within bounds; where it comes `after` some words, it ends a line: "page 2"."""

    name: str
    least: int = 0
    most: int = 1_000_000
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class YesNoArg:
    """Yes or no; arrives as `True` or `False`.

    Where it comes `after` some words, in a line one of these alone says yes.
    """

    name: str
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextArg:
    """Words of one's own: the rest of the line, or one `word` of it (several in quotes).

    Before a time, or a text of `times`, it is all words up to that.
    """

    name: str
    max_length: int = FLOOR.text
    word: bool = False
    times: bool = False
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a thing: its name, or nothing; or what a button says, which is its row.

    `command` is what stood before it, and `further` what stands behind, for those who are asked to
    use it once more.
    """

    text: str
    command: SlashCommand
    by_button: bool = False
    further: tuple[Argument, ...] = ()

    def again(self, **options: str) -> SlashCommand:
        """The command with what is meant by this, and all that was said beside it."""
        meant = self.command.filled(**options)
        return SlashCommand(meant.name, (*meant.arguments, *self.further))


@dataclass(frozen=True, slots=True)
class ThingArg:
    """Something of the feature's own, such as a programme: typed by its name, the rest of the line.

    `read` finds what is meant, also where nothing is said; raises `UserError` where that is not
    clear. It gets the call, the work, and what was said. `offers` is what is offered while it is
    typed, unless the feature declares something else. See `bot.routing.titles`.
    """

    name: str
    read: Callable[[Any, Any, Said], Awaitable[object]]
    after: tuple[str, ...] = ()
    offers: Callable[[Any, Any, str], Awaitable[Sequence[Option]]] | None = None


@dataclass(frozen=True, slots=True)
class FileArg:
    """A file of one of these kinds, which has yet to be fetched; arrives as a `GivenFile`.

    A chat may let it be given with a command. It cannot be typed: elsewhere a form asks for it.
    """

    name: str
    extensions: tuple[str, ...]
    most: int = MOST_TAKEN
    after: tuple[str, ...] = ()


ArgKind = (
    PersonArg
    | ChannelArg
    | DateArg
    | WhenArg
    | ChoiceArg
    | NumberArg
    | YesNoArg
    | TextArg
    | ThingArg
    | FileArg
)
"""What an argument can be. Whoever shows or reads one matches all of them, as with fields."""

Given = str | int | bool | Ref | GivenFile
"""What a chat has of an argument: what was typed; or what was picked, such as an account."""

NAME_LENGTH = 200
"""Characters of what is no text of one's own."""


def longest(kind: ArgKind) -> int:
    """How many characters an argument of this kind may have where it is typed."""
    match kind:
        case TextArg(max_length=most):
            return most
        case PersonArg() | ChannelArg() | DateArg() | ChoiceArg() | ThingArg():
            return NAME_LENGTH
        case NumberArg() | YesNoArg() | FileArg() | WhenArg():
            return NAME_LENGTH
    assert_never(kind)


def choices(kind: ChoiceArg) -> tuple[Option, ...]:
    """What there is to choose from, in the language that is being spoken."""
    return kind.options if isinstance(kind.options, tuple) else kind.options()


# Declared by a handler ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Arg:
    """One declared argument; `parameter` is the handler's name for it.

    `mark` stands for it where its command is shown, `about` says what it is for, both in the
    language that is being spoken. One that is not `typed` is said by buttons alone. One that may be
    left out has a default in the handler, or arrives `as_none`.
    """

    parameter: str
    kind: ArgKind
    required: bool
    as_none: bool
    typed: bool
    mark: Callable[[], str]
    about: Callable[[], str]

    @property
    def beside(self) -> str:
        """What a chat with a picker of people calls the field for a name beside the picker."""
        return f"{self.parameter}_name"


def arguments_of(handler: Callable[..., object], words: WordBook) -> tuple[Arg, ...]:
    """What a handler takes after the call and the work, with what `words` say of it.

    A parameter that is only a `str` is what a button says, as it is. Raises `TypeError` for one
    that cannot be what arguments of its kind arrive as.
    """
    hints = hints_of(handler, include_extras=True)
    parameters = list(inspect.signature(handler).parameters.values())[2:]
    return tuple(_argument(p, hints[p.name], words) for p in parameters)


def _argument(parameter: inspect.Parameter, hint: object, words: WordBook) -> Arg:
    kind = _kind(hint)
    without = parameter.default is inspect.Parameter.empty
    as_none = without and hint is not str and type(None) in _types(get_args(hint)[0])
    return Arg(
        parameter.name,
        kind,
        required=without and not as_none and not isinstance(kind, ThingArg),
        as_none=as_none,
        typed=parameter.kind is not inspect.Parameter.KEYWORD_ONLY and hint is not str,
        mark=words.later(f"arg.{kind.name}"),
        about=words.later(f"arg.{kind.name}.about"),
    )


def _kind(hint: object) -> ArgKind:
    if hint is str:
        return TextArg("value")
    kind = get_args(hint)[1] if len(get_args(hint)) > 1 else None
    if not isinstance(kind, ArgKind):
        raise TypeError(f"{hint} does not say which kind of argument it is")
    if isinstance(kind, ChoiceArg) and not 0 < len(choices(kind)) <= FLOOR.select_options:
        raise TypeError(f"{kind.name} has too many options, or none")
    arrives, declared = _arrives_as(kind), _types(get_args(hint)[0]) - {type(None)}
    if arrives and declared != arrives:
        raise TypeError(f"{kind.name} arrives as {arrives}, and is declared as {declared}")
    return kind


def _types(hint: object) -> set[object]:
    return set(get_args(hint)) if get_origin(hint) in (Union, UnionType) else {hint}


def _arrives_as(kind: ArgKind) -> set[object]:  # noqa: C901  # one arm a kind
    """The types of what a handler gets; none for what only its feature knows."""
    match kind:
        case PersonArg(takes="account"):
            return {Member, Ref}
        case PersonArg():
            return {Member}
        case ChannelArg():
            return {Ref}
        case DateArg():
            return {date}
        case WhenArg(asks=asks):
            return {When, Either, Unclear} if asks else {When}
        case ChoiceArg() | TextArg():
            return {str}
        case NumberArg():
            return {int}
        case YesNoArg():
            return {bool}
        case FileArg():
            return {GivenFile}
        case ThingArg():
            return set()
    assert_never(kind)


def check_carried(button: str, args: Sequence[Arg], carries: tuple[str, ...]) -> None:
    """Raise `TypeError` unless a button's value carries what is needed, and nothing else."""
    lost = [arg.parameter for arg in args if arg.required and arg.parameter not in carries]
    if lost or not set(carries) <= {arg.parameter for arg in args}:
        raise TypeError(f"the button {button} carries {carries} and needs {lost}")
    files = [arg.parameter for arg in args if isinstance(arg.kind, FileArg)]
    if set(files) & set(carries[:-1]):
        raise TypeError(f"the button {button} carries a file before the last of {carries}")


def check_heard(handler: Callable[..., object], events: Sequence[type]) -> None:
    """Raise `TypeError` unless what a reaction takes first is just any of these."""
    first, hints = next(iter(inspect.signature(handler).parameters)), hints_of(handler)
    if _types(hints.get(first)) != set(events):
        raise TypeError(f"{handler} hears {list(events)} and takes {hints.get(first)}")


def check_public(args: Sequence[Arg]) -> None:
    """Raise `TypeError` for what those may not look for who are no members."""
    private = [arg.parameter for arg in args if isinstance(arg.kind, PersonArg | ThingArg)]
    if private:
        raise TypeError(f"who is no member may not look for {private}")
