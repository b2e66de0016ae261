"""What passes between a chat and a handler: interactions in, answers out.

A chat makes an `Arrival` and a `Request` of what somebody did; the dispatcher makes a `Call` of
them (or a `Visit`, for somebody who is no member); a handler returns an `Answer`, and the chat gets
what is to be `Shown`.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Generic, Literal, Protocol, TypeVar

from pydantic import Field as Tagged

from bot.community.people import AccountInfo, Community, Member, Ref, Space
from bot.community.roles import Grant, Standing
from bot.delivery.live import View
from bot.delivery.sender import Posted, RateLimit
from bot.routing.arguments import Given
from bot.ui.commands import SlashCommand
from bot.ui.content import Gathered
from bot.ui.fields import KindName, Label, Raw
from bot.ui.files import MOST_TAKEN, GivenFile
from bot.ui.languages import current_locale
from bot.ui.messages import Message, Option, Part, RichText
from bot.ui.submit_words import SAVE

# In -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where an interaction comes from, as a chat knows it.

    `interaction_id` is the platform's own id of this interaction: the same id twice acts once. An
    interaction that is to be answered `once` gets no answer the second time. The actor may be
    `alone` with Kindred; or what they typed stands in `public`, where others read it. In a thread,
    `thread` is the message below which it is (`bot.delivery.threads.view_above`). `locale` is
    empty where the chat does not tell one. No room can be opened in the channels `without_rooms`,
    of those that it is about; those `not_for_all` are threads, calls or messages between a few, or
    Kindred may not write there. The chat keeps a list of events for the space where it has an
    `agenda`.
    """

    actor: Ref
    space: Ref
    channel: Ref
    interaction_id: str
    locale: str = ""
    thread: Posted | None = None
    once: bool = False
    alone: bool = False
    public: bool = False
    without_rooms: frozenset[Ref] = frozenset()
    not_for_all: frozenset[Ref] = frozenset()
    agenda: Ref | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """A command in words, with or without its slash. People are mentioned as `<@platform:id>`.

    `files` are those that were given with the words.
    """

    text: str
    files: tuple[GivenFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """A command by its key ("kindred introduce join"), with its arguments in fields of their own.

    `values` are what was typed or picked, by the handler's parameter; what was left empty counts as
    left out. A name beside a picked person stands under `Arg.beside`.
    """

    command: str
    values: Mapping[str, Given] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button or a select's option, as it was declared in the message."""

    action: str
    value: str


@dataclass(frozen=True, slots=True)
class Submitted:
    """A page of a form, as it was typed. `turn` says where the actor goes from here.

    `at` is when it was typed, as the chat tells (seconds since 1970): an older page never replaces
    what was typed later, and 0 is always newest.
    """

    form: str
    page: int
    values: dict[str, Raw]
    subject: str = ""
    turn: Literal["next", "back", "later", "done"] = "next"
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class FormOpened:
    """A form to be opened, by its key, at one of its pages (the nearest one that there is)."""

    form: str
    subject: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """What a chat shows as the actor's home."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody came into view: joined the space or its channel, or looked at Kindred."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A chat tells what has become of the actor's account."""

    who: AccountInfo


Request = Typed | Filled | Pressed | Submitted | FormOpened | HomeOpened | Seen | Changed


def leaves_no_trace(request: Request) -> bool:
    """Whether it changes nothing that a home shows."""
    typing = isinstance(request, Submitted) and request.turn == "later"
    return typing or isinstance(request, Seen | HomeOpened)


@dataclass(frozen=True, slots=True)
class CommandHelp:
    """A command as help shows it."""

    usage: SlashCommand
    help: RichText
    for_facilitators: bool


class Catalogue(Protocol):
    """What all features together contribute: for those handlers that show everything."""

    def commands_for(self, standing: Standing) -> Sequence[CommandHelp]:
        """Every command that is listed and that somebody may use."""
        ...

    def about(self, root: str) -> str:
        """What the commands of a root are for."""
        ...

    async def home(self, call: "Call", work: Any) -> Message:
        """What stands on the home of the actor."""
        ...

    async def view(self, view: View, work: Any, now: datetime) -> Message | None:
        """What a live view shows now; `None` when it is no more."""
        ...

    async def to_do(self, call: "Call", work: Any) -> Sequence[Part]:
        """What facilitators have to look at or decide; nothing for anybody else."""
        ...

    async def search(self, call: "Call", work: Any, query: str) -> Sequence[Part]:
        """What else than people is found by these words."""
        ...


@dataclass(frozen=True, slots=True)
class Call:
    """What a handler gets to know of an interaction.

    `keeps_home`: there is a home of the actor; `was_gone`: their chat said that they had left.
    """

    me: Member
    community: Community
    arrival: Arrival
    now: datetime
    seed: int
    catalogue: Catalogue
    rate_limits: Mapping[str, RateLimit] = field(default_factory=dict)
    grants: tuple[Grant, ...] = ()
    keeps_home: bool = False
    was_gone: bool = False

    @property
    def standing(self) -> Standing:
        """What the actor is, on the ladder and in single things."""
        return Standing(self.me.role, self.grants)


@dataclass(frozen=True, slots=True)
class Visit:
    """What a handler gets to know when the actor is no member.

    `space` is `None` while the place they are in is part of no community. They are `unasked` when
    they only came into view and wanted nothing; else `wanted` is what a button can carry of it
    (`bot.routing.wishes`).
    """

    arrival: Arrival
    space: Space | None
    now: datetime
    seed: int
    unasked: bool = False
    wanted: str = ""


# Out ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in the place where the interaction came from; `refused` if nothing was done.

    What is `secret` is shown once, and not kept for an interaction that is delivered again. What
    the actor wanted before they could is done `then` (`bot.routing.wishes`), and shown below.
    """

    message: Message
    only_for_actor: bool = True
    refused: bool = False
    secret: bool = False
    then: str = ""
    kind: Literal["reply"] = "reply"


@dataclass(frozen=True, slots=True)
class Update:
    """The new form of the message whose button was pressed."""

    message: Message
    kind: Literal["update"] = "update"


@dataclass(frozen=True, slots=True)
class Refresh:
    """Show at once, where its button was pressed, what a live view has become by that.

    It is composed for all who see it there; elsewhere it follows in a moment.
    """

    view: View


@dataclass(frozen=True, slots=True)
class Open:
    """Show a form, filled in by its prefill and by a draft left earlier.

    A form of another feature is named by its key. `values` are put over whatever stands in it.
    """

    form: type | str
    subject: str = ""
    values: Mapping[str, Raw] = field(default_factory=dict)


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Compute(Generic[T]):
    """Something slow to compute between reading and writing, with no transaction open.

    `function` is a pure function of its arguments, called in another process, so both must be
    picklable; `then` gets its result in a unit of work of its own.
    """

    function: Callable[..., T]
    arguments: tuple[object, ...]
    then: Callable[[Any, T], Awaitable["Answer"]]


@dataclass(frozen=True, slots=True)
class LookUpActor:
    """Ask the chat who the actor is, with no transaction open; `then` goes on with the answer."""

    then: Callable[[Any, AccountInfo], Awaitable["Answer"]]


@dataclass(frozen=True, slots=True)
class FetchFile:
    """Fetch a file that somebody gave, with no transaction open; `then` goes on with its content.

    The content is let go of when the unit of work of `then` has ended.
    """

    file: GivenFile
    then: Callable[[Any, Gathered], Awaitable["Answer"]]
    most: int = MOST_TAKEN


Answer = Reply | Update | Refresh | Open | Compute[Any] | LookUpActor | FetchFile | None


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of a dialog: what it is, what stands in it, what is wrong with it.

    `accept` is how the names of files end that may be given. `account` mentions whom a name in it
    stands for, where the form knows them and they have an account in this space. `known_as` is what
    browsers know it by that fill in forms, as HTML's `autocomplete` has it.
    """

    name: str
    kind: KindName
    label: str
    hint: str
    required: bool
    max_length: int
    options: tuple[Option, ...]
    value: str | list[str]
    error: str
    accept: tuple[str, ...] = ()
    account: str = ""
    known_as: str = ""


@dataclass(frozen=True, slots=True)
class Dialog:
    """One page of a form, ready to be shown; `locale` is the language that it is in.

    `submit` is what stands on the button that sends off the whole form.
    """

    form: str
    subject: str
    title: str
    page: int
    pages: int
    page_title: str
    fields: tuple[FieldView, ...]
    submit: str = field(default_factory=SAVE)
    kind: Literal["dialog"] = "dialog"
    locale: str = field(default_factory=current_locale)


Shown = Annotated[Reply | Update | Dialog, Tagged(discriminator="kind")]
"""What a chat gets back for an interaction; nothing at all is `None`."""


FindOptions = Callable[[], Awaitable[Sequence[Option]]]
"""Finds what there is to choose from; asked only when it is to be shown."""


@dataclass(frozen=True, slots=True)
class Prefill:
    """What stands in a form when it opens, and the options that depend on the community.

    `people` are those whose names stand in it, by field: they are meant as long as these stay.
    `labels` are what fields are called instead, where people chose what they ask.
    `submit` stands on its last button where it does something else about this subject.
    """

    values: dict[str, Raw] = field(default_factory=dict)
    options: Mapping[str, Sequence[Option] | FindOptions] = field(default_factory=dict)
    people: Mapping[str, Member] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    submit: Label = ""
