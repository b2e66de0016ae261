"""How long Slack's own pace lets a round of 400 introductions take, and how long it takes.

`python -m bench slack-pace` is in real time, which takes about ten minutes; `python -m bench slack`
does the same at a Slack, and with a Kindred, that are 20 times as fast.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import select

from bench.places import databases
from bench.process import Bot
from bench.slack_town import kindred, settle
from storage.kernel.database import connect
from storage.kernel.delivery_tables import outbox
from tests.adapters.slack_server import SlackServer
from tests.adapters.slack_things import Channel, User

PEOPLE = 800
PER_MINUTE = 50
"""Groups that Slack lets an app open (conversations.open is of tier 3)."""
_PATIENCE = 3.0  # times the limit; then it is over in any case


@dataclass(frozen=True)
class Found:
    """What came of a round."""

    opening: float
    seconds: float
    groups: int
    said: list[int]
    in_order: bool
    refused: int
    told: str
    progress: str
    memory: tuple[float, float]
    complaints: list[str]
    violations: list[str]


async def measure(url: str, scale: float) -> Found:
    """Let a facilitator open a round, and watch it arrive."""
    async with SlackServer() as slack:
        users = await settle(url, slack, PEOPLE, programme=True)
        slack.keep_pace(scale)
        async with kindred(url, slack, haste=scale) as bot:
            return await _watched(url, slack, users[0], bot, scale)


async def _watched(
    url: str, slack: SlackServer, facilitator: User, bot: Bot, scale: float
) -> Found:
    before, began = bot.megabytes, time.perf_counter()
    told = await _answered(slack, facilitator, "round open")
    opened = time.perf_counter()
    progress = await _answered(slack, facilitator, "round progress")
    with suppress(TimeoutError):
        await slack.until(lambda: sum(_said(slack)) >= PEOPLE // 2, _PATIENCE * limit(scale))
    seconds = time.perf_counter() - opened
    await asyncio.sleep(3)  # for what may come too much
    return Found(
        opening=opened - began,
        seconds=seconds,
        groups=len(list(_groups(slack))),
        said=_said(slack),
        in_order=await _asked_for(url, slack.team.id) == [group.id for group in _groups(slack)],
        refused=slack.limits.refused,
        told=told,
        progress=progress,
        memory=(before, bot.megabytes),
        complaints=bot.complaints,
        violations=[*slack.violations, *slack.impatience, *slack.late],
    )


async def _answered(slack: SlackServer, user: User, line: str) -> str:
    count = len(slack.world.dm(user)) + len(slack.world.whispers(user))
    await slack.slash(user, "/facilitate", line)
    said = await slack.until(
        lambda: [*slack.world.whispers(user), *slack.world.dm(user)][count:], 120
    )
    return said[-1].words


def _groups(slack: SlackServer) -> Iterator[Channel]:
    """The groups, in the order in which they were opened."""
    return (each for each in slack.world.channels.values() if each.kind == "mpim")


def _said(slack: SlackServer) -> list[int]:
    """How many messages are in each group."""
    return [len(group.timeline) for group in _groups(slack)]


async def _asked_for(url: str, team: str) -> list[str]:
    """The groups that the rooms became, in the order in which they were asked for."""
    engine = connect(url)
    async with engine.connect() as connection:
        rows = await connection.execute(
            select(outbox.c.posted_channel)
            .where(outbox.c.act == "open_room", outbox.c.state == "done")
            .order_by(outbox.c.id)
        )
        found = [str(row.posted_channel).removeprefix(f"slack:{team}/") for row in rows]
    await engine.dispose()
    return found


def limit(scale: float) -> float:
    """The seconds that Slack's pace alone takes."""
    return PEOPLE // 2 / PER_MINUTE * 60 / scale


def show(scale: float, names: tuple[str, ...] = ("SQLite", "PostgreSQL")) -> None:
    """Measure and print, on these databases."""
    groups, least = PEOPLE // 2, limit(scale)
    print(f"A round of {groups} introductions at {scale:g} times Slack's pace: {least:.0f} s")
    with databases() as urls:
        for name in names:
            found = asyncio.run(measure(urls[name], scale))
            once = found.groups == groups and set(found.said) == {1}
            before, after = found.memory
            print(f"{name:<12}opened in {found.opening:.1f} s, then the facilitator reads:")
            for line in (*found.told.splitlines(), *found.progress.splitlines()):
                print(f"{'':<12}  | {line}")
            print(
                f"{'':<12}delivered in {found.seconds:.1f} s, {found.seconds / least:.2f} times"
                f" the limit (at most 1.30 is asked for)"
            )
            print(
                f"{'':<12}429s: {found.refused}; groups: {found.groups}; exactly one message in"
                f" each: {once}; in order: {found.in_order}"
            )
            print(
                f"{'':<12}memory {before:.0f} MB before, {after:.0f} MB after; "
                f"violations: {found.violations[:5]}; complaints: {found.complaints[:5]}",
                flush=True,
            )


if __name__ == "__main__":
    show(1.0, ("SQLite",))
