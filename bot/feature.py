"""How a feature declares its routes, and what passes between a chat and a handler.

A feature is registry data: from it come every chat's commands and buttons, `/kindred help`, the
schedules, and what is known about people.

    feature = Feature[Work]("introductions", words)

    @feature.command("introduce pause")
    async def pause(call: Call, work: Work, until: Annotated[date, When("until when")]) -> Answer:
        ...
"""

import inspect
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, Concatenate, Generic, Literal, ParamSpec, TypeVar, get_args
from typing import get_type_hints as hints_of

from pydantic import Field as Tagged

from bot.forms import FormSpec, Raw, spec_of
from bot.people import Community, Member, Ref, Role
from bot.personal import PersonalData
from bot.ui import Message, Option
from bot.words import WordBook
from bot.work import Work

# In -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where an interaction comes from, as a chat knows it.

    `delivery_id` is the platform's own id of this interaction: the same id twice acts once.
    """

    actor: Ref
    space: Ref
    channel: Ref
    delivery_id: str
    locale: str = "en"
    thread: Ref | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """A command in words, with or without its slash. People are mentioned as `<@platform:id>`."""

    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button or a select's option, as it was declared in the message."""

    action: str
    value: str


@dataclass(frozen=True, slots=True)
class Submitted:
    """A page of a form, as it was typed. `turn` says where the actor goes from here."""

    form: str
    page: int
    values: dict[str, Raw]
    subject: str = ""
    turn: Literal["next", "back", "later", "done"] = "next"


Request = Typed | Pressed | Submitted


@dataclass(frozen=True, slots=True)
class Call:
    """What a handler gets to know of an interaction."""

    me: Member
    community: Community
    arrival: Arrival
    now: datetime
    seed: int


# Out ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in the place where the interaction came from; `refused` if nothing was done."""

    message: Message
    only_for_actor: bool = True
    refused: bool = False
    kind: Literal["reply"] = "reply"


@dataclass(frozen=True, slots=True)
class Update:
    """The new form of the message whose button was pressed."""

    message: Message
    kind: Literal["update"] = "update"


@dataclass(frozen=True, slots=True)
class Open:
    """Show a form, filled in by its opening and by a draft left earlier."""

    form: type
    subject: str = ""


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Think(Generic[T]):
    """Something slow to work out between reading and writing, with no transaction open.

    `compute` is a pure function of its arguments, called in another process, so both must be
    picklable; `then` gets its result in a unit of work of its own.
    """

    compute: Callable[..., T]
    arguments: tuple[object, ...]
    then: Callable[[Any, T], Awaitable["Answer"]]


Answer = Reply | Update | Open | Think[Any] | None


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of a dialog: what it is, what stands in it, what is wrong with it."""

    name: str
    kind: str
    label: str
    hint: str
    required: bool
    max_length: int
    options: tuple[Option, ...]
    value: str | list[str]
    error: str


@dataclass(frozen=True, slots=True)
class Dialog:
    """One page of a form, ready to be shown."""

    form: str
    subject: str
    title: str
    page: int
    pages: int
    page_title: str
    fields: tuple[FieldView, ...]
    kind: Literal["dialog"] = "dialog"


Shown = Annotated[Reply | Update | Dialog, Tagged(discriminator="kind")]
"""What a chat gets back for an interaction; nothing at all is `None`."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands in a form when it opens, and the options that depend on the community."""

    values: dict[str, Raw] = field(default_factory=dict)
    options: dict[str, Sequence[Option]] = field(default_factory=dict)


# Declaring ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Who:
    """An argument that names a member: a mention, a name, or "Name (Network)"."""

    name: str


@dataclass(frozen=True, slots=True)
class When:
    """An argument that is a date, as people say dates; takes the rest of the line."""

    name: str


@dataclass(frozen=True, slots=True)
class Word:
    """An argument of one word, or of several in quotes."""

    name: str


@dataclass(frozen=True, slots=True)
class Rest:
    """An argument that takes the rest of the line as it is."""

    name: str


ArgKind = Who | When | Word | Rest


@dataclass(frozen=True, slots=True)
class Arg:
    """One declared argument of a command; `parameter` is the handler's name for it."""

    parameter: str
    kind: ArgKind
    required: bool


@dataclass(frozen=True, slots=True)
class Command:
    """A declared command: its words, who may use it, what it takes and may open."""

    words: str
    role: Role
    args: tuple[Arg, ...]
    opens: type | None
    handler: Callable[..., Awaitable[Answer]]
    help: Callable[[], str]

    @property
    def root(self) -> str:
        """`kindred` for what every member may do, `facilitate` for the rest."""
        return "kindred" if self.role is Role.MEMBER else "facilitate"

    @property
    def usage(self) -> str:
        """The command as it is typed, with its arguments: `/kindred find [words]`."""
        marks = (f"<{a.kind.name}>" if a.required else f"[{a.kind.name}]" for a in self.args)
        return " ".join([f"/{self.root}", self.words, *marks])


