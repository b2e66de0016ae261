"""Everything that is wrong with the set-up, in words that say what to do."""

from adapters.discord import limits as discord
from adapters.mail import checkup as mail_checkup
from adapters.mail import limits as mail
from adapters.slack import limits as slack
from adapters.slack.settings import SlackSettings
from adapters.web import limits as web
from bot.bootstrap import rehearsal
from bot.bootstrap.configured import discord_settings, mail_settings, table_faults, web_settings
from bot.bootstrap.core import registry
from bot.bootstrap.platforms import permissions_in
from bot.bootstrap.readiness import disk_faults
from bot.bootstrap.texts import misnamed_commands
from bot.community.clock import SystemClock
from bot.community.people import name_of
from bot.community.permission_changes import known_missing
from bot.community.permissions import told
from bot.community.zone_rules import ZoneRules
from bot.community.zones import RULES
from bot.delivery.outbox import WORDS_KEPT
from bot.errors import Misconfigured
from bot.settings import Settings
from bot.ui.capabilities import shortfalls
from bot.ui.words import WordBook
from storage.kernel.database import connect
from storage.kernel.unit_of_work import SqlWork
from storage.stores import work_on

words = WordBook("bot")


async def check() -> list[str]:
    """Every fault of the set-up that shows without asking a chat."""
    settings = Settings()
    found = [
        *settings.faults(),
        *rehearsal.file_faults(settings),
        *SlackSettings().faults(settings.base_url),
        *shortfalls("web", web.CAPABILITIES),
        *shortfalls("slack", slack.CAPABILITIES),
        *shortfalls("discord", discord.CAPABILITIES),
        *shortfalls("mail", mail.CAPABILITIES),
        *misnamed_commands(registry()),
    ]
    try:
        found += web_settings().faults(settings.base_url)
        found += discord_settings().faults()
        found += mail_settings().faults(settings.base_url)
    except Misconfigured as wrong:
        found += wrong.faults
    unusable = settings.database_faults() or await table_faults(settings)
    if unusable:
        return list(dict.fromkeys([*found, *unusable]))
    engine = connect(settings.database_url)
    secret_key = settings.secret_key.get_secret_value()
    async with work_on(engine, secret_key=secret_key)(read_only=True) as work:
        found += await rehearsal.clock_faults(settings, work)
        found += await _missing(work)
        found += await _mail(work) if secret_key else []
        dead = await work.queue.dead(SystemClock().now() - WORDS_KEPT)
    await engine.dispose()
    found += disk_faults(settings.database_url)
    return [*found, *(f"{key} could not be delivered: {reason}" for key, reason in dead)]


async def _missing(work: SqlWork) -> list[str]:
    """What the chats did not let Kindred do when they were looked at last."""
    found = []
    for community in await work.people.communities():
        for space in await work.people.spaces(community.id):
            chat = space.ref.platform
            if space.lost:
                continue
            missing = await known_missing(work.settings, space.ref, permissions_in(chat))
            found += [
                words.text("permissions.remembered", missing=each, chat=chat)
                for each in told(name_of(space), missing)
            ]
    return found


async def _mail(work: SqlWork) -> list[str]:
    """That mail waits without a server, or that those are not known who want none."""
    try:
        waiting = 0 if mail_settings().wanted else await work.mailboxes.waiting()
    except Misconfigured:
        return []
    unknown = await work.mailboxes.unknown_unsubscribed()
    return mail_checkup.counted(waiting, unknown)


async def rehearsal_told() -> str:
    """What `kindred check` says loudly where the clock is not the machine's; else nothing."""
    settings = Settings()
    if not settings.rehearsal_clock or settings.database_faults() or await table_faults(settings):
        return ""
    engine = connect(settings.database_url)
    async with work_on(engine)(read_only=True) as work:
        said = await rehearsal.told(settings, work)
    await engine.dispose()
    return said


def zone_rules_told(rules: ZoneRules = RULES) -> str:
    """Which rules of time zones are used, and why."""
    if rules.own_path:
        return words.text(
            "zone_rules.own_path", used=rules.used or words.text("zone_rules.unknown")
        )
    if not rules.package:
        return words.text(
            "zone_rules.no_package", used=rules.used or words.text("zone_rules.unknown")
        )
    other = rules.package if rules.of_system else rules.system
    which = "zone_rules.of_system" if rules.of_system else "zone_rules.of_package"
    return words.text(which, used=rules.used, other=other or words.text("zone_rules.unknown"))
