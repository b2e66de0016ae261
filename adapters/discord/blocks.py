"""From the core's blocks to Discord's components. Pure; what is too long is split.

The `match`es are closed: the type checker finds a node that has no rendering.
"""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import assert_never

from adapters.discord import limits
from adapters.discord.routes import custom_id, value_for
from adapters.discord.spans import (
    Ids,
    Json,
    inline,
    lines,
    parts,
    strong,
    web_address,
    words,
)
from bot.ui.addresses import is_on_the_internet
from bot.ui.capabilities import short
from bot.ui.files import File
from bot.ui.messages import (
    Actions,
    Block,
    Bullets,
    Button,
    Control,
    Divider,
    Fields,
    Heading,
    Image,
    Link,
    LinkButton,
    Note,
    Option,
    Plain,
    RichText,
    Select,
    Strong,
    Table,
    Text,
)
from bot.ui.text import clean, label

ROW, BUTTON, MENU, TEXT, GALLERY, FILE, LINE = 1, 2, 3, 10, 12, 13, 14
"""Discord's types of components."""
ATTACHED = "attachment://"
"""How the address of a file begins that is sent with the message."""
HEADING = "## "
"""How a heading begins, and nothing that people wrote."""
_STYLES = {"primary": 1, "plain": 2, "danger": 4}
_OPENS_ADDRESS = 5  # a button's style


def text(content: str) -> Json:
    """A text display of markdown."""
    return {"type": TEXT, "content": content}


def paragraphs(spans: RichText, ids: Ids) -> list[Json]:
    """A paragraph as text displays, as many as it needs."""
    return [text(part) for part in parts(spans, ids, limits.PART)]


def block_of(block: Block, ids: Ids) -> list[Json]:  # noqa: C901  # one arm a node
    """The components of one block, none if it says nothing."""
    match block:
        case Heading(text=said):
            return _heading(said, ids)
        case Text(spans=spans):
            return paragraphs(spans, ids)
        case Bullets(items=items):
            return _packed(line for item in items for line in _item(item, ids))
        case Note(spans=spans):
            return _packed(f"-# {line}" for line in _lines(spans, ids))
        case Fields(facts=facts):
            labelled = ((Strong(f.labelled), Plain(" "), *f.spans) for f in facts)
            return _packed(line for spans in labelled for line in _lines(spans, ids))
        case Image(url=url, alt=alt):
            return _image(url, alt, ids)
        case File(name=name):
            return [{"type": FILE, "file": {"url": f"{ATTACHED}{name}"}}]
        case Table():
            return _table(block, ids)
        case Divider():
            return [{"type": LINE, "divider": True, "spacing": 1}]
        case Actions(controls=controls):
            return _actions(controls, ids)
    assert_never(block)


def _lines(spans: RichText, ids: Ids) -> Iterator[str]:
    """The lines that say something, the longest ones cut; each has room for what begins it."""
    for line in lines(spans, ids):
        yield from parts(line, ids, limits.PART - len("-# "))


def _item(spans: RichText, ids: Ids) -> Iterator[str]:
    """An item of a list; what goes on below it has no second bullet."""
    for number, line in enumerate(_lines(spans, ids)):
        yield f"  {line}" if number else f"- {line}"


def _packed(told: Iterable[str]) -> list[Json]:
    """Lines as texts of at most `PART` characters."""
    found: list[str] = []
    for line in told:
        if found and len(found[-1]) + 1 + len(line) <= limits.PART:
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return [text(content) for content in found]


def _heading(said: str, ids: Ids) -> list[Json]:
    title = " ".join(clean(said).split())
    if not 1 <= len(title) <= limits.HEADING:
        return paragraphs((Strong(said),), ids)
    kept = "\u200b" if title.endswith("#") else ""  # Discord drops such an end: "C#"
    return [text(f"{HEADING}{inline((Plain(title),), ids)}{kept}")]


def _image(url: str, alt: str, ids: Ids) -> list[Json]:
    address = web_address(url) if is_on_the_internet(url) else None
    described = paragraphs((Plain(alt),), ids)
    if address is None or len(address) > limits.MEDIA_URL:
        return described
    said = clean(alt).strip() or words.text("picture")
    item = {"media": {"url": address}, "description": short(said, limits.MEDIA_TEXT)}
    gallery: Json = {"type": GALLERY, "items": [item]}
    return [gallery, *described] if len(said) > limits.MEDIA_TEXT else [gallery]


def _table(table: Table, ids: Ids) -> list[Json]:
    """A table in words, for phones: an item for each row, "column: value"."""
    if not table.rows:
        head = (Strong(" · ".join(table.columns)),)
        return _packed(_lines(head, ids))
    return _packed(line for cells in table.rows for line in _item(_row(table, cells), ids))


def _row(table: Table, cells: tuple[RichText, ...]) -> RichText:
    told: list[RichText] = []
    for column, spans in zip_longest(table.columns, cells):
        label = (Plain(f"{column}{table.colon} "),) if column else ()
        value = spans if spans and inline(spans, Ids()).strip() else (Plain("–"),)
        between = (Plain(" · "),) if told else ()
        told.append((*between, *label, *(value if told else strong(value))))
    return tuple(span for spans in told for span in spans)


# Things to press ------------------------------------------------------------------------------


def option(choice: Option) -> Json:
    """An option of a menu or of a group."""
    return {
        "label": label(choice.label, limits.OPTION_TEXT),
        "value": value_for(choice.value),
    }


def options(choices: Iterable[Option]) -> list[Json]:
    """All options, each value once."""
    unique: dict[str, Json] = {}
    for choice in choices:
        unique.setdefault(choice.value, option(choice))
    return list(unique.values())


def _actions(controls: Iterable[Control], ids: Ids) -> list[Json]:
    shown: list[Json] = []
    addresses: list[Json] = []
    for control in controls:
        element = _control(control)
        if element:
            shown.append(element)
        elif isinstance(control, LinkButton):
            spans = (Link(control.label, control.url), *_spelt(control))
            addresses += paragraphs(spans, ids)
    return [*([{"type": ROW, "components": shown}] if shown else []), *addresses]


def _spelt(button: LinkButton) -> RichText:
    """The address after the label, for one that no link of Discord's can hold."""
    return (Plain(f": {button.url}"),) if len(button.url) > limits.URL else ()


def _control(control: Control) -> Json | None:
    match control:
        case Button(action=action, value=value, style=style):
            return {
                "type": BUTTON,
                "style": _STYLES[style],
                "label": label(control.label, limits.BUTTON_TEXT),
                "custom_id": custom_id(action, value),
            }
        case LinkButton(url=url):
            address = web_address(url)
            if address is None or len(address) > limits.BUTTON_URL:
                return None
            said = label(control.label, limits.BUTTON_TEXT)
            return {"type": BUTTON, "style": _OPENS_ADDRESS, "label": said, "url": address}
        case Select(placeholder=placeholder, action=action, options=choices):
            return {
                "type": MENU,
                "custom_id": custom_id(action, ""),
                "placeholder": label(placeholder, limits.PLACEHOLDER),
                "options": options(choices),
            }
    assert_never(control)
