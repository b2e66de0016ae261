"""What a message's body must be, where the whole of it decides."""

from collections import Counter
from typing import Any

from tests.adapters.discord_refusals import Refused
from tests.adapters.discord_things import EPHEMERAL, V2, Message, every

Json = dict[str, Any]
ONLY_V2 = {9, 10, 11, 12, 13, 14, 17}
FILLED = ("content", "embeds", "components", "attachments", "sticker_ids", "poll")


def new_message(body: Json, where: str = "") -> Json:
    """Return the body of a new message, or refuse it."""
    if not any(body.get(key) for key in FILLED):
        raise Refused(50006)
    judge(body, int(body.get("flags") or 0), where)
    return dict(body)


def changes(message: Message, body: Json, where: str = "") -> Json:
    """Return what an edit changes, or refuse it. The V2 flag can be set but not removed."""
    kept = {key: value for key, value in body.items() if key in {*FILLED, "allowed_mentions"}}
    kept["flags"] = int(message.body.get("flags") or 0) | (int(body.get("flags") or 0) & ~EPHEMERAL)
    merged = {**message.body, **kept}
    if not any(merged.get(key) for key in FILLED):
        raise Refused(50006)
    judge(merged, kept["flags"], where)
    return kept


def judge(body: Json, flags: int, where: str = "") -> None:
    """Refuse components without their flag, the flag with content, and ids used twice."""
    start = f"{where}." if where else ""
    parts = body.get("components") or []
    if flags & V2:
        for key in ("content", "embeds"):
            if body.get(key):
                why = "The 'content' and 'embeds' fields cannot be used with the V2 flag"
                code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
                raise Refused.form(start + key, why, code)
    else:
        for number, part in enumerate(parts):
            if part.get("type") in ONLY_V2:
                why = 'Value of field "type" must be one of (1,).'
                raise Refused.form(f"{start}components.{number}", why, "UNION_TYPE_CHOICES")
    for key in ("id", "custom_id"):
        counts = Counter(part[key] for part in every(parts) if part.get(key))
        for value, count in counts.items():
            if count > 1:
                why = f"Component {key} {value} is used {count} times"
                raise Refused.form(f"{start}components", why, "COMPONENT_ID_DUPLICATED")
