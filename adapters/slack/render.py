"""From the core's messages to Slack's blocks. Pure; nothing is cut, what is too long is split.

The `match`es are closed: the type checker finds a node that has no rendering.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import zip_longest
from typing import assert_never

from adapters.slack import limits
from adapters.slack.spans import (
    Json,
    UserIds,
    cost,
    escape,
    inline,
    mrkdwn,
    parts,
    web_address,
    words,
)
from bot.routing.files import files_in
from bot.ui.addresses import is_on_the_internet
from bot.ui.capabilities import short
from bot.ui.files import File
from bot.ui.languages import in_language
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
    Message,
    Note,
    Option,
    Plain,
    RichText,
    Select,
    Strong,
    Table,
    Text,
    plain,
)
from bot.ui.spoken import with_speaker
from bot.ui.text import clean, label

LINK = "link"
"""The action of a button that opens an address: Slack tells of the click, and wants only an ack."""

Line = tuple[bool, list[Json]]
"""A line of rich text: whether it has a bullet, and its elements."""


# Whole messages -------------------------------------------------------------------------------


def pages(
    message: Message,
    user_ids: Mapping[int, str],
    *,
    most: int = limits.BLOCKS_PER_MESSAGE,
    plain_tables: bool = False,
    plain_images: bool = False,
) -> list[list[Json]]:
    """The message as blocks for one post or, where it does not fit, for several in this order.

    `user_ids` are Slack's ids of members; the others are called by their names. `plain_tables`
    and `plain_images` say in words what is in them, for when Slack refuses them.
    """
    blocks = blocks_of(message, user_ids, plain_tables=plain_tables, plain_images=plain_images)
    if len(blocks) > most:
        blocks = merged(blocks)
    found: list[list[Json]] = []
    room = 0
    for block in blocks:
        if not found or len(found[-1]) == most or weight(block) > room:
            found.append([])
            room = limits.MESSAGE_WEIGHT
        found[-1].append(block)
        room -= weight(block)
    return found


def notice(message: Message, *, most: int = limits.NOTICE) -> str:
    """The message's fallback for notifications and screen readers: plain words, escaped."""
    text = clean(with_speaker(message).fallback).strip() or "…"
    if len(escape(text)) <= most:
        return escape(text)
    told = ""
    for letter in text:
        if len(told) + len(escape(letter)) >= most:
            break
        told += escape(letter)
    return told.rstrip() + "…"


def blocks_of(
    message: Message, user_ids: UserIds, *, plain_tables: bool = False, plain_images: bool = False
) -> list[Json]:
    """All blocks of a message, at least one, however many there are."""
    found: list[Json] = []
    message = with_speaker(message)
    with in_language(message.locale):
        for block in message.blocks:
            has_table = any(b["type"] == "table" for b in found)  # Slack takes one in a message
            found += _block(block, user_ids, plain_tables or has_table, plain_images)
    return found or _rich([(False, inline((Plain(message.fallback),), user_ids))]) or [say("…")]


def without_files(message: Message) -> Message:
    """The message with words in the place of files that Slack does not take."""
    with in_language(message.locale):
        blocks = tuple(
            Note(words("file.refused", name=block.name)) if isinstance(block, File) else block
            for block in message.blocks
        )
    return replace(message, blocks=blocks)


def with_files_elsewhere(message: Message) -> Message:
    """An answer, with a word on where its files are: none can be shown for one pair of eyes."""
    if not files_in(message):
        return message
    with in_language(message.locale):
        return replace(message, blocks=(*message.blocks, Note(words("file.direct"))))


def say(text: str) -> Json:
    """One block of rich text, of words of our own."""
    return _rich([(False, inline((Plain(text),), {}))])[0]


def merged(blocks: Iterable[Json]) -> list[Json]:
    """The blocks with neighbouring rich texts put together as far as they fit."""
    found: list[Json] = []
    for block in blocks:
        last = found[-1] if found else {}
        both_rich = block["type"] == last.get("type") == "rich_text"
        if both_rich and _letters(last) + _letters(block) < limits.RICH_TEXT:
            break_ = _section([{"type": "text", "text": "\n"}])
            found[-1] = last | {"elements": [*last["elements"], break_, *block["elements"]]}
        else:
            found.append(block)
    return found


