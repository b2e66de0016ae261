"""From the core's spans to Slack's inline elements. Pure.

In rich text what people wrote is literal: no markup, no links of its own, nobody pinged. Only
small print is `mrkdwn`, and only where nothing in it could be taken for markup.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, assert_never
from urllib.parse import urlsplit

from adapters.slack import limits
from bot.ui.channels import ChannelMention
from bot.ui.commands import SlashCommand
from bot.ui.messages import (
    Code,
    Link,
    Mention,
    Moment,
    Plain,
    RichText,
    Span,
    Strong,
    plain,
)
from bot.ui.text import clean
from bot.ui.words import WordBook

words = WordBook("adapters.slack")

Json = dict[str, Any]
UserIds = Mapping[int, str]
"""Slack's user ids of members; the others are called by their names."""

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def escape(text: str) -> str:
    """The text as Slack's `text` and `mrkdwn` want it."""
    return "".join(_ESCAPES.get(letter, letter) for letter in text)


def web_address(url: str) -> str | None:
    """The address if Slack may lead people there, else `None`: nothing but http and https."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    fits = len(url) <= limits.URL and url.isprintable() and not re.search(r"\s", url)
    return url if fits and parts.scheme in ("http", "https") and parts.hostname else None


# Rich text ------------------------------------------------------------------------------------


def inline(spans: RichText, user_ids: UserIds, *, bold: bool = False) -> list[Json]:
    """The elements of a rich text section; neighbours of one style are put together."""
    found: list[Json] = []
    for element in (_inline(span, user_ids) for span in spans):
        if bold:
            element["style"] = {**element.get("style", {}), "bold": True}
        if element["type"] == "text" and not element["text"]:
            continue
        last = found[-1] if found else {}
        if element["type"] == last.get("type") == "text" and _style(element) == _style(last):
            last["text"] += element["text"]
        else:
            found.append(element)
    return found


def _inline(span: Span, user_ids: UserIds) -> Json:
    match span:
        case Plain(text=text):
            return _text(text)
        case Strong(text=text):
            return _text(text, "bold")
        case Code(text=text) | SlashCommand(line=text):
            return _text(text, "code")
        case Mention(member=member, name=name):
            user = user_ids.get(member)
            return {"type": "user", "user_id": user} if user else _text(name, "bold")
        case ChannelMention(id=id_):
            return {"type": "channel", "channel_id": id_}
        case Moment(at=at):
            fallback = plain((span,))
            if at.timestamp() < 0:  # Slack's dates begin in 1970
                return _text(fallback)
            seconds, shape = int(at.timestamp()), _shape(span)
            return {"type": "date", "timestamp": seconds, "format": shape, "fallback": fallback}
        case Link(text=text, url=url):
            address = web_address(url)
            if address is None:
                return _text(text)
            return {"type": "link", "url": address, "text": clean(text) or address}
    assert_never(span)


def _text(text: str, style: str = "") -> Json:
    element: Json = {"type": "text", "text": clean(text)}
    return element | {"style": {style: True}} if style else element


def _style(element: Json) -> object:
    return element.get("style")


def _shape(moment: Moment) -> str:
    date, time = "{date_short_pretty}", "{time}"
    match moment.style:
        case "date":
            return date
        case "time":
            return time
        case "datetime":
            return words.text("moment.datetime", date=date, time=time)
    assert_never(moment.style)


def cost(element: Json) -> int:
    """Characters that an inline element counts for."""
    return sum(len(v) for key, v in element.items() if key != "type" and isinstance(v, str))


def parts(elements: Iterable[Json], limit: int) -> Iterator[list[Json]]:
    """The elements in runs of at most `limit`; texts are cut at words, and nothing is lost.

    An element that cannot be cut and is longer stands alone.
    """
    part: list[Json] = []
    room = limit
    for element in elements:
        for piece in _pieces(element, room, limit):
            if cost(piece) > room and part:
                yield part
                part, room = [], limit
            part.append(piece)
            room -= cost(piece)
    if part:
        yield part


def _pieces(element: Json, room: int, limit: int) -> Iterator[Json]:
    if "text" not in element:
        yield element
        return
    text: str = element["text"]
    address = cost(element) - len(text)  # each piece of a link has it
    room, most = room - address, max(limit - address, limit // 4)
    while len(text) > max(room, 0):
        end = _end_of_words(text, room) if room > 0 else 0
        if end or room == most:
            yield element | {"text": text[: end or room]}
            text = text[end or room :]
        room = most
    yield element | {"text": text}


def _end_of_words(text: str, limit: int) -> int:
    """Where to cut so that whole words remain, with the space after them; 0 if the first is long.

    Lines are kept whole where that leaves at least half of what fits.
    """
    line = text.rfind("\n", 0, limit) + 1
    if line > limit // 2:
        return line
    found = [space.end() for space in re.finditer(r"\s+", text[:limit])]
    return found[-1] if found else 0


# Small print ----------------------------------------------------------------------------------

_MARKUP = re.compile(
    r"[*_~`]"  # bold, italic, struck out, code
    r"|:[\w+'-]+:"  # emoji
    r"|^\s*>"  # a quote
    r"|\n\s*>"
)
_BEFORE_STYLED = re.compile(r"(^|[\s(])$")
_AFTER_STYLED = re.compile(r"^($|[\s.,;:!?)])")


def mrkdwn(spans: RichText, user_ids: UserIds) -> str | None:
    """The spans as `mrkdwn`, or `None` where people's words could be taken for markup.

    There is no way to escape markup in it, only `& < >`:
    docs.slack.dev/messaging/formatting-message-text
    """
    told = ""
    after_styled = False
    for span in spans:
        piece = _mrkdwn(span, user_ids)
        if piece is None:
            return None
        styled = isinstance(span, Strong | Code | SlashCommand)
        if piece and styled and not _BEFORE_STYLED.search(told):
            return None
        if piece and after_styled and not _AFTER_STYLED.search(piece):
            return None
        told += piece
        after_styled = styled if piece else after_styled
    return None if re.search(r"(^|\n)\s*&gt;", told) else told


def _mrkdwn(span: Span, user_ids: UserIds) -> str | None:
    match span:
        case Plain(text=text):
            return _unmarked(text)
        case Strong(text=text):
            return _wrapped(text, "*")
        case Code(text=text) | SlashCommand(line=text):
            return _wrapped(text, "`")
        case Mention(member=member, name=name):
            return f"<@{user_ids[member]}>" if member in user_ids else _unmarked(name)
        case ChannelMention(id=id_):
            return f"<#{id_}>"
        case Moment(at=at):
            fallback = plain((span,))
            if at.timestamp() < 0:
                return _unmarked(fallback)
            return f"<!date^{int(at.timestamp())}^{_shape(span)}|{escape(fallback)}>"
        case Link(text=text, url=url):
            address, said = web_address(url), _unmarked(text)
            if address is None or not said or re.search(r"[\n|]", said):
                return said if address is None else None
            coded = escape(address.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E"))
            return f"<{coded}|{said}>"
    assert_never(span)


def _unmarked(text: str) -> str | None:
    text = clean(text)
    return None if _MARKUP.search(text) else escape(text)


def _wrapped(text: str, mark: str) -> str | None:
    text = clean(text)
    marked = "`" in text if mark == "`" else _MARKUP.search(text)
    if marked or "\n" in text or text != text.strip():
        return None
    return f"{mark}{escape(text)}{mark}" if text else ""
