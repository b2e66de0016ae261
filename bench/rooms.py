"""A thousand messages through one conversation in Slack, Discord and the web chat.

Kindred is a process of its own, at local servers that ask for no pace. The same messages are posted
by the bare libraries in the same run: each by `slack_sdk` in Slack and by `discord.py` in Discord,
one after the other in each chat, and as a row of the web chat.

`python -m bench rooms --pace` lets the chats keep their pace, and carries 200 messages that are
written within a minute, while something is said in another channel of both chats every few seconds.
With `--count=N` it is so many.
"""

import asyncio
import itertools
import multiprocessing
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from discord.http import HTTPClient, Route, handle_message_parameters
from slack_sdk.web.async_client import AsyncWebClient

from adapters.discord import refs as discord_refs
from adapters.slack import refs as slack_refs
from bench.places import databases
from bot.community.facts import Fact
from bot.community.places import Purpose
from bot.delivery.addresses import ChannelFor, ToPlace
from bot.ui.messages import say
from storage.kernel.migrations import upgrade
from tests.adapters.discord_things import Guild
from tests.adapters.three_places import (
    DISCORD,
    EVERYWHERE,
    SLACK,
    WEB,
    Act,
    Table,
    WebAuthor,
    serve,
    three_places,
    wrong,
)

MESSAGES = 1_000
AT_PACE = 200
_PATIENCE = 900.0  # seconds
_START = 120.0  # seconds that a process has to begin
_MINUTE = 60.0
_BETWEEN = 5.0  # seconds between two messages beside it
_LOOKS = 0.02  # seconds from one look to the next


