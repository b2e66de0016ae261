"""The inverse of the renderer: what somebody reads in Discord, as messages and dialogs again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from adapters.discord import modals, render
from adapters.discord.blocks import ATTACHED, BUTTON, FILE, GALLERY, LINE, MENU, ROW, TEXT
from adapters.discord.commands import key_of
from adapters.discord.refs import channel
from adapters.discord.routes import action_of, value_of
from adapters.discord.spans import words as printed
from bot.bootstrap import registry
from bot.routing.interaction import Dialog, FieldView
from bot.routing.registry import Registry
from bot.ui.channels import ChannelMention
from bot.ui.commands import SlashCommand
from bot.ui.fields import KindName, Raw, worded
from bot.ui.files import File
from bot.ui.languages import in_language
from bot.ui.messages import (
    Actions,
    Block,
    Bullets,
    Button,
    Code,
    Divider,
    Heading,
    Image,
    Link,
    LinkButton,
    Mention,
    Message,
    Moment,
    Note,
    Option,
    Plain,
    RichText,
    Select,
    Span,
    Strong,
    Text,
    plain,
)
from tests.adapters import discord_things
from tests.adapters.discord_interactions import Modal
from tests.adapters.discord_markdown import Piece, read
from tests.adapters.discord_things import every

Json = dict[str, Any]
Control = tuple[discord_things.Message, Json]
"""Something to press, with the message that it stands in, as they were read."""

_STYLES = {1: "primary", 2: "plain", 4: "danger"}
_MOMENTS = {"D": "date", "t": "time", "F": "datetime"}
_LOOKS = {"heading", "subtext", "item", "strong"}
_CONTROLS = {BUTTON, MENU}


@dataclass(frozen=True)
class Read(Message):
    """A message as somebody reads it in Discord, with all there is to press in it."""

    controls: tuple[Control, ...] = ()

    def leading(self, action: str) -> list[Control]:
        """The controls that do something of the adapter's own."""
        return [c for c in self.controls if action_of(c[1].get("custom_id", ""))[0] == action]


@dataclass
class _Lines:
    """Lines of markdown as blocks: neighbours of one kind are one block."""

    who: Callable[[int], Mention]
    found: list[Block] = field(default_factory=list)

    def add(self, line: str) -> None:
        """Read one more line."""
        last = self.found[-1] if self.found else None
        pieces = read(line)
        looks = {look for piece in pieces for look in piece.styles}
        assert looks <= _LOOKS, f"Kindred marks nothing as {looks - _LOOKS}: {line!r}"
        spans = tuple(_with_options(map(self._span, pieces)))
        if "heading" in looks:
            self.found.append(Heading(plain(spans)))
        elif "subtext" in looks:
            self._goes_on(Note, last, spans)
        elif "item" in looks:
            items = last.items if isinstance(last, Bullets) else ()
            self._put(Bullets((*items, spans)), last if items else None)
        elif isinstance(last, Bullets) and line.startswith("  "):
            *before, item = last.items
            below = (*item, Plain("\n"), *spans)
            self._put(Bullets((*before, below)), last)
        else:
            self._goes_on(Text, last, spans)

    def _goes_on(self, kind: type[Text] | type[Note], last: Block | None, spans: RichText) -> None:
        if isinstance(last, kind):
            self._put(kind((*last.spans, Plain("\n"), *spans)), last)
        else:
            self._put(kind(spans), None)

    def _put(self, block: Block, former: Block | None) -> None:
        if former is not None:
            self.found.pop()
        self.found.append(block)

    def _span(self, piece: Piece) -> Span:
        text = piece.text.replace("\u200b", "")
        match piece.kind:
            case "text":
                return Strong(text) if "strong" in piece.styles else Plain(text)
            case "code":
                return Code(text)
            case "link":
                return Link(text, piece.target)
            case "mention" if text.startswith("</"):
                said = text.removeprefix("</").partition(":")[0].split(" ")
                return SlashCommand(key_of(registry(), said))
            case "mention" if text.isdecimal():
                return self.who(int(text))
            case "mention" if text.startswith("<#"):
                return ChannelMention(text.strip("<#>"))
            case "moment":
                at, _, style = text.partition(":")
                instant = datetime.fromtimestamp(int(at), UTC)
                return Moment(instant, _MOMENTS[style])  # type: ignore[arg-type]
            case other:
                raise AssertionError(f"Kindred writes no {other}: {piece.text!r}")


def _with_options(spans: Iterable[Span]) -> Iterator[Span]:
    """Each command together with what is filled into its options."""
    command: SlashCommand | None = None
    for span in spans:
        filled = re.fullmatch(r"(\w+): (.+)", span.text) if isinstance(span, Code) else None
        if command and filled:
            command = command.filled(**{filled[1]: filled[2]})
        elif not (command and span == Plain(" ")):
            if command:
                yield command
            command = span if isinstance(span, SlashCommand) else None
            if command is None:
                yield span
    if command:
        yield command


