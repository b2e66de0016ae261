"""Everything that is wrong with the set-up, in words that say what to do."""

from adapters.discord import checkup as discord_checkup
from adapters.discord.sender import DiscordSender
from adapters.slack import checkup as slack_checkup
from adapters.slack.sender import SlackSender
from adapters.slack.settings import SlackSettings
from adapters.web.sender import WebSender
from bot.bootstrap.configured import discord_settings, table_faults, web_settings
from bot.bootstrap.core import registry
from bot.bootstrap.platforms import discord_platform, slack_platform
from bot.bootstrap.terminal import slack_manifest
from bot.bootstrap.texts import misnamed_commands
from bot.community.clock import SystemClock
from bot.delivery.outbox import WORDS_KEPT
from bot.errors import Misconfigured
from bot.settings import Settings
from bot.ui.capabilities import shortfalls
from storage.kernel.database import connect
from storage.stores import work_on


async def check() -> list[str]:
    """Every fault of the set-up that shows without asking a chat."""
    settings = Settings()
    found = [
        *settings.faults(),
        *SlackSettings().faults(settings.base_url),
        *shortfalls("web", WebSender.capabilities),
        *shortfalls("slack", SlackSender.capabilities),
        *shortfalls("discord", DiscordSender.capabilities),
        *misnamed_commands(registry()),
    ]
    try:
        found += web_settings().faults(settings.base_url)
        found += discord_settings().faults()
    except Misconfigured as wrong:
        found += wrong.faults
    unusable = settings.database_faults() or await table_faults(settings)
    if unusable:
        return list(dict.fromkeys([*found, *unusable]))
    engine = connect(settings.database_url)
    async with work_on(engine)(read_only=True) as work:
        dead = await work.queue.dead(SystemClock().now() - WORDS_KEPT)
    await engine.dispose()
    return [*found, *(f"{key} could not be delivered: {reason}" for key, reason in dead)]


async def check_slack() -> list[str]:
    """Everything that is wrong between Kindred and Slack."""
    settings, slack = Settings(), SlackSettings()
    found = [*settings.faults(), *slack.faults(settings.base_url)]
    if not slack.wanted:
        found.append("Nothing of Slack is set: docs/slack.md shows how to begin.")
    found = found or await table_faults(settings)
    if found:
        return found
    engine = connect(settings.database_url)
    platform = slack_platform(settings, slack, work_on(engine), SystemClock())
    try:
        return await slack_checkup.faults(platform, slack_manifest())
    finally:
        await platform.close()
        await engine.dispose()


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
        return await discord_checkup.faults(platform, theirs)
    finally:
        await platform.close()
        await engine.dispose()
