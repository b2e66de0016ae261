"""From the core's dialogs to Slack's views. Pure; `form_values` leads back again.

A field's block is called `<name>@<page>`: Slack keeps what was typed in a block as long as the
view has one of that name, so a page that is shown again keeps it, and another page begins afresh.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import assert_never

from adapters.slack import limits
from adapters.slack.form_values import BESIDE, TIME_PARTS, VALUE
from adapters.slack.refs import team_and_channel
from adapters.slack.render import blocks_of, merged, option, plain_text
from adapters.slack.spans import Json, words
from bot.community.people import Ref
from bot.community.zone_names import spelled
from bot.community.zones import zones_like
from bot.routing.interaction import Dialog, FieldView
from bot.ui.capabilities import short
from bot.ui.fields import KindName, Raw
from bot.ui.languages import in_language
from bot.ui.messages import Message, Note, Option, RichText, say
from bot.ui.text import clean, label
from bot.ui.when_field import WhenParts, parts_of

FORM = "form"
"""The `callback_id` of a form's view."""
BACK = "page:back"
"""The `action_id` of the button that turns a form's page back."""
_MENTION = re.compile(r"<@slack:([A-Z0-9]+)>")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_NUMBER = re.compile(r"[+-]?\d{1,9}")
_EXAMPLES = 300  # characters of examples in a hint


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a form's view carries along: which page of what it is."""

    form: str
    subject: str
    page: int


# Views ----------------------------------------------------------------------------------------


def form(dialog: Dialog) -> Json:
    """A page of a form as a modal."""
    last = dialog.page + 1 >= dialog.pages
    metadata = Metadata(dialog.form, dialog.subject, dialog.page)
    carried = json.dumps(asdict(metadata), ensure_ascii=False, separators=(",", ":"))
    if len(carried) > limits.PRIVATE_METADATA:
        raise ValueError(f"the form {dialog.form} has too much to carry along: {len(carried)}")
    with in_language(dialog.locale):
        submit = label(dialog.submit if last else words.text("form.next"), limits.TITLE)
        view = _modal(dialog.title, list(_form_blocks(dialog)))
    return view | {
        "callback_id": FORM,
        "submit": plain_text(submit),
        "notify_on_close": True,
        "private_metadata": carried,
    }


def message_modal(title: str, message: Message, user_ids: Mapping[int, str]) -> Json:
    """A modal that shows a message."""
    with in_language(message.locale):
        return _modal(title, _fitting(message, user_ids, words("told.more")))


def loading_modal(title: str) -> Json:
    """A modal that says that something will come."""
    return _modal(title, blocks_of(say(words("waiting")), {}))


def home_view(message: Message, user_ids: Mapping[int, str]) -> Json:
    """A message as the app's home."""
    with in_language(message.locale):
        return {"type": "home", "blocks": _fitting(message, user_ids, words("home.more"))}


def is_form(view: Json) -> bool:
    """Whether a view is one that `form` made."""
    return view.get("callback_id") == FORM


def metadata_of(view: Json) -> Metadata:
    """What a form's view carried along; raises `ValueError` for other views."""
    try:
        return Metadata(**json.loads(view["private_metadata"]))
    except (KeyError, TypeError, ValueError) as wrong:
        raise ValueError("this view is no form of ours") from wrong


def _modal(title: str, blocks: list[Json]) -> Json:
    return {
        "type": "modal",
        "title": plain_text(label(title, limits.TITLE)),
        "close": plain_text(label(words.text("close"), limits.TITLE)),
        "blocks": blocks,
    }


def _fitting(message: Message, user_ids: Mapping[int, str], more: RichText) -> list[Json]:
    """As many blocks as a view holds; `more` is the last one if there are others."""
    blocks = blocks_of(message, user_ids, plain_tables=True)  # views have no tables
    if len(blocks) > limits.BLOCKS_PER_VIEW:
        blocks = merged(blocks)
    room = limits.VIEW_BYTES
    for number, block in enumerate(blocks):
        room -= len(json.dumps(block))
        full = number + 1 == limits.BLOCKS_PER_VIEW and len(blocks) > limits.BLOCKS_PER_VIEW
        if full or room < 0:
            return [*blocks[:number], *blocks_of(say(Note(more)), user_ids)]
    return blocks


# Fields ---------------------------------------------------------------------------------------


