"""The things in a local Slack: workspaces, people, channels, messages and views."""

import copy
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from bot.community.zones import ZONES
from tests.adapters.slack_forms import elements_of, initial_state, interactive
from tests.adapters.slack_typed import rich_text

Json = dict[str, Any]
Kind = Literal["public", "private", "mpim", "im"]
Entries = dict[tuple[str, str], Json]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


@dataclass
class Notes:
    """What the server noticed: ``violations`` should stay empty, ``remarks`` are advice."""

    violations: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass
class Workspace:
    """A team that has, had or may get the app; ``revoked`` names the error its token earns."""

    id: str
    name: str
    domain: str
    token: str
    bot_user: str
    bot_id: str
    scopes: set[str]
    installed: bool = True
    revoked: str = ""


@dataclass(eq=False)
class User:
    """A person or a bot; ``team`` is home, ``guest_of`` are teams that share a channel with it."""

    id: str
    team: str
    name: str
    real_name: str
    display_name: str
    email: str
    tz: str = "Europe/Amsterdam"
    tz_label: str = "Central European Time"
    locale: str = "en-GB"
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_admin: bool = False
    is_owner: bool = False
    is_stranger: bool = False
    guest_of: set[str] = field(default_factory=set)
    bot_id: str = ""

    def as_json(self, *, email: bool = False, locale: bool = False) -> Json:
        """Return the object of users.info; ``email`` as granted by users:read.email."""
        profile: Json = {
            "avatar_hash": "g" + self.id.lower(),
            "status_text": "",
            "status_emoji": "",
            "real_name": self.real_name,
            "display_name": self.display_name,
            "real_name_normalized": self.real_name,
            "display_name_normalized": self.display_name,
            "team": self.team,
        }
        profile |= {
            f"image_{size}": f"https://avatars.invalid/{self.id}-{size}.png"
            for size in (24, 32, 48, 72, 192, 512)
        }
        if email and not self.is_bot:
            profile["email"] = self.email
        if self.bot_id:
            profile["bot_id"] = self.bot_id
        user: Json = {"id": self.id, "team_id": self.team, "name": self.name}
        user |= {"deleted": self.deleted, "profile": profile}
        user |= {"is_bot": self.is_bot, "is_app_user": False, "updated": 1700000000}
        if not self.deleted:
            user |= self._living(locale=locale)
        return user

    def _living(self, *, locale: bool) -> Json:
        known = self.tz in ZONES
        offset = datetime.now(ZoneInfo(self.tz)).utcoffset() if known else None
        living: Json = {
            "color": "9f69e7",
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": self.tz_label,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "is_admin": self.is_admin,
            "is_owner": self.is_owner,
            "is_primary_owner": False,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_email_confirmed": True,
            "has_2fa": False,
        }
        if locale:
            living["locale"] = self.locale
        if self.guest_of:
            living["is_stranger"] = self.is_stranger
        return living


RUNNING = {"rich_text_section", "rich_text_quote", "rich_text_preformatted"}


def shown(part: Any) -> str:
    """Return every word a person would read in blocks, views or attachments, line by line."""
    return "\n".join(_words(part))


INLINE_WORDS = {
    "link": "{url}",
    "user": "<@{user_id}>",
    "channel": "<#{channel_id}>",
    "emoji": ":{name}:",
    "broadcast": "@{range}",
    "date": "{fallback}",
}


def _inline_words(part: Json) -> str:
    if "text" in part:
        return str(part["text"])
    return INLINE_WORDS.get(part["type"], "").format_map({"fallback": "", **part})


def _words(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for each in part:
            yield from _words(each)
    elif isinstance(part, dict) and part.get("type") in RUNNING:
        yield "".join(_inline_words(each) for each in part["elements"])
    elif isinstance(part, dict) and part.get("type") == "table":
        for row in part["rows"]:
            yield " | ".join(shown(cell) for cell in row)
    elif isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for key, each in part.items():
            if isinstance(each, (dict, list)) and key not in {"state", "confirm"}:
                yield from _words(each)


def with_ids(blocks: Sequence[Json]) -> list[Json]:
    """Return a copy in which every block and every interactive element has an id, as Slack does."""
    filled = copy.deepcopy(list(blocks))
    for block in filled:
        block.setdefault("block_id", "".join(random.choices(LETTERS, k=5)))
        for element in elements_of(block):
            if interactive(element):
                element.setdefault("action_id", "".join(random.choices(LETTERS, k=5)))
    return filled


@dataclass(eq=False)
class Message:
    """A message in a channel; ``ephemeral_to`` names the one person who sees it, if only one."""

    ts: str
    channel: str
    team: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    thread_ts: str | None = None
    username: str = ""  # the name under which an app said it, if not under its own
    bot_id: str = ""
    app_id: str = ""
    edited: Json | None = None
    deleted: bool = False
    ephemeral_to: str | None = None
    history: list[str] = field(default_factory=list)
    states: dict[str, Entries] = field(default_factory=dict)
    files: list[Json] = field(default_factory=list)
    told: list[Any] = field(default_factory=list)  # the deliveries that told the app of it

    @property
    def words(self) -> str:
        """What a person reads: the blocks when there are any, else the text."""
        return shown(self.blocks) if self.blocks else self.text

    def entries(self, user: str) -> Entries:
        """Return what this person has chosen in the message so far, by block and action."""
        return self.states.setdefault(user, fresh_entries(self.blocks, {}))

    def as_json(self, *, metadata: bool = False) -> Json:
        """Return the message object of conversations.history; metadata only when asked for."""
        body: Json = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts}
        body |= {"team": self.team}
        if self.bot_id:
            body |= {"bot_id": self.bot_id, "app_id": self.app_id}
        else:
            body["blocks"] = rich_text(self.text)
        if self.username:
            body |= {"username": self.username, "subtype": "bot_message"}
        for key in ("blocks", "attachments", "edited", "thread_ts", "files"):
            if value := getattr(self, key):
                body[key] = value
        if metadata and self.metadata:
            body["metadata"] = self.metadata
        return body


