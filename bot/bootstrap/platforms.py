"""The chat platforms that are set up.

Each is imported when it is asked for: its library is large, and most communities have one chat.
"""

from collections.abc import Callable, Sequence

from adapters.slack.settings import SlackSettings
from bot.bootstrap.configured import discord_settings
from bot.bootstrap.core import Platform
from bot.community.clock import Clock
from bot.community.permissions import Permission
from bot.settings import Settings
from storage.kernel.unit_of_work import OpenSqlWork

MakePlatform = Callable[[OpenSqlWork, Clock], Platform]


def configured_platforms(settings: Settings) -> list[MakePlatform]:
    """How to make the platforms that the settings ask for."""
    slack, discord = SlackSettings(), discord_settings()
    found = list[MakePlatform]()
    if slack.wanted:
        from bot.bootstrap.slack import slack_platform

        found.append(lambda open_work, clock: slack_platform(settings, slack, open_work, clock))
    if discord.wanted:
        from bot.bootstrap.discord import discord_platform

        found.append(lambda open_work, clock: discord_platform(discord, open_work, clock))
    return found


def permissions_in(chat: str) -> Sequence[Permission]:
    """What Kindred asks to be allowed in a chat."""
    if chat == "slack":
        from adapters.slack.permissions import PERMISSIONS as IN_SLACK

        return IN_SLACK
    if chat == "discord":
        from adapters.discord.permissions import PERMISSIONS as IN_DISCORD

        return IN_DISCORD
    return ()
