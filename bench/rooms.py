"""A thousand messages through one conversation in Slack, Discord and the web chat.

Kindred is a process of its own, at local servers that ask for no pace. The same messages are posted
by the bare libraries in the same run: each by `slack_sdk` in Slack and by `discord.py` in Discord,
one after the other in each chat, and as a row of the web chat.

`python -m bench rooms --pace` lets the chats keep their pace, and carries 200 messages.
"""

import asyncio
import multiprocessing
import statistics
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from discord.http import HTTPClient, Route, handle_message_parameters
from slack_sdk.web.async_client import AsyncWebClient

from bench.places import databases
from bot.ui.messages import say
from storage.kernel.migrations import upgrade
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

MESSAGES = int(next((each[8:] for each in sys.argv if each.startswith("--count=")), "1000"))
AT_PACE = 200
_PATIENCE = 900.0  # seconds
_LOOKS = 0.02  # seconds from one look to the next


@dataclass
class Found:
    """What came of the messages."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    computed: float = 0.0


def _acts(count: int) -> list[Act]:
    """What is said, by one after the other in the three places."""
    places = [EVERYWHERE[number % 3] for number in range(count)]
    return [Act(p, "say", n, f"{p} {n}: what somebody says") for n, p in enumerate(places)]


async def carry(table: Table, count: int, haste: float) -> Found:
    """Let this much be said, as fast as it is taken in, and wait until it stands everywhere."""
    acts, said, seen = _acts(count), dict[str, float](), dict[tuple[str, str], float]()
    process = multiprocessing.get_context("spawn").Process(
        target=serve, args=(table.addresses(haste=haste),)
    )
    process.start()
    await table.slack.connected()
    await table.discord.connected()
    author = await WebAuthor.of(table.core, table.member, table.web_card)
    found, began = Found(), time.perf_counter()
    before = _cpu(process.pid or 0)

    async def write(place: str) -> None:
        for act in acts:
            if act.place == place:
                said[act.text] = time.perf_counter()
                await (author.do(act) if place == WEB else table.do(act))

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
    found.latencies = [at - said[line] for (_, line), at in seen.items()]
    found.wrong = wrong(await table.carried(), acts)
    process.kill()
    process.join()
    return found


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

    async def post_all(name: str, post) -> None:  # type: ignore[no-untyped-def]
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
    count = AT_PACE if pace else MESSAGES
    print(f"{count:,} messages written in three places, each shown in the two others")
    print(f"{'':<28}{'seconds':>9}{'per second':>12}{'p50, ms':>10}{'p99, ms':>10}{'CPU, s':>9}")
    with databases() as urls:
        for name, url in urls.items():
            for who, found in asyncio.run(measure(url, count, pace=pace)).items():
                quantiles = statistics.quantiles([1000 * each for each in found.latencies], n=100)
                print(
                    f"{name:<12}{who:<16}{found.seconds:>9.1f}{count / found.seconds:>12.1f}"
                    f"{quantiles[49]:>10.0f}{quantiles[98]:>10.0f}{found.computed:>9.1f}"
                    f"  wrong: {found.wrong}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