def weight(block: Json) -> int:
    """Characters that a block counts for in a message."""
    return limits.BLOCK_WEIGHT + _letters(block)


def _letters(part: object) -> int:
    match part:
        case str():
            return len(part)
        case dict():
            return sum(_letters(value) for key, value in part.items() if key != "type")
        case list():
            return sum(map(_letters, part))
        case _:
            return 0


# Blocks ---------------------------------------------------------------------------------------


def _block(  # noqa: C901  # one arm a node
    block: Block, user_ids: UserIds, plain_tables: bool, plain_images: bool
) -> list[Json]:
    match block:
        case Heading(text=text):
            return _heading(text, user_ids)
        case Text(spans=spans):
            return _rich([(False, inline(spans, user_ids))])
        case Bullets(items=items):
            return _rich((True, inline(item, user_ids)) for item in items)
        case Note(spans=spans):
            return _note(spans, user_ids)
        case Fields(facts=facts):
            labelled = ((Strong(f"{fact.labelled} "), *fact.spans) for fact in facts)
            return _rich((False, inline(spans, user_ids)) for spans in labelled)
        case Image(url=url, alt=alt):
            fetched = is_on_the_internet(url) and not plain_images
            return _image(web_address(url) if fetched else None, alt, user_ids)
        case File(name=name):
            return _rich([(False, inline(words("file", name=name), user_ids))])
        case Table():
            fitting = None if plain_tables else _table(block, user_ids)
            return [fitting] if fitting else _rich(_rows(block, user_ids))
        case Divider():
            return [{"type": "divider"}]
        case Actions(controls=controls):
            return _actions(controls, user_ids)
    assert_never(block)


def _rich(lines: Iterable[Line]) -> list[Json]:
    """Lines as rich text blocks; what is left of a long line goes on without a bullet."""
    blocks: list[Json] = []
    room = 0
    for bullet, elements in lines:
        for number, part in enumerate(parts(elements, limits.RICH_TEXT)):
            if not _says_something(part):
                continue
            size = sum(map(cost, part))
            if not blocks or size > room:
                blocks.append({"type": "rich_text", "elements": []})
                room = limits.RICH_TEXT
            _add(blocks[-1]["elements"], bullet and number == 0, part)
            room -= size
    return blocks


def _says_something(elements: list[Json]) -> bool:
    return any(e["type"] != "text" or e["text"].strip() for e in elements)


def _add(elements: list[Json], bullet: bool, part: list[Json]) -> None:
    if not bullet:
        elements.append(_section(part))
    elif elements and elements[-1]["type"] == "rich_text_list":
        elements[-1]["elements"].append(_section(part))
    else:
        items = [_section(part)]
        elements.append({"type": "rich_text_list", "style": "bullet", "elements": items})


def _section(elements: list[Json]) -> Json:
    return {"type": "rich_text_section", "elements": elements}


def _heading(text: str, user_ids: UserIds) -> list[Json]:
    title = " ".join(clean(text).split())
    if 1 <= len(title) <= limits.HEADER:
        return [{"type": "header", "text": plain_text(title)}]
    return _rich([(False, inline((Strong(text),), user_ids))])


def plain_text(text: str) -> Json:
    """A plain text object; `:smile:` in it stays as it is."""
    return {"type": "plain_text", "text": text, "emoji": False}


def _note(spans: RichText, user_ids: UserIds) -> list[Json]:
    if all(isinstance(span, Plain) for span in spans):
        text = clean(plain(spans))
        if 1 <= len(text) <= limits.CONTEXT_TEXT and text.strip():
            return [{"type": "context", "elements": [plain_text(text)]}]
    marked = mrkdwn(spans, user_ids)
    if marked and marked.strip() and len(marked) <= limits.CONTEXT_TEXT:
        # verbatim: Slack makes no links or mentions of its own
        small = {"type": "mrkdwn", "text": marked, "verbatim": True}
        return [{"type": "context", "elements": [small]}]
    return _rich([(False, inline(spans, user_ids))])


def _image(address: str | None, alt: str, user_ids: UserIds) -> list[Json]:
    described = _rich([(False, inline((Plain(alt),), user_ids))])
    if address is None:
        return described
    text = clean(alt).strip() or words.text("picture")
    picture = {"type": "image", "image_url": address, "alt_text": short(text, limits.IMAGE_ALT)}
    return [picture, *described] if len(text) > limits.IMAGE_ALT else [picture]


