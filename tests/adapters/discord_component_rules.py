"""Discord's limits on the components of a message and of a modal.

Source: developers/components/reference of Discord's documentation, and the schemas of its OpenAPI
description that are named here. Where the two differ, the narrower one holds.
"""

from collections.abc import Iterator

from tests.adapters.discord_field_rules import (
    Faults,
    Json,
    Rule,
    address,
    by_type,
    doubles,
    listed,
    one_of,
    snowflake,
    text,
    thing,
    whole,
    yes_no,
)
from tests.adapters.discord_input_rules import (
    CHECKBOX,
    CHECKBOX_GROUP,
    CUSTOM_ID,
    EMOJI,
    FILE_UPLOAD,
    RADIO_GROUP,
    SELECTS,
    TEXT_INPUT,
    component,
    select,
)

MOST_COMPONENTS = 40
# The sum is not documented; discord.py and its like keep to it because Discord refuses more.
MOST_TEXT = 4000
LINK, PREMIUM = 5, 6

# Buttons ---------------------------------------------------------------------------------------

# What a button of each kind needs, and what it must not have.
NEEDS: dict[str, tuple[str, set[str]]] = {
    "plain": ("custom_id", {"url", "sku_id"}),
    "link": ("url", {"custom_id", "sku_id"}),
    "premium": ("sku_id", {"custom_id", "label", "url", "emoji"}),
}


def _button_is_of_a_kind(part: Json, path: str) -> Faults:
    kind = {LINK: "link", PREMIUM: "premium"}.get(part["style"], "plain")
    needed, barred = NEEDS[kind]
    given = {key for key, value in part.items() if value is not None}
    if needed not in given:
        yield f"{path}: a {kind} button needs {needed}"
    for key in sorted(given & barred):
        yield f"{path}: a {kind} button has no {key}"
    if kind != "premium" and not part.get("label") and not part.get("emoji"):
        yield f"{path}: a button needs a label or an emoji"


BUTTON = component(
    2,
    "ButtonComponentForMessageRequest",
    {"style": one_of(1, 2, 3, 4, LINK, PREMIUM)},
    {
        "label": text(0, 80),
        "custom_id": CUSTOM_ID,
        "url": address("https", "http", "discord")(512),
        "disabled": yes_no,
        "emoji": EMOJI,
        "sku_id": snowflake,
    },
    _button_is_of_a_kind,
)

# Layout and content ----------------------------------------------------------------------------


def _one_select_or_buttons(part: Json, path: str) -> Faults:
    kinds = [each["type"] for each in part["components"]]
    if len(kinds) > 1 and set(kinds) != {2}:
        yield f"{path}/components: one select alone, or up to 5 buttons, not {kinds}"


ACTION_ROW = component(
    1,
    "ActionRowComponentForMessageRequest",
    {
        "components": listed(
            by_type(
                "an action row",
                {2: BUTTON, **{kind: select(kind, modal=False) for kind in SELECTS}},
            ),
            1,
            5,
        )
    },
    {},
    _one_select_or_buttons,
)
TEXT_DISPLAY = component(10, "TextDisplayComponentForMessageRequest", {"content": text(1, 4000)})
MEDIA = thing("UnfurledMediaRequest", {"url": address("https", "http", "attachment")(2048)})
SHOWN: dict[str, Rule] = {"description": text(1, 1024), "spoiler": yes_no}
THUMBNAIL = component(11, "ThumbnailComponentForMessageRequest", {"media": MEDIA}, SHOWN)
SECTION = component(
    9,
    "SectionComponentForMessageRequest",
    {
        "components": listed(by_type("a section", {10: TEXT_DISPLAY}), 1, 3),
        "accessory": by_type("an accessory", {2: BUTTON, 11: THUMBNAIL}),
    },
)
MEDIA_GALLERY = component(
    12,
    "MediaGalleryComponentForMessageRequest",
    {"items": listed(thing("MediaGalleryItemRequest", {"media": MEDIA}, SHOWN), 1, 10)},
)
FILE = component(
    13,
    "FileComponentForMessageRequest",
    {
        "file": thing(
            "UnfurledMediaRequestWithAttachmentReferenceRequired",
            {"url": address("attachment")(2048)},
        )
    },
    {"spoiler": yes_no},
)
SEPARATOR = component(
    14,
    "SeparatorComponentForMessageRequest",
    {},
    {"divider": yes_no, "spacing": one_of(1, 2)},
)
INSIDE: dict[int, Rule] = {
    1: ACTION_ROW,
    9: SECTION,
    10: TEXT_DISPLAY,
    12: MEDIA_GALLERY,
    13: FILE,
    14: SEPARATOR,
}
CONTAINER = component(
    17,
    "ContainerComponentForMessageRequest",
    {"components": listed(by_type("a container", INSIDE), 1, MOST_COMPONENTS)},
    {"accent_color": whole(0, 0xFFFFFF), "spoiler": yes_no},
)

# A whole message -------------------------------------------------------------------------------


def nested(parts: object) -> Iterator[Json]:
    """Every component of a list, with those inside others, in the order in which they stand."""
    for part in parts if isinstance(parts, list) else [parts]:
        if isinstance(part, dict):
            yield part
            for key in ("components", "accessory", "component"):
                if key in part:
                    yield from nested(part[key])


def different(parts: object, path: str) -> Faults:
    """No two components have one id or one custom_id. An id of 0 is none."""
    each = list(nested(parts))
    yield from doubles([part.get("id") or None for part in each], path, "id")
    yield from doubles([part.get("custom_id") for part in each], path, "custom_id")


def _within_sums(parts: object, path: str) -> Faults:
    each = list(nested(parts))
    if len(each) > MOST_COMPONENTS:
        yield f"{path}: {len(each)} components in all, {MOST_COMPONENTS} allowed"
    letters = sum(len(str(part.get("content", ""))) for part in each if part.get("type") == 10)
    if letters > MOST_TEXT:
        yield f"{path}: {letters} characters in all texts, {MOST_TEXT} allowed"


_LAYOUT = listed(by_type("a message", {**INSIDE, 17: CONTAINER}), 1, MOST_COMPONENTS)
_ROWS = listed(by_type("a message without Components V2", {1: ACTION_ROW}), 0, 5)


def layout(parts: object, path: str) -> Faults:
    """The components of a message with the flag IS_COMPONENTS_V2."""
    yield from _LAYOUT(parts, path)
    yield from different(parts, path)
    yield from _within_sums(parts, path)


def rows(parts: object, path: str) -> Faults:
    """The components of a message without that flag: rows of buttons and selects only."""
    yield from _ROWS(parts, path)
    yield from different(parts, path)


# A modal ---------------------------------------------------------------------------------------

LABEL = component(
    18,
    "LabelComponentForModalRequest",
    {
        "label": text(1, 45),
        "component": by_type(
            "a label",
            {
                4: TEXT_INPUT,
                19: FILE_UPLOAD,
                21: RADIO_GROUP,
                22: CHECKBOX_GROUP,
                23: CHECKBOX,
                **{kind: select(kind, modal=True) for kind in SELECTS},
            },
        ),
    },
    {"description": text(1, 100)},
)


def _modal_parts(parts: object, path: str) -> Faults:
    # The OpenAPI description has 40 where the documentation says 5, and still takes the deprecated
    # action rows.
    yield from listed(by_type("a modal", {10: TEXT_DISPLAY, 18: LABEL}), 1, 5)(parts, path)
    yield from different(parts, path)


MODAL = thing(
    "ModalInteractionCallbackRequestData",
    {"custom_id": CUSTOM_ID, "title": text(1, 45), "components": _modal_parts},
)
