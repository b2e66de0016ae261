"""From Discord's events to what the core takes. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

import discord

from adapters.discord import modals, permissions, refs
from adapters.discord.limits import PLATFORM
from adapters.discord.uploads import Uploads
from bot.community.people import AccountInfo, Ref
from bot.delivery.sender import Posted
from bot.routing.interaction import Arrival

Json = dict[str, Any]

_FOR_ALL = (discord.ChannelType.text.value, discord.ChannelType.news.value)
_NEWS = discord.ChannelType.news  # holds no private threads
_USER = re.compile(r"<@!?(\d{1,20})>")
_OTHER = re.compile(r"<(?:#|@&|a?:(\w+):)(\d{1,20})>")


@dataclass(frozen=True, slots=True)
class Source:
    """The message whose control was used. `between` tells that it stands between form pages.

    `mark` is the number of its first component, by which what was posted is found again.
    """

    channel: str
    id: str
    ephemeral: bool
    between: bool
    mark: int


@dataclass(frozen=True, slots=True)
class ResponseTarget:
    """Where an interaction is answered, and what may be answered. `since` is the loop's time.

    `uploads` are the files of the answer, once they are made.
    """

    id: str
    token: str
    application: str
    kind: Literal["command", "component", "modal", "autocomplete"]
    guild: str
    delivery: str
    locale: str
    since: float
    alone: bool
    source: Source | None
    uploads: Uploads = field(default_factory=dict)


def interaction(
    it: discord.Interaction, guild: str, since: float
) -> tuple[Arrival, ResponseTarget]:
    """Who did something where; `guild` is the server they are meant to be in, if it says none."""
    delivery = f"{PLATFORM}:{it.id}"
    channel = str(it.channel_id or "")
    target = ResponseTarget(
        id=str(it.id),
        token=it.token,
        application=str(it.application_id),
        kind=KINDS[it.type],
        guild=guild,
        delivery=delivery,
        locale=str(it.locale),
        since=since,
        alone=it.guild_id is None,
        source=_source(it.message, channel),
    )
    arrival = Arrival(
        actor=refs.account(str(it.user.id)),
        space=refs.server(guild),
        channel=refs.channel(guild, channel),
        interaction_id=delivery,
        locale=target.locale,
        thread=_thread(guild, it.channel),
        alone=target.alone,
        without_rooms=_without_rooms(guild, it.channel, it.data or {}),
        not_for_all=_not_for_all(guild, it),
        agenda=refs.agenda(guild),
    )
    return arrival, target


KINDS: dict[discord.InteractionType, Literal["command", "component", "modal", "autocomplete"]] = {
    discord.InteractionType.application_command: "command",
    discord.InteractionType.component: "component",
    discord.InteractionType.modal_submit: "modal",
    discord.InteractionType.autocomplete: "autocomplete",
}
"""The interactions that people begin; a ping, or what there may be in years to come, is none."""


def _source(message: discord.Message | None, channel: str) -> Source | None:
    """`channel` is an id: where Discord does not describe the channel, the message has none."""
    if message is None:
        return None
    between = any(id_.startswith(f"{modals.FORM}:") for id_ in _custom_ids(message.components))
    mark = getattr(message.components[0], "id", 0) if message.components else 0
    return Source(channel, str(message.id), message.flags.ephemeral, between, mark or 0)


def _custom_ids(components: Iterable[Any]) -> Iterable[str]:
    for component in components:
        yield str(getattr(component, "custom_id", None) or "")
        yield from _custom_ids(getattr(component, "children", ()))


def said(message: discord.Message, guild: str) -> Arrival:
    """Somebody who says something to Kindred."""
    channel = str(message.channel.id)
    return Arrival(
        actor=refs.account(str(message.author.id)),
        space=refs.server(guild),
        channel=refs.channel(guild, channel),
        interaction_id=f"{PLATFORM}:{message.id}",
        thread=_thread(guild, message.channel),
        once=True,
        alone=message.guild is None,
        public=message.guild is not None,
        without_rooms=_without_rooms(guild, message.channel, {}),
        agenda=refs.agenda(guild),
    )


def _thread(guild: str, here: Any) -> Posted | None:
    """The message below which somebody is: a thread below one has its id."""
    if not isinstance(here, discord.Thread):
        return None
    return Posted(refs.channel(guild, str(here.parent_id)), refs.message(str(here.id)))


def _without_rooms(guild: str, here: Any, data: Any) -> frozenset[Ref]:
    """The channels for announcements, of the one it is said in and those that were picked."""
    picked = (data.get("resolved") or {}).get("channels") or {}
    found = [id_ for id_, each in picked.items() if each["type"] == _NEWS.value]
    if getattr(here, "type", None) == _NEWS:
        found.append(str(here.id))
    return frozenset(refs.channel(guild, id_) for id_ in found)


def _not_for_all(guild: str, it: discord.Interaction) -> frozenset[Ref]:
    """The channels in which not everybody can be spoken to, as far as the interaction tells."""
    data: Any = it.data or {}
    picked = (data.get("resolved") or {}).get("channels") or {}
    found = [id_ for id_, each in picked.items() if each["type"] not in _FOR_ALL]
    kind = getattr(it.channel, "type", None)
    may = it.app_permissions
    shut = it.guild_id is not None and not (may.view_channel and may.send_messages)
    closed = shut or (kind is not None and kind.value not in _FOR_ALL)
    if closed and it.channel_id is not None:
        found.append(str(it.channel_id))
    return frozenset(refs.channel(guild, id_) for id_ in found)


def line(bot: str, text: str) -> str:
    """What is said to Kindred, without its own mention at the front, as the core reads it."""
    return typed(without_mention(bot, text))


def without_mention(bot: str, text: str) -> str:
    """What was written, without Kindred's own mention at the front."""
    return re.sub(rf"^\s*<@!?{re.escape(bot)}>[\s,:]*", "", text)


def typed(text: str) -> str:
    """What was typed, as the core reads it: mentions as `<@discord:1>`."""
    text = _OTHER.sub(lambda m: m[1] or "", text)
    return _USER.sub(lambda m: f"<@{refs.account(m[1])}>", text).strip()


def account_info(guild: Json, member: Json) -> AccountInfo:
    """What Discord tells of a member of a server."""
    user = member["user"]
    names = (member.get("nick"), user.get("global_name"), user.get("username"))
    return AccountInfo(
        name=next((name.strip() for name in names if name and name.strip()), ""),
        kind="bot" if user.get("bot") else "person",
        runs_the_space=permissions.runs(guild, member),
        space_name=str(guild.get("name") or ""),
    )