# Tables ---------------------------------------------------------------------------------------


def _table(table: Table, user_ids: UserIds) -> Json | None:
    width = len(table.columns)
    if not 1 <= width <= limits.TABLE_COLUMNS or len(table.rows) + 1 > limits.TABLE_ROWS:
        return None
    if any(len(row) != width for row in table.rows):
        return None
    head = [_cell(inline((Strong(column),), user_ids)) for column in table.columns]
    rows = [head, *([_cell(inline(spans, user_ids)) for spans in row] for row in table.rows)]
    if _letters(rows) > limits.TABLE_TEXT:
        return None
    settings = [{"is_wrapped": True} for _ in table.columns]
    return {"type": "table", "rows": rows, "column_settings": settings}


def _cell(elements: list[Json]) -> Json:
    filled = elements if _says_something(elements) else [{"type": "text", "text": "–"}]
    return {"type": "rich_text", "elements": [_section(filled)]}


def _rows(table: Table, user_ids: UserIds) -> Iterator[Line]:
    """A table in words: a line for each row, "column: value"."""
    if not table.rows:
        yield False, inline((Strong(" · ".join(table.columns)),), user_ids)
    for row in table.rows:
        line: list[Json] = []
        for column, spans in zip_longest(table.columns, row):
            label = (Strong(f"{column}{table.colon} "),) if column else ()
            value = inline(spans or (), user_ids)
            between = (Plain(" · "),) if line else ()
            line += inline((*between, *label), user_ids)
            line += value if _says_something(value) else inline((Plain("–"),), user_ids)
        yield True, line


# Things to press ------------------------------------------------------------------------------


def action_id(action: str, position: int) -> str:
    """The action as Slack's `action_id`, which must differ from others in its block."""
    return f"{action}#{position}"


def action_of(action_id: str) -> str:
    """The action that `action_id` was made of."""
    return action_id.rpartition("#")[0]


def value_for(value: str) -> str:
    """The value as Slack's `value`, which must not be empty. Raises `ValueError` if too long."""
    if len(value) >= limits.OPTION_VALUE:
        raise ValueError(f"Slack carries no value of {len(value)} characters: {value[:90]!r}")
    return f"={value}"


def value_of(value: str) -> str:
    """The value that `value_for` was given."""
    return value.removeprefix("=")


def option(choice: Option) -> Json:
    """An option of a select or of checkboxes."""
    text = plain_text(label(choice.label, limits.OPTION_TEXT))
    return {"text": text, "value": value_for(choice.value)}


def _actions(controls: Iterable[Control], user_ids: UserIds) -> list[Json]:
    shown: list[Json] = []
    addresses: list[Json] = []
    for position, control in enumerate(controls):
        element = _control(control, position)
        if element:
            shown.append(element)
        elif isinstance(control, LinkButton):
            elements = inline((Link(control.label, control.url), *_spelt(control)), user_ids)
            addresses += _rich([(False, elements)])
    row: list[Json] = [{"type": "actions", "elements": shown}] if shown else []
    return row + addresses


def _spelt(button: LinkButton) -> RichText:
    """The address after the label, for one that no link of Slack's can hold."""
    return (Plain(f": {button.url}"),) if len(button.url) > limits.URL else ()


def _control(control: Control, position: int) -> Json | None:
    match control:
        case Button(action=action, value=value, style=style):
            button = _button(control.label, action, position) | {"value": value_for(value)}
            return button if style == "plain" else button | {"style": style}
        case LinkButton(url=url):
            if web_address(url) is None or len(url) > limits.BUTTON_URL:
                return None
            return _button(control.label, LINK, position) | {"url": url}
        case Select(placeholder=placeholder, action=action, options=options):
            unique = {choice.value: option(choice) for choice in reversed(options)}
            return {
                "type": "static_select",
                "action_id": action_id(action, position),
                "placeholder": plain_text(label(placeholder, limits.PLACEHOLDER)),
                "options": list(reversed(unique.values())),
            }
    assert_never(control)


def _button(text: str, action: str, position: int) -> Json:
    return {
        "type": "button",
        "action_id": action_id(action, position),
        "text": plain_text(label(text, limits.BUTTON_TEXT)),
    }