@dataclass
class Found:
    """What came of the messages."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    computed: float = 0.0
    beside: list[float] = field(default_factory=list)
    """How many seconds it took to say something in another channel of both chats meanwhile."""


def _acts(count: int) -> list[Act]:
    """What is said, by one after the other in the three places."""
    places = [EVERYWHERE[number % 3] for number in range(count)]
    return [Act(p, "say", n, f"{p} {n}: what somebody says") for n, p in enumerate(places)]


async def carry(table: Table, count: int, haste: float) -> Found:
    """Let this much be said, as fast as it is taken in, and wait until it stands everywhere."""
    acts, said, seen = _acts(count), dict[str, float](), dict[tuple[str, str], float]()
    process = multiprocessing.get_context("spawn").Process(
        target=serve, args=(table.addresses(haste=haste),), daemon=True
    )
    process.start()
    await table.slack.until(lambda: bool(table.slack.deliverer.links), _START)
    await table.discord.connected(seconds=_START)
    author = await WebAuthor.of(table.core, table.member, table.web_card)
    found, began = Found(), time.perf_counter()
    before = _cpu(process.pid or 0)
    beside = asyncio.create_task(_beside(table, found)) if haste == 1.0 else None

    async def write(place: str) -> None:
        for act in acts:
            if act.place == place:
                said[act.text] = time.perf_counter()
                await (author.do(act) if place == WEB else table.do(act))
                await asyncio.sleep(3 * _MINUTE / count if beside else 0.0)

    async def watch() -> None:
        wanted = sum(2 for act in acts)
        while len(seen) < wanted and time.perf_counter() - began < _PATIENCE:
            now = time.perf_counter()
            for place, lines in (await table.carried()).items():
                for line in lines:
                    seen.setdefault((place, line), now)
            await asyncio.sleep(_LOOKS)

    await asyncio.gather(watch(), *map(write, EVERYWHERE))
    found.seconds = time.perf_counter() - began
    found.computed = _cpu(process.pid or 0) - before
    if beside:
        beside.cancel()
    found.latencies = [at - said[line] for (_, line), at in seen.items()]
    found.wrong = wrong(await table.carried(), acts)
    process.kill()
    process.join()
    return found


async def _beside(table: Table, found: Found) -> None:
    """Say something in another channel of both chats again and again, and see how soon it comes."""
    guild = cast("Guild", table.room.guild)
    lounge = table.slack.world.channel("lounge", [table.ada])
    garden = table.discord.world.channel(guild, "garden")
    channels = (
        slack_refs.channel(table.slack.team.id, lounge.id),
        discord_refs.channel(str(guild.id), str(garden.id)),
    )
    places, core = [], table.core
    async with core.open_work() as work:
        (community,) = await work.people.communities()
        for space in await work.people.spaces(community.id):
            for channel in channels:
                if space.contains(channel):
                    chosen = await work.places.choose(space, channel, [Purpose.CALL_OUTS])
                    places.append(ToPlace(ChannelFor(Purpose.CALL_OUTS, chosen.id)))
    for number in itertools.count():
        async with core.open_work() as work:
            for place, name in zip(places, (SLACK, DISCORD), strict=True):
                fact = Fact("beside", str(number), name)
                await work.outbox.post(place, say("Beside"), fact, community=community.id)
        began, wanted = time.perf_counter(), number + 1
        while len(lounge.timeline) < wanted or len(garden.talk) < wanted:  # noqa: ASYNC110
            await asyncio.sleep(_LOOKS)
        found.beside.append(time.perf_counter() - began)
        await asyncio.sleep(_BETWEEN)


async def bare(table: Table, count: int) -> Found:
    """Post the same by the libraries themselves: everything in all three places."""
    texts, found = [act.text for act in _acts(count)], Found()
    slack = AsyncWebClient(token=table.slack.team.token, base_url=f"{table.slack.url}/")
    http = HTTPClient(asyncio.get_running_loop())
    Route.BASE = table.discord.base
    await http.static_login(table.discord.token)
    top, place = table.hall.timeline[0].ts, 1

    async def in_slack(text: str) -> None:
        await slack.chat_postMessage(channel=table.hall.id, text=text, thread_ts=top)

    async def in_discord(text: str) -> None:
        with handle_message_parameters(content=text) as parameters:
            await http.send_message(table.thread.id, params=parameters)

    async def in_web(text: str) -> None:
        async with table.core.open_work() as work:
            at = datetime.now(UTC)
            await work.web.post(f"bare {text}", place, say(text), at, thread=table.web_card)

    async def post_all(name: str, post: Callable[[str], Awaitable[None]]) -> None:
        for text in texts:
            if not text.startswith(name):  # it stands there already
                began = time.perf_counter()
                await post(text)
                found.latencies.append(time.perf_counter() - began)

    began, ours = time.perf_counter(), time.process_time()
    chats = ((SLACK, in_slack), (DISCORD, in_discord), (WEB, in_web))
    await asyncio.gather(*(post_all(*chat) for chat in chats))
    found.seconds = time.perf_counter() - began
    found.computed = time.process_time() - ours
    await http.close()
    return found


def _cpu(pid: int) -> float:
    stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / 100


async def measure(url: str, count: int, *, pace: bool) -> dict[str, Found]:
    """Carry by Kindred, then post by the bare libraries at the same servers."""
    upgrade(url)
    async with three_places(url) as table:
        if pace:
            table.slack.keep_pace()
            table.discord.limits.keep_pace()
        found = {"Kindred": await carry(table, count, 1.0 if pace else 1000.0)}
        if not pace:
            found["bare libraries"] = await bare(table, count)
        return found


def main() -> None:
    """Print the measurements on each database."""
    pace = "--pace" in sys.argv
    asked = [int(each.partition("=")[2]) for each in sys.argv if each.startswith("--count=")]
    count = (*asked, AT_PACE if pace else MESSAGES)[0]
    print(f"{count:,} messages written in three places, each shown in the two others")
    print(f"{'':<28}{'seconds':>9}{'per second':>12}{'p50, ms':>10}{'p99, ms':>10}{'CPU, s':>9}")
    with databases() as urls:
        for name, url in urls.items():
            for who, found in asyncio.run(measure(url, count, pace=pace)).items():
                quantiles = statistics.quantiles([1000 * each for each in found.latencies], n=100)
                print(
                    f"{name:<12}{who:<16}{found.seconds:>9.1f}{count / found.seconds:>12.1f}"
                    f"{quantiles[49]:>10.0f}{quantiles[98]:>10.0f}{found.computed:>9.1f}"
                    f"  {_verdict(found)}",
                    flush=True,
                )


def _verdict(found: Found) -> str:
    told = f"wrong: {found.wrong}" if found.wrong else "complete and in order"
    return f"{told}; beside it {max(found.beside):.1f} s at most" if found.beside else told


if __name__ == "__main__":
    main()
