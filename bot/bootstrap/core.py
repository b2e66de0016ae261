"""The core over one database, with every feature, and the senders of each chat."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.routing import BaseRoute

from adapters.web.login_links import make_login
from adapters.web.personal import PERSONAL_DATA as WEB_PERSONAL_DATA
from adapters.web.uploads import WebUploads
from bot.community.clock import Chance, Clock, SystemClock
from bot.community.mailboxes import MAIL
from bot.community.people import OWN_CHAT
from bot.community.permissions import PermissionCheck
from bot.community.ports import Whois
from bot.community.presence import Roster
from bot.delivery.sender import Sender
from bot.features import FEATURES
from bot.routing.dispatch import Dispatcher
from bot.routing.files import FileSource
from bot.routing.loader import load
from bot.routing.questions import Executor
from bot.routing.registry import Registry
from bot.work import HomePublisher
from jobs.live import LiveRefresher
from jobs.permissions import PermissionWatch
from jobs.presence import PresenceWatch
from jobs.relay import Relay
from jobs.scrubbing import Scrubber
from jobs.ticks import Ticks
from storage.kernel.store import Store
from storage.kernel.unit_of_work import OpenSqlWork
from storage.privacy.erasures import scrub_after_erasures
from storage.stores import STORES, work_on


def registry(features: Sequence[str] = FEATURES) -> Registry:
    """Every route of these features, by package, and everything that is held about people."""
    return _registry(tuple(features))


@cache
def _registry(features: tuple[str, ...]) -> Registry:
    return Registry.of([load(package) for package in features], WEB_PERSONAL_DATA)


class Platform(Protocol):
    """One chat platform: what the core says goes out of it, what people do comes in."""

    @property
    def sender(self) -> Sender: ...
    @property
    def whois(self) -> Whois: ...
    @property
    def roster(self) -> Roster: ...
    @property
    def file_source(self) -> FileSource: ...
    @property
    def permissions(self) -> PermissionCheck: ...
    @property
    def home_publisher(self) -> HomePublisher | None: ...
    def use_dispatcher(self, dispatcher: Dispatcher, base_url: str) -> None:
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
    machine_clock: Clock
    dispatcher: Dispatcher
    relay: Relay
    ticks: Ticks
    live: LiveRefresher
    permissions: PermissionWatch
    presence: PresenceWatch
    scrubber: Scrubber
    uploads: WebUploads


def assemble(
    engine: AsyncEngine,
    senders: Mapping[str, Sender],
    clock: Clock,
    chance: Chance,
    executor: Executor,
    *,
    whois: Mapping[str, Whois] | None = None,
    rosters: Mapping[str, Roster] | None = None,
    file_sources: Mapping[str, FileSource] | None = None,
    home_publishers: Mapping[str, HomePublisher] | None = None,
    permission_checks: Mapping[str, PermissionCheck] | None = None,
    machine_clock: Clock | None = None,
    address: str = "",
    secret_key: str = "",
    mail: bool = False,
    features: Sequence[str] = FEATURES,
    stores: Sequence[Store] = STORES,
) -> Core:
    """Put the core together over one database, with what sends and publishes in each chat.

    `machine_clock` measures leases and waits, and how long login links last; it is the machine's
    unless a test says otherwise, even where `clock` is moved on. `address` is that of the web chat;
    members' secrets are derived from `secret_key`. `features` are named by their packages. `mail`
    goes out if there is a sender of it, or where others work who have one.
    """
    routes, uploads, machine = registry(features), WebUploads(), machine_clock or SystemClock()
    open_work = work_on(
        engine,
        partial(make_login, clock=machine),
        address,
        stores=stores,
        clock=clock,
        secret_key=secret_key,
        mail=mail or MAIL in senders,
        declared=routes,
    )
    relay = Relay(open_work, senders, routes, clock, machine)
    limits = {platform: sender.rate_limit for platform, sender in senders.items()}
    acting = (routes, open_work, clock, chance, executor, relay.nudge)
    sources = {OWN_CHAT: uploads, **(file_sources or {})}
    dispatcher = Dispatcher(*acting, whois=whois, file_sources=sources, rate_limits=limits)
    ticks = Ticks(*acting)
    live = LiveRefresher(
        *(open_work, routes, home_publishers or {}, clock, limits, machine, relay.nudge)
    )
    watch = PermissionWatch(open_work, routes, permission_checks or {}, clock)
    presence = PresenceWatch(open_work, rosters or {}, dispatcher)
    looks = (live, watch, presence, Scrubber(partial(scrub_after_erasures, engine)))
    return Core(routes, open_work, clock, machine, dispatcher, relay, ticks, *looks, uploads)
