"""From the core's messages to a subject and plain text. Pure.

There is no HTML beside it: plain text says all that a message can say, is read by every program,
and what people wrote cannot be markup in it. The `match`es are closed: the type checker finds a
node that has no rendering.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never
from urllib.parse import urlsplit

from babel.dates import format_datetime

from adapters.mail import limits
from bot.community.mailboxes import Mailbox
from bot.community.zones import zone
from bot.ui.channels import ChannelMention
from bot.ui.commands import SlashCommand
from bot.ui.files import File
from bot.ui.languages import colon, culture, current_locale, in_language
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
from bot.ui.text import clean, label
from bot.ui.words import WordBook

words = WordBook("adapters.mail")

_MOMENT = {"date": "EEEE d MMMM y", "time": "HH:mm", "datetime": "EEEE d MMMM y, HH:mm"}
_BLANKS = re.compile(r"[^\S\n]+$|\t", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Words:
    """What a mail says: in the inbox, and when it is opened."""

    subject: str
    text: str


def words_of(message: Message, mailbox: Mailbox, ends_at: str) -> Words:
    """A message to somebody, with the address at which they end all mail below it."""
    with in_language(message.locale):
        parts = [part for block in message.blocks if (part := _block(block, mailbox.zone).strip())]
        below = words.text("below", address=ends_at)
        text = "\n\n".join([*parts, f"-- \n{below}"])
    return Words(label(message.fallback, limits.SUBJECT), text + "\n")


def _block(block: Block, zone_name: str) -> str:
    match block:
        case Heading(text=text):
            return _line(text)
        case Text(spans=spans) | Note(spans=spans):
            return _spans(spans, zone_name)
        case Bullets(items=items):
            return "\n".join(_item(_spans(item, zone_name)) for item in items)
        case Fields(facts=facts):
            return "\n".join(
                f"{_line(f.label)}{f.colon} {_spans(f.spans, zone_name)}" for f in facts
            )
        case Image(url=url, alt=alt):
            return _leads(_line(alt), url)
        case File(name=name):
            return words.text("file", name=name)
        case Table(columns=columns, rows=rows):
            return "\n".join(_item(", ".join(_cells(columns, row, zone_name))) for row in rows)
        case Divider():
            return "* * *"
        case Actions(controls=controls):
            return "\n".join(filter(None, map(_control, controls)))
    assert_never(block)


def _cells(columns: tuple[str, ...], row: tuple[RichText, ...], zone_name: str) -> Iterator[str]:
    """What stands in a row, each cell with the name of its column."""
    for column, cell in zip(columns, row, strict=False):
        said = _spans(cell, zone_name)
        yield f"{_line(column)}{colon()} {said}" if column.strip() else said


def _item(text: str) -> str:
    return "• " + text.replace("\n", "\n  ")


def _control(control: Control) -> str:
    """Nothing is pressed in a mail: an address is opened, a command is typed in a chat."""
    match control:
        case LinkButton(label=said, url=url):
            return _leads(_line(said), url)
        case Button(label=said, command=command) | Select(placeholder=said, command=command):
            return words.text("command", label=_line(said), command=command) if command else ""
    assert_never(control)


def _spans(spans: RichText, zone_name: str) -> str:
    return _BLANKS.sub(" ", "".join(_span(span, zone_name) for span in spans)).strip()


def _span(span: Span, zone_name: str) -> str:
    match span:
        case Plain(text=text) | Strong(text=text) | Code(text=text) | ChannelMention(text=text):
            return clean(text)
        case SlashCommand(line=line):
            return clean(line)
        case Mention(name=name):
            return _line(name)
        case Moment():
            return _moment(span, zone_name)
        case Link(text=text, url=url):
            return _leads(clean(text), url, "{text} <{url}>")
    assert_never(span)


def _moment(moment: Moment, zone_name: str) -> str:
    """In the reader's time zone, which is named: a mail is read anywhere."""
    local = moment.at.astimezone(zone(zone_name))
    said = format_datetime(
        local, _MOMENT[moment.style], tzinfo=None, locale=culture(current_locale())
    )
    return said if moment.style == "date" else f"{said} ({zone_name.replace('_', ' ')})"


def _leads(text: str, url: str, shape: str = "{text}{colon} {url}") -> str:
    """Words and the address they lead to, if it is one of the web or for mail."""
    known = _web_address(url)
    if not known or known == text:
        return text
    return shape.format(text=text, colon=colon(), url=known) if text else known


def _web_address(url: str) -> str | None:
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        return None
    shown = url.isprintable() and not re.search(r"[\s<>]", url) and clean(url) == url
    return url if shown and scheme in ("http", "https", "mailto") else None


def _line(text: str) -> str:
    return " ".join(clean(text).split())
