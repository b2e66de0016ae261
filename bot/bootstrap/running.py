"""Kindred as it runs: the web chat, the other chats, the relay and the clock, until told to end."""

import asyncio
import itertools
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from secrets import token_urlsafe

from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from adapters.mail.settings import MailSettings
from adapters.slack.settings import SlackSettings
from adapters.web import server
from adapters.web.platform import create_app
from adapters.web.sender import WebSender
from adapters.web.settings import WebSettings
from bot.bootstrap import rehearsal
from bot.bootstrap.configured import (
    address,
    discord_settings,
    mail_settings,
    refuse,
    upgrade_database,
    web_settings,
)
from bot.bootstrap.core import Core, Platform, assemble, registry
from bot.bootstrap.logs import set_up_logs
from bot.bootstrap.mail import mail_platform
from bot.bootstrap.platforms import MakePlatform, configured_platforms
from bot.bootstrap.readiness import Readiness
from bot.bootstrap.texts import misnamed_commands
from bot.community.clock import Clock, MovableClock, SystemChance
from bot.community.mailboxes import MAIL
from bot.demo.scenario import DemoCommunity, is_played, play
from bot.errors import NotReady
from bot.routing.background import ProcessExecutor
from bot.settings import Settings
from jobs import worker
from jobs.clockwork import Tick
from jobs.heartbeat import Heartbeat
from storage.kernel.database import connect
from storage.stores import work_on


async def serve(*, web: bool, work: bool) -> None:
    """Run the web chat, the relay and the clock, or some of them, until told to end."""
    settings, web_chat, mail = Settings(), web_settings(), mail_settings()
    found = [*rehearsal.file_faults(settings)]
    found += web_chat.faults(settings.base_url) if web else []
    chats = [*SlackSettings().faults(settings.base_url), *discord_settings().faults()]
    chats += mail.faults(settings.base_url)
    refuse([*settings.faults(), *found, *chats, *misnamed_commands(registry())])
    await _database_ready(settings)
    clock = await _clock(settings)
    make_platforms = configured_platforms(settings)
    out = mail if mail.wanted else None
    async with _running(settings, clock, web_chat, make_platforms, out) as (core, platforms):
        for platform in platforms if web else ():
            platform.use_dispatcher(core.dispatcher, settings.base_url)
        beside = [route for platform in platforms for route in platform.routes()]
        app = _web_app(core, settings, web_chat, None, beside) if web else None
        await _run(core, app, web_chat, platforms, work=work)


async def _clock(settings: Settings) -> Clock:
    """The clock to run the database by; one that is ahead is announced."""
    engine = connect(settings.database_url)
    try:
        clock = await rehearsal.chosen_clock(settings, work_on(engine))
    finally:
        await engine.dispose()
    if said := rehearsal.announcement(clock):
        print(said, file=sys.stderr, flush=True)
    return clock


async def demo(port: int, file: Path, *, fresh: bool) -> None:
    """Serve the invented community of `bot.demo`, founding it first if need be."""
    settings = Settings(
        database_url=f"sqlite:///{file}",
        base_url="",
        secret_key=SecretStr(token_urlsafe(32)),
        rehearsal_clock="",
    )
    web_chat, clock = WebSettings(host="127.0.0.1", port=port), MovableClock()
    server.listen(web_chat.host, port).close()  # a taken port is told before all else
    await asyncio.to_thread(upgrade_database, settings)
    async with _running(settings, clock, web_chat) as (core, _):
        unfinished = not await is_played(core)
    if fresh or unfinished:
        for leftover in file.parent.glob(f"{file.name}*"):
            leftover.unlink()
        await asyncio.to_thread(upgrade_database, settings)
    async with _running(settings, clock, web_chat) as (core, _):
        print("Waking up an invented community …", flush=True)
        community = await play(core, clock)
        app = _web_app(core, settings, web_chat, community)
        await _run(core, app, web_chat, (), work=True)


