"""From the core's messages to what Discord shows, page by page. Pure; nothing is cut."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from adapters.discord import limits
from adapters.discord.blocks import ATTACHED, FILE, HEADING, LINE, TEXT, block_of, text
from adapters.discord.routes import action_of, custom_id
from adapters.discord.spans import Ids, Json, parts, words
from bot.ui.files import File
from bot.ui.languages import in_language
from bot.ui.mentions import mentioned_in
from bot.ui.messages import Actions, Button, Message, Note, Plain
from bot.ui.spoken import with_speaker

MORE = "discord.more"
"""The action of the buttons that turn the pages of a long answer; its value: page, delivery."""
_MENTION = re.compile(r"<@(\d+)>")
_SHOWN = ("content", "label", "placeholder", "description")


# Whole messages -------------------------------------------------------------------------------


def pages(
    message: Message,
    ids: Ids,
    *,
    marker: Callable[[int], int] | None = None,
    most: int = limits.COMPONENTS,
    room: int = limits.TEXT,
) -> list[list[Json]]:
    """The message as components for one post or, where it does not fit, for several in this order.

    What has none of the `ids` is called by its name. The first component of each page gets what
    `marker` gives for the page's number as its `id`. A page has at most `most` components with
    `room` characters.
    """
    with in_language(message.locale):
        components = components_of(message, ids)
    if sum(map(_count, components)) > most:
        components = merged(components)
    found = [_with_unique_ids(page) for page in _paged(components, most, room)]
    found = found or [[text(_fallback(message))]]
    if marker:
        for number, page in enumerate(found):
            page[0] = {**page[0], "id": marker(number)}
    return found


def paged(message: Message, ids: Ids, page: int, delivery: str) -> list[Json]:
    """One page of an answer; if there are others, with the buttons that lead there.

    `delivery` is the interaction that was answered: by it the answer is found again.
    """
    whole = pages(message, ids)
    if len(whole) == 1:
        return whole[0]
    most, room = limits.COMPONENTS - _PAGER, limits.TEXT - _PAGER_TEXT
    whole = pages(message, ids, most=most, room=room)
    number = min(max(page, 0), len(whole) - 1)
    with in_language(message.locale):
        return [*whole[number], *_pager(number, len(whole), delivery)]


def body(
    components: list[Json], mentions: Json, ephemeral: bool = False, *, quiet: bool = False
) -> Json:
    """What to send of one page, beside its files (`adapters.discord.uploads`).

    Of those who may be mentioned, exactly those it mentions are.
    """
    told = "".join(component.get("content", "") for component in components)
    files = [c["file"]["url"].removeprefix(ATTACHED) for c in components if c["type"] == FILE]
    named = [{"id": number, "filename": name} for number, name in enumerate(dict.fromkeys(files))]
    there = set(_MENTION.findall(told))
    meant = [user for user in mentions["users"] if user in there][: limits.MENTIONED]
    shown = (limits.EPHEMERAL if ephemeral else 0) | (limits.SILENT if quiet else 0)
    return {
        "flags": limits.COMPONENTS_V2 | shown,
        "components": components,
        "allowed_mentions": {**mentions, "users": meant},
        **({"attachments": named} if named else {}),
    }


def allowed_mentions(message: Message, ids: Ids) -> Json:
    """Whom a message may mention: exactly the people meant, and nobody by their text."""
    users = {ids.users[member] for member in mentioned_in(message) if member in ids.users}
    return {"parse": [], "users": sorted(users)}


def without_files(message: Message) -> Message:
    """The message with words in the place of files that Discord does not take."""
    with in_language(message.locale):
        blocks = tuple(
            Note(words("file.refused", name=block.name)) if isinstance(block, File) else block
            for block in message.blocks
        )
    return replace(message, blocks=blocks)


def components_of(message: Message, ids: Ids) -> list[Json]:
    """All components of a message, however many there are; first, who has said it."""
    told = with_speaker(message)
    return [component for block in told.blocks for component in block_of(block, ids)]


def merged(components: Iterable[Json]) -> list[Json]:
    """The components with neighbouring texts put together as far as they fit."""
    found: list[Json] = []
    for component in components:
        last = found[-1] if found else {}
        if component["type"] == last.get("type") == TEXT:
            both = f"{last['content']}\n\n{component['content']}"
            if len(both) <= limits.PART:
                found[-1] = text(both)
                continue
        found.append(component)
    return found


def weight(component: Json) -> int:
    """Characters of a component that people see."""
    inner = [*component.get("components", ()), *component.get("options", ())]
    own = sum(len(component.get(key, "")) for key in _SHOWN)
    own += sum(len(item.get("description", "")) for item in component.get("items", ()))
    return own + sum(map(weight, inner))


def _count(component: Json) -> int:
    return 1 + len(component.get("components", ()))


# Pages ----------------------------------------------------------------------------------------

_PAGER = 4  # components: a note, a row, two buttons
_PAGER_TEXT = 300  # characters of them, in any language


def _paged(components: Iterable[Json], most: int, room: int) -> Iterator[list[Json]]:
    page: list[Json] = []
    for component in components:
        full = sum(map(_count, page)) + _count(component) > most
        if full or sum(map(weight, page)) + weight(component) > room:
            ending, page = _ended(page)
            yield from _trimmed(ending)
        page.append(component)
    yield from _trimmed(page)


def _ended(page: list[Json]) -> tuple[list[Json], list[Json]]:
    """A full page, and what goes on the next one: a heading stays with what it is about."""
    if len(page) > 1 and page[-1].get("content", "").startswith(HEADING):
        return page[:-1], page[-1:]
    return page, []


def _trimmed(page: list[Json]) -> Iterator[list[Json]]:
    """The page without lines at its ends, if it says anything."""
    while page and page[-1]["type"] == LINE:
        page = page[:-1]
    while page and page[0]["type"] == LINE:
        page = page[1:]
    if page:
        yield page


def _pager(page: int, pages_: int, delivery: str) -> list[Json]:
    buttons = []
    if page > 0:
        buttons.append(Button(words.text("told.earlier"), MORE, f"{page - 1}:{delivery}"))
    if page + 1 < pages_:
        buttons.append(Button(words.text("told.more"), MORE, f"{page + 1}:{delivery}", "primary"))
    said = Note(words("told.page", page=page + 1, pages=pages_))
    return [*block_of(said, Ids()), *block_of(Actions(tuple(buttons)), Ids())]


def _fallback(message: Message) -> str:
    return next(parts((Plain(message.fallback),), Ids(), limits.PART), "…")


def _with_unique_ids(page: list[Json]) -> list[Json]:
    """The page with each control's `custom_id` a different one."""
    taken: set[str] = set()
    found = []
    for component in page:
        controls = []
        for control in component.get("components", ()):
            if "custom_id" in control:
                made = custom_id(*action_of(control["custom_id"]), taken)
                taken.add(made)
                controls.append({**control, "custom_id": made})
            else:
                controls.append(control)
        found.append({**component, "components": controls} if controls else component)
    return found