@dataclass(frozen=True, slots=True)
class Action:
    """What a button or a select does."""

    key: str
    role: Role
    handler: Callable[..., Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class FormRoute:
    """A form with what fills it and what takes it."""

    spec: FormSpec
    role: Role
    opening: Callable[..., Awaitable[Opening]] | None
    submitted: Callable[..., Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Schedule:
    """Work that falls due: `due` lists the periods, `run` does one, each exactly once."""

    name: str
    due: Callable[..., Awaitable[Sequence[str]]]
    run: Callable[..., Awaitable["Think[Any] | None"]]


W = TypeVar("W", bound=Work)
P = ParamSpec("P")
F = TypeVar("F")
E = TypeVar("E")
OnCommand = Callable[Concatenate[Call, W, P], Awaitable[Answer]]
OnAction = Callable[[Call, W, str], Awaitable[Answer]]
OnOpening = Callable[[Call, W, str], Awaitable[Opening]]
OnSubmit = Callable[[Call, F, W, str], Awaitable[Answer]]
OnSchedule = Callable[[W, str, datetime, int], Awaitable[Think[Any] | None]]
OnEvent = Callable[[E, W, datetime], Awaitable[None]]


class Feature(Generic[W]):
    """The routes, schedules, reactions and personal data of one feature."""

    def __init__(self, name: str, words: WordBook) -> None:
        self.name = name
        self.words = words
        self.commands: list[Command] = []
        self.actions: list[Action] = []
        self.forms: list[FormRoute] = []
        self.schedules: list[Schedule] = []
        self.reactions: list[tuple[type, Callable[..., Awaitable[None]]]] = []
        self.holds: list[PersonalData] = []
        self._openings: dict[type, Callable[..., Awaitable[Opening]]] = {}

    def command(
        self, words: str, *, role: Role = Role.MEMBER, opens: type | None = None
    ) -> Callable[[OnCommand[W, P]], OnCommand[W, P]]:
        """Declare a command; its help is the text `help.<words with dots>` of the feature."""

        def declare(handler: OnCommand[W, P]) -> OnCommand[W, P]:
            key = f"help.{words.replace(' ', '.')}"
            text = self.words.text
            command = Command(words, role, _args(handler), opens, handler, lambda: text(key))
            self.commands.append(command)
            return handler

        return declare

    def action(
        self, name: str, *, role: Role = Role.MEMBER
    ) -> Callable[[OnAction[W]], OnAction[W]]:
        """Declare what a button with the action `<feature>.<name>` does with its value."""

        def declare(handler: OnAction[W]) -> OnAction[W]:
            self.actions.append(Action(f"{self.name}.{name}", role, handler))
            return handler

        return declare

    def opening(self, form: type) -> Callable[[OnOpening[W]], OnOpening[W]]:
        """Declare what stands in a form when it opens; the handler gets the form's subject."""

        def declare(handler: OnOpening[W]) -> OnOpening[W]:
            self._openings[form] = handler
            return handler

        return declare

    def submitted(
        self, form: type[F], *, role: Role = Role.MEMBER
    ) -> Callable[[OnSubmit[F, W]], OnSubmit[F, W]]:
        """Declare what takes a form that is complete; declare its opening first."""

        def declare(handler: OnSubmit[F, W]) -> OnSubmit[F, W]:
            opening = self._openings.get(form)
            self.forms.append(FormRoute(spec_of(form), role, opening, handler))
            return handler

        return declare

    def schedule(
        self, name: str, due: Callable[[W, datetime], Awaitable[Sequence[str]]]
    ) -> Callable[[OnSchedule[W]], OnSchedule[W]]:
        """Declare work that falls due; the handler gets one period, the instant and a seed."""

        def declare(handler: OnSchedule[W]) -> OnSchedule[W]:
            self.schedules.append(Schedule(name, due, handler))
            return handler

        return declare

    def when(self, event: type[E]) -> Callable[[OnEvent[E, W]], OnEvent[E, W]]:
        """Declare a reaction to a domain event, in the unit of work in which it happened."""

        def declare(handler: OnEvent[E, W]) -> OnEvent[E, W]:
            self.reactions.append((event, handler))
            return handler

        return declare


def _args(handler: Callable[..., object]) -> tuple[Arg, ...]:
    hints = hints_of(handler, include_extras=True)
    parameters = list(inspect.signature(handler).parameters.values())[2:]
    return tuple(
        Arg(p.name, _kind(hints[p.name]), p.default is inspect.Parameter.empty) for p in parameters
    )


def _kind(hint: object) -> ArgKind:
    kind = get_args(hint)[1]
    if not isinstance(kind, Who | When | Word | Rest):
        raise TypeError(f"{hint} does not say which kind of argument it is")
    return kind


ArgValue = Member | date | str
