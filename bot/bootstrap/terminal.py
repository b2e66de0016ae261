"""What is done in a terminal, with nothing else running."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import TypeVar

from adapters.web.login_links import make_login
from bot.bootstrap import rehearsal
from bot.bootstrap.configured import (
    address,
    mail_settings,
    refuse,
    upgrade_database,
    web_settings,
)
from bot.bootstrap.core import Core, assemble
from bot.community.clock import SystemChance, SystemClock
from bot.community.people import Member
from bot.routing.background import ThreadExecutor
from bot.settings import Settings
from storage.kernel.database import connect
from storage.kernel.unit_of_work import SqlWork
from storage.stores import work_on

T = TypeVar("T")


async def in_terminal(act: Callable[[Core], Awaitable[T]]) -> T:
    """Do something with the configured database."""
    settings = Settings()
    refuse([*settings.database_faults(), *rehearsal.file_faults(settings)])
    await asyncio.to_thread(upgrade_database, settings)
    engine = connect(settings.database_url)
    try:
        clock = await rehearsal.clock_in_terminal(settings, work_on(engine))
        if said := rehearsal.announcement(clock):
            print(said, file=sys.stderr, flush=True)
        core = assemble(
            engine,
            {},
            clock,
            SystemChance(),
            ThreadExecutor(),
            address=address(web_settings()),
            secret_key=settings.secret_key.get_secret_value(),
            mail=mail_settings().wanted,
        )
        return await act(core)
    finally:
        await engine.dispose()


async def login_link(work: SqlWork, member: Member) -> str:
    """The address of a page that lets this member into the web chat, once."""
    return address(web_settings()) + await make_login(work, member, SystemClock())


async def end_sessions(work: SqlWork, member: Member) -> int:
    """Let a member out of the web chat in every browser; returns how many they were in."""
    ended: int = await work.web_sessions.end_all(member.id)
    return ended
