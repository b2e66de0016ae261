"""Discord's limits on messages and on answers to interactions.

Source: developers/resources/message and developers/interactions/receiving-and-responding of
Discord's documentation, and the schemas of its OpenAPI description that are named here. Where the
two differ, the narrower one holds.
"""

from collections.abc import Mapping

from tests.adapters.discord_component_rules import MODAL, layout, nested, rows
from tests.adapters.discord_field_rules import (
    Faults,
    Json,
    Rule,
    bits,
    by_type,
    doubles,
    listed,
    number,
    one_of,
    snowflake,
    text,
    thing,
    unused,
    whole,
    yes_no,
)

SUPPRESS_EMBEDS, EPHEMERAL, SUPPRESS_NOTIFICATIONS = 1 << 2, 1 << 6, 1 << 12
IS_VOICE_MESSAGE, IS_COMPONENTS_V2 = 1 << 13, 1 << 15
POSTED = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | IS_VOICE_MESSAGE | IS_COMPONENTS_V2
ANSWERED = POSTED | EPHEMERAL
# An edit repeats the flags that were set before; what it cannot change of them is passed over.
EDITED = ANSWERED

# Messages --------------------------------------------------------------------------------------


def _named_or_parsed(part: Json, path: str) -> Faults:
    for kind in ("users", "roles"):
        if kind in (part.get("parse") or []) and part.get(kind):
            yield f"{path}: {kind} are parsed or named, not both"


ALLOWED_MENTIONS = thing(
    "MessageAllowedMentionsRequest",
    {},
    {
        "parse": listed(one_of("users", "roles", "everyone"), 0, 3, unique=True),
        "users": listed(snowflake, 0, 100, unique=True),
        "roles": listed(snowflake, 0, 100, unique=True),
        "replied_user": yes_no,
    },
    _named_or_parsed,
)


def _nonce(value: object, path: str) -> Faults:
    if isinstance(value, str):
        yield from text(0, 25)(value, path)
    else:
        yield from whole(-(2**63), 2**63 - 1)(value, path)


def _file_number(value: object, path: str) -> Faults:
    yield from whole(0, 9)(value, path)


def _whatever(_value: object, _path: str) -> Faults:
    """Judge nothing yet: what components are right depends on the flags."""
    yield from ()


def _says_something(part: Json, path: str) -> Faults:
    if not part.get("content") and not part.get("components"):
        yield f"{path}: a message has content or components"


ATTACHMENTS = listed(
    thing(
        "MessageAttachmentRequest",
        {"id": _file_number, "filename": text(1, 1024)},
        {"description": text(0, 1024)},
    ),
    0,
    10,
)


def _files_are_named(part: Json, path: str) -> Faults:
    """What is shown of a file goes with the message, and nothing else does."""
    shown = {
        str(each["file"]["url"]).removeprefix("attachment://")
        for each in nested(part.get("components") or [])
        if each.get("type") == 13
    }
    named = [str(each.get("filename")) for each in part.get("attachments") or []]
    yield from doubles(named, f"{path}/attachments", "filename")
    if shown != set(named):
        yield f"{path}: shows the files {sorted(shown)}, and names {sorted(named)}"


def _of_its_flags(part: Json, path: str) -> Faults:
    """What goes with IS_COMPONENTS_V2, and what goes without."""
    parts = part.get("components")
    if not (part.get("flags") or 0) & IS_COMPONENTS_V2:
        yield from rows(parts, f"{path}/components") if parts is not None else ()
        return
    if parts is not None:
        yield from layout(parts, f"{path}/components")
        yield from _files_are_named(part, path)
    for key in ("content", "embeds", "poll", "sticker_ids"):
        if part.get(key):
            yield f"{path}: a message of Components V2 has no {key}"


def message(schema: str, flags: int, fields: Mapping[str, Rule], *, new: bool) -> Rule:
    """A message: a `new` one says something; an edit leaves what it does not name."""
    may: dict[str, Rule] = {
        "content": text(0, 2000),
        "components": _whatever,
        "flags": bits(flags),
        "allowed_mentions": ALLOWED_MENTIONS,
        "embeds": unused,
        "attachments": ATTACHMENTS,
        **fields,
    }
    if new:
        return thing(schema, {}, may, _of_its_flags, _says_something)
    return thing(schema, {}, may, _of_its_flags)


ANSWERED_MESSAGE = thing(
    "MessageReferenceRequest",
    {"message_id": snowflake},
    {"fail_if_not_exists": yes_no},
)

NEW_MESSAGE = message(
    "MessageCreateRequest",
    POSTED,
    {
        "nonce": _nonce,
        "enforce_nonce": yes_no,
        "message_reference": ANSWERED_MESSAGE,
        **dict.fromkeys(("tts", "poll", "sticker_ids"), unused),
    },
    new=True,
)
EDIT = message("MessageEditRequestPartial", EDITED, {"sticker_ids": unused}, new=False)
FOLLOW_UP = message(
    "IncomingWebhookRequestPartial", ANSWERED, {"tts": unused, "poll": unused}, new=True
)
EDITED_ANSWER = message("IncomingWebhookUpdateRequestPartial", EDITED, {"poll": unused}, new=False)

# Answers to interactions -----------------------------------------------------------------------

_ANSWER = message(
    "IncomingWebhookInteractionRequest", ANSWERED, {"tts": unused, "poll": unused}, new=True
)
_UPDATE = message(
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial", EDITED, {}, new=False
)
# The description gives a deferral the fields of a message; the documentation, this flag alone.
_DEFERRAL = thing("IncomingWebhookInteractionRequest", {}, {"flags": bits(EPHEMERAL)})


def _choice_value(value: object, path: str) -> Faults:
    yield from (text(1, 100) if isinstance(value, str) else number)(value, path)


def _of_one_kind(part: Json, path: str) -> Faults:
    kinds = {isinstance(choice["value"], str) for choice in part["choices"]}
    if len(kinds) > 1:
        yield f"{path}/choices: values of one kind, strings or numbers"


_CHOICES = thing(
    "InteractionApplicationCommandAutocompleteCallbackData",
    {
        "choices": listed(
            thing(
                "ApplicationCommandOptionChoice",
                {"name": text(1, 100), "value": _choice_value},
                {"name_localizations": unused},
            ),
            0,
            25,
        )
    },
    {},
    _of_one_kind,
)


def _callback(kind: int, schema: str, data: Rule | None, *, optional: bool = False) -> Rule:
    must: dict[str, Rule] = {"type": one_of(kind)}
    may: dict[str, Rule] = {}
    if data:
        (may if optional else must)["data"] = data
    return thing(f"{schema}InteractionCallbackRequest", must, may)


CALLBACK = by_type(
    "an answer to an interaction",
    {
        4: _callback(4, "CreateMessage", _ANSWER),
        5: _callback(5, "CreateMessage", _DEFERRAL, optional=True),
        6: _callback(6, "UpdateMessage", None),
        7: _callback(7, "UpdateMessage", _UPDATE),
        8: _callback(8, "ApplicationCommandAutocomplete", _CHOICES),
        9: _callback(9, "Modal", MODAL),
    },
)
