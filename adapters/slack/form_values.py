"""What was filled into a form's view, as the core takes it. Pure."""

from adapters.slack.parse import given_file
from adapters.slack.refs import account, channel
from adapters.slack.render import value_of
from adapters.slack.spans import Json
from bot.ui.fields import Raw
from bot.ui.typed import many, one

VALUE = "value"
"""The `action_id` of every field's element."""
BESIDE = "~"
"""Ends the name of the field for a name, beside the one in which a person is picked."""
TIME_PARTS = ("~time", "~ends", "~zone")
"""End the names of the fields for the rest of a time, behind the one in which its day is picked."""


def values_in(view: Json, team: str) -> dict[str, Raw]:
    """What stands in the fields of a form's view, by field, as the core takes it."""
    found: dict[str, Raw] = {}
    for block, elements in view.get("state", {}).get("values", {}).items():
        name, at, _ = block.rpartition("@")
        if at and VALUE in elements:
            found[name] = _raw(elements[VALUE], team)
    for timed in [name for name in found if name.endswith(TIME_PARTS[-1])]:
        day = timed.removesuffix(TIME_PARTS[-1])
        rest = [one(found.pop(f"{day}{part}", "")) for part in TIME_PARTS]
        found[day] = [one(found.get(day, "")), *rest]
    for beside in [name for name in found if name.endswith(BESIDE)]:
        name = beside.removesuffix(BESIDE)
        both = [
            each for raw in (found.get(name, ""), found.pop(beside)) for each in many(raw) if each
        ]
        found[name] = both if len(both) > 1 else "".join(both)
    return found


def is_touched(view: Json) -> bool:
    """Whether something else stands in a form's view than when it was shown."""
    values = view.get("state", {}).get("values", {})
    return any(
        _raw(values[block["block_id"]][VALUE], "") != _raw(_at_first(block["element"]), "")
        for block in view["blocks"]
        if block["type"] == "input" and VALUE in values.get(block["block_id"], {})
    )


def _at_first(element: Json) -> Json:
    """The state of an element that nobody has touched."""
    began = {key: value for key, value in element.items() if key.startswith("initial_")}
    state = {key.replace("initial_", "selected_"): value for key, value in began.items()}
    return {"type": element["type"], "value": element.get("initial_value"), **state}


def _given(file: Json | None) -> str:
    """A file that was chosen, as the value of its field."""
    return given_file(file).as_typed() if file else ""


def _raw(state: Json, team: str) -> Raw:
    match state["type"]:
        case "static_select" | "external_select" | "radio_buttons":
            chosen = state.get("selected_option")
            return value_of(chosen["value"]) if chosen else ""
        case "checkboxes" | "multi_static_select":
            return [value_of(chosen["value"]) for chosen in state.get("selected_options") or []]
        case "datepicker":
            return state.get("selected_date") or ""
        case "timepicker":
            return state.get("selected_time") or ""
        case "users_select":
            user = state.get("selected_user")
            return f"<@{account(user)}>" if user else ""
        case "file_input":
            return _given((state.get("files") or [None])[0])
        case "conversations_select":
            picked = state.get("selected_conversation")
            return str(channel(team, picked)) if picked else ""
        case _:
            return str(state.get("value") or "")
