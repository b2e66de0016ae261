"""The inverse of the renderer: what somebody reads in Slack, as messages and dialogs again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from adapters.slack import form_values, modals
from adapters.slack.refs import channel
from adapters.slack.render import LINK, action_of, value_of
from adapters.slack.spans import words as printed
from bot.routing.interaction import Dialog, FieldView
from bot.routing.registry import Registry
from bot.ui.channels import ChannelMention
from bot.ui.fields import KindName, Raw, worded
from bot.ui.languages import in_language
from bot.ui.messages import (
    Actions,
    Block,
    Bullets,
    Button,
    Code,
    Divider,
    Fact,
    Fields,
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
    Table,
    Text,
)
from bot.ui.typed import many
from tests.adapters import slack_things
from tests.adapters.slack_forms import elements_of, options_in
from tests.adapters.slack_things import View

Json = dict[str, Any]
Where = slack_things.Message | View
Control = tuple[Where, Json, Json]
"""Where something to press stands, its block and its element, as they were read."""

_SMALL = re.compile(
    r"<@(?P<user>\w+)>"
    r"|<!date\^(?P<at>\d+)\^(?P<shape>[^|]*)\|(?P<fallback>[^>]*)>"
    r"|<(?P<url>https?:[^|>]+)\|(?P<text>[^>]*)>"
    r"|\*(?P<strong>[^*]+)\*"
    r"|`(?P<code>[^`]+)`"
)
_STEP = re.compile(r"(\d+) (?:of|sur) (\d+)\s?: (.*)")


@dataclass(frozen=True)
class Read(Message):
    """A message as somebody reads it in Slack, with all there is to press in it."""

    controls: tuple[Control, ...] = ()


class Reader:
    """Reads with one person's eyes; `who` says how a user id is written out."""

    def __init__(self, registry: Registry, who: Callable[[str], Mention]) -> None:
        self._forms = registry.forms
        self._who = who

    def message(self, places: Sequence[Where]) -> Read:
        """One message, which may have been posted in several parts."""
        blocks = [(where, block) for where in places for block in where.blocks]
        read = tuple(found for _, block in blocks for found in self._block(block))
        controls = tuple(
            (where, block, element)
            for where, block in blocks
            if block["type"] == "actions"
            for element in elements_of(block)
        )
        first = places[0]
        said = first.text if isinstance(first, slack_things.Message) else first.title
        return Read(read or (Text((Plain(said),)),), said or "…", controls=controls)

    # Messages ----------------------------------------------------------------------------------

    def _block(self, block: Json) -> Iterator[Block]:
        match block["type"]:
            case "rich_text":
                yield from self._rich(block["elements"])
            case "header":
                yield Heading(block["text"]["text"])
            case "context":
                yield Note(tuple(s for each in block["elements"] for s in self._small(each)))
            case "divider":
                yield Divider()
            case "image":
                yield Image(block["image_url"], block["alt_text"])
            case "table":
                yield self._table(block["rows"])
            case "actions":
                yield Actions(tuple(map(_control, block["elements"])))
            case other:
                raise AssertionError(f"Kindred shows no {other}")

    def _rich(self, elements: Sequence[Json]) -> Iterator[Block]:
        """Lines that follow each other are a paragraph, or facts if each begins with a label."""
        lines: list[RichText] = []
        for element in elements:
            if element["type"] == "rich_text_section":
                lines.append(self.spans(element["elements"]))
                continue
            if lines:
                yield _paragraph(lines)
                lines = []
            yield Bullets(tuple(self.spans(item["elements"]) for item in element["elements"]))
        if lines:
            yield _paragraph(lines)

    def spans(self, elements: Iterable[Json]) -> RichText:
        """The inline elements of rich text."""
        return tuple(map(self._span, elements))

    def _span(self, element: Json) -> Span:
        match element["type"]:
            case "text":
                style = element.get("style", {})
                if style.get("code"):
                    return Code(element["text"])
                return Strong(element["text"]) if style.get("bold") else Plain(element["text"])
            case "user":
                return self._who(element["user_id"])
            case "channel":
                return ChannelMention(element["channel_id"])
            case "link":
                return Link(element["text"], element["url"])
            case "date":
                return _moment(element["timestamp"], element["format"])
            case other:
                raise AssertionError(f"Kindred writes no {other}")

    def _small(self, text: Json) -> Iterator[Span]:
        if text["type"] == "plain_text":
            yield Plain(text["text"])
            return
        told, end = text["text"], 0
        for found in _SMALL.finditer(told):
            if found.start() > end:
                yield Plain(_unescaped(told[end : found.start()]))
            end = found.end()
            yield self._marked(found)
        if told[end:]:
            yield Plain(_unescaped(told[end:]))

    def _marked(self, found: re.Match[str]) -> Span:
        if found["user"]:
            return self._who(found["user"])
        if found["at"]:
            return _moment(int(found["at"]), found["shape"])
        if found["url"]:
            return Link(_unescaped(found["text"]), _unescaped(found["url"]))
        if found["strong"]:
            return Strong(_unescaped(found["strong"]))
        return Code(_unescaped(found["code"]))

    def _table(self, rows: Sequence[Sequence[Json]]) -> Table:
        lines = [tuple(self.spans(_flat(cell)) for cell in row) for row in rows]
        heads = tuple("".join(getattr(span, "text", "") for span in cell) for cell in lines[0])
        return Table(heads, tuple(lines[1:]))

    # Forms -------------------------------------------------------------------------------------

    def dialog(self, view: View) -> Dialog:
        """A page of a form, with what stands in it now and what is wrong with it."""
        about = modals.metadata_of(view.as_json())
        spec = self._forms[about.form].spec
        pages, page_title = 1, worded(spec.pages[0].title)
        fields, told = list[FieldView](), ""
        for block in view.blocks:
            match block["type"]:
                case "context" if found := _STEP.fullmatch(block["elements"][0].get("text", "")):
                    pages, page_title = int(found[2]), found[3]
                    assert int(found[1]) == about.page + 1
                case "rich_text":
                    told = "".join(getattr(s, "text", "") for s in self.spans(_flat(block)))
                case "input":
                    name = block["block_id"].rpartition("@")[0]
                    if name.endswith(form_values.BESIDE):
                        fields[-1] = replace(fields[-1], value=_both(view, block, fields[-1]))
                        continue
                    if name.endswith(form_values.TIME_PARTS):
                        fields[-1] = replace(fields[-1], value=self._parts(view, block, fields[-1]))
                        continue
                    kind = spec.fields[name].kind.name
                    fields.append(self._field(view, block, name, kind, told))
                    told = ""
        assert pages == len(spec.pages)
        return Dialog(
            about.form, about.subject, view.title, about.page, pages, page_title, tuple(fields)
        )

    def _field(self, view: View, block: Json, name: str, kind: KindName, told: str) -> FieldView:
        element, called = block["element"], block["label"]["text"]
        hint = block.get("hint", {}).get("text", "")
        said = _printed("form.wrong", told, label=called, error="")
        assert not told or said, f"words before {name} that are no error: {told}"
        error = view.errors.get(block["block_id"], told.removeprefix(said))
        options = [Option(o["text"]["text"], value_of(o["value"])) for o in options_in(element)]
        return FieldView(
            name=name,
            kind=kind,
            label=called,
            hint=hint,
            required=not block["optional"],
            max_length=element.get("max_length", 0),
            options=tuple(options or _examples(hint)),
            value=self._value(
                view.entries[(block["block_id"], form_values.VALUE)], kind, view.app_team
            ),
            error=error,
        )

    def _parts(self, view: View, block: Json, so_far: FieldView) -> list[str]:
        """A time with one more of its parts."""
        state = view.entries[(block["block_id"], form_values.VALUE)]
        value = self._value(state, "When", view.app_team)
        return [*many(so_far.value), *many(value)]

    def _value(self, state: Json, kind: str, team: str) -> Raw:
        match state["type"]:
            case "static_select" | "external_select":
                chosen = state["selected_option"]
                return value_of(chosen["value"]) if chosen else ""
            case "checkboxes" | "multi_static_select":
                return [value_of(chosen["value"]) for chosen in state["selected_options"]]
            case "users_select":
                user = state["selected_user"]
                return self._who(user).name if user else ""
            case "conversations_select":
                picked = state["selected_conversation"]
                return str(channel(team, picked)) if picked else ""
            case "datepicker":
                return state["selected_date"] or ""
            case "timepicker":
                return state["selected_time"] or ""
            case "file_input":
                return ""
        text = state["value"] or ""
        return [item for item in text.split(", ") if item] if kind == "Topics" else text


