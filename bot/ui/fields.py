"""The kinds of fields that a form can have: how each is declared, and how what arrives is read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, assert_never

from bot.ui.files import MOST_TAKEN, GivenFile
from bot.ui.messages import Option
from bot.ui.reading import Reading
from bot.ui.text import read_number
from bot.ui.typed import entries, given_file, many, one, within
from bot.ui.when_field import WhenField
from bot.ui.words import WordBook

words = WordBook("bot")

Label = str | Callable[[], str]
"""Words of a form, or what gives them in the language that is being spoken."""
Options = tuple[Option, ...] | Callable[[], tuple[Option, ...]]
"""What there is to choose from, or what gives it in the language that is being spoken."""

Raw = str | list[str]
"""A value as typed or chosen: one text, or several."""
Value = str | int | date | None | tuple[str, ...] | GivenFile
"""A value as a handler reads it; of people and times, it is what `Reading` gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortText:
    """One line of text. Browsers fill it in that know one `known_as` this: "name", "email"."""

    name: ClassVar[Literal["ShortText"]] = "ShortText"
    label: Label
    hint: Label = ""
    max_length: int = 120
    known_as: Literal["", "name", "email"] = ""

    def read(self, raw: Raw, reading: Reading) -> Value:
        """Return the line, trimmed, with white space made single."""
        return within(" ".join(one(raw).split()), self.max_length)


@dataclass(frozen=True, slots=True, kw_only=True)
class LongText:
    """Several lines of text."""

    name: ClassVar[Literal["LongText"]] = "LongText"
    label: Label
    hint: Label = ""
    max_length: int = 2000

    def read(self, raw: Raw, reading: Reading) -> Value:
        """Return the text, trimmed."""
        return within(one(raw).replace("\r\n", "\n").strip(), self.max_length)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of a few options; those that depend on the community come from the form's prefill."""

    name: ClassVar[Literal["Choice"]] = "Choice"
    label: Label
    hint: Label = ""
    options: Options = ()

    def read(self, raw: Raw, reading: Reading) -> Value:
        """Return the chosen option's value."""
        value, known = one(raw), {option.value for option in offered(self)}
        if known and value and value not in known:
            raise ValueError(words.text("form.choose", value=value))
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Any number of a few options."""

    name: ClassVar[Literal["Choices"]] = "Choices"
    label: Label
    hint: Label = ""
    options: Options = ()

    def read(self, raw: Raw, reading: Reading) -> Value:
        """Return the chosen options' values, in the order of the options."""
        chosen = dict.fromkeys(value for value in many(raw) if value)
        known = [option.value for option in offered(self)]
        for value in chosen:
            if known and value not in known:
                raise ValueError(words.text("form.choose", value=value))
        return tuple(v for v in known if v in chosen) if known else tuple(chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """Free words, separated by commas or semicolons, with the community's own ones offered."""

    name: ClassVar[Literal["Topics"]] = "Topics"
    label: Label
    hint: Label = ""
    max_items: int = 12
    max_length: int = 80
    lower: bool = False

    def read(self, raw: Raw, reading: Reading) -> Value:
        """Return the entries, each once, letters' case aside."""
        return entries(raw, self.max_items, self.max_length, lower=self.lower)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A whole number."""

    name: ClassVar[Literal["Number"]] = "Number"
    label: Label
    hint: Label = ""
    least: int = 0
    most: int = 1_000_000

    def read(self, raw: Raw, reading: Reading) -> Value:
        """Return the number."""
        text = one(raw).strip()
        if not text:
            return None
        number = read_number(text)
        if number is None or not self.least <= number <= self.most:
            raise ValueError(words.text("form.number", least=self.least, most=self.most))
        return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A date, as people say dates: "tuesday", "3 December", "2026-12-03"."""

    name: ClassVar[Literal["Day"]] = "Day"
    label: Label
    hint: Label = ""

    def read(self, raw: Raw, reading: Reading) -> Value:
        """Return the date in the actor's time zone."""
        text = one(raw).strip()
        return reading.day(text) if text else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A member of the community, chosen or typed as a name; arrives as a `Member`."""

    name: ClassVar[Literal["Person"]] = "Person"
    label: Label
    hint: Label = ""

    def read(self, raw: Raw, reading: Reading) -> object:
        """Return the member who is meant; what was picked and what was typed must be the same."""
        given = [each.strip() for each in many(raw) if each.strip()]
        meant = [reading.person(each) for each in given]
        if meant[1:] and meant[0] != meant[1]:
            raise ValueError(words.text("form.person_twice"))
        return meant[0] if meant else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A time zone, chosen or typed as a place; arrives as its name."""

    name: ClassVar[Literal["Zone"]] = "Zone"
    label: Label
    hint: Label = ""
    max_length: int = 60

    def read(self, raw: Raw, reading: Reading) -> Value:
        """Return the zone that is meant."""
        text = within(" ".join(one(raw).split()), self.max_length)
        return reading.time_zone(text) if text else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel of the space that the form is opened in."""

    name: ClassVar[Literal["Channel"]] = "Channel"
    label: Label
    hint: Label = ""

    def read(self, raw: Raw, reading: Reading) -> Value:
        """Return the channel as text of a `Ref`, or what was typed, for the handler to look up."""
        return one(raw).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file of one's own. It is asked for on the last page, since no draft keeps it."""

    name: ClassVar[Literal["Upload"]] = "Upload"
    label: Label
    extensions: tuple[str, ...]
    hint: Label = ""
    most: int = MOST_TAKEN

    def read(self, raw: Raw, reading: Reading) -> Value:
        """Return the file, which has yet to be fetched, if it is of a kind that is taken."""
        return given_file(raw, self.extensions, self.most)


FieldKind = (
    ShortText
    | LongText
    | Choice
    | Choices
    | Topics
    | Number
    | Day
    | WhenField
    | Person
    | Zone
    | Channel
    | Upload
)
"""What a field can be. Whoever shows or reads one matches all of them, ending in `assert_never`."""

KindName = (
    Literal["ShortText", "LongText", "Choice", "Choices", "Topics"]
    | Literal["Number", "Day", "When", "Person", "Zone", "Channel", "Upload"]
)
"""The `name` of each kind, as dialogs carry it; it is also in answers that are kept."""


def worded(label: Label) -> str:
    """A label in the language that is being spoken."""
    return label if isinstance(label, str) else label()


def offered(kind: FieldKind) -> tuple[Option, ...]:
    """What there is to choose from in a field, in the language that is being spoken."""
    match kind:
        case Choice(options=options) | Choices(options=options):
            return options if isinstance(options, tuple) else options()
        case ShortText() | LongText() | Topics() | Number() | Day() | Person() | Zone():
            return ()
        case WhenField() | Channel() | Upload():
            return ()
    assert_never(kind)


def room(kind: FieldKind) -> int:
    """How many characters there is room for in a field, or in each entry of one; 0 if unsaid."""
    match kind:
        case ShortText() | LongText() | Topics() | Zone() | WhenField():
            return kind.max_length
        case Choice() | Choices() | Number() | Day() | Person() | Channel() | Upload():
            return 0
    assert_never(kind)
