"""Requests of Discord in few words, for the examples of its rules."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

CHANNEL = "/channels/1001"
MESSAGES = f"{CHANNEL}/messages"
THREADS = f"{CHANNEL}/threads"
HOOK = "/webhooks/1/token"
ORIGINAL = f"{HOOK}/messages/@original"
CALLBACK = "/interactions/1/token/callback"
V2 = 1 << 15


@dataclass(frozen=True)
class Request:
    """A request as a server sees it."""

    method: str
    path: str
    body: Any = None


@dataclass(frozen=True)
class Example:
    """What a rule lets pass, what it refuses, and a word of what it says to that."""

    rule: str
    right: Request
    wrong: Request
    says: str


def said(content: str = "Hello", **fields: Any) -> Json:
    """A text."""
    return {"type": 10, "content": content, **fields}


def button(custom_id: str | None = "intro.accept:7", **fields: Any) -> Json:
    """A button that asks the bot for something."""
    return {"type": 2, "style": 1, "label": "Yes", "custom_id": custom_id, **fields}


def link(url: str | None = "https://example.org", **fields: Any) -> Json:
    """A button that leads elsewhere."""
    return {"type": 2, "style": 5, "label": "Read", "url": url, **fields}


def option(value: str = "a", **fields: Any) -> Json:
    """One line of a select or a group."""
    return {"label": value.upper(), "value": value, **fields}


def many(number: int) -> list[Json]:
    """So many options."""
    return [option(f"o{n}") for n in range(number)]


def choose(kind: int = 3, custom_id: str = "topics", **fields: Any) -> Json:
    """A select."""
    options = {"options": many(3)} if kind == 3 else {}
    return {"type": kind, "custom_id": custom_id, **options, **fields}


def row(*parts: Json) -> Json:
    """A row of buttons, or of one select."""
    return {"type": 1, "components": list(parts)}


def section(*texts: Json, **fields: Any) -> Json:
    """Texts beside a button."""
    return {"type": 9, "components": list(texts), "accessory": button(), **fields}


def box(*parts: Json, **fields: Any) -> Json:
    """A container."""
    return {"type": 17, "components": list(parts), **fields}


def image(url: str = "https://example.org/map.png", **fields: Any) -> Json:
    """One image of a gallery."""
    return {"media": {"url": url}, **fields}


def gallery(*images: Json) -> Json:
    """A gallery."""
    return {"type": 12, "items": list(images)}


def post(*parts: Json, **fields: Any) -> Request:
    """A message in a channel."""
    return Request("POST", MESSAGES, {"flags": V2, "components": list(parts), **fields})


def edit(*parts: Json, **fields: Any) -> Request:
    """A change of one."""
    body = {"flags": V2, "components": list(parts), **fields}
    return Request("PATCH", f"{MESSAGES}/2002", body)


def mentions(**fields: Any) -> Request:
    """A message that may mention some people."""
    return post(said("<@5>"), allowed_mentions=fields)


def thread(**fields: Any) -> Request:
    """A private thread."""
    return Request("POST", THREADS, {"name": "Ada and Bo · x7qa", "type": 12, **fields})


def get(path: str) -> Request:
    """A question."""
    return Request("GET", path)


def choice(name: str = "Walking", value: Any = "walking") -> Json:
    """One thing that is offered."""
    return {"name": name, "value": value}
