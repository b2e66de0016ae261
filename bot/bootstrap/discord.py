"""Discord: how it is put together, and what an operator asks of it."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from adapters.discord import checkup, invite
from adapters.discord.errors import Declined, TokenRefused
from adapters.discord.platform import DiscordPlatform
from adapters.discord.settings import DiscordSettings
from bot.bootstrap.configured import discord_settings, refuse, table_faults
from bot.bootstrap.core import registry
from bot.community.clock import Clock, SystemClock
from bot.delivery.errors import Away, Busy
from bot.errors import Misconfigured, NotReady
from bot.settings import Settings
from storage.kernel.database import connect
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on

T = TypeVar("T")


def discord_platform(
    discord: DiscordSettings, open_work: OpenSqlWork, clock: Clock
) -> DiscordPlatform:
    """Discord, as it is set up."""
    return DiscordPlatform(discord, registry(), open_work, clock)


async def check_discord() -> list[str]:
    """Everything that is wrong between Kindred and Discord."""
    settings, discord = Settings(), discord_settings()
    found = [*settings.faults(), *discord.faults()]
    if not discord.wanted:
        found.append("DISCORD_BOT_TOKEN is not set: docs/discord.md shows how to begin.")
    found = found or await table_faults(settings)
    if found:
        return found
    engine = connect(settings.database_url)
    open_work = work_on(engine)
    platform = discord_platform(discord, open_work, SystemClock())
    try:
        async with open_work(read_only=True) as work:
            communities = await work.people.communities()
            spaces = [space for each in communities for space in await work.people.spaces(each.id)]
        theirs = [space for space in spaces if space.ref.platform == platform.sender.platform]
        return await checkup.faults(platform, theirs)
    finally:
        await platform.close()
        await engine.dispose()


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
