"""What people do to form elements: their state before, after a choice, and what blocks submit."""

from collections.abc import Iterator, Sequence
from typing import Any

Json = dict[str, Any]

TYPED = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
PICKED = {
    "users_select": "user",
    "conversations_select": "conversation",
    "channels_select": "channel",
    "multi_users_select": "users",
    "multi_conversations_select": "conversations",
    "multi_channels_select": "channels",
    "datepicker": "date",
    "timepicker": "time",
    "datetimepicker": "date_time",
}
ONE_OF = {"static_select", "external_select", "radio_buttons"}
MANY_OF = {"multi_static_select", "multi_external_select", "checkboxes"}
STATELESS = {"button", "overflow", "workflow_button", "icon_button", "feedback_buttons"}


class CannotDo(Exception):
    """A person tried what Slack's client would not let them do."""


def interactive(element: Json) -> bool:
    """Return whether an element has an action_id."""
    kind = element.get("type")
    return kind in TYPED | set(PICKED) | ONE_OF | MANY_OF | STATELESS | {
        "rich_text_input",
        "file_input",
    }


def elements_of(block: Json) -> Iterator[Json]:
    """Yield the elements of an actions, section, input or context block."""
    for key in ("accessory", "element"):
        if isinstance(block.get(key), dict):
            yield block[key]
    if block.get("type") in {"actions", "context", "context_actions"}:
        yield from block.get("elements", ())


def slot(element: Json) -> str:
    """Return the name of the state's field that holds this element's value."""
    kind = element["type"]
    if kind in TYPED:
        return "value"
    if kind in PICKED:
        return "selected_" + PICKED[kind]
    if kind == "rich_text_input":
        return "rich_text_value"
    if kind == "file_input":
        return "files"
    return "selected_option" if kind in ONE_OF else "selected_options"


def is_many(element: Json) -> bool:
    """Return whether an element holds a list."""
    return element["type"] in MANY_OF or element["type"].startswith("multi_")


def initial_state(element: Json) -> Json | None:
    """Return the state of an untouched element; None for elements that have none."""
    kind = element.get("type")
    if not interactive(element) or kind in STATELESS:
        return None
    name = slot(element)
    if kind in TYPED | {"rich_text_input"}:
        initial = element.get("initial_value")
    else:
        initial = element.get(name.replace("selected_", "initial_"))
    if is_many(element) or kind == "file_input":
        initial = list(initial or [])
    return {"type": kind, name: initial}


def options_in(element: Json) -> list[Json]:
    """Return the options of an element, groups flattened."""
    grouped = [option for group in element.get("option_groups", ()) for option in group["options"]]
    return [*element.get("options", ()), *grouped]


def _option(wanted: object, options: Sequence[Json]) -> Json:
    for option in options:
        if wanted in (option["value"], option["text"]["text"]):
            return option
    there = [option["value"] for option in options]
    raise CannotDo(f"There is no option {wanted!r}; there are {there}")


def _identity(value: object) -> object:
    return getattr(value, "id", value)


def chosen(element: Json, value: Any, suggested: Sequence[Json] = ()) -> Json:
    """Return the state after a person chose or typed ``value``; None empties the element.

    Options are named by value or by text; people and channels by object or id.
    Raises CannotDo when the element does not offer the value.
    """
    kind, name = element["type"], slot(element)
    options = [*options_in(element), *suggested]
    if kind == "file_input":
        picked: Any = list(value or ())
        if len(picked) > int(element.get("max_files", 10)):
            raise CannotDo(f"No more than {element['max_files']} files can be given")
    elif is_many(element):
        wanted = list(value or ())
        if kind in MANY_OF:
            picked = [_option(each, options) for each in wanted]
        else:
            picked = [_identity(each) for each in wanted]
        most = element.get("max_selected_items")
        if most and len(picked) > most:
            raise CannotDo(f"No more than {most} can be chosen")
    elif value is None:
        picked = None
    elif kind in ONE_OF:
        picked = _option(value, options)
    elif kind == "rich_text_input" and isinstance(value, str):
        text = {"type": "text", "text": value}
        section = {"type": "rich_text_section", "elements": [text]}
        picked = {"type": "rich_text", "elements": [section]}
    elif kind == "datetimepicker":
        picked = int(value)
    else:
        picked = str(_identity(value)) if kind != "rich_text_input" else value
    return {"type": kind, name: picked}


def action(element: Json, block_id: str, at: str, state: Json | None, value: Any = None) -> Json:
    """Return the entry of ``actions`` that using this element sends."""
    sent: Json = {"type": element["type"], "action_id": element["action_id"]}
    sent |= {"block_id": block_id, "action_ts": at}
    if element["type"] == "button":
        sent["text"] = {"emoji": True, **element["text"]}
        sent |= {key: element[key] for key in ("value", "style", "url") if key in element}
    elif element["type"] == "overflow":
        sent["selected_option"] = _option(value, options_in(element))
    elif element["type"] == "icon_button":
        sent |= {key: element[key] for key in ("value", "icon", "text") if key in element}
    if state is not None:
        sent |= state
    if "placeholder" in element:
        sent["placeholder"] = element["placeholder"]
    return sent


def complaint(block: Json, element: Json, state: Json) -> str | None:
    """Return why Slack's client would not submit this input, or None."""
    value = state[slot(element)]
    if value in (None, "", []):
        return None if block.get("optional") else "Please complete this required field."
    if element["type"] == "plain_text_input":
        least, most = element.get("min_length", 0), element.get("max_length", 3000)
        if not least <= len(value) <= most:
            return f"Between {least} and {most} characters are asked for, {len(value)} given."
    if element["type"] == "number_input":
        return _number_complaint(element, value)
    if element["type"] == "email_text_input" and "@" not in value:
        return "Please enter a valid email address."
    if element["type"] == "url_text_input" and "://" not in value:
        return "Please enter a valid URL."
    return None


def _number_complaint(element: Json, value: str) -> str | None:
    try:
        number = float(value)
    except ValueError:
        return "Please enter a number."
    if not element.get("is_decimal_allowed") and number != int(number):
        return "Please enter a whole number."
    if number < float(element.get("min_value", "-inf")):
        return f"Please enter at least {element['min_value']}."
    if number > float(element.get("max_value", "inf")):
        return f"Please enter at most {element['max_value']}."
    return None
