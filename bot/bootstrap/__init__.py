"""The composition root: the only package that imports every other and puts them together.

A part of it is imported when it is first asked for, so that a command loads only what it needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.bootstrap.checks import check, rehearsal_told, zone_rules_told
    from bot.bootstrap.configured import upgrade_tables
    from bot.bootstrap.core import Core, Platform, assemble, registry
    from bot.bootstrap.discord import check_discord, discord_invite, discord_sync
    from bot.bootstrap.mail import check_mail
    from bot.bootstrap.running import demo, serve
    from bot.bootstrap.slack import check_slack, slack_manifest
    from bot.bootstrap.terminal import end_sessions, in_terminal, login_link

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
    "end_sessions",
    "in_terminal",
    "login_link",
    "registry",
    "rehearsal_told",
    "serve",
    "slack_manifest",
    "upgrade_tables",
    "zone_rules_told",
]

_PARTS = {
    "checks": ("check", "rehearsal_told", "zone_rules_told"),
    "configured": ("upgrade_tables",),
    "core": ("Core", "Platform", "assemble", "registry"),
    "discord": ("check_discord", "discord_invite", "discord_sync"),
    "mail": ("check_mail",),
    "running": ("demo", "serve"),
    "slack": ("check_slack", "slack_manifest"),
    "terminal": ("end_sessions", "in_terminal", "login_link"),
}
_PART_OF = {name: part for part, names in _PARTS.items() for name in names}


def __getattr__(name: str) -> object:
    """Something that a part of this package offers."""
    if name not in _PART_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PART_OF[name]}"), name)
