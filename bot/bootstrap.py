"""The composition root: the only module that imports every package and puts them together."""

import asyncio
import itertools
import logging
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from typing import Any, Protocol, TypeVar

from pydantic import SecretStr, ValidationError
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from adapters.slack import checkup as slack_checkup
from adapters.slack import manifest as slack_manifests
from adapters.slack.door import SlackDoor
from adapters.slack.sender import SlackSender
from adapters.slack.settings import SlackSettings
from adapters.web import server
from adapters.web.adapter import create_app
from adapters.web.entry import make_login
from adapters.web.personal import HOLDS as WEB_HOLDS
from adapters.web.sender import WebSender
from adapters.web.settings import WebSettings
from bot.capabilities import shortfalls
from bot.clock import Chance, Clock, MovableClock, SystemChance, SystemClock
from bot.demo.telling import Story, tell, told
from bot.dispatch import Dispatcher, Thinker
from bot.errors import Misconfigured, NotReady
from bot.features.communities.handlers import feature as communities
from bot.features.introductions.handlers import feature as introductions
from bot.features.members.handlers import feature as members
from bot.guide import guide
from bot.outbox import Sender
from bot.people import Member, Whois
from bot.registry import Registry
from bot.settings import Settings
from bot.thinking import ProcessThinker, ThreadThinker
from bot.work import HomeShower
from jobs import worker
from jobs.homes import HomeKeeper
from jobs.relay import Relay
from jobs.ticks import Ticks
from storage.database import connect
from storage.migrations import pending, upgrade
from storage.unit_of_work import OpenSqlWork, SqlWork

T = TypeVar("T")

FEATURES = (members, introductions, communities)


def registry() -> Registry:
    """Every route there is, and everything that is held about people."""
    return Registry.of((*FEATURES, guide(FEATURES)), WEB_HOLDS)


class Door(Protocol):
    """One chat platform: what the core says goes out of it, what people do comes in."""

    @property
    def sender(self) -> Sender: ...
    @property
    def whois(self) -> Whois: ...
    @property
    def homes(self) -> HomeShower | None: ...
    def open_to(self, dispatcher: Dispatcher, base_url: str) -> None:
        """Let what people do reach the core."""
        ...

    def routes(self) -> Sequence[BaseRoute]:
        """What the web process serves for this platform."""
        ...

    async def run(self, stopping: asyncio.Event) -> None:
        """Be there for people until `stopping` is set."""
        ...

    async def close(self) -> None:
        """Close all connections, once nobody sends any more."""
        ...


@dataclass(frozen=True, slots=True)
class Core:
    """The parts that every way of running Kindred needs."""

    registry: Registry
    open_work: OpenSqlWork
    clock: Clock
    dispatcher: Dispatcher
    relay: Relay
    ticks: Ticks
    homes: HomeKeeper


def assemble(
    engine: AsyncEngine,
    senders: Mapping[str, Sender],
    clock: Clock,
    chance: Chance,
    think: Thinker,
    *,
    whois: Mapping[str, Whois] | None = None,
    showers: Mapping[str, HomeShower] | None = None,
    relay_clock: Clock | None = None,
    address: str = "",
) -> Core:
    """Put the core together over one database, with what speaks for it in each chat.

    `relay_clock` measures leases and waits; it is the machine's unless a test says otherwise,
    even where `clock` is a demo's that people move. `address` is that of the web chat.
    """
    routes, open_work = registry(), OpenSqlWork(engine, make_login, address)
    relay = Relay(open_work, senders, routes, relay_clock or SystemClock())
    paces = {platform: sender.pace for platform, sender in senders.items()}
    dispatcher = Dispatcher(
        routes, open_work, clock, chance, think, relay.nudge, whois=whois, paces=paces
    )
    ticks = Ticks(routes, open_work, clock, chance, think, relay.nudge)
    homes = HomeKeeper(open_work, routes, showers or {}, clock, paces)
    return Core(routes, open_work, clock, dispatcher, relay, ticks, homes)


