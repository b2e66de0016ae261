"""What is said below a live view: once in each thread, after the view itself, and told when not."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.community.facts import Fact
from bot.community.people import Ref
from bot.delivery.addresses import ToMember
from bot.delivery.sender import Posted
from bot.delivery.threads import say_anew_below, say_below, told_below, unsay_below, view_above
from bot.ui.messages import say
from tests.board.live import board
from tests.database import engine_at
from tests.jobs.boards import Boards, boards_on

NEWS, MORE = Fact.of("board.news", "tea"), Fact.of("board.news", "tea", part="more")


@pytest.fixture
async def boards(database_url: str) -> AsyncIterator[Boards]:
    async with engine_at(database_url) as engine:
        yield await boards_on(engine)


async def say_it(boards: Boards, words: str, fact: Fact) -> int:
    """Say something below a board wherever it hangs; returns in how many threads."""
    async with boards.open_work() as work:
        message = say(words, thread="Tea, and who brings it")
        return len(await say_below(work, board("tea"), message, fact, community=boards.community))


def cards(boards: Boards, channel: str) -> list[str]:
    return list(boards.hall.place(channel).posted)


def below(boards: Boards, channel: str) -> list[list[str]]:
    """What stands below each thing in a channel."""
    return [boards.hall.below(card) for card in cards(boards, channel)]


async def test_it_follows_the_card_in_each_place_where_that_hangs_and_is_said_once(
    boards: Boards,
) -> None:
    ada = await boards.person("Ada")
    async with boards.open_work() as work:
        await work.settings.put("board.tea", "0")
        for to in (boards.channel(1), boards.channel(2), ToMember(ada)):
            await work.live.hang(to, board("tea"), community=boards.community)
        said = say("It begins")  # before the cards are there
        for _ in range(2):
            await say_below(work, board("tea"), said, NEWS, community=boards.community)
    assert await say_it(boards, "More of it", MORE) == 2
    assert len(set(await boards.column("lane"))) == 3  # each card goes before what is below it
    await boards.settle()
    for channel in ("c1", "c2"):
        assert boards[channel] == ["tea has counted 0."]
        assert below(boards, channel) == [["It begins", "More of it"]]
    assert boards["direct:Ada"] == ["tea has counted 0."]
    async with boards.open_work() as work:
        await say_anew_below(work, say("It began"), NEWS)
        await unsay_below(work, MORE)
    await boards.settle()
    assert [below(boards, channel) for channel in ("c1", "c2")] == [[["It began"]]] * 2


async def test_a_view_hangs_in_a_thread_and_stays_current_there(boards: Boards) -> None:
    await boards.hang(boards.channel(1))
    async with boards.open_work() as work:
        await work.settings.put("board.cake", "3")
        (thread,) = await work.live.threads(board("tea"))
        for _ in range(2):
            await work.live.hang(thread, board("cake"), community=boards.community)
        assert await work.live.threads(board("cake")) == []
    await boards.settle()
    assert below(boards, "c1") == [["cake has counted 3."]]
    async with boards.open_work() as work:
        await work.settings.put("board.cake", "4")
        await work.live.touch(board("cake"))
    await boards.after()
    assert below(boards, "c1") == [["cake has counted 4."]]
    async with boards.open_work() as work:
        await work.live.take_down(board("cake"), hangs_in=thread)
    await boards.settle()
    assert below(boards, "c1") == [[]]


async def test_where_the_card_is_gone_its_view_is_and_the_feature_hears_what_was_not_said(
    boards: Boards,
) -> None:
    await boards.hang(boards.channel(1), boards.channel(2))
    boards.hall.take_away("c1")
    assert await say_it(boards, "News", NEWS) == 2
    await boards.settle()
    assert below(boards, "c2") == [["News"]]
    assert await boards.heard("gone") == "tea in town:t1/c1"
    assert await boards.heard("refused") == "tea"
    assert await boards.heard("refused_in") == str(boards.space.id)
    assert await say_it(boards, "More", MORE) == 1
    await boards.settle()
    boards.hall.deleted.add("c2")
    await say_it(boards, "Most", replace(MORE, part="most"))
    await boards.settle()
    assert await boards.heard("gone") == "tea in town:t1/c2"
    assert await say_it(boards, "Too late", replace(MORE, part="late")) == 0


async def test_a_card_that_never_arrives_leaves_nobody_to_speak_to_below(boards: Boards) -> None:
    boards.hall.shut.add("c1")
    async with boards.open_work() as work:
        await work.settings.put("board.tea", "0")
        await work.live.hang(boards.channel(1), board("tea"), community=boards.community)
    await say_it(boards, "News", NEWS)
    await boards.settle()
    async with boards.open_work(read_only=True) as work:
        dead = [key.partition(":below")[0] for key, _ in await work.queue.dead()]
    assert dead[1:] == ["board.news:tea"]


async def test_in_a_chat_without_threads_it_says_in_the_channel_what_it_is_about(
    boards: Boards,
) -> None:
    boards.hall.capabilities = replace(boards.hall.capabilities, threads=False)
    await boards.hang(boards.channel(1))
    await say_it(boards, "News", NEWS)
    await boards.settle()
    news = boards.hall.place("c1").messages[1]
    assert news.splitlines() == ["About “Tea, and who brings it”:", "News"]


async def test_who_speaks_in_a_thread_is_known_to_speak_below_the_view(boards: Boards) -> None:
    await boards.hang(boards.channel(1))
    (card,) = cards(boards, "c1")
    here = Ref("town", "t1/c1")
    async with boards.open_work(read_only=True) as work:

        async def above(message: str, community: int = boards.community) -> object:
            return await view_above(work, Posted(here, Ref("town", message)), community=community)

        assert await above(card) == board("tea")
        assert await above(card[1:]) is await above(card, community=7) is None
        assert await view_above(work, None, community=boards.community) is None


def test_the_fact_of_what_was_said_in_a_thread_is_the_one_that_was_given() -> None:
    told = [replace(NEWS, part="below 7"), replace(NEWS, part="more:below 7"), MORE]
    assert [told_below(each) for each in told] == [NEWS, MORE, None]
