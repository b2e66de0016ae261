"""`kindred check discord`: what is wrong between Kindred and Discord, in plain words."""

from collections.abc import AsyncIterator, Iterator, Sequence

from adapters.discord import commands
from adapters.discord.api import Json
from adapters.discord.errors import Declined, TokenRefused
from adapters.discord.permission_check import Rights
from adapters.discord.permissions import MEMBERS, MESSAGE_CONTENT
from adapters.discord.platform import COMMANDS, DiscordPlatform
from bot.community.people import Space
from bot.community.permissions import Missing, told
from bot.community.places import Place, Purpose, listed_purposes
from bot.delivery.errors import Away, Busy
from bot.ui.words import WordBook

words = WordBook("adapters.discord")

TEXT = 0  # docs: resources/channel, "Channel Types"
_GUILDS = 200  # docs: resources/user, "Get Current User Guilds"
# docs: resources/application, "Application Flags": GATEWAY_GUILD_MEMBERS and …_LIMITED
_MEMBERS = 1 << 14 | 1 << 15
_CONTENT = 1 << 18 | 1 << 19  # GATEWAY_MESSAGE_CONTENT and …_LIMITED


async def faults(platform: DiscordPlatform, spaces: Sequence[Space]) -> list[str]:
    """Everything that Discord says is wrong; `spaces` are the servers of all communities."""
    found: list[str] = []
    try:
        async for fault in _faults(platform, spaces):
            found.append(fault)  # noqa: PERF401  # what was found counts, whatever comes after
    except TokenRefused:
        found.append(words.text("check.token"))
    except (Away, Busy, Declined) as why:
        found.append(words.text("check.away", why=str(why)))
    return found


async def _faults(platform: DiscordPlatform, spaces: Sequence[Space]) -> AsyncIterator[str]:
    application = await platform.api.call("GET", "/applications/@me")
    for fault in _intents(platform, application):
        yield fault
    if application.get("interactions_endpoint_url"):
        yield words.text("check.endpoint")
    there = await platform.api.call(
        "GET",
        COMMANDS,
        query={"with_localizations": "true"},
        application_id=str(application["id"]),
    )
    alike = commands.are_alike(commands.tree(platform.registry), there)
    if not alike or await platform.command_ids() != commands.ids_of(there):
        yield words.text("check.commands")
    known = {space.ref.id: space for space in spaces}
    guilds = [guild async for guild in _guilds(platform)]
    if not guilds:
        yield words.text("check.no_server")
    for guild in guilds:
        space = known.pop(str(guild["id"]), None)
        try:
            async for fault in _server(platform, str(guild["id"]), space):
                yield fault
        except (Away, Busy, Declined) as why:
            yield words.text("check.declined", server=str(guild["name"]), why=str(why))
    for space in known.values():
        if not space.lost:
            yield words.text("check.gone", server=space.name or space.ref.id)


def _intents(platform: DiscordPlatform, application: Json) -> Iterator[str]:
    """What is asked for in the settings, and not switched on for the application."""
    flags, settings = int(application.get("flags") or 0), platform.settings
    if settings.members_intent and not flags & _MEMBERS:
        missing = Missing(MEMBERS, words.later("check.members_intent"))
        yield from told("DISCORD_MEMBERS_INTENT", [missing])
    if settings.message_content_intent and not flags & _CONTENT:
        missing = Missing(MESSAGE_CONTENT, words.later("check.content_intent"))
        yield from told("DISCORD_MESSAGE_CONTENT_INTENT", [missing])


async def _guilds(platform: DiscordPlatform) -> AsyncIterator[Json]:
    after = "0"
    while True:
        query = {"limit": _GUILDS, "after": after}
        page = await platform.api.call("GET", "/users/@me/guilds", query=query)
        for guild in page:
            yield guild
        if len(page) < _GUILDS:
            return
        after = str(page[-1]["id"])


async def _server(platform: DiscordPlatform, id_: str, space: Space | None) -> AsyncIterator[str]:
    rights = await platform.permissions.rights(id_)
    name = str(rights.guild["name"])
    if space is None:
        yield words.text("check.unconnected", server=name)
        return
    channels = await platform.channels(space)
    if not any(Purpose.INTRODUCTIONS in place.purposes for place in channels):
        yield words.text("check.no_channel", server=name)
        for fault in told(name, rights.missing()):
            yield fault
    for place in channels:
        for fault in _channel(rights, name, place):
            yield fault


def _channel(rights: Rights, server: str, place: Place) -> Iterator[str]:
    """What is wrong with a channel for what it was chosen for."""
    channel = rights.channel_of(place)
    if channel is None:
        yield words.text(
            "check.channel_gone", server=server, purposes=listed_purposes(place.purposes)
        )
        return
    threads = Purpose.INTRODUCTIONS in place.purposes
    if threads and int(channel["type"]) != TEXT:
        yield words.text("check.kind", server=server, channel=channel["name"])
        return
    yield from told(server, rights.missing_in(channel, threads=threads))
