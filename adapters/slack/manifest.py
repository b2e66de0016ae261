"""The app manifest, made of the registry: what is declared there is what Slack is asked for.

Form: docs.slack.dev/reference/app-manifest.
"""

from typing import Any

from adapters.slack.events import BRIDGED_EVENTS, EVENTS
from adapters.slack.limits import USAGE_HINT
from adapters.slack.permissions import PERMISSIONS
from bot.routing.declared import Root
from bot.routing.registry import Registry
from bot.ui.capabilities import short
from bot.ui.words import WordBook

words = WordBook("adapters.slack")

EVENTS_PATH = "/slack/events"
REDIRECT_PATH = "/slack/oauth_redirect"
_SHORTCUT = {"nothing": "global", "message": "message", "post": "message"}


def manifest(
    registry: Registry, base_url: str, *, by_socket: bool, bridged: bool = False
) -> dict[str, Any]:
    """The manifest of an app that does all there is in the registry, and may do no more.

    One that is `bridged` hears what is written in channels, and speaks there for others.
    """
    address = f"{base_url.rstrip('/')}{EVENTS_PATH}"
    where = {} if by_socket else {"request_url": address}
    oauth: dict[str, Any] = {"scopes": {"bot": scopes(bridged=bridged)}}
    if base_url.startswith("https://"):
        oauth["redirect_urls"] = [f"{base_url.rstrip('/')}{REDIRECT_PATH}"]
    events = {**EVENTS, **BRIDGED_EVENTS} if bridged else EVENTS
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "Kindred",
            "description": words.text("manifest.description"),
            "long_description": words.text("manifest.long_description"),
            "background_color": "#2f4b3c",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Kindred", "always_online": True},
            "shortcuts": _shortcuts(registry),
            "slash_commands": [
                _command(registry, root, by_socket, address) for root in registry.roots
            ],
        },
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": {**where, "bot_events": sorted(events)},
            "interactivity": {
                "is_enabled": True,
                **where,
                **({} if by_socket else {"message_menu_options_url": address}),
            },
            "org_deploy_enabled": False,
            "socket_mode_enabled": by_socket,
            "token_rotation_enabled": False,
        },
    }


def scopes(*, bridged: bool = False) -> list[str]:
    """The scopes that there are in the table, and no others."""
    return sorted(each.name for each in PERMISSIONS if bridged or not each.bridged)


def _shortcuts(registry: Registry) -> list[dict[str, str]]:
    return [
        {
            "name": shortcut.label(),
            "type": _SHORTCUT[shortcut.about],
            "callback_id": shortcut.action,
            "description": words.text(f"manifest.shortcut.{shortcut.about}"),
        }
        for shortcut in registry.shortcuts
        if shortcut.about in _SHORTCUT
    ]


def _command(registry: Registry, root: Root, by_socket: bool, address: str) -> dict[str, Any]:
    listed = [c for c in registry.commands.values() if c.root == root.name and c.listed]
    said = [c.words.split()[0] for c in listed if c.words]
    return {
        "command": f"/{root.name}",
        **({} if by_socket else {"url": address}),
        "description": root.about(),
        "usage_hint": short(" | ".join(dict.fromkeys(said)), USAGE_HINT),
        "should_escape": True,
    }
