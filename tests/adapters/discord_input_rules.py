"""Discord's limits on what people choose, tick and type in.

Source: developers/components/reference of Discord's documentation, and the schemas of its OpenAPI
description that are named here. Where the two differ, the narrower one holds.
"""

from collections.abc import Callable

from tests.adapters.discord_field_rules import (
    INT32,
    Faults,
    Json,
    Rule,
    doubles,
    in_order,
    listed,
    one_of,
    snowflake,
    text,
    thing,
    whole,
    yes_no,
)

CUSTOM_ID = text(1, 100)
CHANNEL_TYPES = (0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15)
# What a select of each type may be filled with beforehand.
DEFAULTS: dict[int, tuple[str, ...]] = {
    5: ("user",),
    6: ("role",),
    7: ("user", "role"),
    8: ("channel",),
}
SELECTS = {
    3: "StringSelect",
    5: "UserSelect",
    6: "RoleSelect",
    7: "MentionableSelect",
    8: "ChannelSelect",
}

# The documentation has `animated` too, which the OpenAPI description does not know.
EMOJI = thing("ComponentEmojiForRequest", {"name": text(1, 32)}, {"id": snowflake})
OPTION_KEYS: dict[str, Rule] = {"label": text(1, 100), "value": text(1, 100)}
OPTION_MAY: dict[str, Rule] = {"description": text(0, 100), "default": yes_no}
SELECT_OPTION = thing("StringSelectOptionForRequest", OPTION_KEYS, {**OPTION_MAY, "emoji": EMOJI})
RADIO_OPTION = thing("RadioGroupOptionForRequest", OPTION_KEYS, OPTION_MAY)
CHECKBOX_OPTION = thing("CheckboxGroupOptionForRequest", OPTION_KEYS, OPTION_MAY)


def component(
    kind: int,
    schema: str,
    must: dict[str, Rule],
    may: dict[str, Rule] | None = None,
    *also: Callable[[Json, str], Faults],
) -> Rule:
    """A component: its type, its `id` of 32 bits if it has one, and its own fields."""
    optional: dict[str, Rule] = {"id": whole(0, INT32), **(may or {})}
    return thing(schema, {"type": one_of(kind), **must}, optional, *also)


def different_options(part: Json, path: str) -> Faults:
    """No two options have one value, and no more are chosen beforehand than may be."""
    options = part["options"]
    yield from doubles([option["value"] for option in options], f"{path}/options", "value")
    chosen = sum(bool(option.get("default")) for option in options)
    most = _most(part)
    if chosen > most:
        yield f"{path}/options: {chosen} chosen beforehand, {most} allowed"


def _most(part: Json) -> int:
    if part["type"] == 22:  # a checkbox group takes all of its options unless it says otherwise
        return int(part.get("max_values") or len(part["options"]))
    return int(part.get("max_values") or 1)


def enough_options(part: Json, path: str) -> Faults:
    """No more can be asked for than there are options."""
    for key in ("min_values", "max_values"):
        if (part.get(key) or 0) > len(part["options"]):
            yield f"{path}: {key} {part[key]} of {len(part['options'])} options"


def honest_need(part: Json, path: str) -> Faults:
    """In a modal, what must be answered is answered with one thing at least."""
    if part.get("min_values") == 0 and part.get("required") in (None, True):
        yield f"{path}: min_values 0 needs `required` to be false"


def _filled_in_range(part: Json, path: str) -> Faults:
    filled = part.get("default_values")
    if filled is None:
        return
    given, least = part.get("min_values"), 1
    least = least if given is None else given
    most = part.get("max_values") or 1
    if not least <= len(filled) <= most:
        yield f"{path}/default_values: {len(filled)} items, {least} to {most} allowed"


def select(kind: int, *, modal: bool) -> Rule:
    """A select menu, in a message (`…ForMessageRequest`) or in a modal (`…ForModalRequest`)."""
    schema = f"{SELECTS[kind]}ComponentFor{'Modal' if modal else 'Message'}Request"
    must: dict[str, Rule] = {"custom_id": CUSTOM_ID}
    may: dict[str, Rule] = {
        "placeholder": text(0, 150),
        "min_values": whole(0, 25),
        "max_values": whole(1, 25),
        # `required` does nothing in a message, and `disabled` is an error in a modal.
        **({"required": yes_no} if modal else {"disabled": yes_no}),
    }
    also = [in_order("min_values", "max_values")] + [honest_need] * modal
    if kind == 3:
        must["options"] = listed(SELECT_OPTION, 1, 25)
        also += [different_options, enough_options]
    else:
        filled = thing("SelectDefaultValue", {"id": snowflake, "type": one_of(*DEFAULTS[kind])})
        may["default_values"] = listed(filled, 0, 25)
        also.append(_filled_in_range)
    if kind == 8:
        may["channel_types"] = listed(one_of(*CHANNEL_TYPES), 0, 12, unique=True)
    return component(kind, schema, must, may, *also)


def _value_fits(part: Json, path: str) -> Faults:
    most = part.get("max_length") or 4000
    if len(part.get("value") or "") > most:
        yield f"{path}/value: {len(part['value'])} characters, {most} allowed by max_length"


# `label` is deprecated: the Label around it has the words.
TEXT_INPUT = component(
    4,
    "TextInputComponentForModalRequest",
    {"custom_id": CUSTOM_ID, "style": one_of(1, 2)},
    {
        "min_length": whole(0, 4000),
        "max_length": whole(1, 4000),
        "required": yes_no,
        "value": text(0, 4000),
        "placeholder": text(0, 100),
    },
    in_order("min_length", "max_length"),
    _value_fits,
)
FILE_UPLOAD = component(
    19,
    "FileUploadComponentForModalRequest",
    {"custom_id": CUSTOM_ID},
    {"min_values": whole(0, 10), "max_values": whole(1, 10), "required": yes_no},
    in_order("min_values", "max_values"),
    honest_need,
)
RADIO_GROUP = component(
    21,
    "RadioGroupComponentForModalRequest",
    {"custom_id": CUSTOM_ID, "options": listed(RADIO_OPTION, 2, 10)},
    {"required": yes_no},
    different_options,
)
CHECKBOX_GROUP = component(
    22,
    "CheckboxGroupComponentForModalRequest",
    {"custom_id": CUSTOM_ID, "options": listed(CHECKBOX_OPTION, 1, 10)},
    {"min_values": whole(0, 10), "max_values": whole(1, 10), "required": yes_no},
    in_order("min_values", "max_values"),
    honest_need,
    different_options,
    enough_options,
)
CHECKBOX = component(
    23, "CheckboxComponentForModalRequest", {"custom_id": CUSTOM_ID}, {"default": yes_no}
)
