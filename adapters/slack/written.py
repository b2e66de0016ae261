"""From the words that people write in Slack to spans that every chat can show. Pure.

Rich text: docs.slack.dev/reference/block-kit/blocks/rich-text-block; what has none:
docs.slack.dev/messaging/formatting-message-text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from adapters.slack import refs
from adapters.slack.emoji_names import emoji_called, emoji_of
from adapters.slack.spans import web_address, words
from bot.delivery.heard import AccountMention, HeardSpan
from bot.ui.messages import Code, Link, Plain, Strong

Json = dict[str, Any]

_LABEL = re.compile(r"<(?:[@#]|!subteam\^)([A-Z0-9]+)\|[@#]?([^>]+)>")
_MARK = re.compile(
    r"```(?P<block>.+?)```|`(?P<code>[^`\n]+)`|<(?P<token>[^<>\n]+)>"
    r"|(?<![\w*])\*(?P<bold>[^*\n]+)\*(?![\w*])|:(?P<emoji>[\w+'-]+(?:::skin-tone-[2-6])?):",
    re.DOTALL,
)
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def spans(message: Json) -> tuple[HeardSpan, ...]:
    """The words of a message, and where those stand that it passes on."""
    text = str(message.get("text") or "")
    labels = dict(_LABEL.findall(text))
    rich = [block for block in message.get("blocks") or () if block.get("type") == "rich_text"]
    found = _tidy(_blocks(rich, labels) if rich else _marked(text))
    return (*found, *_passed_on(message, after=bool(found)))


def _passed_on(message: Json, *, after: bool) -> Iterator[HeardSpan]:
    """The addresses of what is passed on, `after` words of one's own or without any.

    What others wrote elsewhere stays there: who may read it there, can.
    """
    for each in message.get("attachments") or ():
        url = str(each.get("from_url") or "")
        if web_address(url) and (each.get("is_share") or not after):
            told = f"{words.text('heard.forwarded')} "
            yield Plain(f"\n{told}" if after else told)
            yield Link(url, url)
            after = True


def _tidy(said: Iterable[HeardSpan]) -> tuple[HeardSpan, ...]:
    """Neighbours of one kind put together, and no space at either end."""
    found: list[HeardSpan] = []
    for span in said:
        last = found[-1] if found else None
        if isinstance(span, Plain) and isinstance(last, Plain):
            found[-1] = Plain(last.text + span.text)
        elif isinstance(span, AccountMention) or span.text:
            found.append(span)
    if found and isinstance(found[0], Plain):
        found[0] = Plain(found[0].text.lstrip())
    if found and isinstance(found[-1], Plain):
        found[-1] = Plain(found[-1].text.rstrip())
    return tuple(s for s in found if isinstance(s, AccountMention) or s.text)


def _blocks(blocks: Iterable[Json], labels: Mapping[str, str]) -> Iterator[HeardSpan]:
    """Rich text, each part of which begins a line of its own."""
    ended = True
    for part in (part for block in blocks for part in block.get("elements") or ()):
        said = list(_part(part, labels))
        if said and not ended:
            yield Plain("\n")
        yield from said
        last = said[-1] if said else None
        ended = ended if last is None else isinstance(last, Plain) and last.text.endswith("\n")


def _part(part: Json, labels: Mapping[str, str]) -> Iterator[HeardSpan]:
    elements = part.get("elements") or ()
    match part.get("type"):
        case "rich_text_list":
            yield from _list(part, labels)
        case "rich_text_quote":
            yield Plain("> ")
            for span in _inline(elements, labels):
                yield Plain(span.text.replace("\n", "\n> ")) if isinstance(span, Plain) else span
        case "rich_text_preformatted":
            text = "".join(str(each.get("text") or each.get("url") or "") for each in elements)
            yield Code(text.strip("\n"))
        case _:
            yield from _inline(elements, labels)


def _list(part: Json, labels: Mapping[str, str]) -> Iterator[HeardSpan]:
    first, margin = int(part.get("offset") or 0) + 1, "  " * int(part.get("indent") or 0)
    for number, item in enumerate(part.get("elements") or (), first):
        mark = f"{number}." if part.get("style") == "ordered" else "•"
        before = "\n" if number > first else ""
        yield Plain(f"{before}{margin}{mark} ")
        yield from _inline(item.get("elements") or (), labels)


def _inline(elements: Iterable[Json], labels: Mapping[str, str]) -> Iterator[HeardSpan]:
    for element in elements:
        yield _element(element, labels)


def _element(element: Json, labels: Mapping[str, str]) -> HeardSpan:
    match element:
        case {"type": "text", "text": text}:
            return _styled(str(text), element.get("style") or {})
        case {"type": "link", "url": url}:
            return _link(str(url), str(element.get("text") or ""))
        case {"type": "user", "user_id": user}:
            return AccountMention(refs.account(user), labels.get(user, ""))
        case {"type": "channel", "channel_id": id_}:
            return Plain(f"#{labels.get(id_) or words.text('heard.channel')}")
        case {"type": "usergroup", "usergroup_id": id_}:
            return Plain(f"@{labels.get(id_) or words.text('heard.group')}")
        case {"type": "broadcast", "range": everybody}:
            return Plain(f"@{everybody}")
        case {"type": "emoji", "unicode": points}:
            return Plain(emoji_of(str(points)))
        case {"type": "emoji", "name": name}:
            return Plain(emoji_called(str(name)))
        case _:  # a date, a colour, or what Slack has thought of since
            told = (element.get(each) for each in ("fallback", "text", "value"))
            return Plain(str(next(filter(None, told), "")))


def _styled(text: str, style: Json) -> HeardSpan:
    if style.get("code"):
        return Code(text)
    return Strong(text) if style.get("bold") and text.strip() else Plain(text)


def _link(url: str, text: str) -> HeardSpan:
    address = web_address(url)
    return Link(text or address, address) if address else Plain(text or url.removeprefix("mailto:"))


# Words without rich text ----------------------------------------------------------------------


def _marked(text: str) -> Iterator[HeardSpan]:
    """What stands in `mrkdwn`, as programs and old clients send it."""
    end = 0
    for mark in _MARK.finditer(text):
        yield Plain(_decoded(text[end : mark.start()]))
        end = mark.end()
        match mark.lastgroup, str(mark[mark.lastgroup or 0]):
            case "code" | "block", code:
                yield Code(_decoded(code).strip("\n"))
            case "token", token:
                yield _token(token)
            case "bold", bold:
                for span in _marked(bold):
                    yield Strong(span.text) if isinstance(span, Plain) else span
            case _, name:
                yield Plain(emoji_called(name))
    yield Plain(_decoded(text[end:]))


def _token(token: str) -> HeardSpan:
    """A sign of Slack's own: who or what is named, or an address."""
    sign, _, label = token.partition("|")
    match sign[0], sign[1:]:
        case "@", user:
            return AccountMention(refs.account(user), _decoded(label).removeprefix("@"))
        case "#", _:
            return Plain(f"#{_decoded(label) or words.text('heard.channel')}")
        case "!", name if name.startswith("subteam^"):
            group = _decoded(label).removeprefix("@")
            return Plain(f"@{group or words.text('heard.group')}")
        case "!", name if name.startswith("date^"):
            return Plain(_decoded(label))
        case "!", name:
            return Plain(f"@{name}")
    return _link(_decoded(sign), _decoded(label))


def _decoded(text: str) -> str:
    for entity, letter in _ENTITIES:
        text = text.replace(entity, letter)
    return text
