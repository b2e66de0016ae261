"""The Web API: who asks, what is checked first, and the methods of auth, chat and views."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.adapters.slack_outcomes import Outcomes
from tests.adapters.slack_rules import FAMILY, SCOPES, flag, judge_message, judge_view
from tests.adapters.slack_things import Channel, Message, Trigger, View, Workspace
from tests.adapters.slack_world import World

Json = dict[str, Any]


class Refused(Exception):
    """Answered as ``{"ok": false, "error": …}`` with ``more`` beside it."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more


@dataclass
class Ask:
    """One call of a method, by a workspace's bot."""

    method: str
    args: Json
    team: Workspace
    outcomes: Outcomes
    scopes_used: set[str]

    @property
    def world(self) -> World:
        return self.outcomes.world

    def need(self, scope: str) -> None:
        """Refuse unless the workspace granted this scope."""
        self.scopes_used.add(scope)
        if scope not in self.team.scopes:
            provided = ",".join(sorted(self.team.scopes))
            raise Refused("missing_scope", needed=scope, provided=provided)

    def need_for(self, kind: str) -> None:
        """Refuse unless the method's scope for this kind of conversation was granted."""
        scope = SCOPES.get(self.method)
        if scope:
            self.need(scope.format(kind=FAMILY[kind]))

    def flag(self, name: str) -> bool:
        return flag(self.args.get(name))

    def channel(self, *, member: bool = False) -> Channel:
        """Return the channel asked about, as far as the bot may see it."""
        channel = self.world.channels.get(str(self.args.get("channel")))
        if channel is None or self.team.id not in channel.teams:
            raise Refused("channel_not_found")
        inside = self.team.bot_user in channel.members
        if not inside and channel.kind != "public":
            raise Refused("channel_not_found")
        if member and not inside:
            raise Refused("not_in_channel")
        return channel

    def judge(self, *, update: bool = False) -> None:
        """Refuse a message that breaks a limit, and record what is wrong with it."""
        verdict = judge_message(self.args, update=update)
        self.outcomes.note(self.method, verdict)
        if verdict.error:
            messages = verdict.problems
            more: Json = {"response_metadata": {"messages": messages}}
            if verdict.error == "invalid_blocks":
                more["errors"] = messages
            raise Refused(verdict.error, **more)


METHODS: dict[str, Callable[[Ask], Json]] = {}


def method(name: str) -> Callable[[Callable[[Ask], Json]], Callable[[Ask], Json]]:
    """Register a method of the Web API."""

    def register(do: Callable[[Ask], Json]) -> Callable[[Ask], Json]:
        METHODS[name] = do
        return do

    return register


# auth and team -----------------------------------------------------------------------------------


@method("auth.test")
def auth_test(ask: Ask) -> Json:
    team = ask.team
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": ask.world.users[team.bot_user].name,
        "team_id": team.id,
        "user_id": team.bot_user,
        "bot_id": team.bot_id,
        "is_enterprise_install": False,
    }


@method("auth.revoke")
def auth_revoke(ask: Ask) -> Json:
    if ask.flag("test"):
        return {"revoked": False}
    ask.team.installed, ask.team.revoked = False, "token_revoked"
    return {"revoked": True}


