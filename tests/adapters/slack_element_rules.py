"""Slack's documented limits on block elements and the objects in them.

Sources: https://docs.slack.dev/reference/block-kit/block-elements and
https://docs.slack.dev/reference/block-kit/composition-objects.
"""

import re
from collections.abc import Collection
from typing import Any

from tests.adapters.slack_forms import is_many, options_in

Json = dict[str, Any]

PLACEHOLDER = {"action_id", "placeholder", "focus_on_load"}
SELECT = PLACEHOLDER | {"confirm"}
MULTI = SELECT | {"max_selected_items"}
LISTED = {"action_id", "confirm", "focus_on_load"}
TEXT = PLACEHOLDER | {"initial_value", "dispatch_action_config"}
# For each element: what it must have, and what it may have.
KEYS: dict[str, tuple[set[str], set[str]]] = {
    "button": ({"text"}, {"action_id", "url", "value", "style", "confirm", "accessibility_label"}),
    "checkboxes": ({"options"}, LISTED | {"initial_options"}),
    "radio_buttons": ({"options"}, LISTED | {"initial_option"}),
    "overflow": ({"options"}, {"action_id", "confirm"}),
    "datepicker": (set(), SELECT | {"initial_date"}),
    "timepicker": (set(), SELECT | {"initial_time", "timezone"}),
    "datetimepicker": (set(), LISTED | {"initial_date_time"}),
    "plain_text_input": (set(), TEXT | {"multiline", "min_length", "max_length"}),
    "email_text_input": (set(), TEXT),
    "url_text_input": (set(), TEXT),
    "number_input": ({"is_decimal_allowed"}, TEXT | {"min_value", "max_value"}),
    "rich_text_input": (set(), TEXT),
    "file_input": (set(), {"action_id", "filetypes", "max_files"}),
    "image": ({"alt_text"}, {"image_url", "slack_file"}),
    "static_select": (set(), SELECT | {"options", "option_groups", "initial_option"}),
    "external_select": (set(), SELECT | {"initial_option", "min_query_length"}),
    "users_select": (set(), SELECT | {"initial_user"}),
    "conversations_select": (
        set(),
        SELECT
        | {
            "initial_conversation",
            "default_to_current_conversation",
            "response_url_enabled",
            "filter",
        },
    ),
    "channels_select": (set(), SELECT | {"initial_channel", "response_url_enabled"}),
    "multi_static_select": (set(), MULTI | {"options", "option_groups", "initial_options"}),
    "multi_external_select": (set(), MULTI | {"initial_options", "min_query_length"}),
    "multi_users_select": (set(), MULTI | {"initial_users"}),
    "multi_conversations_select": (
        set(),
        MULTI | {"initial_conversations", "default_to_current_conversation", "filter"},
    ),
    "multi_channels_select": (set(), MULTI | {"initial_channels"}),
}
SELECTS = {kind for kind in KEYS if kind.endswith("_select")}
CLICKED = SELECTS | {"checkboxes", "radio_buttons", "datepicker", "timepicker"}
PLACES: dict[str, set[str]] = {
    "accessory": CLICKED | {"button", "overflow", "image"},
    "actions": CLICKED | {"button", "overflow", "datetimepicker"},
    "context": {"image"},
    "input": CLICKED
    | {
        "datetimepicker",
        "plain_text_input",
        "email_text_input",
        "url_text_input",
        "number_input",
        "rich_text_input",
        "file_input",
    },
}
# Elements that not every surface shows, by the surfaces that do.
SURFACES: dict[str, set[str]] = {
    "datetimepicker": {"modal", "message"},
    "email_text_input": {"modal"},
    "url_text_input": {"modal"},
    "number_input": {"modal"},
    "file_input": {"modal"},
    "rich_text_input": {"modal", "home"},
}
OPTIONS = {"checkboxes": (1, 10), "radio_buttons": (1, 10), "overflow": (1, 5)}
FORMATS = {
    "initial_date": re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"),
    "initial_time": re.compile(r"([01]\d|2[0-3]):[0-5]\d"),
}


