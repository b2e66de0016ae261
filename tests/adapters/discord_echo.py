"""What Discord sends back of a modal that was submitted as it was shown."""

from typing import Any

Json = dict[str, Any]


def submitted(modal: Json, typed: dict[str, Any] | None = None) -> Json:
    """The data of a modal submit: what stood in it, but for what was `typed`, by custom_id.

    Source: docs.discord.com/developers/interactions/receiving-and-responding, modal submit data.
    """
    parts = [_part(number, part, typed or {}) for number, part in enumerate(modal["components"])]
    return {"custom_id": modal["custom_id"], "components": parts}


def _part(number: int, part: Json, typed: dict[str, Any]) -> Json:
    shown: Json = {"type": part["type"], "id": 2 * number + 1}
    if "component" not in part:
        return shown
    component = part["component"]
    id_ = component["custom_id"]
    key = "value" if component["type"] in (4, 21) else "values"
    value = typed[id_] if id_ in typed else at_first(component)
    kept = {"type": component["type"], "custom_id": id_, "id": 2 * number + 2}
    return {**shown, "component": {**kept, key: value}}


def at_first(component: Json) -> Any:
    """What stands in a component that nobody has touched."""
    chosen = [o["value"] for o in component.get("options", ()) if o.get("default")]
    match component["type"]:
        case 4:
            return component.get("value", "")
        case 21:
            return chosen[0] if chosen else None
        case 5 | 8:
            return [each["id"] for each in component.get("default_values", ())]
        case _:
            return chosen
