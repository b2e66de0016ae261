"""Kindred in a local Slack: everything real but Slack itself, and all of that over sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from pydantic import SecretStr

from adapters.slack import manifest
from adapters.slack.platform import SlackPlatform
from adapters.slack.refs import workspace
from adapters.slack.settings import SlackSettings
from adapters.web.sender import WebSender
from bot.bootstrap import Core, assemble, registry
from bot.community.clock import Clock
from bot.community.facts import Fact
from bot.community.people import AccountInfo, Member, Ref, Space
from bot.community.profiles import Profile
from bot.community.roles import Role
from bot.delivery.addresses import Address
from bot.delivery.sender import Sender
from bot.features import FEATURES
from bot.routing.background import ThreadExecutor
from bot.routing.dispatch import Dispatcher
from bot.ui.messages import say
from storage.stores import work_on
from tests.adapters.slack_server import SlackServer
from tests.adapters.slack_things import User, Workspace
from tests.chat import ADDRESS, SECRET_KEY, START, FakeChance, FakeClock

SECRET = "a secret of at least thirty-two characters"
HASTE = 1000.0
TIMEOUT = 1.0
PING = 0.5


class Kindred:
    """One process of Kindred, connected to a local Slack. The tokens come from the settings."""

    def __init__(
        self,
        slack: SlackServer,
        engine: Any,
        clock: Clock,
        haste: float,
        settings: SlackSettings,
        *,
        web: Sender | None = None,
        through: Callable[[Dispatcher], Dispatcher] = lambda dispatcher: dispatcher,
        carrying: Callable[[Any], Any] = lambda sender: sender,
        timeout: float = TIMEOUT,
        ping: float = PING,
        features: Sequence[str] = FEATURES,
    ) -> None:
        self.slack = slack
        self.clock = clock
        self.open_work = work_on(engine, declared=registry(features))
        self.platform = SlackPlatform(
            settings,
            SECRET,
            registry(features),
            self.open_work,
            clock,
            haste=haste,
            timeout=timeout,
            ping=ping,
        )
        self.core: Core = assemble(
            engine,
            {
                "slack": carrying(self.platform.sender),
                "web": carrying(web or WebSender(self.open_work, clock)),
            },
            clock,
            FakeChance(),
            ThreadExecutor(),
            whois={"slack": self.platform.whois},
            rosters={"slack": self.platform.roster},
            file_sources={"slack": self.platform.file_source},
            home_publishers={"slack": carrying(self.platform.home_publisher)},
            permission_checks={"slack": self.platform.permissions},
            machine_clock=clock,
            address=ADDRESS,
            secret_key=SECRET_KEY,
            features=features,
        )
        self.platform.use_dispatcher(through(self.core.dispatcher), ADDRESS)

    @asynccontextmanager
    async def delivering(self) -> AsyncIterator[None]:
        """Let the relay run, as a worker does."""
        stopping = asyncio.Event()
        running = asyncio.create_task(self.core.relay.run(stopping))
        try:
            yield
        finally:
            stopping.set()
            self.core.relay.nudge()
            await running

    async def post(self, to: Address, words: str, key: str) -> None:
        """Say something through the outbox."""
        async with self.open_work() as work:
            community = (await work.people.communities())[0]
            await work.outbox.post(to, say(words), Fact(key), community=community.id)
        self.core.relay.nudge()

    async def waiting(self) -> int:
        async with self.open_work(read_only=True) as work:
            return await work.queue.waiting()

    async def dead(self) -> list[tuple[str, str]]:
        async with self.open_work(read_only=True) as work:
            return await work.queue.dead()

    async def delivered(self) -> None:
        """Wait until nothing waits any more."""
        async with asyncio.timeout(20):
            while await self.waiting():  # noqa: ASYNC110  # the database tells nobody
                await asyncio.sleep(0.02)

    async def settle(self) -> None:
        """Wait until everything said has been answered, and everything due delivered."""
        await self.platform.finish()
        while await self.core.relay.drain():
            pass

    async def space(self, team: Workspace | None = None) -> Space | None:
        async with self.open_work(read_only=True) as work:
            return await work.people.space(workspace((team or self.slack.team).id))

    async def joined(self, name: str, team: Workspace | None = None) -> None:
        """Let a workspace be part of the community of this name."""
        place = team or self.slack.team
        async with self.open_work() as work:
            community = await work.people.establish(name)
            await work.people.connect(community.id, workspace(place.id), place.name)

    async def member(self, user: User, role: Role = Role.MEMBER, **profile: Any) -> Member:
        """Let a user of a connected workspace be a member, as if they had said yes."""
        async with self.open_work() as work:
            space = await work.people.space(workspace(user.team))
            assert space is not None
            facts = Profile(name=user.real_name, zone=user.tz, **profile)
            id_ = await work.members.add(space.community, facts, self.clock.now())
            who = AccountInfo(user.real_name, zone=user.tz)
            await work.people.attach(id_, space, Ref("slack", user.id), who)
            await work.members.grant(id_, role)
            found = await work.people.member(id_)
        assert found is not None
        return found


def settings_for(slack: SlackServer) -> SlackSettings:
    """Socket Mode, with the tokens of the server's first workspace; HTTP where it posts."""
    return SlackSettings(
        _env_file=None,
        bot_token=SecretStr(slack.team.token),
        app_token=SecretStr("" if slack.request_url else slack.secrets.app_token),
        signing_secret=SecretStr(slack.secrets.signing_secret if slack.request_url else ""),
        api_url=slack.url,
    )


@asynccontextmanager
async def kindred_in(
    slack: SlackServer,
    engine: Any,
    *,
    clock: Clock | None = None,
    haste: float = HASTE,
    settings: SlackSettings | None = None,
    **more: Any,
) -> AsyncIterator[Kindred]:
    """Run Kindred in this Slack, by Socket Mode or, with a `request_url`, by HTTP.

    `more` goes to `Kindred`: what carries messages into the web chat, what stands between Slack and
    the dispatcher, or between the core and its senders, how long it waits for Slack.
    """
    slack.team.scopes = set(manifest.scopes(bridged=True))
    settings = settings or settings_for(slack)
    kindred = Kindred(slack, engine, clock or FakeClock(START), haste, settings, **more)
    stopping = asyncio.Event()
    running = asyncio.create_task(kindred.platform.run(stopping))
    try:
        await slack.until(lambda: kindred.platform.authorizations.from_settings is not None)
        if slack.request_url is None:
            await slack.connected()
        yield kindred
    finally:
        stopping.set()
        await running
        await kindred.platform.close()
