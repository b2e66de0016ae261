"""What follows in the world from what the app answers, and what the app hears of the world."""

import time
from typing import Any

from tests.adapters.slack_deliveries import Deliverer, Delivery
from tests.adapters.slack_element_rules import Judge
from tests.adapters.slack_payloads import Payloads, ResponseUrl
from tests.adapters.slack_rules import (
    EVENT_SCOPES,
    FAMILY,
    Verdict,
    flag,
    judge_message,
    judge_view,
)
from tests.adapters.slack_things import Channel, Message, Notes, User, View, Workspace, with_ids
from tests.adapters.slack_world import World

Json = dict[str, Any]
SUBSCRIPTIONS = frozenset(
    {
        *("app_home_opened", "app_mention", "app_uninstalled", "member_joined_channel"),
        *("message.im", "message.mpim", "team_join", "tokens_revoked", "user_change"),
    }
)
MESSAGE_EVENTS = {
    "im": "message.im",
    "mpim": "message.mpim",
    "public": "message.channels",
    "private": "message.groups",
}
CHANNEL_TYPES = {"im": "im", "mpim": "mpim", "public": "channel", "private": "group"}


class Outcomes:
    """Applies acks and response URLs to the world, and tells the app of events.

    ``echo``: the app also hears of its own messages, edits and deletions, as on Slack.
    """

    def __init__(
        self, world: World, deliverer: Deliverer, payloads: Payloads, notes: Notes
    ) -> None:
        self.world = world
        self.deliverer = deliverer
        self.payloads = payloads
        self.notes = notes
        self.subscriptions: set[str] = set(SUBSCRIPTIONS)
        self.echo = True

    def note(self, where: str, verdict: Verdict) -> None:
        """Record what is wrong with something the app sent."""
        self.notes.violations += [f"{where}: {problem}" for problem in verdict.problems]
        self.notes.remarks += [f"{where}: {remark}" for remark in verdict.remarks]

    # Channels, messages and views --------------------------------------------------------------

    def direct(self, team: Workspace, user: User) -> Channel:
        """Return the direct messages of the bot and a person, opened if need be."""
        found = self.world.direct(team, user.id)
        bot = self.world.users[team.bot_user]
        return found or self.world.channel("", [user, bot], team=team, kind="im", bot=False)

    def post(
        self, team: Workspace, channel: Channel, body: Json, *, only_to: str | None = None
    ) -> Message:
        """Put a judged message of the bot into a channel, or before one person in it."""
        message = Message(
            ts=self.world.now(),
            channel=channel.id,
            team=team.id,
            user=team.bot_user,
            text=body.get("text") or body.get("markdown_text") or "",
            blocks=with_ids(body.get("blocks") or []),
            attachments=body.get("attachments") or [],
            metadata=body.get("metadata") or None,
            thread_ts=body.get("thread_ts"),
            username=_other_name(team, body),
            bot_id=team.bot_id,
            app_id=self.world.app_id,
            ephemeral_to=only_to,
        )
        if only_to:
            self.world.ephemerals.append(message)
        else:
            channel.messages[message.ts] = message
            self.tell_echo(team, channel, message.as_json())
        return message

    def edit(self, team: Workspace, message: Message, body: Json, *, whole: bool = False) -> None:
        """Change a judged message of the bot; unless ``whole``, what ``body`` leaves out stays."""
        before = message.as_json()
        message.history.append(message.words)
        if body.get("text") is not None:
            message.text = body["text"]
        if body.get("blocks") is not None or whole:
            message.blocks = with_ids(body.get("blocks") or [])
        if body.get("attachments") is not None:
            message.attachments = body["attachments"]
        if body.get("metadata") is not None:
            message.metadata = body["metadata"] or None
        message.states.clear()
        at = self.world.now()
        if message.ephemeral_to:
            return
        message.edited = {"user": message.user, "ts": at}
        self.tell_echo(
            team,
            self.world.channels[message.channel],
            {"subtype": "message_changed", "message": message.as_json(), "ts": at, "hidden": True}
            | {"type": "message", "previous_message": before},
        )

    def remove(self, team: Workspace, message: Message) -> None:
        """Delete a message."""
        message.deleted = True
        if not message.ephemeral_to:
            event = {"type": "message", "subtype": "message_deleted", "hidden": True}
            event |= {"deleted_ts": message.ts, "ts": self.world.now()}
            event |= {"previous_message": message.as_json()}
            self.tell_echo(team, self.world.channels[message.channel], event)

    def open_view(self, team: Workspace, user: str, body: Json) -> View:
        """Show a modal alone."""
        view = self.world.make_view(team, user, body)
        self.world.modals[user] = [view]
        self.world.views[view.id] = view
        return view

    def push_view(self, team: Workspace, user: str, body: Json) -> View | None:
        """Put a modal on top of the others; None when three are open or none is."""
        stack = self.world.modals.get(user) or []
        if not 1 <= len(stack) <= 2:
            return None
        view = self.world.make_view(team, user, body)
        view.root, view.previous = stack[0].root, stack[-1].id
        stack.append(view)
        self.world.views[view.id] = view
        return view

    def update_view(self, team: Workspace, view: View, body: Json) -> View:
        """Show another body in a view; what was typed under the same ids stays."""
        changed = self.world.make_view(team, view.user, body, view)
        view.body, view.hash, view.entries = changed.body, changed.hash, changed.entries
        view.errors, view.suggested = {}, {}
        return view

    # Events ------------------------------------------------------------------------------------

    async def tell(
        self, team: Workspace, event: Json, channel: Channel | None = None, name: str = ""
    ) -> Delivery | None:
        """Deliver an event if the app is subscribed to it and allowed to hear it."""
        name = name or event["type"]
        needed = EVENT_SCOPES.get(name)
        if name == "member_joined_channel" and channel:
            needed = f"{FAMILY[channel.kind]}:read"
        if name not in self.subscriptions or (needed and needed not in team.scopes):
            return None
        return await self.deliverer.deliver(self.payloads.event(team, event, channel))

    def tell_echo(self, team: Workspace, channel: Channel, event: Json) -> None:
        """Deliver what happened to the app's own message, in the background."""
        name = MESSAGE_EVENTS[channel.kind]
        if self.echo and team.bot_user in channel.members and name in self.subscriptions:
            event |= {"channel": channel.id, "channel_type": CHANNEL_TYPES[channel.kind]}
            event["event_ts"] = event["ts"]
            self.deliverer.later(self._echo(team, event, channel, name))

    async def _echo(self, team: Workspace, event: Json, channel: Channel, name: str) -> None:
        await self.tell(team, event, channel, name)

    async def heard(self, message: Message) -> None:
        """Tell every app that listens of what a person said."""
        channel = self.world.channels[message.channel]
        for team in self._listening_in(channel):
            await self._heard_by(team, channel, message)

    async def changed(self, message: Message, event: Json) -> list[Delivery]:
        """Tell every app that listens of what has become of a message."""
        channel = self.world.channels[message.channel]
        where = {"channel": channel.id, "channel_type": CHANNEL_TYPES[channel.kind]}
        event = {"type": "message", "hidden": True, "ts": self.world.now(), **where, **event}
        event["event_ts"] = event["ts"]
        name = MESSAGE_EVENTS[channel.kind]
        told = [
            await self.tell(team, dict(event), channel, name)
            for team in self._listening_in(channel)
        ]
        return [delivery for delivery in told if delivery]

    async def reacted(self, message: Message, user: User, name: str, kind: str) -> list[Delivery]:
        """Tell every app that listens of a reaction; nobody is told in which thread that is."""
        channel = self.world.channels[message.channel]
        item = {"type": "message", "channel": channel.id, "ts": message.ts}
        event: Json = {"type": kind, "user": user.id, "reaction": name, "item": item}
        event |= {} if message.username else {"item_user": message.user}
        told = [await self.tell(team, dict(event), channel) for team in self._listening_in(channel)]
        return [delivery for delivery in told if delivery]

    def _listening_in(self, channel: Channel) -> list[Workspace]:
        teams = (self.world.workspaces.get(each) for each in sorted(channel.teams))
        return [t for t in teams if t and t.installed and t.bot_user in channel.members]

    async def _heard_by(self, team: Workspace, channel: Channel, message: Message) -> None:
        event = message.as_json() | {"channel": channel.id, "event_ts": message.ts}
        event |= {"client_msg_id": self.world.new_id("m")}
        if message.thread_ts in channel.messages:
            event["parent_user_id"] = channel.messages[message.thread_ts or ""].user
        if message.team != team.id:
            event |= {"user_team": message.team, "source_team": message.team}
        shared: Json = {"upload": False, "display_as_bot": False} if message.files else {}
        event |= shared
        as_shared = {"subtype": "file_share"} if shared else {}
        told = [
            await self.tell(
                team,
                event | as_shared | {"channel_type": CHANNEL_TYPES[channel.kind]},
                channel,
                MESSAGE_EVENTS[channel.kind],
            )
        ]
        if f"<@{team.bot_user}>" in message.text and channel.kind != "im":
            told.append(await self.tell(team, event | {"type": "app_mention"}, channel))
        message.told += [delivery for delivery in told if delivery]

    # Answers in acks ---------------------------------------------------------------------------

    def slash_answer(
        self, delivery: Delivery, user: User, team: Workspace, channel: Channel
    ) -> None:
        """Show the message in the ack of a slash command."""
        answer = delivery.answer
        if not answer:
            return
        body = answer if isinstance(answer, dict) else {"text": str(answer)}
        self._answer(f"ack of {delivery.payload['command']}", body, user.id, team, channel)

    def _answer(
        self, where: str, body: Json, user: str, team: Workspace, channel: Channel
    ) -> Verdict:
        verdict = judge_message(body)
        kind = body.get("response_type", "ephemeral")
        if kind not in {"ephemeral", "in_channel"}:
            verdict.refuse("invalid_payload", f"response_type {kind}")
        self.note(where, verdict)
        if not verdict.error:
            self.post(team, channel, body, only_to=user if kind == "ephemeral" else None)
        return verdict

    def submission_answer(
        self, delivery: Delivery, user: User, team: Workspace, view: View
    ) -> None:
        """Close, change, push or clear views as the ack of view_submission says."""
        answer = delivery.answer if isinstance(delivery.answer, dict) else {}
        stack = self.world.modals.get(user.id, [])
        act = answer.get("response_action")
        verdict = Verdict()
        if act is None:
            if view in stack:
                stack.remove(view)
        elif act == "clear":
            stack.clear()
        elif act == "errors":
            verdict = self._show_errors(view, answer.get("errors"))
        elif act in {"update", "push"}:
            verdict = judge_view(answer.get("view"), "modal")
            if not verdict.error and act == "update":
                self.update_view(team, view, answer["view"])
            elif not verdict.error and self.push_view(team, user.id, answer["view"]) is None:
                verdict.refuse("push_limit_reached")
        else:
            verdict.refuse("invalid_response_action", f"response_action {act!r}")
        self.note(f"ack of {view.body.get('callback_id')}", verdict)

    def _show_errors(self, view: View, errors: object) -> Verdict:
        verdict = Verdict()
        inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors:
            verdict.refuse("invalid_errors", "response_action errors without errors")
        elif set(errors) - inputs:
            verdict.refuse("invalid_errors", f"no inputs: {sorted(set(errors) - inputs)}")
        elif not all(isinstance(text, str) and text for text in errors.values()):
            verdict.refuse("invalid_errors", "errors must be texts")
        else:
            view.errors = dict(errors)
        return verdict

    def suggested(self, delivery: Delivery) -> list[Json]:
        """Return the judged options in the ack of block_suggestion, groups flattened."""
        answer = delivery.answer if isinstance(delivery.answer, dict) else {}
        if not delivery.acked:
            return []
        judge, verdict = Judge("modal"), Verdict()
        if ("options" in answer) == ("option_groups" in answer):
            verdict.refuse("invalid_options", "exactly one of options and option_groups is due")
        element = {"type": "external_select", **answer}
        groups = judge.items(answer, "option_groups", "", 100, 0)
        lists = [judge.items(each, "options", "", 100, 0) for each in [answer, *groups]]
        for group in groups:
            judge.text(group, "label", "/option_groups", 75)
        options = [option for each in lists for option in each]
        for n, option in enumerate(options):
            judge.option(option, f"/options/{n}", element["type"])
        verdict.problems += judge.faults
        self.note("ack of block_suggestion", verdict)
        return [] if verdict.problems else options

    # Response URLs -----------------------------------------------------------------------------

    def respond(self, key: str, body: Json) -> tuple[int, Json]:
        """Do what was posted to a response_url; returns status and answer."""
        url = self.payloads.responses.get(key)
        if url is None or time.time() - url.born > 1800:
            return 404, {"ok": False, "error": "expired_url"}
        if url.uses >= 5:
            self.notes.violations.append("a response_url was used more than five times")
            return 404, {"ok": False, "error": "used_url"}
        url.uses += 1
        team = self.world.workspaces[url.team]
        channel = self.world.channels[url.channel]
        if flag(body.get("delete_original")) and url.message:
            self.remove(team, url.message)
            return 200, {"ok": True}
        if flag(body.get("replace_original")) and url.message:
            return self._replace(team, url, body)
        verdict = self._answer("response_url", body, url.user, team, channel)
        if verdict.error:
            return 400, {"ok": False, "error": verdict.error}
        return 200, {"ok": True}

    def _replace(self, team: Workspace, url: ResponseUrl, body: Json) -> tuple[int, Json]:
        assert url.message is not None
        verdict = judge_message(body)
        self.note("response_url", verdict)
        if verdict.error or url.message.deleted:
            return 400, {"ok": False, "error": verdict.error or "message_not_found"}
        self.edit(team, url.message, body, whole=True)
        return 200, {"ok": True}


def _other_name(team: Workspace, body: Json) -> str:
    """The name that a message is shown under, where the workspace lets the app have another."""
    return str(body.get("username") or "") if "chat:write.customize" in team.scopes else ""
