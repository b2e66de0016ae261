"""What the operator has set, and the database that it names."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError
from sqlalchemy.exc import ArgumentError, DBAPIError

from adapters.discord.settings import DiscordSettings
from adapters.mail.settings import MailSettings
from adapters.web.settings import WebSettings
from bot.errors import Misconfigured, NotReady
from bot.settings import Settings
from storage.kernel.migrations import pending, upgrade


def refuse(faults: list[str]) -> None:
    """Go no further if there are any; raises `Misconfigured` with all of them."""
    if faults:
        raise Misconfigured(faults)


def web_settings() -> WebSettings:
    """The web chat's settings; raises `Misconfigured` for what cannot be read."""
    with _read("KINDRED_WEB_"):
        return WebSettings()


def discord_settings() -> DiscordSettings:
    """Discord's settings; raises `Misconfigured` for what cannot be read."""
    with _read("DISCORD_"):
        return DiscordSettings()


def mail_settings() -> MailSettings:
    """Mail's settings; raises `Misconfigured` for what cannot be read."""
    with _read("KINDRED_MAIL_"):
        return MailSettings()


@contextmanager
def _read(prefix: str) -> Iterator[None]:
    try:
        yield
    except ValidationError as wrong:
        named = ((str(each["loc"][0]).upper(), each["msg"]) for each in wrong.errors())
        raise Misconfigured([f"{prefix}{name}: {why}" for name, why in named]) from None


def address(web: WebSettings) -> str:
    """Where the web chat is reached."""
    return Settings().base_url.rstrip("/") or f"http://{web.host}:{web.port}"


def upgrade_database(settings: Settings) -> None:
    """Bring the tables up to date; raises `NotReady` when the database does not answer."""
    with _database_asked():
        upgrade(settings.database_url)


async def upgrade_tables() -> None:
    """The same for the configured database; raises `Misconfigured` where its address is none."""
    settings = Settings()
    refuse(settings.database_faults())
    await asyncio.to_thread(upgrade_database, settings)


async def table_faults(settings: Settings) -> list[str]:
    """What is wrong with the tables, in words that say what to do."""
    try:
        with _database_asked():
            behind = await asyncio.to_thread(pending, settings.database_url)
    except NotReady as away:
        return [str(away)]
    except Misconfigured as wrong:
        return wrong.faults
    if behind:
        return ["The tables are not up to date. Bring them there with: kindred db upgrade"]
    return []


@contextmanager
def _database_asked() -> Iterator[None]:
    try:
        yield
    except DBAPIError as fault:
        raise NotReady(f"The database does not answer: {fault.orig}") from fault
    except (ArgumentError, ValueError) as fault:
        raise Misconfigured(
            [f"KINDRED_DATABASE_URL is no address of a database: {fault}"]
        ) from fault