@method("team.info")
def team_info(ask: Ask) -> Json:
    team = ask.world.workspaces.get(ask.args.get("team") or ask.team.id)
    if team is None:
        raise Refused("team_not_found")
    icon = {"image_34": "https://icons.invalid/34.png", "image_default": True}
    info = {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": ""}
    return {"team": {**info, "url": f"https://{team.domain}.slack.com/", "icon": icon}}


@method("bots.info")
def bots_info(ask: Ask) -> Json:
    bots = {team.bot_id: team for team in ask.world.workspaces.values()}
    team = bots.get(ask.args.get("bot", ""))
    if team is None:
        raise Refused("bot_not_found")
    user = ask.world.users[team.bot_user]
    bot = {"id": team.bot_id, "deleted": False, "name": user.name, "updated": 1700000000}
    return {"bot": {**bot, "app_id": ask.world.app_id, "user_id": user.id, "icons": {}}}


# chat --------------------------------------------------------------------------------------------


def _destination(ask: Ask) -> Channel:
    """Return where to post: a channel, or the direct messages of a person named by id."""
    target = str(ask.args.get("channel"))
    if target in ask.world.users:
        user = ask.world.sees(ask.team, target)
        if user is None or user.deleted:
            raise Refused("channel_not_found")
        if user.is_bot:
            raise Refused("cannot_dm_bot")
        return ask.outcomes.direct(ask.team, user)
    open_to_all = "chat:write.public" in ask.team.scopes
    channel = ask.channel(member=not open_to_all)
    if channel.is_archived:
        raise Refused("is_archived")
    return channel


@method("chat.postMessage")
def post_message(ask: Ask) -> Json:
    channel = _destination(ask)
    ask.judge()
    thread = ask.args.get("thread_ts")
    if thread and thread not in channel.messages:
        ask.outcomes.notes.violations.append(f"a reply to {thread}, which is not in {channel.id}")
    if thread and not channel.thread(thread):
        del ask.args["thread_ts"]  # as Slack does: github.com/slack-go/slack/issues/1571
    message = ask.outcomes.post(ask.team, channel, ask.args)
    return {"channel": channel.id, "ts": message.ts, "message": message.as_json(metadata=True)}


@method("chat.postEphemeral")
def post_ephemeral(ask: Ask) -> Json:
    channel = _destination(ask)
    user = str(ask.args["user"])
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    ask.judge()
    thread = ask.args.get("thread_ts")
    if thread and not any(m.thread_ts == thread and m.ts != thread for m in channel.timeline):
        ask.outcomes.notes.violations.append(f"nobody sees an ephemeral reply to {thread} alone")
    message = ask.outcomes.post(ask.team, channel, ask.args, only_to=user)
    return {"message_ts": message.ts}


def _own_message(ask: Ask, denied: str) -> Message:
    channel = ask.channel()
    message = channel.messages.get(str(ask.args["ts"]))
    if message is None or message.deleted:
        raise Refused("message_not_found")
    if message.user != ask.team.bot_user:
        raise Refused(denied)
    return message


@method("chat.update")
def update_message(ask: Ask) -> Json:
    message = _own_message(ask, "cant_update_message")
    if ask.world.channels[message.channel].is_archived:
        raise Refused("is_inactive")
    ask.judge(update=True)
    ask.outcomes.edit(ask.team, message, ask.args)
    body = message.as_json(metadata=True)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": body}


@method("chat.delete")
def delete_message(ask: Ask) -> Json:
    message = _own_message(ask, "cant_delete_message")
    ask.outcomes.remove(ask.team, message)
    return {"channel": message.channel, "ts": message.ts}


# views -------------------------------------------------------------------------------------------


def _judged(ask: Ask, surface: str) -> Json:
    verdict = judge_view(ask.args.get("view"), surface)
    ask.outcomes.note(ask.method, verdict)
    if verdict.error:
        raise Refused(verdict.error, response_metadata={"messages": verdict.problems})
    view: Json = ask.args["view"]
    external = view.get("external_id")
    for other in ask.world.views.values() if external else ():
        same = other.body.get("external_id") == external and ask.world.is_shown(other)
        if same and ask.method in {"views.open", "views.push"}:
            raise Refused("duplicate_external_id")
    return view


def _triggered(ask: Ask) -> Trigger:
    trigger = ask.world.triggers.get(str(ask.args.get("trigger_id")))
    if trigger is None or trigger.team != ask.team.id:
        raise Refused("invalid_arguments", response_metadata={"messages": ["invalid `trigger_id`"]})
    if trigger.used:
        raise Refused("exchanged_trigger_id")
    if time.monotonic() > trigger.until:
        raise Refused("expired_trigger_id")
    return trigger


def _shown(view: View) -> Json:
    return {"view": view.as_json()}


@method("views.open")
def open_view(ask: Ask) -> Json:
    trigger = _triggered(ask)
    body = _judged(ask, "modal")
    trigger.used = True
    return _shown(ask.outcomes.open_view(ask.team, trigger.user, body))


@method("views.push")
def push_view(ask: Ask) -> Json:
    trigger = _triggered(ask)
    body = _judged(ask, "modal")
    if trigger.view is None or not ask.world.modals.get(trigger.user):
        raise Refused("not_found")
    view = ask.outcomes.push_view(ask.team, trigger.user, body)
    if view is None:
        raise Refused("push_limit_reached")
    trigger.used = True
    return _shown(view)


def _to_update(ask: Ask) -> View:
    view_id, external = ask.args.get("view_id"), ask.args.get("external_id")
    if bool(view_id) == bool(external):
        messages = ["[ERROR] exactly one of view_id and external_id is required"]
        raise Refused("invalid_arguments", response_metadata={"messages": messages})
    candidates = [ask.world.views.get(str(view_id))] if view_id else ask.world.views.values()
    for view in candidates:
        named = view and (view_id or view.body.get("external_id") == external)
        if view and named and view.app_team == ask.team.id and ask.world.is_shown(view):
            return view
    raise Refused("not_found")


@method("views.update")
def update_view(ask: Ask) -> Json:
    view = _to_update(ask)
    body = _judged(ask, str(view.body["type"]))
    if ask.args.get("hash") not in (None, view.hash):
        raise Refused("hash_conflict", view=view.as_json())
    return _shown(ask.outcomes.update_view(ask.team, view, body))


@method("views.publish")
def publish_view(ask: Ask) -> Json:
    user = ask.world.sees(ask.team, str(ask.args["user_id"]))
    if user is None or user.is_bot:
        raise Refused("invalid_arguments", response_metadata={"messages": ["invalid `user_id`"]})
    body = _judged(ask, "home")
    before = ask.world.homes.get((ask.team.id, user.id))
    if before is None:
        view = ask.world.make_view(ask.team, user.id, body)
        ask.world.homes[(ask.team.id, user.id)] = ask.world.views[view.id] = view
        return _shown(view)
    if ask.args.get("hash") not in (None, before.hash):
        raise Refused("hash_conflict", view=before.as_json())
    return _shown(ask.outcomes.update_view(ask.team, before, body))