def _both(view: View, block: Json, picked: FieldView) -> Raw:
    """Who is picked in a field, or whose name stands beside it; or both."""
    named = view.entries[(block["block_id"], form_values.VALUE)]["value"]
    both = [each for each in (picked.value, named) if isinstance(each, str) and each]
    return both if len(both) > 1 else "".join(both)


def _flat(block: Json) -> list[Json]:
    return [each for section in block["elements"] for each in section["elements"]]


def _paragraph(lines: Sequence[RichText]) -> Text | Fields:
    facts = [line for line in lines if isinstance(line[0], Strong) and line[0].text.endswith(": ")]
    if len(facts) == len(lines):
        return Fields(tuple(Fact(_label(line[0]), line[1:]) for line in facts))
    joined = list(lines[0])
    for line in lines[1:]:
        joined += (Plain("\n"), *line)
    return Text(tuple(joined))


def _label(span: Span) -> str:
    assert isinstance(span, Strong)
    return span.text.removesuffix(": ")


def _moment(seconds: int, shape: str) -> Moment:
    at = datetime.fromtimestamp(seconds, UTC)
    if "{time}" not in shape:
        return Moment(at, "date")
    return Moment(at, "datetime" if "{date" in shape else "time")


def _control(element: Json) -> Button | LinkButton | Select:
    action = action_of(element["action_id"])
    if element["type"] == "static_select":
        options = (Option(o["text"]["text"], value_of(o["value"])) for o in element["options"])
        return Select(element["placeholder"]["text"], action, tuple(options))
    said = element["text"]["text"]
    if "url" in element:
        assert action == LINK
        return LinkButton(said, element["url"])
    return Button(said, action, value_of(element["value"]), element.get("style", "plain"))


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _examples(hint: str) -> list[Option]:
    """The options that are only given as examples, where no menu could offer them."""
    before = _printed("form.examples", hint, examples="")
    _, found, told = hint.partition(before) if before else ("", "", "")
    return [Option.of(item, item) for item in told.removesuffix(".").split(", ")] if found else []


def _printed(key: str, told: str, **values: str) -> str:
    """A text of the adapter's own as it stands in what was told, in whichever language."""
    for locale in ("en", "fr"):
        with in_language(locale):
            if (text := printed.text(key, **values)) in told:
                return text
    return ""