class Reader:
    """Reads with one person's eyes; `who` says how a user id is written out."""

    def __init__(self, registry: Registry, who: Callable[[int], Mention], locale: str = "") -> None:
        self._forms = registry.forms
        self._who = who
        self._locale = locale or "en"

    def message(self, posts: Sequence[discord_things.Message]) -> Read:
        """One message, which may have been posted in several parts."""
        blocks: list[Block] = []
        for post in posts:
            assert post.is_v2 or post.loading, f"not of components: {post.body}"
            for part in post.components:
                if _turns_pages(part):
                    blocks.pop()  # which page it is
                else:
                    blocks += self._blocks(part)
        controls = tuple(
            (post, part)
            for post in posts
            for part in every(post.components)
            if part["type"] in _CONTROLS
        )
        return Read(tuple(blocks) or (Text((Plain("…"),)),), "…", controls=controls)

    def _blocks(self, part: Json) -> Iterator[Block]:
        match part["type"]:
            case kind if kind == TEXT:
                lines = _Lines(self._who)
                for line in part["content"].split("\n"):
                    lines.add(line)
                yield from lines.found
            case kind if kind == LINE:
                yield Divider()
            case kind if kind == GALLERY:
                for item in part["items"]:
                    yield Image(item["media"]["url"], item["description"])
            case kind if kind == FILE:
                yield File(part["file"]["url"].removeprefix(ATTACHED), "", "as.shown")
            case kind if kind == ROW:
                yield Actions(tuple(map(_control, part["components"])))
            case other:
                raise AssertionError(f"Kindred shows no component of type {other}")

    # Forms -------------------------------------------------------------------------------------

    def dialog(self, modal: Modal, errors: Mapping[str, str], guild: str) -> Dialog:
        """A page of a form, and what was said to be wrong with it, by label."""
        form, page, subject = modals.about(modal.custom_id)
        spec = self._forms[form].spec
        fields: list[FieldView] = []
        for part in modal.body["components"]:
            if part["type"] == modals.FIELD:
                name = part["component"]["custom_id"].removesuffix("[]")
                if name.endswith(modals.BESIDE):
                    typed = part["component"].get("value", "")
                    fields[-1] = replace(fields[-1], value=fields[-1].value or typed)
                    continue
                kind = spec.fields[name].kind.name
                fields.append(self._field(part, name, kind, guild))
        with in_language(self._locale):
            named = worded(spec.pages[page].title)
            whole = " ".join(printed.text("form.title", title="-", page=named).split())
        if errors:
            fields = [replace(each, error=errors.get(each.label, "")) for each in fields]
            assert any(each.error for each in fields), f"{errors} are nowhere in {fields}"
        title = modal.title.removesuffix(whole.removeprefix("-"))
        return Dialog(form, subject, title, page, len(spec.pages), named, tuple(fields))

    def _field(self, part: Json, name: str, kind: KindName, guild: str) -> FieldView:
        shown = part["component"]
        options = [Option(o["label"], value_of(o["value"])) for o in shown.get("options", ())]
        hint = part.get("description", "")
        wrong = _printed("form.wrong", hint, error="")
        return FieldView(
            name=name,
            kind=kind,
            label=part["label"],
            hint=hint,
            required=shown["required"],
            max_length=shown.get("max_length", 0),
            options=tuple(options or _examples(shown.get("placeholder", ""))),
            value=_value(shown, kind, guild),
            error=hint.removeprefix(wrong) if wrong else "",
        )


def errors_in(message: Message) -> dict[str, str]:
    """What is said to be wrong with a page of a form, by label."""
    items = [item for block in message.blocks if isinstance(block, Bullets) for item in block.items]
    told = {plain(item[:1]).removesuffix(":").strip(): plain(item[1:]).strip() for item in items}
    assert all(told.values()), f"something wrong that is not said: {items}"
    return told


def joined(first: Read, more: Read) -> Read:
    """Two pages of one answer."""
    kept = tuple(c for c in first.controls if c not in first.leading(render.MORE))
    return Read((*first.blocks, *more.blocks), first.fallback, controls=(*kept, *more.controls))


def _turns_pages(part: Json) -> bool:
    controls = part.get("components", ())
    return bool(controls) and all(
        action_of(each.get("custom_id", ""))[0] == render.MORE for each in controls
    )


def _control(part: Json) -> Button | LinkButton | Select:
    if part["type"] == MENU:
        options = tuple(Option(o["label"], value_of(o["value"])) for o in part["options"])
        return Select(part["placeholder"], action_of(part["custom_id"])[0], options)
    if "url" in part:
        return LinkButton(part["label"], part["url"])
    action, value = action_of(part["custom_id"])
    return Button(part["label"], action, value, _STYLES[part["style"]])  # type: ignore[arg-type]


def _value(shown: Json, kind: str, guild: str) -> Raw:
    if shown["type"] == modals.USERS:
        return "".join(f"<@discord:{each['id']}>" for each in shown.get("default_values", ()))
    if shown["type"] == modals.CHANNELS:
        chosen = [str(channel(guild, each["id"])) for each in shown.get("default_values", ())]
        return chosen[0] if chosen else ""
    if "options" in shown:
        marked = [value_of(o["value"]) for o in shown["options"] if o.get("default")]
        if shown["custom_id"].endswith("[]"):
            return marked
        return marked[0] if marked else ""
    text = str(shown.get("value", ""))
    several = shown["custom_id"].endswith("[]") or kind == "Topics"
    return [item for item in text.split(", ") if item] if several else text


def _examples(placeholder: str) -> list[Option]:
    """The options that are only given as examples, where no menu could offer them."""
    before = _printed("form.examples", placeholder, examples="")
    told = placeholder.removeprefix(before) if before else ""
    return [Option.of(item, item) for item in told.split(", ") if item]


def _printed(key: str, told: str, **values: str) -> str:
    """A text of the adapter's own as what was told begins with it, in whichever language."""
    for locale in ("en", "fr"):
        with in_language(locale):
            if told.startswith(text := printed.text(key, **values)):
                return text
    return ""
