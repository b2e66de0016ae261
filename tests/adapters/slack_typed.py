"""What people type into Slack, as rich text: what their client makes of the words."""

import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

_SIGN = re.compile(
    r"<@(?P<user>[A-Z0-9]+)(?:\|[^>]*)?>|<#(?P<channel>[A-Z0-9]+)(?:\|[^>]*)?>"
    r"|<!subteam\^(?P<group>[A-Z0-9]+)(?:\|[^>]*)?>|<!(?P<all>channel|here|everyone)(?:\|[^>]*)?>"
    r"|<(?P<url>https?:[^|>]+)(?:\|(?P<label>[^>]*))?>|:(?P<emoji>[\w+-]+):"
    r"|`(?P<code>[^`]+)`|\*(?P<bold>[^*\s][^*]*)\*"
)
UNICODE = {"+1": "1f44d", "tada": "1f389", "wave": "1f44b"}
"""Of these emoji Slack's clients tell the code points; any other is a workspace's own."""
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def rich_text(text: str) -> list[Json]:
    """The block of a message with this `text`."""
    section = {"type": "rich_text_section", "elements": list(_elements(text))}
    return [{"type": "rich_text", "block_id": "b", "elements": [section]}] if text else []


def _elements(text: str) -> Iterator[Json]:
    end = 0
    for found in _SIGN.finditer(text):
        if found.start() > end:
            yield _text(text[end : found.start()])
        end = found.end()
        yield _element(found)
    if end < len(text):
        yield _text(text[end:])


def _element(found: re.Match[str]) -> Json:
    match found.lastgroup, found[found.lastgroup or 0]:
        case "user", id_:
            return {"type": "user", "user_id": id_}
        case "channel", id_:
            return {"type": "channel", "channel_id": id_}
        case "group", id_:
            return {"type": "usergroup", "usergroup_id": id_}
        case "all", everybody:
            return {"type": "broadcast", "range": everybody}
        case "emoji", name:
            points = UNICODE.get(name)
            return {"type": "emoji", "name": name, **({"unicode": points} if points else {})}
        case ("code" | "bold") as style, words:
            return _text(words) | {"style": {style: True}}
    named = {"text": found["label"]} if found["label"] else {}
    return {"type": "link", "url": found["url"], **named}


def _text(text: str) -> Json:
    for entity, letter in _ENTITIES:
        text = text.replace(entity, letter)
    return {"type": "text", "text": text}
