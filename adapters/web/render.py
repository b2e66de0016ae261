"""From the core's trees to HTML. Pure; what people wrote passes through Jinja's escaping.

The `match`es below are closed: the type checker finds a node that has no rendering.
"""

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal, assert_never
from urllib.parse import urlsplit

from babel.dates import format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.community.people import Member
from bot.community.zones import zone
from bot.routing.interaction import Dialog
from bot.ui.channels import ChannelMention
from bot.ui.commands import SlashCommand
from bot.ui.fields import KindName, Raw
from bot.ui.files import File
from bot.ui.languages import culture, current_locale
from bot.ui.messages import (
    Actions,
    Block,
    Bullets,
    Button,
    Code,
    Control,
    Divider,
    Fields,
    Heading,
    Image,
    Link,
    LinkButton,
    Mention,
    Message,
    Moment,
    Note,
    Plain,
    RichText,
    Select,
    Span,
    Strong,
    Table,
    Text,
)
from bot.ui.when_field import parts_of
from bot.ui.words import WordBook

words = WordBook("adapters.web")

_HUES = 12  # as many colours for people as the style sheet has
_MOMENT = {"date": "EEE d MMM y", "time": "HH:mm", "datetime": "EEE d MMM y, HH:mm"}


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a page is made: their id, time zone and language, and the instant.

    One who does not act gets nothing to press: not in the chat, they could not. Of somebody who is
    in no chat it is not known where they are: their `zone` is named with each time. `is_command`
    tells which words are a command, in messages of versions before commands were nodes; `home` is
    where the chat is reached.
    """

    id: int
    zone: str
    locale: str
    now: datetime
    acts: bool = True
    names_zone: bool = False
    is_command: Callable[[str], bool] = lambda _: False
    home: str = ""

    @classmethod
    def of(
        cls, member: Member, now: datetime, is_command: Callable[[str], bool], home: str = ""
    ) -> "Reader":
        """The member as a reader."""
        return cls(member.id, member.zone, member.locale, now, is_command=is_command, home=home)

    def own(self, url: str) -> str:
        """The address, without what stands before it of all addresses of the chat."""
        here = self.home and url.startswith(f"{self.home}/")
        return url.removeprefix(self.home) if here else url

    def local(self, at: datetime) -> datetime:
        """The instant on this reader's clock."""
        return at.astimezone(zone(self.zone))

    def tells(self, at: datetime, pattern: str) -> str:
        """The instant in this reader's words, by a Unicode date pattern."""
        told = format_datetime(self.local(at), pattern, tzinfo=None, locale=culture(self.locale))
        return f"{told} ({self.zone.replace('_', ' ')})" if self.names_zone else told

    def day(self, at: datetime) -> str:
        """The day of an instant: today, yesterday, or its date."""
        day, today = self.local(at).date(), self.local(self.now).date()
        if day == today:
            return words.text("day.today")
        if day == today - timedelta(days=1):
            return words.text("day.yesterday")
        return self.tells(at, "EEEE d MMMM" if day.year == today.year else "EEEE d MMMM y")

    def date(self, at: datetime) -> date:
        """The local date of an instant."""
        return self.local(at).date()


# Pages ----------------------------------------------------------------------------------------


def initials(name: str) -> str:
    """One or two letters that stand for a name."""
    letters = [word[0] for word in name.split() if word[0].isalnum()] or [name[:1] or "?"]
    return "".join(letters[:1] + letters[1:][-1:]).upper()


def hue(of: int | str) -> int:
    """The number of the colour that always stands for this member."""
    return zlib.crc32(str(of).encode()) % _HUES


def raw_text(value: Raw) -> str:
    """A field's value as one line of text."""
    return value if isinstance(value, str) else "; ".join(value)


def raw_list(value: Raw) -> list[str]:
    """A field's value as a list."""
    return ([value] if value else []) if isinstance(value, str) else value


Input = Literal["line", "lines", "menu", "boxes", "topics", "person", "number", "file", "time"]
"""What a field of a dialog is filled in with; each is a part of `dialog.html`."""


def input_for(kind: KindName) -> Input:
    """What a field of this kind is filled in with."""
    match kind:
        case "LongText":
            return "lines"
        case "Choice":
            return "menu"
        case "Choices":
            return "boxes"
        case "Topics":
            return "topics"
        case "Person":
            return "person"
        case "Number":
            return "number"
        case "Upload":
            return "file"
        case "When":
            return "time"
        case "ShortText" | "Day" | "Zone" | "Channel":
            return "line"
    assert_never(kind)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(t=words.text, language=current_locale, hue=hue, initials=initials)
    environment.filters.update(
        raw_text=raw_text, raw_list=raw_list, input_for=input_for, time_parts=parts_of
    )
    environment.tests["web_address"] = is_web_address
    return environment


