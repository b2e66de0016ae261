"""Judges what Kindred asks of Discord, by Discord's documentation and its OpenAPI description.

Source: https://docs.discord.com/developers (2026-08-06) and the schemas of discord-api-spec
(2026-07-18) that are named here. Where the two differ, the narrower one holds, so that what passes
here passes either.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import parse_qsl

from tests.adapters.discord_command_rules import commands
from tests.adapters.discord_field_rules import (
    Faults,
    Json,
    Rule,
    doubles,
    one_of,
    snowflake,
    text,
    thing,
    whole,
    yes_no,
)
from tests.adapters.discord_message_rules import (
    CALLBACK,
    EDIT,
    EDITED_ANSWER,
    FOLLOW_UP,
    NEW_MESSAGE,
)

PRIVATE_THREAD = 12

# Channels and threads --------------------------------------------------------------------------


def _invitable_is_for_private_threads(part: Json, path: str) -> Faults:
    if part.get("invitable") is not None and part.get("type", PRIVATE_THREAD) != PRIVATE_THREAD:
        yield f"{path}: only a private thread has invitable"


_THREAD: dict[str, Rule] = {
    "auto_archive_duration": one_of(60, 1440, 4320, 10080),
    "invitable": yes_no,
    "rate_limit_per_user": whole(0, 21600),
}
NEW_THREAD = thing(
    "CreateTextThreadWithoutMessageRequest",
    {"name": text(1, 100)},
    {**_THREAD, "type": one_of(10, 11, PRIVATE_THREAD)},
    _invitable_is_for_private_threads,
)
NEW_THREAD_BELOW = thing(  # docs: resources/channel, "Start Thread from Message"
    "CreateTextThreadWithMessageRequest",
    {"name": text(1, 100)},
    {each: rule for each, rule in _THREAD.items() if each != "invitable"},
)
EDITED_THREAD = thing(
    "UpdateThreadRequestPartial",
    {},
    {**_THREAD, "name": text(1, 100), "archived": yes_no, "locked": yes_no},
)
DIRECT = thing("CreatePrivateChannelRequest", {"recipient_id": snowflake})

# Events of a server ----------------------------------------------------------------------------

_EVENT: dict[str, Rule] = {
    "name": text(1, 100),
    "description": text(1, 1000),
    "entity_metadata": thing("EntityMetadataExternal", {"location": text(1, 100)}, {}),
    "scheduled_start_time": text(1, 40),
    "scheduled_end_time": text(1, 40),
}
_IMAGE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}")


def _image(value: object, path: str) -> Faults:
    """Source: docs, reference, "Image Data"."""
    if value is not None and not _IMAGE.fullmatch(str(value)):
        yield f"{path}: no image data"


NEW_EVENT = thing(
    "ExternalScheduledEventCreateRequest",
    {**_EVENT, "privacy_level": one_of(2), "entity_type": one_of(3)},
    {"image": _image},
)
EDITED_EVENT = thing("ExternalScheduledEventPatchRequestPartial", {}, {**_EVENT, "image": _image})

# Routes ----------------------------------------------------------------------------------------


def _decimal(least: int, most: int) -> Rule:
    def judge(value: object, path: str) -> Faults:
        written = str(value)
        yield from whole(least, most)(int(written) if written.isdecimal() else value, path)

    return judge


_FLAG = one_of("true", "false", "1", "0")
_HISTORY: dict[str, Rule] = {
    "limit": _decimal(1, 100),
    **dict.fromkeys(("before", "after", "around"), snowflake),
}
_FOUND: dict[str, Rule] = {"query": text(1, 100), "limit": _decimal(1, 1000)}


@dataclass(frozen=True)
class Endpoint:
    """One endpoint: the rule of its body (`None`: it takes none) and of what follows the `?`."""

    method: str
    path: str
    body: Rule | None = None
    query: Mapping[str, Rule] = field(default_factory=dict)

    def ids(self, path: str) -> dict[str, str] | None:
        """The ids in a path, by their names; `None` if it is another endpoint's."""
        found = _pattern(self.path).fullmatch(path)
        return found.groupdict() if found else None


@cache
def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path)))