# In a terminal --------------------------------------------------------------------------------


async def in_terminal(act: Callable[[Core], Awaitable[T]]) -> T:
    """Do something with the configured database, and nothing else running."""
    settings = Settings()
    _refuse(settings.database_faults())
    await asyncio.to_thread(upgrade_database, settings)
    engine = connect(settings.database_url)
    try:
        return await act(assemble(engine, {}, SystemClock(), SystemChance(), ThreadThinker()))
    finally:
        await engine.dispose()


def upgrade_database(settings: Settings) -> None:
    """Bring the tables up to date; raises `NotReady` when the database does not answer."""
    with _database_asked():
        upgrade(settings.database_url)


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


async def entrance(work: SqlWork, member: Member) -> str:
    """The address of a page that lets this member into the web chat, once."""
    return _address(_web_settings()) + await make_login(work, member, SystemClock().now())


def slack_manifest() -> dict[str, Any]:
    """The manifest of the Slack app that the settings make: Socket Mode or HTTP."""
    slack = SlackSettings()
    base_url = Settings().base_url
    return slack_manifests.manifest(registry(), base_url, by_socket=not slack.by_http)


async def check_slack() -> list[str]:
    """Everything that is wrong between Kindred and Slack, in words that say what to do."""
    settings, slack = Settings(), SlackSettings()
    found = [*settings.faults(), *slack.faults(settings.base_url)]
    if not slack.wanted:
        found.append("Nothing of Slack is set: docs/slack.md shows how to begin.")
    found = found or await _table_faults(settings)
    if found:
        return found
    engine = connect(settings.database_url)
    door = SlackDoor(
        slack,
        settings.secret_key.get_secret_value(),
        registry(),
        OpenSqlWork(engine),
        SystemClock(),
    )
    try:
        return await slack_checkup.faults(door, slack_manifest())
    finally:
        await door.close()
        await engine.dispose()


async def check() -> list[str]:
    """Every fault of the set-up, in words that say what to do."""
    settings = Settings()
    found = [
        *settings.faults(),
        *SlackSettings().faults(settings.base_url),
        *shortfalls("web", WebSender.capabilities),
        *shortfalls("slack", SlackSender.capabilities),
    ]
    try:
        found += _web_settings().faults(settings.base_url)
    except Misconfigured as wrong:
        found += wrong.faults
    unusable = settings.database_faults() or await _table_faults(settings)
    if unusable:
        return list(dict.fromkeys([*found, *unusable]))
    engine = connect(settings.database_url)
    async with OpenSqlWork(engine)(read_only=True) as work:
        dead = await work.mailbag.dead()
    await engine.dispose()
    return [*found, *(f"{key} could not be delivered: {reason}" for key, reason in dead)]


async def _table_faults(settings: Settings) -> list[str]:
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


# Serving --------------------------------------------------------------------------------------


async def serve(*, web: bool, work: bool) -> None:
    """Run the web chat, the relay and the clock, or some of them, until told to end."""
    settings, web_settings = Settings(), _web_settings()
    found = web_settings.faults(settings.base_url) if web else []
    _refuse([*settings.faults(), *found, *SlackSettings().faults(settings.base_url)])
    await _database_ready(settings)
    clock, open_doors = SystemClock(), _doors(settings, SlackSettings())
    address = _address(web_settings)
    async with _running(settings, clock, address, open_doors) as (core, doors):
        for door in doors if web else ():
            door.open_to(core.dispatcher, settings.base_url)
        beside = [route for door in doors for route in door.routes()]
        app = _web_app(core, settings, web_settings, None, beside) if web else None
        await _run(core, app, web_settings, doors, work=work)


