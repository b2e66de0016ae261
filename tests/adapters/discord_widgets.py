"""What Discord's client lets a person press, choose and fill in, and what it then sends."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.adapters.discord_interactions import Modal
from tests.adapters.discord_things import Attachment, Channel, Message, Role, User, every
from tests.adapters.discord_tree import CannotDo

Json = dict[str, Any]
BUTTON, STRINGS, TEXT, USERS, ROLES, MENTIONABLES, CHANNELS = range(2, 9)
FILES, RADIO, CHECKBOXES, CHECKBOX = 19, 21, 22, 23
LINK, PREMIUM = 5, 6
SELECTS = {STRINGS, USERS, ROLES, MENTIONABLES, CHANNELS}
THINGS: dict[int, Any] = {
    USERS: User,
    ROLES: Role,
    MENTIONABLES: (User, Role),
    CHANNELS: Channel,
    FILES: Attachment,
}


def button(message: Message, name: str) -> Json:
    """Find a button that can be pressed, by custom_id, by label, or by the action before ``:``."""
    buttons = [part for part in every(message.components) if part["type"] == BUTTON]
    found = [part for part in buttons if part.get("label") == name] or _named(buttons, name)
    if not found:
        there = [(part.get("label"), part.get("custom_id")) for part in buttons]
        raise CannotDo(f"There is no button {name!r}; there are {there}\n{message.words}")
    if len(found) > 1:
        raise CannotDo(f"There are {len(found)} buttons {name!r}: name one by its custom_id")
    if found[0].get("disabled"):
        raise CannotDo(f"The button {name!r} is disabled")
    if found[0].get("style") in (LINK, PREMIUM):
        raise CannotDo(f"The button {name!r} leads elsewhere: {found[0].get('url')}")
    return found[0]


def select(message: Message, name: str) -> Json:
    """Find a select menu that can be used, by custom_id, placeholder, or the action."""
    menus = [part for part in every(message.components) if part["type"] in SELECTS]
    found = _named(menus, name) or [part for part in menus if part.get("placeholder") == name]
    if not found:
        there = [part["custom_id"] for part in menus]
        raise CannotDo(f"There is no select {name!r}; there are {there}\n{message.words}")
    if found[0].get("disabled"):
        raise CannotDo(f"The select {name!r} is disabled")
    return found[0]


def _named(parts: Sequence[Json], name: str) -> list[Json]:
    whole = [part for part in parts if part.get("custom_id") == name]
    return whole or [p for p in parts if str(p.get("custom_id", "")).split(":")[0] == name]


def chosen(menu: Json, values: Sequence[Any], *, required: bool = True) -> list[Any]:
    """Return what is chosen in a select: options by value (or label), or people and things."""
    least, most = int(menu.get("min_values", 1)), int(menu.get("max_values", 1))
    least = least if required or values else 0
    if not least <= len(values) <= most:
        raise CannotDo(f"{menu['custom_id']} takes {least} to {most}, not {len(values)}")
    if menu["type"] != STRINGS:
        if wrong := [value for value in values if not isinstance(value, THINGS[menu["type"]])]:
            raise CannotDo(f"{menu['custom_id']} does not take {wrong}")
        return list(values)
    return [_option(menu, value) for value in values]


def _option(menu: Json, value: Any) -> str:
    options = menu.get("options") or []
    for key in ("value", "label"):
        for option in options:
            if option[key] == value:
                return str(option["value"])
    offered = [option["value"] for option in options]
    raise CannotDo(f"{menu['custom_id']} has no {value!r}; it has {offered}")


def submission(
    modal: Modal, values: Mapping[str, Any], thing: Callable[[int], Any]
) -> tuple[list[Json], list[Any]]:
    """Return the components that a submitted modal sends, and the people and things chosen.

    Fields that are not named keep what they were filled in with (``thing`` finds people and
    channels by id). Raises CannotDo when the client would not send it.
    """
    if unknown := set(values) - set(modal.fields):
        raise CannotDo(f"“{modal.title}” has no {sorted(unknown)}; it has {list(modal.fields)}")
    typed = {**{key: _kept(part, thing) for key, part in modal.fields.items()}, **values}
    things: list[Any] = []
    sent = []
    for part in modal.body["components"]:
        said: Json = {"type": part["type"], "id": part["id"]}
        if "component" in part:
            said["component"] = _field(part["component"], typed, things)
        elif "components" in part:
            said["components"] = [_field(inner, typed, things) for inner in part["components"]]
        sent.append(said)
    return sent, things


def _field(part: Json, typed: Mapping[str, Any], things: list[Any]) -> Json:
    key, kind = str(part["custom_id"]), part["type"]
    said: Json = {"type": kind, "id": part["id"], "custom_id": key}
    value = typed[key]
    if kind == TEXT:
        return said | {"value": _text(part, value)}
    if kind == CHECKBOX:
        return said | {"value": bool(value)}
    required = bool(part.get("required", True))
    if kind == RADIO:
        if value is None and required:
            raise CannotDo(f"{key} is required")
        return said | {"value": None if value is None else _option(part, value)}
    single = isinstance(value, str | User | Role | Channel | Attachment)
    wanted = [value] if single else list(value or [])
    if required and not wanted:
        raise CannotDo(f"{key} is required")
    if kind == CHECKBOXES:
        most = int(part.get("max_values", len(part["options"])))
        part = {**part, "type": STRINGS, "max_values": most}
        return said | {"values": chosen(part, wanted, required=required)}
    if kind not in {*SELECTS, FILES}:
        raise CannotDo(f"{key} is of a kind that people here cannot fill in ({kind})")
    picked = chosen(part, wanted, required=required)
    if kind != STRINGS:
        things += picked
        picked = [str(thing.id) for thing in picked]
    return said | {"values": picked}


def _kept(part: Json, thing: Callable[[int], Any]) -> Any:
    """Return what a field was filled in with when the modal opened."""
    if part["type"] == TEXT:
        return part.get("value", "")
    if part["type"] == CHECKBOX:
        return part.get("default", False)
    if part.get("default_values"):
        return [thing(int(each["id"])) for each in part["default_values"]]
    defaults = [each["value"] for each in part.get("options") or [] if each.get("default")]
    if part["type"] == RADIO:
        return defaults[0] if defaults else None
    return defaults


def _text(part: Json, value: Any) -> str:
    key = part["custom_id"]
    if not isinstance(value, str):
        raise CannotDo(f"{key} takes text, not {value!r}")
    if not value and part.get("required", True):
        raise CannotDo(f"{key} is required")
    least, most = int(part.get("min_length") or 0), int(part.get("max_length") or 4000)
    if value and not least <= len(value) <= most:
        raise CannotDo(f"{key} takes {least} to {most} characters, not {len(value)}")
    if part.get("style") == 1 and "\n" in value:
        raise CannotDo(f"{key} is a single line")
    return value