def page(template: str, **values: object) -> str:
    """A whole page of a template."""
    return _ENVIRONMENT.get_template(template).render(**values)


def dialog_html(dialog: Dialog, **values: object) -> Markup:
    """A page of a form as a dialog; `values` are what the request needs to come back."""
    return Markup(page("dialog.html", dialog=dialog, **values))  # noqa: S704  # made by Jinja


def _piece(template: str, name: str, *values: object) -> Markup:
    return Markup(getattr(_ENVIRONMENT.get_template(template).module, name)(*values))  # noqa: S704


# Messages -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pressing:
    """What the buttons of a message need: where they go, and proof of coming from our page.

    `files` is where the files of the message are, each under its number.
    """

    path: str
    csrf: str
    delivery: str
    files: str = ""


def message_html(message: Message, reader: Reader, pressing: Pressing | None = None) -> Markup:
    """A message's blocks. Without `pressing`, buttons become the commands that do the same."""
    parts = (_block(b, n, reader, pressing) for n, b in enumerate(message.blocks))
    return Markup("").join(parts)


def _block(  # noqa: C901  # one arm a node
    block: Block, number: int, reader: Reader, pressing: Pressing | None
) -> Markup:
    match block:
        case Heading(text=text):
            return _node("heading", text)
        case Text(spans=spans):
            return _node("text", _spans(spans, reader))
        case Bullets(items=items):
            return _node("bullets", [_spans(item, reader) for item in items])
        case Note(spans=spans):
            return _node("note", _spans(spans, reader))
        case Fields(facts=facts):
            return _node("fields", [(fact.label, _spans(fact.spans, reader)) for fact in facts])
        case Image(url=url, alt=alt):
            here = reader.own(url)
            return _node("image", here, alt, not urlsplit(here).netloc)
        case File(name=name):
            files = pressing.files if pressing else ""
            return _node("file", name, f"{files}/{number}" if files else "")
        case Table(columns=columns, rows=rows):
            return _node("table", columns, [[_spans(c, reader) for c in line] for line in rows])
        case Divider():
            return _node("divider")
        case Actions(controls=controls):
            return _actions(controls, reader, pressing)
    assert_never(block)


def _actions(controls: Iterable[Control], reader: Reader, pressing: Pressing | None) -> Markup:
    if pressing is None:
        commands = (c.command for c in controls if not isinstance(c, LinkButton))
        led = [_link_here(c, "button plain") for c in controls if isinstance(c, LinkButton)]
        told = _node("commands", [_span(command, reader) for command in commands if command])
        return (_node("links", led) if led else Markup("")) + told
    return _node("actions", [_control(control) for control in controls], pressing)


def _link_here(control: LinkButton, look: str) -> Markup:
    return _node("link_here", control.label, control.url, look)


def _control(control: Control) -> Markup:
    match control:
        case Button(label=label, action=action, value=value, style=style):
            return _node("button", label, f"{action}:{value}", style)
        case LinkButton(label=label, url=url):
            return _node("link_button", label, url)
        case Select(placeholder=placeholder, action=action, options=options):
            return _node("select", placeholder, f"{action}:", options)
    assert_never(control)


def _spans(spans: RichText, reader: Reader) -> Markup:
    return Markup("").join(_span(span, reader) for span in spans)


def _span(span: Span, reader: Reader) -> Markup:
    match span:
        case Plain(text=text):
            return _node("plain", text)
        case Strong(text=text) | ChannelMention(text=text):
            return _node("strong", text)
        case Mention(member=member, name=name):
            if not reader.acts:
                return _node("strong", name)
            return _node("mention", member, name, member == reader.id)
        case Moment(at=at, style=style):
            return _node("moment", at.isoformat(), reader.tells(at, _MOMENT[style]))
        case Link(text=text, url=url):
            return _node("link", text, url) if reader.acts else _node("link_here", text, url, "")
        case Code(text=text):
            fillable = reader.acts and text.startswith("/") and reader.is_command(text)
            return _node("command" if fillable else "code", text)
        case SlashCommand(line=line):
            return _node("command" if reader.acts else "code", line)
    assert_never(span)


def _node(name: str, *values: object) -> Markup:
    return _piece("nodes.html", name, *values)


def is_web_address(url: str) -> bool:
    """Whether a link may be followed: nothing but http and https."""
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False


_ENVIRONMENT = _environment()
