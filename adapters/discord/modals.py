"""From the core's dialogs to Discord's modals, and from what was filled in back again. Pure.

A modal cannot answer a modal, so a message stands between the pages of a form, with the buttons
that lead on. What a modal cannot hold is not in it and so not in what comes back: the core keeps
what it has of such a field.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import assert_never

from adapters.discord import limits
from adapters.discord.blocks import MENU, options, paragraphs
from adapters.discord.refs import account, channel, guild_and_channel
from adapters.discord.routes import action_of, custom_id, value_of
from adapters.discord.spans import Ids, Json, words
from bot.community.people import Ref
from bot.routing.arguments import NAME_LENGTH
from bot.routing.interaction import Dialog, FieldView
from bot.ui.fields import Raw
from bot.ui.files import GivenFile
from bot.ui.languages import in_language
from bot.ui.messages import Actions, Bullets, Button, Message, Note, Option, RichText, row, say
from bot.ui.text import clean, label
from bot.ui.when_field import as_typed

FORM = "discord.form"
"""The action of a button that opens a page of a form, and what that page's modal is called by."""
DONE = "discord.done"
"""The action of a button that saves a form as it stands."""

INPUT, USERS, CHANNELS, FIELD, FILES, RADIOS, BOXES = 4, 5, 8, 18, 19, 21, 22
"""Discord's types of components in modals."""
_ONE_LINE, _LINES = 1, 2
TEXT_CHANNELS = (0, 5)
"""Channels that can be chosen: of text, and for announcements (docs: resources/channel)."""
_MANY = "[]"  # ends the custom_id of a field that takes several values
BESIDE = "~"
"""Ends the custom_id of the field for a name, beside the one in which a person is picked."""
_MENTION = re.compile(r"<@!?(\d+)>")
_OURS = re.compile(rf"<@{limits.PLATFORM}:(\d+)>")


# Modals ---------------------------------------------------------------------------------------


def modal(dialog: Dialog) -> Json:
    """A page of a form; raises `ValueError` for one that has too much to carry along."""
    with in_language(dialog.locale):
        return {
            "custom_id": custom_id(FORM, _page(dialog)),
            "title": _title(dialog),
            "components": list(_fields(dialog.fields)),
        }


def about(id_: str) -> tuple[str, int, str]:
    """The form, the page and the subject of a modal, or of a button that leads to one.

    Raises `ValueError` for another's.
    """
    action, value = action_of(id_)
    form, _, rest = value.partition(":")
    page, _, subject = rest.partition(":")
    if action not in (FORM, DONE) or not form or not re.fullmatch(r"[0-9]{1,3}", page):
        raise ValueError(f"this is no page of a form: {id_!r}")
    return form, int(page), subject


def _page(dialog: Dialog, ahead: int = 0) -> str:
    return f"{dialog.form}:{dialog.page + ahead}:{dialog.subject}"


def _title(dialog: Dialog) -> str:
    if dialog.pages < 2:
        return label(dialog.title, limits.TITLE)
    named = words.text("form.title", title=dialog.title, page=dialog.page_title)
    if len(named) <= limits.TITLE:
        return label(named, limits.TITLE)
    numbered = words.text(
        "form.title.number", title=dialog.title, page=dialog.page + 1, pages=dialog.pages
    )
    return label(numbered, limits.TITLE)


# Fields ---------------------------------------------------------------------------------------


def _fields(fields: Sequence[FieldView]) -> Iterator[Json]:
    """All fields; beside each picker of people one for a name, as far as there is room."""
    room = limits.FIELDS - len(fields)
    for field in map(_picked, fields):
        if field.kind == "Person" and room > 0:
            room -= 1
            given = [field.value] if isinstance(field.value, str) else field.value
            picked = next((each for each in given if _OURS.fullmatch(each)), "")
            typed = replace(field, value=next((each for each in given if each != picked), ""))
            yield from _field(replace(field, value=picked, required=False))
            yield from _field(_beside(field, _text(typed)))
        else:
            yield from _field(field)


def _picked(field: FieldView) -> FieldView:
    """A field with whom it names picked, where they have an account here."""
    return replace(field, value=field.account) if field.account else field


