"""What Kindred says: a small closed tree of frozen nodes that every chat can show.

A message is made of blocks, a block of spans. What people wrote is always `Plain` (or the text of
another span), never markup: each renderer escapes it in its own way.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Literal

from babel.dates import format_datetime
from pydantic import Field as Tagged

from bot.ui.capabilities import FLOOR, short
from bot.ui.channels import ChannelMention
from bot.ui.commands import SameCommand, SlashCommand
from bot.ui.files import File
from bot.ui.languages import colon, culture, current_locale
from bot.ui.listings import Listing
from bot.ui.speakers import Speaker

# Spans ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plain:
    """Words as they are."""

    text: str
    kind: Literal["plain"] = "plain"


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out."""

    text: str
    kind: Literal["strong"] = "strong"


@dataclass(frozen=True, slots=True)
class Mention:
    """A person: a real mention where the chat knows them, else their name."""

    member: int
    name: str
    kind: Literal["mention"] = "mention"


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant (aware, UTC), shown in the reader's own time zone."""

    at: datetime
    style: Literal["date", "time", "datetime"] = "datetime"
    kind: Literal["moment"] = "moment"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a web address."""

    text: str
    url: str
    kind: Literal["link"] = "link"


@dataclass(frozen=True, slots=True)
class Code:
    """Something to type as it stands, that is no command."""

    text: str
    kind: Literal["code"] = "code"


OneSpan = Plain | Strong | Mention | ChannelMention | Moment | Link | Code | SlashCommand
Span = Annotated[OneSpan, Tagged(discriminator="kind")]
RichText = tuple[Span, ...]
Words = str | OneSpan | RichText
"""What the constructors below accept where a text is wanted."""


def rich(words: Words) -> RichText:
    """Return `words` as spans; a `str` is taken literally."""
    if isinstance(words, str):
        return (Plain(words),)
    return words if isinstance(words, tuple) else (words,)


# Things to press ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Button:
    """Sends `action` and `value` back when pressed; `command` does the same where it is typed."""

    label: str
    action: str
    value: str = ""
    style: Literal["plain", "primary", "danger"] = "plain"
    command: SameCommand = None
    kind: Literal["button"] = "button"

    def __post_init__(self) -> None:
        _fits(self.label, FLOOR.button_label, "a button's label")
        _routable(self.action, self.value)


@dataclass(frozen=True, slots=True)
class LinkButton:
    """Opens a web address."""

    label: str
    url: str
    kind: Literal["link_button"] = "link_button"

    def __post_init__(self) -> None:
        _fits(self.label, FLOOR.button_label, "a button's label")


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a select or of a form's choice."""

    label: str
    value: str

    @classmethod
    def of(cls, label: str, value: str) -> "Option":
        """Make an option of a label of any length, cut to what every chat can show."""
        return cls(short(label, FLOOR.option_label), value)


@dataclass(frozen=True, slots=True)
class Select:
    """A menu. Choosing sends `action` with the chosen option's value."""

    placeholder: str
    action: str
    options: tuple[Option, ...]
    command: SameCommand = None
    kind: Literal["select"] = "select"

    def __post_init__(self) -> None:
        _fits(self.placeholder, FLOOR.button_label, "a select's placeholder")
        if not 1 <= len(self.options) <= FLOOR.select_options:
            raise ValueError(f"a select has 1 to {FLOOR.select_options} options")
        for option in self.options:
            _fits(option.label, FLOOR.option_label, "an option's label")
            _routable(self.action, option.value)


Control = Annotated[Button | LinkButton | Select, Tagged(discriminator="kind")]


def _fits(text: str, limit: int, what: str) -> None:
    if not 1 <= len(text) <= limit:
        raise ValueError(f"{what} has 1 to {limit} characters, not {len(text)}: {text[:90]!r}")


def _routable(action: str, value: str) -> None:
    if len(f"{action}:{value}".encode()) > FLOOR.route_bytes:
        raise ValueError(f"{action}:{value} is longer than {FLOOR.route_bytes} bytes")


# Blocks ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """A title inside a message."""

    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    spans: RichText
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short lines."""

    items: tuple[RichText, ...]
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True)
class Note:
    """Small print: where something comes from, who can see it."""

    spans: RichText
    kind: Literal["note"] = "note"


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what it says, with what stands between the two in its language."""

    label: str
    spans: RichText
    colon: str = field(default_factory=colon)

    @property
    def labelled(self) -> str:
        """The label as it stands before what it says, in one line."""
        return f"{self.label}{self.colon}"


