"""Slack: how it is put together, and what an operator asks of it."""

from typing import Any

from adapters.slack import checkup, manifest
from adapters.slack.platform import SlackPlatform
from adapters.slack.settings import SlackSettings
from bot.bootstrap.configured import table_faults
from bot.bootstrap.core import registry
from bot.community.clock import Clock, SystemClock
from bot.settings import Settings
from storage.kernel.database import connect
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on


def slack_platform(
    settings: Settings, slack: SlackSettings, open_work: OpenSqlWork, clock: Clock
) -> SlackPlatform:
    """Slack, as it is set up."""
    secret = settings.secret_key.get_secret_value()
    return SlackPlatform(slack, secret, registry(), open_work, clock, machine_clock=SystemClock())


async def check_slack() -> tuple[list[str], list[str]]:
    """Everything that is wrong between Kindred and Slack; and what is as it should be."""
    settings, slack = Settings(), SlackSettings()
    found = [*settings.faults(), *slack.faults(settings.base_url)]
    if not slack.wanted:
        found.append("Nothing of Slack is set: docs/slack.md shows how to begin.")
    found = found or await table_faults(settings)
    if found:
        return found, []
    engine = connect(settings.database_url)
    platform = slack_platform(settings, slack, work_on(engine), SystemClock())
    try:
        faults = await checkup.faults(platform, slack_manifest())
        return faults, [] if faults else await checkup.remarks(platform)
    finally:
        await platform.close()
        await engine.dispose()


def slack_manifest(*, bridged: bool = False) -> dict[str, Any]:
    """The manifest of the Slack app that the settings make: Socket Mode or HTTP, bridged or not."""
    slack = SlackSettings()
    base_url = Settings().base_url
    by_socket, bridged = not slack.by_http, bridged or slack.bridged
    return manifest.manifest(registry(), base_url, by_socket=by_socket, bridged=bridged)