def _form_blocks(dialog: Dialog) -> Iterator[Json]:
    if dialog.pages > 1:
        line = words.text(
            "form.page", page=dialog.page + 1, pages=dialog.pages, title=dialog.page_title
        )
        yield {"type": "context", "elements": [plain_text(label(line, limits.CONTEXT_TEXT))]}
    for field in _shown(dialog.fields):
        if field.error:
            wrong = words("form.wrong", label=field.label, error=field.error)
            yield from blocks_of(say(wrong), {})
        if _is_too_long(field):
            count = len(_text(field.value))
            yield from blocks_of(
                say(Note(words("form.too_long", label=field.label, count=count))), {}
            )
        else:
            yield _input(field, block_id(field, dialog.page))
    if dialog.page > 0:
        back = plain_text(label(words.text("form.back"), limits.BUTTON_TEXT))
        yield {
            "type": "actions",
            "elements": [{"type": "button", "action_id": BACK, "text": back}],
        }


def _shown(fields: Iterable[FieldView]) -> Iterator[FieldView]:
    """All fields; beside each picker of people one for a name, and a time in its parts.

    Who stands in a field and has an account here is picked.
    """
    for field in fields:
        if field.kind == "When" and (parts := parts_of(field.value)):
            yield from _time_fields(field, parts)
            continue
        if field.kind != "Person":
            yield field
            continue
        given = [each for each in _list(field.account or field.value) if each]
        picked = next((each for each in given if _MENTION.fullmatch(each)), "")
        named = next((each for each in given if each != picked), "")
        yield replace(field, value=picked, required=False)
        yield replace(
            field,
            name=f"{field.name}{BESIDE}",
            kind="ShortText",
            label=words.text("form.beside", label=field.label),
            hint=words.text("form.beside.hint"),
            error="",
            options=(),
            value=named,
            required=False,
        )


def _time_fields(field: FieldView, parts: WhenParts) -> Iterator[FieldView]:
    """The pickers of a time: its day, its time, how long it takes, its zone."""
    kinds: tuple[KindName, ...] = ("When", "ShortText", "Zone")
    yield replace(field, kind="Day", value=parts.day)
    for end, kind, value in zip(TIME_PARTS, kinds, parts.as_list()[1:], strict=True):
        named = words.text(f"form.time.{end[1:]}", label=field.label)
        hint = words.text("form.time.ends.hint") if kind == "ShortText" else ""
        yield replace(
            field,
            name=f"{field.name}{end}",
            kind=kind,
            label=named,
            hint=hint,
            error="",
            value=value,
            required=field.required and kind != "ShortText",
        )


def block_id(field: FieldView, page: int) -> str:
    """The block of a field on a page."""
    return f"{field.name}@{page}"


def errors(dialog: Dialog, view: Json | None = None) -> dict[str, str] | None:
    """What is wrong at which block, for `response_action: errors`.

    `None` when nothing is, or when something is wrong that `view`, the one that was submitted,
    has no block for: then the dialog is to be shown in its place.
    """
    found = {block_id(f, dialog.page): short(f.error, limits.LABEL) for f in dialog.fields}
    found = {block: error for block, error in found.items() if error}
    shown = form(dialog) if view is None else view
    there = {block.get("block_id") for block in shown["blocks"] if block["type"] == "input"}
    return found if found and found.keys() <= there else None


def _input(field: FieldView, block: str) -> Json:
    shown: Json = {
        "type": "input",
        "block_id": block,
        "label": plain_text(label(field.label, limits.LABEL)),
        "element": {"action_id": VALUE, **_element(field)},
        "optional": not field.required,
        # What is typed so far is kept as a draft; no draft keeps a file.
        **({} if field.kind == "Upload" else {"dispatch_action": True}),
    }
    hint = label(_hint(field), limits.LABEL) if _hint(field) else ""
    return shown | {"hint": plain_text(hint)} if hint else shown


def _hint(field: FieldView) -> str:
    hints = [field.hint]
    if field.kind == "Topics" and not field.hint:
        hints.append(words.text("form.commas"))
    if field.kind in ("Topics", "ShortText") and field.options:
        hints.append(words.text("form.examples", examples=_examples(field.options)))
    return " ".join(hint if hint[-1] in ".!?…" else f"{hint}." for hint in hints if hint)


def _examples(options: Iterable[Option]) -> str:
    told = ""
    for choice in options:
        longer = f"{told}, {choice.label}" if told else choice.label
        if len(longer) > _EXAMPLES:
            break
        told = longer
    return told or "…"