@asynccontextmanager
async def _running(
    settings: Settings,
    clock: Clock,
    web_chat: WebSettings,
    make_platforms: Sequence[MakePlatform] = (),
    mail: MailSettings | None = None,
) -> AsyncIterator[tuple[Core, list[Platform]]]:
    engine, executor = connect(settings.database_url), ProcessExecutor()
    secret_key, here = settings.secret_key.get_secret_value(), address(web_chat)
    open_work = work_on(
        engine, address=here, clock=clock, secret_key=secret_key, declared=registry()
    )
    platforms = [make(open_work, clock) for make in make_platforms]
    by_platform = {platform.sender.platform: platform for platform in platforms}
    senders = {name: platform.sender for name, platform in by_platform.items()}
    senders["web"] = WebSender(open_work, clock)
    post = mail_platform(settings, mail, open_work, clock) if mail else None
    if post:
        senders[MAIL] = post.sender
    try:
        yield (
            assemble(
                engine,
                senders,
                clock,
                SystemChance(),
                executor,
                whois={name: platform.whois for name, platform in by_platform.items()},
                rosters={name: platform.roster for name, platform in by_platform.items()},
                file_sources={name: each.file_source for name, each in by_platform.items()},
                home_publishers={
                    name: each.home_publisher
                    for name, each in by_platform.items()
                    if each.home_publisher
                },
                permission_checks={name: each.permissions for name, each in by_platform.items()},
                address=here,
                secret_key=secret_key,
            ),
            platforms,
        )
    finally:
        executor.close()
        for platform in platforms:
            await platform.close()
        if post:
            await post.close()
        await engine.dispose()


async def _run(
    core: Core,
    app: Starlette | None,
    web: WebSettings,
    platforms: Sequence[Platform],
    *,
    work: bool,
) -> None:
    """Run what was put together until SIGTERM or SIGINT; prints one line once it is ready."""
    set_up_logs()
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    sock = server.listen(web.host, web.port) if app else None
    async with asyncio.TaskGroup() as tasks:
        if app and sock:
            said = f"Kindred is ready: {address(web)}"
            tasks.create_task(server.serve(app, sock, stopping, lambda: print(said, flush=True)))
        if work:
            tasks.create_task(_work(core, stopping))
        for platform in platforms:
            tasks.create_task(platform.run(stopping))
        if not app:
            print("Kindred's worker is ready.", flush=True)


async def _work(core: Core, stopping: asyncio.Event) -> None:
    tick: Tick = Heartbeat(core.open_work, core.machine_clock).after(core.ticks.run_due)
    every_seconds: float = worker.TICK_SECONDS
    if isinstance(core.clock, rehearsal.RehearsalClock):
        tick = rehearsal.RehearsalTicks(tick, core.clock, core.open_work)
        every_seconds = rehearsal.TICK_SECONDS
    beside = [core.live.run, core.permissions.run, core.presence.run, core.scrubber.run]
    await worker.work(core.relay, tick, stopping, beside, every_seconds=every_seconds)


def _web_app(
    core: Core,
    settings: Settings,
    web: WebSettings,
    demo: DemoCommunity | None,
    beside: Sequence[BaseRoute] = (),
) -> Starlette:
    sealed = web.model_copy(
        update={"base_url": settings.base_url, "secret_key": settings.secret_key}
    )
    return create_app(
        dispatcher=core.dispatcher,
        registry=core.registry,
        open_work=core.open_work,
        clock=core.clock,
        machine_clock=core.machine_clock,
        settings=sealed,
        demo=demo,
        ready=Readiness(core, settings.database_url),
        beside=beside,
        uploads=core.uploads,
    )


async def _database_ready(settings: Settings) -> None:
    """Wait for a database that does not answer yet, longer each time; then upgrade it."""
    for wait in itertools.chain((1, 2, 4, 8, 16), itertools.repeat(30)):
        try:
            await asyncio.to_thread(upgrade_database, settings)
        except NotReady as away:
            print(f"{away} I try again in {wait} s.", file=sys.stderr, flush=True)
            await asyncio.sleep(wait)
        else:
            return