async def demo(port: int, file: Path, *, fresh: bool) -> None:
    """Serve the invented community of `bot.demo`, founding it first if need be."""
    settings = Settings(
        database_url=f"sqlite:///{file}", base_url="", secret_key=SecretStr(token_urlsafe(32))
    )
    web_settings, clock = WebSettings(host="127.0.0.1", port=port), MovableClock()
    server.listen(web_settings.host, port).close()  # a taken port is told before all else
    await asyncio.to_thread(upgrade_database, settings)
    async with _running(settings, clock, _address(web_settings)) as (core, _):
        unfinished = not await told(core)
    if fresh or unfinished:
        for leftover in file.parent.glob(f"{file.name}*"):
            leftover.unlink()
        await asyncio.to_thread(upgrade_database, settings)
    async with _running(settings, clock, _address(web_settings)) as (core, _):
        print("Waking up an invented community …", flush=True)
        story = await tell(core, clock)
        app = _web_app(core, settings, web_settings, story)
        await _run(core, app, web_settings, (), work=True)


MakeDoor = Callable[[OpenSqlWork, Clock], Door]


@asynccontextmanager
async def _running(
    settings: Settings, clock: Clock, address: str, make_doors: Sequence[MakeDoor] = ()
) -> AsyncIterator[tuple[Core, list[Door]]]:
    engine, think = connect(settings.database_url), ProcessThinker()
    open_work = OpenSqlWork(engine)
    doors = [make(open_work, clock) for make in make_doors]
    by_platform = {door.sender.platform: door for door in doors}
    senders = {name: door.sender for name, door in by_platform.items()}
    senders["web"] = WebSender(open_work, clock)
    try:
        yield (
            assemble(
                engine,
                senders,
                clock,
                SystemChance(),
                think,
                whois={name: door.whois for name, door in by_platform.items()},
                showers={name: d.homes for name, d in by_platform.items() if d.homes},
                address=address,
            ),
            doors,
        )
    finally:
        think.close()
        for door in doors:
            await door.close()
        await engine.dispose()


def _doors(settings: Settings, slack: SlackSettings) -> list[MakeDoor]:
    """A way into every chat that is set up."""
    secret, doors = settings.secret_key.get_secret_value(), list[MakeDoor]()
    if slack.wanted:
        doors.append(
            lambda open_work, clock: SlackDoor(slack, secret, registry(), open_work, clock)
        )
    return doors


async def _run(
    core: Core, app: Starlette | None, web: WebSettings, doors: Sequence[Door], *, work: bool
) -> None:
    """Run what was put together until SIGTERM or SIGINT; prints one line once it is ready."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    sock = server.listen(web.host, web.port) if app else None
    async with asyncio.TaskGroup() as tasks:
        if app and sock:
            said = f"Kindred is ready: {_address(web)}"
            tasks.create_task(server.serve(app, sock, stopping, lambda: print(said, flush=True)))
        if work:
            tasks.create_task(worker.work(core.relay, core.ticks, stopping, core.homes))
        for door in doors:
            tasks.create_task(door.run(stopping))
        if not app:
            print("Kindred's worker is ready.", flush=True)


def _web_app(
    core: Core,
    settings: Settings,
    web: WebSettings,
    demo: Story | None,
    beside: Sequence[BaseRoute] = (),
) -> Starlette:
    async def ready() -> list[str]:
        try:
            async with core.open_work(read_only=True) as work:
                await work.people.communities()
        except NotReady as away:
            return [str(away)]
        return []

    sealed = web.model_copy(
        update={"base_url": settings.base_url, "secret_key": settings.secret_key}
    )
    return create_app(
        dispatcher=core.dispatcher,
        registry=core.registry,
        open_work=core.open_work,
        clock=core.clock,
        settings=sealed,
        demo=demo,
        ready=ready,
        beside=beside,
    )


def _web_settings() -> WebSettings:
    try:
        return WebSettings()
    except ValidationError as wrong:
        named = ((str(each["loc"][0]).upper(), each["msg"]) for each in wrong.errors())
        raise Misconfigured([f"KINDRED_WEB_{name}: {why}" for name, why in named]) from wrong


def _address(web: WebSettings) -> str:
    return Settings().base_url.rstrip("/") or f"http://{web.host}:{web.port}"


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


def _refuse(faults: list[str]) -> None:
    if faults:
        raise Misconfigured(faults)