@dataclass(frozen=True, slots=True)
class Fields:
    """Facts shown as label and value."""

    facts: tuple[Fact, ...]
    kind: Literal["fields"] = "fields"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture with words for those who do not see it."""

    url: str
    alt: str
    kind: Literal["image"] = "image"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headed columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[RichText, ...], ...]
    kind: Literal["table"] = "table"
    colon: str = field(default_factory=colon)


@dataclass(frozen=True, slots=True)
class Divider:
    """A line between two parts."""

    kind: Literal["divider"] = "divider"


@dataclass(frozen=True, slots=True)
class Actions:
    """A row of buttons, or one select."""

    controls: tuple[Control, ...]
    kind: Literal["actions"] = "actions"

    def __post_init__(self) -> None:
        if not 1 <= len(self.controls) <= FLOOR.buttons_per_row:
            raise ValueError(f"a row has 1 to {FLOOR.buttons_per_row} controls")
        if len(self.controls) > 1 and any(isinstance(c, Select) for c in self.controls):
            raise ValueError("a select stands in a row of its own")


Block = Annotated[
    Heading | Text | Bullets | Note | Fields | Image | File | Table | Divider | Actions,
    Tagged(discriminator="kind"),
]


@dataclass(frozen=True, slots=True)
class Message:
    """Blocks to show, and the plain words that notifications and screen readers get.

    `locale` is the language that was spoken when it was composed; what a chat adds to it of its own
    is said in the same. What is `quiet` wakes nobody, where the chat can do that. Where people talk
    about it has `thread` as its title, in a chat in which somebody has to open such a place below a
    message; none without one. What is said in such a place names it by the same. Where it goes into
    a chat's own list of events it is a `listing`. What somebody else has said has a `speaker`.
    """

    blocks: tuple[Block, ...]
    fallback: str
    locale: str = field(default_factory=current_locale)
    quiet: bool = False
    thread: str = ""
    listing: Listing | None = None
    speaker: Speaker | None = None

    def __post_init__(self) -> None:
        if not self.blocks or not self.fallback.strip():
            raise ValueError("a message says something, and has a fallback")


Part = Words | Heading | Text | Bullets | Note | Fields | Image | File | Table | Divider | Actions


def say(
    *parts: Part | None,
    fallback: str = "",
    quiet: bool = False,
    thread: str = "",
    listing: Listing | None = None,
    speaker: Speaker | None = None,
) -> Message:
    """Make a message of blocks and of words (each a paragraph); `None` parts are left out.

    Without a `fallback` the first words serve as one.
    """
    blocks = tuple(_block(part) for part in parts if part is not None)
    told = fallback or next((w for w in map(words_of, blocks) if w), "…")
    return Message(blocks, told, quiet=quiet, thread=thread, listing=listing, speaker=speaker)


def _block(part: Part) -> Block:
    if isinstance(part, str | tuple | OneSpan):
        return Text(rich(part))
    return part


def row(*controls: Button | LinkButton | Select) -> Actions:
    """A row of controls."""
    return Actions(controls)


def bullets(items: Iterable[Words]) -> Bullets | None:
    """A list, or `None` when there is nothing to list."""
    lines = tuple(rich(item) for item in items)
    return Bullets(lines) if lines else None


def fields(pairs: Iterable[tuple[str, Words]]) -> Fields | None:
    """Facts of the pairs whose value says something, or `None` when none does."""
    facts = tuple(Fact(label, rich(value)) for label, value in pairs if value)
    return Fields(facts) if facts else None


# Plain words ----------------------------------------------------------------------------------


def plain(spans: RichText) -> str:
    """The spans as plain words; an instant is given in UTC."""
    return "".join(_plain_span(span) for span in spans)


_MOMENT = {"date": "EEE dd MMM y", "time": "HH:mm", "datetime": "EEE dd MMM y HH:mm"}


def _plain_span(span: Span) -> str:
    match span:
        case Mention(name=name):
            return f"@{name}"
        case Moment(at=at, style=style):
            told = format_datetime(at, _MOMENT[style], tzinfo=UTC, locale=culture(current_locale()))
            return told if style == "date" else f"{told} UTC"
        case SlashCommand():
            return span.line
        case _:
            return span.text


def words_of(block: Block) -> str:
    """What a block says in plain words; empty for one that only offers controls or a line."""
    match block:
        case Heading(text=text):
            return text
        case Text(spans=spans) | Note(spans=spans):
            return plain(spans)
        case Bullets(items=items):
            return "\n".join(f"• {plain(item)}" for item in items)
        case Fields(facts=facts):
            return "\n".join(f"{fact.labelled} {plain(fact.spans)}" for fact in facts)
        case Image(alt=alt):
            return alt
        case File(name=name):
            return name
        case Table(columns=columns, rows=rows):
            lines = [columns, *(tuple(plain(cell) for cell in line) for line in rows)]
            return "\n".join(" | ".join(line) for line in lines)
        case Actions() | Divider():
            return ""
