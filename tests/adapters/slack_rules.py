"""Judges what the app sends against Slack's documented arguments, scopes and limits.

Arguments and errors as in slack-ruby/slack-api-ref (2026-08-20), scopes as on
https://docs.slack.dev/reference/methods.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.views import View as ViewModel

from tests.adapters.slack_block_rules import BlockJudge
from tests.adapters.slack_things import shown

Json = dict[str, Any]

TEXT_MOST = 40_000
TEXT_ADVISED = 4_000
UPDATE_TEXT_MOST = 4_000
MARKDOWN_MOST = 12_000
# Not documented; measured in https://github.com/slackapi/bolt-js/issues/2509.
BLOCKS_TEXT_MOST = 13_200
VIEW_BYTES_MOST = 250_000
METADATA_BYTES_MOST = 16_000

# {kind} becomes channels, groups, im or mpim after the kind of conversation.
SCOPES: dict[str, str] = {
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.history": "{kind}:history",
    "conversations.info": "{kind}:read",
    "conversations.join": "channels:join",
    "conversations.list": "{kind}:read",
    "conversations.members": "{kind}:read",
    "conversations.open": "{kind}:write",
    "conversations.replies": "{kind}:history",
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
    "files.info": "files:read",
    "team.info": "team:read",
    "users.conversations": "{kind}:read",
    "users.info": "users:read",
    "users.list": "users:read",
    "users.lookupByEmail": "users:read.email",
    "bots.info": "users:read",
}
FAMILY = {"public": "channels", "private": "groups", "mpim": "mpim", "im": "im"}
EVENT_SCOPES = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "team_join": "users:read",
    "user_change": "users:read",
    "member_joined_channel": "channels:read",
}

PAGE = "cursor limit"
POST = """as_user attachments blocks icon_emoji icon_url link_names markdown_text metadata
parse text thread_ts username"""
HISTORY = f"{PAGE} include_all_metadata inclusive latest oldest"
# For each method: what it must have, and what it may have.
ARGUMENTS: dict[str, tuple[str, str]] = {
    "apps.connections.open": ("", ""),
    "auth.revoke": ("", "test"),
    "auth.test": ("", ""),
    "bots.info": ("", "bot team_id"),
    "chat.delete": ("channel ts", "as_user"),
    "chat.postEphemeral": ("channel user", POST),
    "chat.postMessage": ("channel", f"{POST} mrkdwn reply_broadcast unfurl_links unfurl_media"),
    "chat.update": (
        "channel ts",
        """as_user attachments blocks file_ids link_names markdown_text metadata parse
        reply_broadcast text""",
    ),
    "conversations.history": ("channel", HISTORY),
    "conversations.info": ("channel", "include_locale include_num_members"),
    "conversations.join": ("channel", ""),
    "conversations.list": ("", f"{PAGE} exclude_archived team_id types"),
    "conversations.members": ("channel", PAGE),
    "conversations.open": ("", "channel prevent_creation return_im users"),
    "conversations.replies": ("channel ts", HISTORY),
    "files.completeUploadExternal": (
        "files",
        "blocks channel_id channels initial_comment thread_ts",
    ),
    "files.getUploadURLExternal": ("filename length", "alt_txt snippet_type"),
    "files.info": ("file", f"{PAGE} count page"),
    "oauth.v2.access": (
        "",
        "client_id client_secret code code_verifier grant_type redirect_uri refresh_token",
    ),
    "team.info": ("", "domain team"),
    "users.conversations": ("", f"{PAGE} exclude_archived exclude_muted team_id types user"),
    "users.info": ("user", "include_locale"),
    "users.list": ("", f"{PAGE} include_locale team_id"),
    "users.lookupByEmail": ("email", ""),
    "views.open": ("view", "interactivity_pointer trigger_id"),
    "views.publish": ("user_id view", "hash interactivity_pointer"),
    "views.push": ("view", "interactivity_pointer trigger_id"),
    "views.update": ("view", "external_id hash view_id"),
}
STRUCTURED = {"attachments", "blocks", "files", "metadata", "view"}
FLAGS = {
    *("as_user", "exclude_archived", "include_all_metadata", "include_locale", "inclusive"),
    *("include_num_members", "link_names", "mrkdwn", "prevent_creation", "reply_broadcast"),
    *("return_im", "test", "unfurl_links", "unfurl_media", "exclude_muted"),
}
TIMESTAMP = re.compile(r"\d{1,12}(\.\d{1,6})?")


@dataclass
class Verdict:
    """What Slack would say. Problems without an error are let pass, and recorded all the same."""

    error: str = ""
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def refuse(self, error: str, *problems: str) -> None:
        """Note problems; the first error is the one that is answered."""
        self.error = self.error or error
        self.problems += problems or (error,)


def flag(value: object) -> bool:
    """Return a boolean argument as Slack reads it."""
    return str(value).lower() in {"1", "true"}


def decoded(args: Json) -> Json:
    """Return arguments with structured ones parsed; raises ValueError naming a broken one."""
    parsed = dict(args)
    for key in STRUCTURED & args.keys():
        if isinstance(args[key], str):
            try:
                parsed[key] = json.loads(args[key]) if args[key] else None
            except json.JSONDecodeError:
                raise ValueError(key) from None
    return parsed


def judge_arguments(method: str, args: Json) -> Verdict:
    """Check names and simple types of a method's arguments."""
    verdict = Verdict()
    must, may = (set(names.split()) for names in ARGUMENTS[method])
    for key in sorted(must):
        if args.get(key) in (None, ""):
            verdict.refuse("invalid_arguments", f"[ERROR] missing required field: {key}")
    for key in sorted(args.keys() - must - may - {"token", "team_id"}):
        verdict.problems.append(f"{method} has no argument {key}")
    for key, value in args.items():
        if key in FLAGS and str(value).lower() not in {"0", "1", "true", "false"}:
            verdict.refuse("invalid_arguments", f"[ERROR] {key} must be a boolean: {value!r}")
        if key in {"ts", "thread_ts", "oldest", "latest"} and not TIMESTAMP.fullmatch(str(value)):
            verdict.refuse("invalid_arguments", f"[ERROR] {key} must be a timestamp: {value!r}")
    limit = str(args.get("limit", 1))
    if not (limit.isdigit() and 1 <= int(limit) <= 1000):
        verdict.refuse("invalid_limit", f"limit must be between 1 and 1000: {limit}")
    return verdict


