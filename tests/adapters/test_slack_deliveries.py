"""How Slack's deliveries come in: by several sockets of several processes, or by signed posts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette

from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.platform import _CONNECTIONS as LINKS
from storage.kernel.database import connect
from tests.adapters.slack_deliveries import Delivery, encode
from tests.adapters.slack_server import SlackServer
from tests.adapters.slackchat import Kindred, kindred_in
from tests.chat import START, FakeClock

# Two processes --------------------------------------------------------------------------------


@pytest.fixture
async def two(sqlite_url: str) -> AsyncIterator[tuple[SlackServer, list[Kindred]]]:
    """Two processes of Kindred on one database, each with a connection of its own."""
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(SlackServer())
        clock = FakeClock(START)
        running = []
        for count in (1, 2):
            engine = connect(sqlite_url)
            stack.push_async_callback(engine.dispose)
            one = kindred_in(slack, engine, clock=clock, timeout=20.0, ping=60.0)
            running.append(await stack.enter_async_context(one))
            await slack.connected(count * LINKS)
        await running[0].joined("The Test Table")
        yield slack, running
        assert [*slack.violations, *slack.late] == []


async def finish(running: list[Kindred]) -> None:
    for kindred in running:
        await kindred.platform.finish()


async def test_two_processes_share_the_work_and_act_once(
    two: tuple[SlackServer, list[Kindred]],
) -> None:
    slack, running = two
    ada, bo = slack.world.user("Ada Example"), slack.world.user("Bo Example")
    for user in (ada, bo):
        await running[0].member(user)
    for _ in range(2):  # each in turn
        await slack.slash(ada, "/kindred", "introduce me Bo Example")
        await finish(running)
    last = slack.last
    again = await asyncio.gather(*(slack.redeliver(last) for _ in range(2)))
    assert all(delivery.acked for delivery in again)
    await finish(running)
    first, second = slack.world.whispers(ada)
    assert "I ask Bo Example" in first.words
    assert second.words
    await asyncio.gather(*(kindred.settle() for kindred in running))
    assert len([m for m in slack.world.dm(bo) if m.bot_id]) == 1


async def test_when_one_of_two_processes_goes_the_other_goes_on(sqlite_url: str) -> None:
    engine, clock = connect(sqlite_url), FakeClock(START)
    async with SlackServer() as slack, kindred_in(slack, engine, clock=clock, timeout=20) as one:
        await one.joined("The Test Table")
        ada = slack.world.user("Ada Example")
        await one.member(ada)
        async with kindred_in(slack, engine, clock=clock, timeout=20):
            await slack.connected(2 * LINKS)
        await slack.until(lambda: len(slack.deliverer.links) == LINKS)
        for _ in range(3):
            await slack.slash(ada, "/kindred", "help")
        await one.platform.finish()
        assert len(slack.world.whispers(ada)) == 3
    await engine.dispose()


# By HTTP --------------------------------------------------------------------------------------


class Served:
    """Kindred at an address, and a Slack that posts there."""

    def __init__(self, slack: SlackServer, kindred: Kindred) -> None:
        self.slack = slack
        self.kindred = kindred

    async def post(self, delivery: Delivery, **headers: str) -> httpx.Response:
        """Post a delivery, signed by Slack unless the headers say otherwise."""
        body, kind = encode(delivery)
        signed = self.slack.deliverer.signed(body) | {"Content-Type": kind} | headers
        async with httpx.AsyncClient() as client:
            raw = [(name.encode(), value.encode()) for name, value in signed.items()]
            return await client.post(str(self.slack.request_url), content=body, headers=raw)


@pytest.fixture
async def served(sqlite_url: str) -> AsyncIterator[Served]:
    engine = connect(sqlite_url)
    async with SlackServer() as slack:
        slack.request_url = "http://127.0.0.1:0"
        async with kindred_in(slack, engine, timeout=20.0) as kindred:
            app = Starlette(routes=kindred.platform.routes())
            server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
            serving = asyncio.create_task(server.serve())
            await slack.until(lambda: server.started)
            port = server.servers[0].sockets[0].getsockname()[1]
            slack.request_url = f"http://127.0.0.1:{port}{EVENTS_PATH}"
            await kindred.joined("The Test Table")
            yield Served(slack, kindred)
            server.should_exit = True
            await serving
        assert [*slack.violations, *slack.late] == []
    await engine.dispose()


async def test_by_http_it_is_the_same(served: Served) -> None:
    slack, kindred = served.slack, served.kindred
    assert await slack.deliverer.verify_url()
    ada = slack.world.user("Ada Example")
    await kindred.member(ada)
    assert (await slack.slash(ada, "/kindred", "profile")).acked
    await kindred.settle()
    await slack.type_in(ada, "view", {"headline@0": "Keeper of keys"})
    assert (await slack.submit(ada)).answer["response_action"] == "update"
    assert (await slack.open_home(ada)) is not None
    await kindred.settle()
    home = slack.world.home(ada)
    assert home is not None
    assert "Ada Example in The Test Table" in home.words
    assert slack.deliverer.links == []


@pytest.mark.parametrize("wrong", ["signature", "old", "none", "letters"])
async def test_what_does_not_come_from_slack_is_turned_away(served: Served, wrong: str) -> None:
    slack = served.slack
    ada = slack.world.user("Ada Example")
    await served.kindred.member(ada)
    room = slack.outcomes.direct(slack.team, ada)
    forged = slack.payloads.slash(ada, slack.team, room, "/kindred", "help")
    assert (await served.post(forged)).status_code == 200
    await served.kindred.platform.finish()
    forged = slack.payloads.slash(ada, slack.team, room, "/kindred", "help")
    body, _ = encode(forged)
    attempts: dict[str, dict[str, str]] = {
        "signature": {"X-Slack-Signature": "v0=" + "0" * 64},
        "old": slack.deliverer.signed(body, at=1_700_000_000),
        "none": {"X-Slack-Signature": "", "X-Slack-Request-Timestamp": ""},
        "letters": {"X-Slack-Signature": "v0=é"},
    }
    assert (await served.post(forged, **attempts[wrong])).status_code == 401
    await served.kindred.platform.finish()
    assert len(slack.world.whispers(ada)) == 1
