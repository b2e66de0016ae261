"""From Slack's payloads to what the core takes. Pure."""

import re
from dataclasses import dataclass, replace
from typing import Any

from adapters.slack import refs
from adapters.slack.limits import PLATFORM
from bot.community.people import AccountInfo, Kind
from bot.delivery.sender import Posted
from bot.routing.interaction import Arrival
from bot.ui.files import GivenFile

Json = dict[str, Any]

_GROUP_MESSAGE = "mpdm-"  # what a message between several is called, by its beginning
_DIRECT = "D"  # what the ids of conversations between two begin with
_USER = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_CHANNEL = re.compile(r"<#([CG][A-Z0-9]+)(?:\|([^>]*))?>")
_LINK = re.compile(r"<((?:https?|mailto):[^|>]+)(?:\|([^>]*))?>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


@dataclass(frozen=True, slots=True)
class ResponseTarget:
    """Where an interaction can be answered: by its trigger, at its address, or in its place.

    `view` is the modal or home whose control was pressed; `for_one` tells that the message was
    shown to the actor alone.
    """

    team: str
    user: str
    trigger: str = ""
    response_url: str = ""
    channel: str = ""
    thread: str = ""
    view: Json | None = None
    for_one: bool = False

    @property
    def alone(self) -> bool:
        """Whether Kindred and the actor are among themselves here.

        What is shown for one pair of eyes may stand in a conversation with somebody else.
        """
        return self.channel.startswith(_DIRECT) and not self.for_one

    @property
    def in_modal(self) -> bool:
        """Whether the actor is looking at a modal of ours."""
        return self.view is not None and self.view.get("type") == "modal"

    @property
    def in_home(self) -> bool:
        """Whether the actor is looking at their home."""
        return self.view is not None and self.view.get("type") == "home"


def command(body: Json) -> tuple[Arrival, ResponseTarget, str]:
    """A slash command: who and where, how to answer, and the line that was typed."""
    team, user = body["team_id"], body["user_id"]
    target = ResponseTarget(team, user, body.get("trigger_id", ""), body.get("response_url", ""))
    line = f"{body['command']} {typed(body.get('text') or '', team)}".strip()
    arrival = _arrival(team, user, body["channel_id"], body["trigger_id"])
    return _told_of(arrival, body.get("channel_name")), target, line


def interaction(body: Json, team: str) -> tuple[Arrival, ResponseTarget]:
    """A button, a menu, a shortcut, or a modal that was submitted or closed."""
    user = body["user"]["id"]
    view = body.get("view")
    container = body.get("container") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
    message = body.get("message") or {}
    thread = message.get("thread_ts") or container.get("thread_ts") or ""
    target = ResponseTarget(
        team,
        user,
        body.get("trigger_id", ""),
        body.get("response_url", ""),
        channel,
        thread,
        view,
        for_one=bool(container.get("is_ephemeral")),
    )
    own_team = body["user"].get("team_id") or team
    arrival = _arrival(team, user, channel or user, _delivery(body), thread, own_team)
    return _told_of(arrival, (body.get("channel") or {}).get("name")), target


def _told_of(arrival: Arrival, channel_name: object) -> Arrival:
    """What the name of a channel tells: a group message, such as an introduction, is for few."""
    if not str(channel_name or "").startswith(_GROUP_MESSAGE):
        return arrival
    return replace(arrival, not_for_all=frozenset({arrival.channel}))


def author_in(body: Json) -> str:
    """Who wrote the message that a shortcut was used on; empty for a program, or no message."""
    author = (body.get("message") or {}).get("user", "")
    return str(refs.account(author)) if author else ""


def message_in(body: Json, arrival: Arrival) -> str:
    """Which message a shortcut was used on."""
    return str(Posted(arrival.channel, refs.message(str(body.get("message_ts", "")))))


def event(body: Json, team: str) -> tuple[Arrival, ResponseTarget]:
    """Something that happened: words to Kindred, somebody who joined, a home that was opened."""
    told = body["event"]
    user = told["user"]["id"] if isinstance(told.get("user"), dict) else told.get("user", "")
    channel = told.get("channel", "")
    thread = told.get("thread_ts", "")  # answers for one pair of eyes are not seen in a new one
    target = ResponseTarget(team, user, channel=channel, thread=thread, view=None)
    own_team = _own_team(told, body, team)
    arrival = _arrival(team, user, channel or user, body["event_id"], thread, own_team)
    return replace(arrival, public=told.get("type") == "app_mention" and not arrival.alone), target


def written(message: Json, body: Json, team: str, channel: str, top: str, delivery: str) -> Arrival:
    """Who wrote a message, and below which; of one that was deleted, that may be nobody."""
    user = str(message.get("user") or "")
    return _arrival(team, user, channel, delivery, top, _own_team(message, body, team))


def typed(text: str, team: str) -> str:
    """A line as the core reads it, and everything but mentions as it reads.

    Those are `<@slack:U1>`, and `<#slack:T1/C1|tea>` for a channel.
    """
    text = _USER.sub(lambda m: f"<@{refs.account(m[1])}>", text)
    text = _CHANNEL.sub(lambda m: f"<#{refs.channel(team, m[1])}|{m[2] or m[1]}>", text)
    text = _LINK.sub(lambda m: m[2] or m[1].removeprefix("mailto:"), text)
    for entity, letter in _ENTITIES:
        text = text.replace(entity, letter)
    return text.replace("\N{NO-BREAK SPACE}", " ").strip()


def said_to(bot: str, text: str, team: str) -> str:
    """What is said to Kindred, without its own mention at the front."""
    return typed(re.sub(rf"^\s*<@{re.escape(bot)}(?:\|[^>]*)?>[\s,:]*", "", text), team)


def given_file(file: Json) -> GivenFile:
    """A file as Slack knows it, which keeps it until somebody takes it away."""
    name = str(file.get("name") or file.get("title") or "")
    return GivenFile(PLATFORM, str(file["id"]), name, int(file.get("size") or 0), kept=True)


def is_told_of(file: Json) -> bool:
    """Whether an event says what a file is; of one from elsewhere (Slack Connect) it does not."""
    return bool(file.get("name")) and "size" in file


def account_info(user: Json, team: str) -> AccountInfo:
    """What Slack tells of a user, as seen from one workspace."""
    profile = user.get("profile") or {}
    names = (
        profile.get("real_name"),
        profile.get("display_name"),
        user.get("real_name"),
        user.get("name"),
    )
    return AccountInfo(
        name=next((name.strip() for name in names if name and name.strip()), ""),
        kind=_kind(user, team),
        email=profile.get("email") or "",
        zone=user.get("tz") or "",
        locale=user.get("locale") or "",
        runs_the_space=bool(user.get("is_admin") or user.get("is_owner")),
    )


def _kind(user: Json, team: str) -> Kind:
    if user.get("is_bot") or user.get("id") == "USLACKBOT":
        return "bot"
    if user.get("deleted"):
        return "gone"
    if user.get("is_stranger") or not _belongs(user, team):
        return "visitor"
    return "guest" if user.get("is_restricted") or user.get("is_ultra_restricted") else "person"


def _belongs(user: Json, team: str) -> bool:
    """Whether somebody is of a workspace; in an organisation, people may be of several."""
    others = (user.get("enterprise_user") or {}).get("teams") or ()
    return user.get("team_id") in (team, "", None) or team in others


def _own_team(told: Json, body: Json, team: str) -> str:
    """The workspace of whoever did something in `team`."""
    own_team = told.get("user_team") or told.get("source_team") or told.get("team") or team
    if own_team == _organisation(body):  # theirs and ours, where a channel is shared within it
        return team
    return str(own_team)


def _organisation(body: Json) -> str | None:
    """The organisation of the workspace that an event is told to."""
    told_to = body.get("authorizations") or [{}]
    return told_to[0].get("enterprise_id") or None


def _arrival(
    team: str, user: str, channel: str, delivery: str, thread: str = "", own_team: str = ""
) -> Arrival:
    """Visitors from another workspace (Slack Connect) act as who they are in their own."""
    here = refs.channel(team, channel)
    return Arrival(
        actor=refs.account(user),
        space=refs.workspace(own_team or team),
        channel=here,
        interaction_id=f"slack:{team}:{delivery}",
        thread=Posted(here, refs.message(thread)) if thread else None,
        once=True,
        alone=channel.startswith(_DIRECT),
    )


def _delivery(body: Json) -> str:
    """What Slack sends again unchanged when it delivers an interaction again."""
    view = body.get("view") or {}
    if body["type"] == "view_closed":
        return f"closed:{view.get('id')}:{view.get('hash', '')}"
    return str(body.get("trigger_id") or f"{view.get('id')}:{view.get('hash')}")
