"""The chat platforms that are set up, and mail."""

from collections.abc import Callable

from adapters.discord.platform import DiscordPlatform
from adapters.discord.settings import DiscordSettings
from adapters.mail.platform import MailPlatform
from adapters.mail.settings import MailSettings
from adapters.slack.platform import SlackPlatform
from adapters.slack.settings import SlackSettings
from bot.bootstrap.configured import address, discord_settings, web_settings
from bot.bootstrap.core import Platform, registry
from bot.community.clock import Clock, SystemClock
from bot.settings import Settings
from storage.kernel.unit_of_work import OpenSqlWork

MakePlatform = Callable[[OpenSqlWork, Clock], Platform]


def configured_platforms(settings: Settings) -> list[MakePlatform]:
    """How to make the platforms that the settings ask for."""
    slack, discord = SlackSettings(), discord_settings()
    found = list[MakePlatform]()
    if slack.wanted:
        found.append(lambda open_work, clock: slack_platform(settings, slack, open_work, clock))
    if discord.wanted:
        found.append(lambda open_work, clock: discord_platform(discord, open_work, clock))
    return found


def slack_platform(
    settings: Settings, slack: SlackSettings, open_work: OpenSqlWork, clock: Clock
) -> SlackPlatform:
    """Slack, as it is set up."""
    secret = settings.secret_key.get_secret_value()
    return SlackPlatform(slack, secret, registry(), open_work, clock, machine_clock=SystemClock())


def discord_platform(
    discord: DiscordSettings, open_work: OpenSqlWork, clock: Clock
) -> DiscordPlatform:
    """Discord, as it is set up."""
    return DiscordPlatform(discord, registry(), open_work, clock)


def mail_platform(
    settings: Settings, mail: MailSettings, open_work: OpenSqlWork, clock: Clock
) -> MailPlatform:
    """Mail, as it is set up."""
    secret, here = settings.secret_key.get_secret_value(), address(web_settings())
    machine = SystemClock()
    return MailPlatform(mail, secret, here, registry(), open_work, clock, machine_clock=machine)