def _beside(field: FieldView, said: str) -> FieldView:
    return replace(
        field,
        name=f"{field.name}{BESIDE}",
        kind="ShortText",
        label=words.text("form.beside", label=field.label),
        hint=words.text("form.beside.hint"),
        error="",
        max_length=NAME_LENGTH,
        options=(),
        value=said,
        required=False,
    )


def _field(field: FieldView) -> list[Json]:
    """A field under its label; one whose text is too long for Discord is only spoken of."""
    said = _text(field)
    if len(said) > limits.INPUT_TEXT:
        return paragraphs(words("form.too_long", label=field.label, count=len(said)), Ids())
    shown: Json = {"type": FIELD, "label": label(field.label, limits.LABEL)}
    hint = words.text("form.wrong", error=field.error) if field.error else _hint(field)
    described = {"description": label(hint, limits.DESCRIPTION)} if hint else {}
    return [{**shown, **described, "component": _component(field, said)}]


def _hint(field: FieldView) -> str:
    standing = f"form.hint.{field.kind.lower()}"
    return field.hint or (words.text(standing) if words.has(standing) else "")


def _component(field: FieldView, said: str) -> Json:
    """What can hold the field's value; a line of text where no menu could."""
    offered = options(field.options)
    match field.kind:
        case "Choice" if limits.LEAST_RADIOS <= len(offered) <= limits.FEW_OPTIONS:
            return {"type": RADIOS, **_called(field), **_chosen(field, offered)}
        case "Choice" if 1 <= len(offered) <= limits.OPTIONS:
            return {"type": MENU, **_called(field), **_chosen(field, offered), **_some(field, 1)}
        case "Choices" if 1 <= len(offered) <= limits.OPTIONS:
            kind = BOXES if len(offered) <= limits.FEW_OPTIONS else MENU
            return {
                "type": kind,
                **_called(field, _MANY),
                **_chosen(field, offered),
                **_some(field, len(offered)),
            }
        case "Upload":
            return {"type": FILES, **_called(field), **_some(field, 1)}
        case "Channel" if not said or _is_channel(said):
            return {"type": CHANNELS, **_called(field), **_channels(said), **_some(field, 1)}
        case "Person" if not said or _is_user(field):
            return {"type": USERS, **_called(field), **_users(said), **_some(field, 1)}
        case "ShortText" | "LongText" | "Topics" | "Number" | "Day" | "When" | "Zone":
            return _input(field, said)
        case "Choice" | "Choices" | "Channel" | "Person":
            return _input(field, said)  # as it was typed, for no menu could hold it
    assert_never(field.kind)


def _called(field: FieldView, end: str = "") -> Json:
    return {"custom_id": field.name + end, "required": field.required}


def _some(field: FieldView, most: int) -> Json:
    return {"min_values": 1 if field.required else 0, "max_values": most}


def _chosen(field: FieldView, offered: list[Json]) -> Json:
    chosen = [field.value] if isinstance(field.value, str) else field.value
    marked = [
        {**each, "default": True} if value_of(each["value"]) in chosen else each for each in offered
    ]
    return {"options": marked}


def _users(said: str) -> Json:
    found = _MENTION.fullmatch(said)
    return {"default_values": [{"id": found[1], "type": "user"}]} if found else {}


def _channels(said: str) -> Json:
    _, id_ = guild_and_channel(Ref.parse(said)) if said else ("", "")
    chosen = {"default_values": [{"id": id_, "type": "channel"}]} if id_ else {}
    return {"channel_types": list(TEXT_CHANNELS), **chosen}


def _input(field: FieldView, said: str) -> Json:
    most = 0 if field.kind == "Topics" else field.max_length  # of each topic, not of all
    within = min(max(most or limits.INPUT_TEXT, len(said)), limits.INPUT_TEXT)
    several = field.kind == "LongText" or "\n" in said
    shown = {
        "type": INPUT,
        **_called(field),
        "style": _LINES if several else _ONE_LINE,
        "max_length": within,
    }
    examples = _examples(field.options) if field.kind in ("Topics", "ShortText") else ""
    placeholder = {"placeholder": examples} if examples else {}
    return {**shown, **placeholder, **({"value": said} if said else {})}