_HOOK = "/webhooks/{application_id}/{token}"
_ORIGINAL = f"{_HOOK}/messages/@original"
_MESSAGES = "/channels/{channel_id}/messages"
_MEMBER = "/channels/{channel_id}/thread-members/{user_id}"
_EVENTS = "/guilds/{guild_id}/scheduled-events"
_COMMANDS = "/applications/{application_id}/commands"
# Where two fit, the first is meant: `@me` and `@original` are no ids.
ENDPOINTS = (
    Endpoint("GET", "/gateway"),
    Endpoint("GET", "/gateway/bot"),
    Endpoint("GET", "/applications/@me"),
    Endpoint("GET", "/oauth2/applications/@me"),
    Endpoint("GET", _COMMANDS, query={"with_localizations": _FLAG}),
    Endpoint("PUT", _COMMANDS, commands),
    Endpoint("GET", "/users/@me"),
    Endpoint("POST", "/users/@me/channels", DIRECT),
    Endpoint(
        "GET",
        "/users/@me/guilds",
        query={"limit": _decimal(1, 200), "after": snowflake, "with_counts": _FLAG},
    ),
    Endpoint("GET", "/users/{user_id}"),
    Endpoint("GET", "/guilds/{guild_id}", query={"with_counts": _FLAG}),
    Endpoint("GET", "/guilds/{guild_id}/channels"),
    Endpoint("GET", "/guilds/{guild_id}/roles"),
    Endpoint("GET", "/guilds/{guild_id}/threads/active"),
    Endpoint("GET", _EVENTS),
    Endpoint("POST", _EVENTS, NEW_EVENT),
    Endpoint("PATCH", f"{_EVENTS}/{{guild_scheduled_event_id}}", EDITED_EVENT),
    Endpoint("DELETE", f"{_EVENTS}/{{guild_scheduled_event_id}}"),
    Endpoint(
        "GET", "/guilds/{guild_id}/members", query={"limit": _decimal(1, 1000), "after": snowflake}
    ),
    Endpoint("GET", "/guilds/{guild_id}/members/search", query=_FOUND),
    Endpoint("GET", "/guilds/{guild_id}/members/{user_id}"),
    Endpoint("GET", "/channels/{channel_id}"),
    Endpoint("PATCH", "/channels/{channel_id}", EDITED_THREAD),
    Endpoint("GET", _MESSAGES, query=_HISTORY),
    Endpoint("POST", _MESSAGES, NEW_MESSAGE),
    Endpoint("GET", f"{_MESSAGES}/{{message_id}}"),
    Endpoint("PATCH", f"{_MESSAGES}/{{message_id}}", EDIT),
    Endpoint("DELETE", f"{_MESSAGES}/{{message_id}}"),
    Endpoint("POST", "/channels/{channel_id}/threads", NEW_THREAD),
    Endpoint("POST", f"{_MESSAGES}/{{message_id}}/threads", NEW_THREAD_BELOW),
    Endpoint(
        "GET",
        "/channels/{channel_id}/threads/archived/private",
        query={"before": text(1, 40), "limit": _decimal(2, 100)},
    ),
    Endpoint(
        "GET",
        "/channels/{channel_id}/users/@me/threads/archived/private",
        query={"before": snowflake, "limit": _decimal(2, 100)},
    ),
    Endpoint("GET", "/channels/{channel_id}/thread-members"),
    Endpoint("GET", _MEMBER, query={"with_member": _FLAG}),
    Endpoint("PUT", _MEMBER),
    Endpoint("DELETE", _MEMBER),
    Endpoint(
        "POST",
        "/interactions/{interaction_id}/{token}/callback",
        CALLBACK,
        {"with_response": _FLAG},
    ),
    Endpoint("POST", _HOOK, FOLLOW_UP, {"wait": _FLAG, "with_components": _FLAG}),
    Endpoint("GET", _ORIGINAL),
    Endpoint("PATCH", _ORIGINAL, EDITED_ANSWER, {"with_components": _FLAG}),
    Endpoint("DELETE", _ORIGINAL),
    Endpoint("PATCH", f"{_HOOK}/messages/{{message_id}}", EDITED_ANSWER),
    Endpoint("DELETE", f"{_HOOK}/messages/{{message_id}}"),
)


def faults_of(method: str, path: str, body: object) -> list[str]:
    """What Discord would refuse in a request; nothing if it is right.

    `path` has no version in front, and may have a query behind. A route that Kindred has no use for
    is a fault. Whether ids exist and permissions are there is not judged: that is for the server.
    """
    plain, _, asked = path.partition("?")
    for endpoint in ENDPOINTS:
        ids = endpoint.ids(plain)
        if endpoint.method == method and ids is not None:
            return [*_of_ids(ids), *_of_query(endpoint, asked), *_of_body(endpoint, body)]
    return [f"{method} {plain} is no endpoint that Kindred uses"]


def _of_ids(ids: Mapping[str, str]) -> Faults:
    for name, value in ids.items():
        if name != "token":
            yield from snowflake(value, name)


def _of_query(endpoint: Endpoint, asked: str) -> Faults:
    given = parse_qsl(asked, keep_blank_values=True)
    yield from doubles([name for name, _ in given], "?", "parameter")
    for name, value in given:
        rule = endpoint.query.get(name)
        if rule is None:
            yield f"?{name}: {endpoint.method} {endpoint.path} has no such parameter"
        else:
            yield from rule(value, f"?{name}")


def _of_body(endpoint: Endpoint, body: object) -> Faults:
    if endpoint.body is not None:
        yield from endpoint.body(body, "")
    elif body not in (None, {}, ""):
        yield f"{endpoint.method} {endpoint.path} takes no body"
