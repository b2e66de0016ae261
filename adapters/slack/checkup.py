"""`kindred check slack`: what is wrong between Kindred and Slack, in plain words."""

from collections.abc import Iterator, Mapping
from typing import Any

from adapters.slack import methods
from adapters.slack.api import Api
from adapters.slack.authorization import Authorization
from adapters.slack.errors import Declined, Lost
from adapters.slack.permissions import APP_PERMISSIONS, SlackPermissions
from adapters.slack.platform import SlackPlatform
from bot.community.permissions import Missing, told
from bot.delivery.errors import Away, Busy
from bot.ui.words import WordBook

words = WordBook("adapters.slack")


async def faults(platform: SlackPlatform, wanted: Mapping[str, Any]) -> list[str]:
    """Everything that Slack says is wrong; `wanted` is the manifest as it should be."""
    settings, api = platform.settings, platform.api
    found: list[str] = []
    token = settings.bot_token.get_secret_value()
    if token:
        here = Authorization("", token, "")
        found += await _workspace(platform.permissions, here, "SLACK_BOT_TOKEN")
    for installed, name in await platform.authorizations.installed():
        found += await _workspace(platform.permissions, installed, name)
    if settings.by_socket:
        found += await _socket(api, settings.app_token.get_secret_value())
    config = settings.config_token.get_secret_value()
    if config and settings.app_id:
        found += await _app(api, config, settings.app_id, wanted)
    return found


async def remarks(platform: SlackPlatform) -> list[str]:
    """What whoever runs Kindred should know, though nothing is wrong."""
    token = platform.settings.bot_token.get_secret_value()
    named = [(Authorization("", token, ""), "SLACK_BOT_TOKEN")] if token else []
    found = [(each, name) for each, name in await platform.authorizations.installed() if each]
    told = []
    for authorization, name in [*named, *found]:
        if not await platform.permissions.finds_what_it_said(authorization):
            told.append(words.text("check.no_history", name=name))
    return told


async def _workspace(
    permissions: SlackPermissions, authorization: Authorization | None, name: str
) -> list[str]:
    if authorization is None:
        return [words.text("check.sealed", name=name)]
    try:
        return list(told(name, await permissions.not_granted(authorization)))
    except Lost as lost:
        return [words.text("check.token", name=name, code=lost.code)]
    except (Away, Busy, Declined) as fault:
        return [words.text("check.away", why=str(fault))]


async def _socket(api: Api, app_token: str) -> list[str]:
    try:
        await api.call_with(Authorization("", app_token, ""), methods.CONNECTIONS_OPEN)
    except (Declined, Lost) as refused:
        if refused.code == "missing_scope":
            remedy = words.later("check.app_scope")
            return list(told("SLACK_APP_TOKEN", [Missing(e, remedy) for e in APP_PERMISSIONS]))
        key = "check.no_socket" if refused.code == "socket_mode_disabled" else "check.app_token"
        return [words.text(key, code=refused.code)]
    except (Away, Busy) as fault:
        return [words.text("check.away", why=str(fault))]
    return []


async def _app(api: Api, config: str, app_id: str, wanted: Mapping[str, Any]) -> list[str]:
    """What differs between the app on Slack's pages and the manifest of this version."""
    try:
        answer = await api.call_with(
            Authorization("", config, ""), methods.MANIFEST_EXPORT, app_id=app_id
        )
    except (Declined, Lost) as refused:
        return [words.text("check.config_token", code=refused.code)]
    except (Away, Busy) as fault:
        return [words.text("check.away", why=str(fault))]
    there = answer.get("manifest") or {}
    return [
        words.text(f"check.manifest.{what}", missing=", ".join(lacking))
        for what, lacking in missing(wanted, there)
        if lacking
    ]


def missing(wanted: Mapping[str, Any], there: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """What the manifest wants and the app does not have, by kind."""
    places = {
        "events": ("settings", "event_subscriptions", "bot_events"),
        "scopes": ("oauth_config", "scopes", "bot"),
        "commands": ("features", "slash_commands"),
        "shortcuts": ("features", "shortcuts"),
    }
    for what, path in places.items():
        has = {_name(each) for each in _at(there, path)}
        yield what, [name for name in map(_name, _at(wanted, path)) if name not in has]
    yield "switches", [path[-1] for path in _SWITCHES if _at(wanted, path) != _at(there, path)]


_SWITCHES = (
    ("features", "app_home", "home_tab_enabled"),
    ("features", "app_home", "messages_tab_enabled"),
    ("settings", "interactivity", "is_enabled"),
    ("settings", "interactivity", "request_url"),
    ("settings", "event_subscriptions", "request_url"),
    ("settings", "socket_mode_enabled"),
)


def _at(manifest: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    found: Any = manifest
    for step in path:
        found = found.get(step) or {}
    return found


def _name(entry: Any) -> str:
    if isinstance(entry, Mapping):
        return str(entry.get("command") or entry.get("callback_id"))
    return str(entry)