def _examples(offered: Iterable[Option]) -> str:
    """As many whole examples as there is room for."""
    told = said = ""
    for choice in offered:
        said = f"{said}, {choice.label}" if said else choice.label
        longer = words.text("form.examples", examples=said)
        if len(longer) > limits.INPUT_PLACEHOLDER:
            break
        told = longer
    return label(told, limits.INPUT_PLACEHOLDER) if told else ""


def _text(field: FieldView) -> str:
    """What stands in the field, as people type it."""
    value = field.value if isinstance(field.value, str) else ", ".join(field.value)
    if field.kind == "When":
        value = as_typed(field.value)
    if field.kind == "Person" and not _is_user(field):
        value = next((o.label for o in field.options if o.value == value), value)
    return _OURS.sub(r"<@\1>", clean(value))


def _is_user(field: FieldView) -> bool:
    return isinstance(field.value, str) and bool(_OURS.fullmatch(field.value))


def _is_channel(said: str) -> bool:
    ref = Ref.parse(said)
    return ref.platform == limits.PLATFORM and all(map(str.isdecimal, guild_and_channel(ref)))


# Back again -----------------------------------------------------------------------------------


def values_in(data: Json, guild: str) -> dict[str, Raw]:
    """What stands in the fields of a modal that was submitted, by field, as the core takes it."""
    shown = (part.get("component") for part in data.get("components", ()))
    files = (data.get("resolved") or {}).get("attachments") or {}
    found = dict(_value(component, guild, files) for component in shown if component)
    for name in [name for name in found if name.endswith(BESIDE)]:
        picked, typed = name.removesuffix(BESIDE), found.pop(name)
        both = [each for each in (found.get(picked, ""), typed) if isinstance(each, str) and each]
        found[picked] = both if len(both) > 1 else "".join(both)
    return found


def _value(component: Json, guild: str, files: Json) -> tuple[str, Raw]:
    name = component["custom_id"]
    values = component.get("values") or []
    if name.endswith(_MANY):
        return name.removesuffix(_MANY), [value_of(value) for value in values]
    if component["type"] == FILES:
        return name, attached(files[values[0]]).as_typed() if values else ""
    if component["type"] == USERS:
        return name, f"<@{account(values[0])}>" if values else ""
    if component["type"] == CHANNELS:
        return name, str(channel(guild, values[0])) if values else ""
    one = str(component.get("value") or "")
    if component["type"] in (MENU, RADIOS):
        return name, value_of(values[0] if values else one)
    return name, _MENTION.sub(rf"<@{limits.PLATFORM}:\1>", one)


def attached(file: Json) -> GivenFile:
    """A file that was chosen; it has yet to be fetched."""
    name, size = str(file.get("filename") or ""), int(file.get("size") or 0)
    return GivenFile(limits.PLATFORM, str(file["url"]), name, size)


# Between the pages ----------------------------------------------------------------------------


def between(dialog: Dialog) -> Message:
    """What is said after a page of a form was submitted: what comes next, or what is wrong."""
    if any(field.error for field in dialog.fields):
        return errors(dialog)
    with in_language(dialog.locale):
        on = words.text("form.on", page=dialog.page_title)
        buttons = [Button(on, FORM, _page(dialog), "primary")]
        if dialog.page > 0:
            buttons.append(Button(words.text("form.back"), FORM, _page(dialog, -1)))
            buttons.append(Button(dialog.submit, DONE, _page(dialog)))
        said = words("form.kept", title=dialog.page_title, page=dialog.page + 1, pages=dialog.pages)
        return say(said, Actions(tuple(buttons)))


def errors(dialog: Dialog) -> Message:
    """What is wrong with a page of a form, and the way to put it right."""
    with in_language(dialog.locale):
        return say(
            words("form.wrong.title", title=dialog.title),
            Bullets(tuple(_faults(dialog))),
            row(Button(words.text("form.right"), FORM, _page(dialog), "primary")),
            Note(words("form.wrong.kept")),
        )


def form_offer(dialog: Dialog) -> Message:
    """A button that opens a form, for when it came too late to be shown."""
    with in_language(dialog.locale):
        return say(
            words("form.offered", title=dialog.title),
            row(Button(words.text("form.open"), FORM, _page(dialog), "primary")),
        )


def _faults(dialog: Dialog) -> Iterator[RichText]:
    for field in dialog.fields:
        if field.error:
            yield words("form.wrong.field", label=field.label, error=field.error)