@dataclass(eq=False)
class StoredFile:
    """A file, of the app's or of a person's; `content` is what was uploaded so far."""

    id: str
    name: str
    size: int
    content: bytes | None = None
    owner: str = ""
    shared: bool = False
    deleted: bool = False
    from_elsewhere: bool = False

    def as_told(self) -> Json:
        """What an event tells of it: of one from another organisation next to nothing."""
        if self.from_elsewhere:
            return {"id": self.id, "mode": "file_access", "file_access": "check_file_info"}
        return self.as_json() | {"file_access": "visible"}

    def as_json(self) -> Json:
        kind = self.name.rpartition(".")[2]
        said: Json = {"id": self.id, "name": self.name, "title": self.name, "size": self.size}
        said["permalink"] = f"https://example.slack.com/files/{self.owner or 'U0'}/{self.id}"
        return said | {"mimetype": f"text/{kind}", "filetype": kind, "mode": "hosted"}


@dataclass(eq=False)
class Channel:
    """A conversation of any kind; ``teams`` has more than one member when it is shared."""

    id: str
    kind: Kind
    name: str
    teams: set[str]
    members: list[str] = field(default_factory=list)
    is_archived: bool = False
    topic: str = ""
    purpose: str = ""
    creator: str = ""
    created: int = 0
    messages: dict[str, Message] = field(default_factory=dict)

    @property
    def timeline(self) -> list[Message]:
        """What stands in the channel now, oldest first, threads included."""
        return [m for m in self.messages.values() if not m.deleted]

    def thread(self, ts: str) -> list[Message]:
        """Return the parent and its replies, oldest first."""
        return [m for m in self.timeline if ts in (m.ts, m.thread_ts)]


@dataclass(eq=False)
class View:
    """A modal or a Home tab as one person sees it, with what they have typed so far."""

    id: str
    team: str
    user: str
    body: Json
    hash: str
    root: str
    previous: str | None = None
    entries: Entries = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    suggested: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    app_team: str = ""
    bot_id: str = ""
    app_id: str = ""

    @property
    def blocks(self) -> list[Json]:
        return list(self.body["blocks"])

    @property
    def title(self) -> str:
        return str(self.body.get("title", {}).get("text", ""))

    @property
    def words(self) -> str:
        """What a person reads in it."""
        return shown([self.body.get("title"), self.blocks, self.body.get("submit")])

    @property
    def values(self) -> Json:
        """``state.values`` as Slack sends it."""
        return as_values(self.entries)

    def as_json(self) -> Json:
        """Return the view object of views.open and of every view payload."""
        body = self.body
        return {
            "id": self.id,
            "team_id": self.team,
            "type": body["type"],
            "blocks": body["blocks"],
            "private_metadata": body.get("private_metadata", ""),
            "callback_id": body.get("callback_id", ""),
            "state": {"values": self.values},
            "hash": self.hash,
            "title": body.get("title") or {"type": "plain_text", "text": "View Title"},
            "clear_on_close": body.get("clear_on_close", False),
            "notify_on_close": body.get("notify_on_close", False),
            "close": body.get("close"),
            "submit": body.get("submit"),
            "previous_view_id": self.previous,
            "root_view_id": self.root,
            "app_id": self.app_id,
            "external_id": body.get("external_id", ""),
            "app_installed_team_id": self.app_team,
            "bot_id": self.bot_id,
        }


def as_values(entries: Entries) -> Json:
    """Return entries nested the way ``state.values`` nests them."""
    values: Json = {}
    for (block, action), state in entries.items():
        values.setdefault(block, {})[action] = state
    return values


def fresh_entries(blocks: Sequence[Json], before: Entries) -> Entries:
    """Return the state of blocks just shown; what was typed under the same ids stays."""
    entries: Entries = {}
    for block in blocks:
        for element in elements_of(block):
            key = (block["block_id"], element.get("action_id", ""))
            state = initial_state(element)
            if state is not None:
                old = before.get(key)
                entries[key] = old if old and old["type"] == state["type"] else state
    return entries


@dataclass
class Trigger:
    """The right to open one view, for three seconds."""

    user: str
    team: str
    until: float
    view: str | None = None
    used: bool = False
