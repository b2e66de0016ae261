"""The routes of a local Discord's REST API: how they are found, and those about who is where."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.adapters.discord_gateway import PRESENCES, Gateway
from tests.adapters.discord_interactions import Interactions
from tests.adapters.discord_refusals import Refused
from tests.adapters.discord_rights import need, sees
from tests.adapters.discord_things import Channel, Guild, Message
from tests.adapters.discord_world import CONTENT, GUILD_MEMBERS, World

Json = dict[str, Any]


@dataclass
class Ask:
    """One request: the ids of its address, its query and body, and what it is asked of."""

    route: str
    ids: dict[str, str]
    query: dict[str, str]
    body: Any
    world: World
    gateway: Gateway
    interactions: Interactions

    @property
    def form(self) -> Json:
        """The body, which must be an object."""
        if not isinstance(self.body, dict):
            raise Refused.form(
                "", "Only dictionaries may be used in a DictType", "DICT_TYPE_CONVERT"
            )
        return self.body

    def id(self, name: str) -> int:
        """Return an id of the address."""
        try:
            return int(self.ids[name])
        except ValueError:
            why = f'Value "{self.ids[name]}" is not snowflake.'
            raise Refused.form(name, why, "NUMBER_TYPE_COERCE") from None

    def channel(self, *needs: str) -> Channel:
        """Return the channel of the address, where the bot has these permissions."""
        found = self.world.channels.get(self.id("channel_id"))
        if found is None or found.deleted or (found.parent and found.parent.deleted):
            raise Refused(10003)
        if found.guild and not found.guild.has_bot:
            raise Refused(50001)
        if found.guild and found.guild.unavailable:
            raise Refused.http(503, "Service Unavailable")
        need(found, self.world.bot.id, *needs)
        return found

    def message(self, channel: Channel) -> Message:
        """Return the message of the address."""
        found = channel.messages.get(self.id("message_id"))
        if found is None or found.deleted or found.ephemeral_to:
            raise Refused(10008)
        return found

    def guild(self) -> Guild:
        """Return the server of the address."""
        found = self.world.guilds.get(self.id("guild_id"))
        if found is None or not found.has_bot:
            raise Refused(10004)
        if found.unavailable:
            raise Refused.http(503, "Service Unavailable")
        return found

    def number(self, name: str, usual: int, least: int, most: int) -> int:
        """Return a number of the query."""
        raw = self.query.get(name, str(usual))
        if not raw.isdigit() or not least <= int(raw) <= most:
            why = f"int value should be between {least} and {most}."
            raise Refused.form(name, why, "NUMBER_TYPE_MAX")
        return int(raw)


Handler = Callable[[Ask], Any]


@dataclass
class Route:
    """A method with an address whose ids are in braces."""

    name: str
    pattern: re.Pattern[str]
    handler: Handler
    needs_token: bool = True
    status: int = 200


ROUTES: list[Route] = []


def route(
    name: str, *, needs_token: bool = True, status: int = 200
) -> Callable[[Handler], Handler]:
    """Serve requests of a route such as "GET /channels/{channel_id}"; ``status`` is a success's."""
    method, template = name.split(" ", 1)
    pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template)

    def keep(handler: Handler) -> Handler:
        found = Route(name, re.compile(f"{method} {pattern}"), handler, needs_token, status)
        ROUTES.append(found)
        ROUTES.sort(key=lambda each: each.name.count("{"))
        return handler

    return keep


