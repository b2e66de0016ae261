"""A way into every chat that is set up."""

from collections.abc import Callable

from adapters.discord.door import DiscordDoor
from adapters.discord.settings import DiscordSettings
from adapters.slack.door import SlackDoor
from adapters.slack.settings import SlackSettings
from bot.bootstrap.configured import discord_settings
from bot.bootstrap.core import Door, registry
from bot.community.clock import Clock
from bot.settings import Settings
from storage.kernel.unit_of_work import OpenSqlWork

MakeDoor = Callable[[OpenSqlWork, Clock], Door]


def doors(settings: Settings) -> list[MakeDoor]:
    """How to make the doors that the settings ask for."""
    slack, discord = SlackSettings(), discord_settings()
    found = list[MakeDoor]()
    if slack.wanted:
        found.append(lambda open_work, clock: slack_door(settings, slack, open_work, clock))
    if discord.wanted:
        found.append(lambda open_work, clock: discord_door(discord, open_work, clock))
    return found


def slack_door(
    settings: Settings, slack: SlackSettings, open_work: OpenSqlWork, clock: Clock
) -> SlackDoor:
    """The way into Slack."""
    secret = settings.secret_key.get_secret_value()
    return SlackDoor(slack, secret, registry(), open_work, clock)


def discord_door(discord: DiscordSettings, open_work: OpenSqlWork, clock: Clock) -> DiscordDoor:
    """The way into Discord."""
    return DiscordDoor(discord, registry(), open_work, clock)
