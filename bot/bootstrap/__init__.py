"""The composition root: the only package that imports every other and puts them together."""

from bot.bootstrap.checks import (
    check,
    check_discord,
    check_mail,
    check_slack,
    rehearsal_told,
    zone_rules_told,
)
from bot.bootstrap.configured import upgrade_database
from bot.bootstrap.core import Core, Platform, assemble, registry
from bot.bootstrap.running import demo, serve
from bot.bootstrap.terminal import (
    discord_invite,
    discord_sync,
    in_terminal,
    login_link,
    slack_manifest,
)

__all__ = [
    "Core",
    "Platform",
    "assemble",
    "check",
    "check_discord",
    "check_mail",
    "check_slack",
    "demo",
    "discord_invite",
    "discord_sync",
    "in_terminal",
    "login_link",
    "registry",
    "rehearsal_told",
    "serve",
    "slack_manifest",
    "upgrade_database",
    "zone_rules_told",
]
