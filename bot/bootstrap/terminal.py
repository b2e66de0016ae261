"""What is done in a terminal, with nothing else running."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from adapters.discord import invite
from adapters.discord.errors import Declined, TokenRefused
from adapters.discord.platform import DiscordPlatform
from adapters.slack import manifest as slack_manifests
from adapters.slack.settings import SlackSettings
from adapters.web.login_links import make_login
from bot.bootstrap import rehearsal
from bot.bootstrap.configured import (
    address,
    discord_settings,
    mail_settings,
    refuse,
    upgrade_database,
    web_settings,
)
from bot.bootstrap.core import Core, assemble, registry
from bot.bootstrap.platforms import discord_platform
from bot.community.clock import SystemChance, SystemClock
from bot.community.people import Member
from bot.delivery.errors import Away, Busy
from bot.errors import Misconfigured, NotReady
from bot.routing.background import ThreadExecutor
from bot.settings import Settings
from storage.kernel.database import connect
from storage.kernel.unit_of_work import SqlWork
from storage.stores import work_on

T = TypeVar("T")


async def in_terminal(act: Callable[[Core], Awaitable[T]]) -> T:
    """Do something with the configured database."""
    settings = Settings()
    refuse([*settings.database_faults(), *rehearsal.file_faults(settings)])
    await asyncio.to_thread(upgrade_database, settings)
    engine = connect(settings.database_url)
    try:
        clock = await rehearsal.clock_in_terminal(settings, work_on(engine))
        if said := rehearsal.announcement(clock):
            print(said, file=sys.stderr, flush=True)
        core = assemble(
            engine,
            {},
            clock,
            SystemChance(),
            ThreadExecutor(),
            address=address(web_settings()),
            secret_key=settings.secret_key.get_secret_value(),
            mail=mail_settings().wanted,
        )
        return await act(core)
    finally:
        await engine.dispose()


async def login_link(work: SqlWork, member: Member) -> str:
    """The address of a page that lets this member into the web chat, once."""
    return address(web_settings()) + await make_login(work, member, SystemClock())


def slack_manifest() -> dict[str, Any]:
    """The manifest of the Slack app that the settings make: Socket Mode or HTTP."""
    slack = SlackSettings()
    base_url = Settings().base_url
    return slack_manifests.manifest(registry(), base_url, by_socket=not slack.by_http)


async def discord_invite() -> str:
    """The address at which somebody brings Kindred into a Discord server."""

    async def act(platform: DiscordPlatform) -> str:
        return invite.address(await platform.api.application())

    return await _with_discord(act)


async def discord_sync() -> None:
    """Give Discord the commands that there are, whatever it was given before."""
    await _with_discord(lambda platform: platform.sync_commands())


async def _with_discord(act: Callable[[DiscordPlatform], Awaitable[T]]) -> T:
    """Ask Discord something. Raises `Misconfigured` or `NotReady` when it cannot be asked."""
    settings, discord = Settings(), discord_settings()
    if not discord.wanted:
        raise Misconfigured(["DISCORD_BOT_TOKEN is not set: docs/discord.md shows how to begin."])
    refuse([*settings.database_faults(), *discord.faults()])
    engine = connect(settings.database_url)
    platform = discord_platform(discord, work_on(engine), SystemClock())
    try:
        return await act(platform)
    except TokenRefused:
        raise Misconfigured(["Discord does not take DISCORD_BOT_TOKEN."]) from None
    except (Away, Busy, Declined) as fault:
        raise NotReady(f"Discord did not answer: {fault}") from fault
    finally:
        await platform.close()
        await engine.dispose()
