"""The payloads Slack sends, each in its documented shape."""

import random
import re
import time
from dataclasses import dataclass, field
from typing import Any

from tests.adapters.slack_deliveries import Delivery, Secrets
from tests.adapters.slack_things import Channel, Message, Trigger, User, View, Workspace, as_values
from tests.adapters.slack_world import World

Json = dict[str, Any]
ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
TOKEN = re.compile(r"<(?:[@#!]|https?:)[^<>]+>")
NAME = re.compile(r"(?<![\w<&])([@#])([\w.\-]*\w)")


@dataclass
class ResponseUrl:
    """Where the app may answer an interaction, five times in half an hour."""

    user: str
    team: str
    channel: str
    message: Message | None
    born: float = field(default_factory=time.time)
    uses: int = 0


class Payloads:
    """Builds payloads and hands out the triggers and response URLs in them."""

    def __init__(self, world: World, secrets: Secrets) -> None:
        self.world = world
        self.secrets = secrets
        self.origin = ""
        self.should_escape = True
        self.trigger_life = 3.0
        self.responses: dict[str, ResponseUrl] = {}

    # Small parts -------------------------------------------------------------------------------

    def trigger(self, user: User, team: Workspace, view: str | None = None) -> str:
        """Return a fresh trigger_id."""
        serial = random.randrange(10**12)
        trigger_id = f"{serial}.{random.randrange(10**12)}.{random.randrange(16**32):032x}"
        until = time.monotonic() + self.trigger_life
        self.world.triggers[trigger_id] = Trigger(user.id, team.id, until, view)
        return trigger_id

    def response_url(
        self, user: User, team: Workspace, channel: str, message: Message | None = None
    ) -> str:
        """Return a fresh response_url."""
        key = f"{team.id}/{random.randrange(10**12)}/{random.randrange(16**24):024x}"
        self.responses[key] = ResponseUrl(user.id, team.id, channel, message)
        return f"{self.origin}/response/{key}"

    def encode_text(self, text: str, team: Workspace, *, names: bool) -> str:
        """Return text as Slack sends it: ``@name``, ``#name`` become tokens, ``&<>`` entities."""

        def name(match: re.Match[str]) -> str:
            mark, word = match.groups()
            found = self._named(mark, word, team)
            if found is None:
                return match.group()
            return f"<{mark}{found.id}|{found.name}>" if names else f"<{mark}{found.id}>"

        parts, end = [], 0
        for token in TOKEN.finditer(text):
            parts += [NAME.sub(name, text[end : token.start()].translate(ESCAPES)), token.group()]
            end = token.end()
        return "".join([*parts, NAME.sub(name, text[end:].translate(ESCAPES))])

    def _named(self, mark: str, word: str, team: Workspace) -> User | Channel | None:
        if mark == "#":
            rooms = (c for c in self.world.channels.values() if team.id in c.teams)
            return next((c for c in rooms if c.name == word), None)
        seen = (u for u in self.world.users.values() if self.world.sees(team, u.id))
        return next((u for u in seen if u.name.lower() == word.lower()), None)

    def user_json(self, user: User) -> Json:
        return {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": user.team,
        }

    def team_json(self, team: Workspace) -> Json:
        return {"id": team.id, "domain": team.domain}

    def channel_json(self, channel: Channel) -> Json:
        names = {"im": "directmessage", "private": "privategroup", "mpim": "privategroup"}
        return {"id": channel.id, "name": names.get(channel.kind, channel.name)}

    def _common(self, kind: str, user: User, team: Workspace) -> Json:
        return {
            "type": kind,
            "user": self.user_json(user),
            "api_app_id": self.world.app_id,
            "token": self.secrets.verification_token,
            "team": self.team_json(team),
            "enterprise": None,
            "is_enterprise_install": False,
        }

    # Whole payloads ----------------------------------------------------------------------------

    def slash(
        self, user: User, team: Workspace, channel: Channel, command: str, text: str
    ) -> Delivery:
        """Return a slash command."""
        if self.should_escape:
            text = self.encode_text(text, team, names=True)
        room = self.channel_json(channel)
        form = {
            "token": self.secrets.verification_token,
            "team_id": team.id,
            "team_domain": team.domain,
            "channel_id": room["id"],
            "channel_name": room["name"],
            "user_id": user.id,
            "user_name": user.name,
            "command": command,
            "text": text,
            "api_app_id": self.world.app_id,
            "is_enterprise_install": "false",
            "response_url": self.response_url(user, team, channel.id),
            "trigger_id": self.trigger(user, team),
        }
        return Delivery("slash_commands", form)

    def on_message(self, user: User, team: Workspace, message: Message, actions: Json) -> Delivery:
        """Return block_actions of an element in a message."""
        channel = self.world.channels[message.channel]
        ephemeral = message.ephemeral_to is not None
        container: Json = {"type": "message", "message_ts": message.ts}
        container |= {"channel_id": channel.id, "is_ephemeral": ephemeral}
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        payload = self._common("block_actions", user, team) | {
            "container": container,
            "trigger_id": self.trigger(user, team),
            "channel": self.channel_json(channel),
            "state": {"values": as_values(message.entries(user.id))},
            "response_url": self.response_url(user, team, channel.id, message),
            "actions": [actions],
        }
        if not ephemeral:
            payload["message"] = message.as_json()
        return Delivery("interactive", payload)

    def on_view(self, user: User, team: Workspace, view: View, actions: Json) -> Delivery:
        """Return block_actions of an element in a modal or Home tab."""
        payload = self._common("block_actions", user, team) | {
            "container": {"type": "view", "view_id": view.id},
            "trigger_id": self.trigger(user, team, view.id),
            "view": view.as_json(),
            "actions": [actions],
        }
        return Delivery("interactive", payload)

    def submission(self, user: User, team: Workspace, view: View) -> Delivery:
        """Return view_submission."""
        payload = self._common("view_submission", user, team) | {
            "trigger_id": self.trigger(user, team, view.id),
            "view": view.as_json(),
            "response_urls": self._response_urls(user, team, view),
        }
        return Delivery("interactive", payload)

    def _response_urls(self, user: User, team: Workspace, view: View) -> list[Json]:
        urls = []
        for block in view.blocks:
            element = block.get("element", {})
            state = view.entries.get((block["block_id"], element.get("action_id", "")), {})
            room = state.get("selected_conversation") or state.get("selected_channel")
            if element.get("response_url_enabled") and room:
                urls.append(
                    {
                        "response_url": self.response_url(user, team, room),
                        "block_id": block["block_id"],
                        "action_id": element["action_id"],
                        "channel_id": room,
                    }
                )
        return urls

    def closed(self, user: User, team: Workspace, view: View, *, cleared: bool) -> Delivery:
        """Return view_closed."""
        payload = self._common("view_closed", user, team)
        return Delivery("interactive", payload | {"view": view.as_json(), "is_cleared": cleared})

    def suggestion(
        self, user: User, team: Workspace, where: Message | View, ids: tuple[str, str], typed: str
    ) -> Delivery:
        """Return block_suggestion: what was typed so far into an external select."""
        payload = self._common("block_suggestion", user, team)
        payload |= {"block_id": ids[0], "action_id": ids[1], "value": typed}
        if isinstance(where, View):
            payload |= {"view": where.as_json()}
            payload["container"] = {"type": "view", "view_id": where.id}
        else:
            payload |= {"message": where.as_json()}
            payload["channel"] = self.channel_json(self.world.channels[where.channel])
            payload["container"] = {
                "type": "message",
                "message_ts": where.ts,
                "channel_id": where.channel,
                "is_ephemeral": where.ephemeral_to is not None,
            }
        return Delivery("interactive", payload)

    def shortcut(self, user: User, team: Workspace, callback_id: str) -> Delivery:
        """Return a global shortcut."""
        payload = self._common("shortcut", user, team)
        payload |= {"callback_id": callback_id, "action_ts": self.world.now()}
        return Delivery("interactive", payload | {"trigger_id": self.trigger(user, team)})

    def message_shortcut(
        self, user: User, team: Workspace, message: Message, callback_id: str
    ) -> Delivery:
        """Return a shortcut used on a message."""
        channel = self.world.channels[message.channel]
        payload = self._common("message_action", user, team) | {
            "callback_id": callback_id,
            "action_ts": self.world.now(),
            "trigger_id": self.trigger(user, team),
            "response_url": self.response_url(user, team, channel.id),
            "message_ts": message.ts,
            "channel": self.channel_json(channel),
            "message": message.as_json(),
        }
        return Delivery("interactive", payload)

    def event(self, team: Workspace, event: Json, channel: Channel | None = None) -> Delivery:
        """Return an event in its outer envelope."""
        event = {"event_ts": self.world.now(), **event}
        return Delivery(
            "events_api",
            {
                "token": self.secrets.verification_token,
                "team_id": team.id,
                "context_team_id": team.id,
                "context_enterprise_id": None,
                "api_app_id": self.world.app_id,
                "event": event,
                "type": "event_callback",
                "event_id": self.world.new_id("Ev"),
                "event_time": int(time.time()),
                "authorizations": [
                    {
                        "enterprise_id": None,
                        "team_id": team.id,
                        "user_id": team.bot_user,
                        "is_bot": True,
                        "is_enterprise_install": False,
                    }
                ],
                "is_ext_shared_channel": bool(channel and len(channel.teams) > 1),
                "event_context": f"4-{random.randrange(16**16):016x}",
            },
        )