def match(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """Find the route of a request; literal parts go before ids."""
    for each in ROUTES:
        if found := each.pattern.fullmatch(f"{method} {path}"):
            return each, found.groupdict()
    return None


# The gateway, the app and its user ---------------------------------------------------------------


@route("GET /gateway", needs_token=False)
def gateway(ask: Ask) -> Json:
    return {"url": ask.gateway.url}


@route("GET /gateway/bot")
def gateway_bot(ask: Ask) -> Json:
    left = {"total": 1000, "remaining": 1000 - ask.gateway.identifies, "reset_after": 86_400_000}
    left["max_concurrency"] = ask.gateway.max_concurrency
    return {"url": ask.gateway.url, "shards": ask.gateway.shards, "session_start_limit": left}


@route("GET /applications/@me")
def application(ask: Ask) -> Json:
    """Tell of the app; its flags say which privileged intents are on."""
    world = ask.world
    flags = {PRESENCES: 1 << 13, GUILD_MEMBERS: 1 << 15, CONTENT: 1 << 19}
    contexts: Json = {"0": {"oauth2_install_params": {"scopes": ["bot"], "permissions": "0"}}}
    return {
        "id": str(world.app_id),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "summary": "",
        "type": None,
        "bot": world.bot.as_json(),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": world.owner.as_json(),
        "team": None,
        "flags": sum(flag for bit, flag in flags.items() if world.privileged & bit),
        "flags_new": "0",
        "hook": True,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": [],
        "role_connections_verification_url": None,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "integration_types_config": contexts,
        "approximate_guild_count": sum(guild.has_bot for guild in world.guilds.values()),
    }


route("GET /oauth2/applications/@me")(application)


@route("GET /users/@me")
def me(ask: Ask) -> Json:
    more = {"verified": True, "email": None, "mfa_enabled": True, "locale": "en-US"}
    return ask.world.bot.as_json() | more


@route("GET /users/@me/guilds")
def my_guilds(ask: Ask) -> list[Json]:
    limit = ask.number("limit", 200, 1, 200)
    after = int(ask.query.get("after", 0))
    found = []
    for guild in sorted(ask.world.guilds.values(), key=lambda each: each.id):
        if guild.has_bot and guild.id > after:
            said = {key: guild.as_json()[key] for key in ("id", "name", "icon", "features")}
            found.append(said | {"owner": False, "permissions": "0", "banner": None})
    return found[:limit]


@route("DELETE /users/@me/guilds/{guild_id}")
def leave_guild(ask: Ask) -> None:
    guild = ask.guild()
    ask.world.tell("GUILD_DELETE", {"id": str(guild.id)}, guild, 1)
    guild.members.pop(ask.world.bot.id, None)
    guild.has_bot = False


@route("GET /users/{user_id}")
def user(ask: Ask) -> Json:
    found = ask.world.users.get(ask.id("user_id"))
    if found is None:
        raise Refused(10013)
    return found.as_json()


# Servers -----------------------------------------------------------------------------------------


@route("GET /guilds/{guild_id}")
def guild(ask: Ask) -> Json:
    return ask.guild().as_json()


@route("GET /guilds/{guild_id}/roles")
def roles(ask: Ask) -> list[Json]:
    return [role.as_json() for role in ask.guild().roles.values()]


@route("GET /guilds/{guild_id}/channels")
def guild_channels(ask: Ask) -> list[Json]:
    """Tell of every channel, also of those that the bot cannot look into; no threads."""
    channels = ask.guild().channels.values()
    return [channel.as_json() for channel in channels if not channel.is_thread]


@route("GET /guilds/{guild_id}/members/search")
def search_members(ask: Ask) -> list[Json]:
    query = ask.query.get("query", "").lower()
    found = [
        member.as_json()
        for member in ask.guild().members.values()
        if (member.nick or member.user.name).lower().startswith(query)
    ]
    return found[: ask.number("limit", 1, 1, 1000)]


@route("GET /guilds/{guild_id}/members")
def members(ask: Ask) -> list[Json]:
    found = ask.guild().members
    if not ask.world.privileged & GUILD_MEMBERS:
        raise Refused(50001)
    limit, after = ask.number("limit", 1, 1, 1000), int(ask.query.get("after", 0))
    return [found[key].as_json() for key in sorted(found) if key > after][:limit]


@route("GET /guilds/{guild_id}/members/{user_id}")
def member(ask: Ask) -> Json:
    found = ask.guild().members.get(ask.id("user_id"))
    if found is None:
        raise Refused(10007 if ask.id("user_id") in ask.world.users else 10013)
    return found.as_json()


@route("GET /guilds/{guild_id}/threads/active")
def active_threads(ask: Ask) -> Json:
    bot = ask.world.bot.id
    found = [t for t in reversed(ask.guild().threads) if not t.archived and sees(t, bot)]
    return thread_list(found, bot) | {"has_more": False}


def thread_list(threads: list[Channel], bot: int) -> Json:
    """Return threads with the bot's own membership of each."""
    mine = [thread.member_json(bot) for thread in threads if bot in thread.members]
    return {"threads": [thread.as_json() for thread in threads], "members": mine}