def judge_message(body: Json, *, update: bool = False, needs_text: bool = True) -> Verdict:
    """Check text, blocks, attachments and metadata of a message."""
    verdict = Verdict()
    text, blocks, attachments = body.get("text"), body.get("blocks"), body.get("attachments")
    markdown = body.get("markdown_text")
    if not text and not blocks and not attachments and not markdown:
        if not update or body.get("metadata") is None:
            verdict.refuse("no_text")
    elif needs_text and not text and not markdown:
        verdict.problems.append("a message with blocks has no text to fall back to")
    if markdown and (text or blocks):
        verdict.refuse("markdown_text_conflict")
    if len(markdown or "") > MARKDOWN_MOST:
        verdict.refuse("msg_too_long")
    _judge_text(verdict, text, UPDATE_TEXT_MOST if update else TEXT_MOST)
    if blocks is not None:
        _judge_blocks(verdict, blocks, "/blocks")
    _judge_attachments(verdict, attachments)
    if body.get("metadata"):
        _judge_metadata(verdict, body["metadata"])
    return verdict


def _judge_text(verdict: Verdict, text: object, most: int) -> None:
    if text is None:
        return
    if not isinstance(text, str):
        verdict.refuse("invalid_arguments", "[ERROR] text must be a string")
    elif len(text) > most:
        verdict.refuse("msg_too_long", f"text of {len(text)} characters, {most} allowed")
    elif len(text) > TEXT_ADVISED:
        verdict.remarks.append(f"text of {len(text)} characters, {TEXT_ADVISED} advised")


def _judge_blocks(verdict: Verdict, blocks: object, path: str) -> None:
    judge = BlockJudge("message")
    judge.blocks(blocks, path)
    if judge.faults:
        verdict.refuse("invalid_blocks", *judge.faults)
    elif len(shown(blocks)) > BLOCKS_TEXT_MOST:
        verdict.refuse("msg_blocks_too_long", f"blocks of {len(shown(blocks))} characters")


def _judge_attachments(verdict: Verdict, attachments: object) -> None:
    if attachments is None:
        return
    if not isinstance(attachments, list) or not all(isinstance(a, dict) for a in attachments):
        verdict.refuse("invalid_attachments")
    elif len(attachments) > 100:
        verdict.refuse("too_many_attachments")
    else:
        for n, attachment in enumerate(attachments):
            if "blocks" in attachment:
                _judge_blocks(verdict, attachment["blocks"], f"/attachments/{n}/blocks")
            elif not (attachment.get("text") or attachment.get("fallback")):
                verdict.refuse("no_text", f"attachment {n} has neither blocks, text nor fallback")


def _judge_metadata(verdict: Verdict, metadata: object) -> None:
    if not isinstance(metadata, dict):
        verdict.refuse("invalid_metadata_format")
        return
    name, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(name, str) or not re.fullmatch(r"\w{1,255}", name):
        verdict.refuse("invalid_metadata_format", f"metadata event_type: {name!r}")
    if not isinstance(payload, dict):
        verdict.refuse("invalid_metadata_format", "metadata event_payload must be an object")
    if set(metadata) - {"event_type", "event_payload"}:
        verdict.refuse("invalid_metadata_format", f"metadata has {sorted(metadata)}")
    if len(json.dumps(metadata)) > METADATA_BYTES_MOST:
        verdict.refuse("metadata_too_large")


VIEW_KEYS = {
    "modal": (
        {"type", "title", "blocks"},
        {
            *("submit", "close", "private_metadata", "callback_id", "clear_on_close"),
            *("notify_on_close", "external_id", "submit_disabled"),
        },
    ),
    "home": ({"type", "blocks"}, {"private_metadata", "callback_id", "external_id"}),
}


def judge_view(view: object, surface: str) -> Verdict:
    """Check a modal or Home view."""
    verdict = Verdict()
    if not isinstance(view, dict) or view.get("type") != surface:
        verdict.refuse("invalid_arguments", f"[ERROR] view must be an object of type {surface}")
        return verdict
    if len(json.dumps(view).encode()) > VIEW_BYTES_MOST:
        verdict.refuse("view_too_large")
    judge = BlockJudge(surface)
    must, may = VIEW_KEYS[surface]
    judge.keys(view, "/view", must, may)
    for key in ("title", "submit", "close"):
        judge.text(view, key, "/view", 24)
    judge.string(view, "private_metadata", "/view", 3000, 0)
    judge.string(view, "callback_id", "/view", 255, 0)
    judge.string(view, "external_id", "/view", 255, 0)
    judge.blocks(view.get("blocks"), "/view/blocks")
    if not judge.faults:
        if any(b["type"] == "input" for b in view["blocks"]) and surface == "modal":
            judge.keys({"submit": view.get("submit")}, "/view", {"submit"})
        try:
            ViewModel(**{**view, "blocks": view["blocks"][:1]}).to_dict()  # each was judged above
        except (SlackObjectFormationError, TypeError) as error:
            judge.fault(str(error), "/view")
    if judge.faults:
        verdict.refuse("invalid_arguments", *judge.faults)
    return verdict
