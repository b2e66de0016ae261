"""Threads below cards in Discord: one each, for all who see it; without one the card stays."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.community.facts import Fact
from bot.ui.messages import say
from tests.adapters.discord_commons import Commons, commons
from tests.adapters.discord_weather import Fault
from tests.extent import some_rows
from tests.places import to_all

BELOW = "POST /channels/{channel_id}/messages/{message_id}/threads"
TITLE = "A tool library,   for   the whole of our long street " + "and the next " * 9


@pytest.fixture
async def here(sqlite_url: str) -> AsyncIterator[Commons]:
    async with commons(sqlite_url) as found:
        yield found


async def post(here: Commons) -> None:
    space = await here.space()
    async with here.kindred.open_work() as work:
        to = await to_all(work, space)
        card = say("A card", thread=TITLE)
        await work.outbox.post(to, card, Fact("card"), community=space.community)
    await here.delivered()


@some_rows(2)
@pytest.mark.parametrize(
    "fault", [None, Fault.http(503), Fault.lose_answer(), Fault.slow_down()], ids=str
)
async def test_a_thread_opens_below_a_card_once_whatever_goes_wrong(
    here: Commons, fault: Fault | None
) -> None:
    if fault:
        here.discord.faults.add(BELOW, fault, times=2)
    await post(here)
    (card,) = here.for_all.talk
    (thread,) = here.guild.threads
    assert (thread.id, thread.parent) == (card.id, here.for_all)
    assert thread.name.startswith("A tool library, for the whole")
    assert len(thread.name) <= 100


async def test_where_none_may_be_opened_the_card_is_there_all_the_same(here: Commons) -> None:
    await here.discord.overwrite(
        here.for_all, here.discord.world.bot, deny=("create_public_threads",)
    )
    await post(here)
    assert [each.words for each in here.for_all.talk] == ["A card"]
    assert here.guild.threads == []
    assert await here.kindred.dead() == []