def _element(field: FieldView) -> Json:  # noqa: C901  # one arm a kind
    """The element that can hold the field's value; a line of text where no menu could."""
    text = _text(field.value)
    match field.kind:
        case "Choice" if field.options:
            return _menu(field.options, _list(field.value))
        case "Choices" if field.options:
            return _boxes(field.options, _list(field.value))
        case "Number" if not text or _NUMBER.fullmatch(text):
            number = {"type": "number_input", "is_decimal_allowed": False, **_while_typing()}
            return number | ({"initial_value": text} if text else {})
        case "Day" if not text or _is_date(text):
            return {"type": "datepicker", **_initially("initial_date", text)}
        case "When" if not text or _TIME.fullmatch(text):
            return {"type": "timepicker", **_initially("initial_time", text)}
        case "Person" if not text or _MENTION.fullmatch(text):
            user = text[len("<@slack:") : -1]
            return {"type": "users_select", **_choose(), **_initially("initial_user", user)}
        case "Channel" if not text or _is_channel(text):
            _, id_ = team_and_channel(Ref.parse(text))
            return {
                "type": "conversations_select",
                "filter": {"include": ["public", "private"], "exclude_bot_users": True},
                **_choose(),
                **_initially("initial_conversation", id_),
            }
        case "Upload":
            kinds = [extension.removeprefix(".") for extension in field.accept]
            return {"type": "file_input", "filetypes": kinds, "max_files": 1}
        case "Zone" if len(text) < limits.OPTION_VALUE:
            initial = {"initial_option": option(Option.of(text, text))} if text else {}
            return {"type": "external_select", "min_query_length": 0, **_choose(), **initial}
        case "ShortText" | "LongText" | "Topics":
            return _line(field, text)
        case "Choice" | "Choices" | "Number" | "Day" | "When" | "Person" | "Channel" | "Zone":
            return _line(field, text)  # as it was typed, for no menu could hold it
    assert_never(field.kind)


def _line(field: FieldView, text: str) -> Json:
    per_item = field.kind == "Topics"
    most = limits.INPUT_TEXT if per_item else field.max_length or limits.INPUT_TEXT
    return {
        "type": "plain_text_input",
        "multiline": field.kind == "LongText" or "\n" in text,
        "max_length": min(max(most, len(text)), limits.INPUT_TEXT),
        **_while_typing(),
        **_initially("initial_value", text),
    }


def _menu(options: tuple[Option, ...], chosen: list[str]) -> Json:
    offered, initial = _offered(options, chosen)
    first = {"initial_option": initial[0]} if initial else {}
    return {"type": "static_select", **_choose(), **_grouped(offered), **first}


def _boxes(options: tuple[Option, ...], chosen: list[str]) -> Json:
    offered, initial = _offered(options, chosen)
    first = {"initial_options": initial} if initial else {}
    if len(offered) <= limits.FEW_OPTIONS:
        return {"type": "checkboxes", "options": offered, **first}
    return {"type": "multi_static_select", **_choose(), **_grouped(offered), **first}


def _offered(options: tuple[Option, ...], chosen: list[str]) -> tuple[list[Json], list[Json]]:
    """All options, each value once, and the chosen ones among them."""
    offered: dict[str, Json] = {}
    for choice in options:
        offered.setdefault(choice.value, option(choice))
    return list(offered.values()), [made for value, made in offered.items() if value in chosen]


def _grouped(offered: list[Json]) -> Json:
    """The options, in groups where there are more than one menu holds."""
    if len(offered) <= limits.OPTIONS:
        return {"options": offered}
    groups = []
    for start in range(0, len(offered), limits.OPTIONS):
        some = offered[start : start + limits.OPTIONS]
        ends = (some[0]["text"]["text"], some[-1]["text"]["text"])
        title = " – ".join(short(end, limits.OPTION_TEXT // 2 - 2) for end in ends)
        groups.append({"label": plain_text(title), "options": some})
    return {"option_groups": groups}


def _choose() -> Json:
    return {"placeholder": plain_text(label(words.text("choose"), limits.PLACEHOLDER))}


def _while_typing() -> Json:
    return {"dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}


def _initially(key: str, value: str) -> Json:
    return {key: value} if value else {}


def _text(value: Raw) -> str:
    return clean(value if isinstance(value, str) else ", ".join(value))


def _list(value: Raw) -> list[str]:
    return [value] if isinstance(value, str) else value


def _is_too_long(field: FieldView) -> bool:
    element = _element(field)
    return len(element.get("initial_value", "")) > limits.INPUT_TEXT


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_channel(text: str) -> bool:
    ref = Ref.parse(text)
    return ref.platform == limits.PLATFORM and all(team_and_channel(ref))


def zone_options(typed: str) -> list[Json]:
    """Time zones to choose from, what was most likely meant first."""
    found = zones_like(typed, limits.OPTIONS)
    return [option(Option.of(spelled(name), name)) for name in found]