class Judge:
    """Collects what is wrong, each with a JSON pointer to the place."""

    def __init__(self, surface: str) -> None:
        self.surface = surface
        self.faults: list[str] = []

    def fault(self, what: str, path: str) -> None:
        self.faults.append(f"[ERROR] {what} [json-pointer:{path}]")

    def keys(self, part: Json, path: str, must: Collection[str], may: Collection[str] = ()) -> None:
        """Check that all of ``must`` and nothing outside ``must`` and ``may`` is there."""
        for key in must:
            if part.get(key) is None:
                self.fault(f"missing required field: {key}", path)
        for key in part.keys() - set(must) - set(may):
            self.fault(f"no more properties allowed: {key}", f"{path}/{key}")

    def string(self, part: Json, key: str, path: str, most: int, least: int = 1) -> None:
        """Check the length of a string, if it is there."""
        value = part.get(key)
        if value is None:
            return
        if not isinstance(value, str):
            self.fault("must be a string", f"{path}/{key}")
        elif len(value) > most:
            self.fault(f"must be less than {most + 1} characters", f"{path}/{key}")
        elif len(value) < least:
            self.fault(f"must be more than {least - 1} characters", f"{path}/{key}")

    def items(self, part: Json, key: str, path: str, most: int, least: int = 1) -> list[Json]:
        """Check the length of a list of objects, and return the objects."""
        value = part.get(key)
        if not isinstance(value, list):
            if value is not None:
                self.fault("must be an array", f"{path}/{key}")
            return []
        if len(value) > most:
            self.fault(f"no more than {most} items allowed", f"{path}/{key}")
        if len(value) < least:
            self.fault(f"no fewer than {least} items allowed", f"{path}/{key}")
        if not all(isinstance(each, dict) for each in value):
            self.fault("must be an array of objects", f"{path}/{key}")
        return [each for each in value if isinstance(each, dict)]

    def text(self, part: Json, key: str, path: str, most: int, *, plain: bool = True) -> None:
        """Check a text object, if it is there."""
        value = part.get(key)
        if value is not None:
            self.text_object(value, f"{path}/{key}", most, plain=plain)

    def text_object(self, value: object, path: str, most: int, *, plain: bool = True) -> None:
        """Check a text object."""
        kinds = {"plain_text"} if plain else {"plain_text", "mrkdwn"}
        if not isinstance(value, dict) or value.get("type") not in kinds:
            self.fault(f"must be a text object of type {' or '.join(sorted(kinds))}", path)
            return
        extra = "emoji" if value["type"] == "plain_text" else "verbatim"
        self.keys(value, path, {"type", "text"}, {extra})
        self.string(value, "text", path, most)

    # Composition objects -----------------------------------------------------------------------

    def confirm(self, part: Json, path: str) -> None:
        """Check a confirmation dialog, if it is there."""
        dialog = part.get("confirm")
        if dialog is None:
            return
        path = f"{path}/confirm"
        if not isinstance(dialog, dict):
            self.fault("must be an object", path)
            return
        self.keys(dialog, path, {"title", "text", "confirm", "deny"}, {"style"})
        self.text(dialog, "title", path, 100)
        self.text(dialog, "text", path, 300, plain=False)
        self.text(dialog, "confirm", path, 30)
        self.text(dialog, "deny", path, 30)
        self.style(dialog, path)

    def style(self, part: Json, path: str) -> None:
        if part.get("style") not in (None, "primary", "danger"):
            self.fault("must be one of primary, danger", f"{path}/style")

    def option(self, option: Json, path: str, kind: str) -> None:
        """Check an option of an element of this kind."""
        may = {"description", "url"} if kind == "overflow" else {"description"}
        self.keys(option, path, {"text", "value"}, may)
        plain = kind not in {"checkboxes", "radio_buttons"}
        self.text(option, "text", path, 75, plain=plain)
        self.string(option, "value", path, 150)
        self.string(option, "url", path, 3000)
        self.text(option, "description", path, 75, plain=plain)

    def options(self, element: Json, path: str) -> None:
        """Check the options of an element, that they differ, and that initial ones are offered."""
        kind = str(element["type"])
        least, most = OPTIONS.get(kind, (1, 100))
        for n, option in enumerate(self.items(element, "options", path, most, least)):
            self.option(option, f"{path}/options/{n}", kind)
        for n, group in enumerate(self.items(element, "option_groups", path, 100)):
            here = f"{path}/option_groups/{n}"
            self.keys(group, here, {"label", "options"})
            self.text(group, "label", here, 75)
            for m, option in enumerate(self.items(group, "options", here, 100)):
                self.option(option, f"{here}/options/{m}", kind)
        if "static" in kind and ("options" in element) == ("option_groups" in element):
            self.fault("exactly one of options and option_groups is required", path)
        try:
            offered = options_in(element)
            values = [option["value"] for option in offered]
        except (KeyError, TypeError):
            return
        if len(set(values)) != len(values):
            self.fault("values of options must differ", f"{path}/options")
        if "external" not in kind:
            self._initial_options(element, path, offered)

    def _initial_options(self, element: Json, path: str, offered: list[Json]) -> None:
        key = "initial_options" if is_many(element) else "initial_option"
        initial = element.get(key)
        if initial is None:
            return
        chosen = initial if is_many(element) else [initial]
        if not isinstance(chosen, list) or not chosen:
            self.fault("must hold at least one option", f"{path}/{key}")
        elif any(option not in offered for option in chosen):
            self.fault("must be among the options", f"{path}/{key}")

    # Elements ----------------------------------------------------------------------------------

    def element(self, element: Json, path: str, place: str) -> None:
        """Check an element in an accessory, actions, context or input place."""
        kind = element.get("type")
        if kind not in PLACES[place]:
            self.fault(f"unsupported type: {kind} in {place}", path)
            return
        if self.surface not in SURFACES.get(kind, {self.surface}):
            self.fault(f"{kind} is not shown in a {self.surface}", path)
        must, may = KEYS[kind]
        self.keys(element, path, must | {"type"}, may)
        self.string(element, "action_id", path, 255)
        self.text(element, "placeholder", path, 150)
        self.confirm(element, path)
        if kind == "button":
            self._button(element, path)
        elif kind == "image":
            self.picture(element, path)
        elif kind in OPTIONS or "static" in kind or "external" in kind:
            self.options(element, path)
        elif kind in {"plain_text_input", "number_input"}:
            self._typed(element, path)
        self._formats(element, path)

    def _button(self, element: Json, path: str) -> None:
        self.text(element, "text", path, 75)
        self.string(element, "url", path, 3000)
        self.string(element, "value", path, 2000)
        self.string(element, "accessibility_label", path, 75)
        self.style(element, path)

    def picture(self, part: Json, path: str) -> None:
        """Check an image block or element."""
        self.string(part, "alt_text", path, 2000)
        self.string(part, "image_url", path, 3000)
        if ("image_url" in part) == ("slack_file" in part):
            self.fault("exactly one of image_url and slack_file is required", path)

    def _typed(self, element: Json, path: str) -> None:
        least, most = element.get("min_length", 0), element.get("max_length", 3000)
        if not (isinstance(least, int) and 0 <= least <= 3000):
            self.fault("must be between 0 and 3000", f"{path}/min_length")
        if not (isinstance(most, int) and 1 <= most <= 3000):
            self.fault("must be between 1 and 3000", f"{path}/max_length")
        elif isinstance(least, int) and least > most:
            self.fault("min_length must not be more than max_length", path)
        else:
            self.string(element, "initial_value", path, most, 0)
        config = element.get("dispatch_action_config")
        if config is not None:
            events = set(config.get("trigger_actions_on", ()))
            if not events or events - {"on_enter_pressed", "on_character_entered"}:
                self.fault("must name triggers", f"{path}/dispatch_action_config")

    def _formats(self, element: Json, path: str) -> None:
        for key, pattern in FORMATS.items():
            value = element.get(key)
            if value is not None and not (isinstance(value, str) and pattern.fullmatch(value)):
                self.fault("has the wrong format", f"{path}/{key}")
        for key, value in element.items():
            if key.startswith("initial_") and value in ("", [], None):
                self.fault("must not be empty", f"{path}/{key}")
        most = element.get("max_selected_items")
        if most is not None and not (isinstance(most, int) and most >= 1):
            self.fault("must be at least 1", f"{path}/max_selected_items")
        at = element.get("initial_date_time")
        if at is not None and not (isinstance(at, int) and len(str(at)) == 10):
            self.fault("must be a UNIX time of ten digits", f"{path}/initial_date_time")
