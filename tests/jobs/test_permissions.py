"""Permissions are looked at soon after a chat is new, and again and again."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.community.people import Ref, Space
from bot.community.permissions import Missing, Permission
from bot.community.places import FOR_EVERYBODY, Place
from bot.errors import NotReady
from bot.ui.words import WordBook
from jobs.permissions import PermissionWatch
from tests.chat import Chat
from tests.places import for_everybody
from tests.stories.programmes import facilitator

SEND = Permission.worded(WordBook("adapters.discord"), "send_messages")


class Town:
    """A town that is asked what it lets Kindred do; `moods` come before that."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Sequence[Ref]]] = []
        self.lacking = False
        self.moods: list[Exception] = []
        self.told = asyncio.Event()

    async def missing(self, space: Space, channels: Sequence[Place]) -> list[Missing]:
        refs = [place.ref for place in channels if place.ref]
        self.asked.append((space.name, refs))
        self.told.set()
        if self.moods:
            raise self.moods.pop()
        return [Missing(SEND, str, channel, "meet") for channel in refs if self.lacking]


@pytest.fixture
def town() -> Town:
    return Town()


def watch_over(chat: Chat, town: Town, every_seconds: float = 3600.0) -> PermissionWatch:
    core = chat.core
    return PermissionWatch(core.open_work, core.registry, {"town": town}, chat.clock, every_seconds)


async def test_a_new_chat_and_a_new_channel_are_looked_at_and_not_again_at_once(
    chat: Chat, town: Town
) -> None:
    watch = watch_over(chat, town)
    await watch.look()
    assert town.asked == []
    space = await chat.connect()
    for _ in range(2):
        await watch.look()
    async with chat.work() as work:
        await for_everybody(work, space, chat.channel("meet"))
    for _ in range(2):
        await watch.look()
    assert town.asked == [("The Town Hall", []), ("The Town Hall", [chat.channel("meet")])]


async def test_where_something_was_missing_is_looked_at_though_it_is_chosen_no_more(
    chat: Chat, town: Town
) -> None:
    rowan, space, watch = await facilitator(chat), await chat.connect(), watch_over(chat, town, 0)
    town.lacking = True
    for name in ("meet", "other"):
        async with chat.work() as work:
            await work.places.withdraw(space, FOR_EVERYBODY)
            await for_everybody(work, space, chat.channel(name))
        await watch.look()
    assert town.asked[-1][1] == [chat.channel("other"), chat.channel("meet")]
    town.lacking = False
    chat.clock.at += timedelta(hours=1)
    await watch.look()
    await chat.settle()
    assert "Nothing is missing any more" in rowan.inbox[-1]


async def test_a_chat_that_does_not_tell_or_stumbles_is_asked_at_the_next_look(
    chat: Chat, town: Town
) -> None:
    await chat.connect()
    await chat.connect("t2", "The Library")
    watch = watch_over(chat, town)
    town.moods = [NotReady("away"), ValueError("a fault of ours")]
    for _ in range(3):
        await watch.look()
    assert sorted(name for name, _ in town.asked) == [
        *(2 * ["The Library"]),
        *(2 * ["The Town Hall"]),
    ]


async def test_a_chat_that_was_lost_is_not_asked(chat: Chat, town: Town) -> None:
    space = await chat.connect()
    async with chat.work() as work:
        await work.people.lose(space.ref, "removed", chat.clock.now())
    await watch_over(chat, town).look()
    assert town.asked == []


async def test_it_looks_at_once_and_ends_when_told(chat: Chat, town: Town) -> None:
    await chat.connect()
    stopping = asyncio.Event()
    async with asyncio.timeout(20):
        running = asyncio.create_task(watch_over(chat, town).run(stopping))
        await town.told.wait()
        stopping.set()
        await running
