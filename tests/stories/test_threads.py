"""A card in three chats has a thread in each: what is said there, and who speaks there."""

from collections.abc import AsyncIterator

import pytest

from bot.community.places import Purpose
from bot.delivery.addresses import ChannelFor, ToPlace
from bot.features import FEATURES
from tests.board.live import board, put
from tests.chat import Chat
from tests.database import engine_at
from tests.stories.across import Both, both_chats, web_chat


@pytest.fixture
async def both(sqlite_url: str) -> AsyncIterator[Both]:
    """Slack, Discord and the web with one core, and a board that people count on."""
    features = (*FEATURES, "tests.board")
    async with engine_at(sqlite_url) as engine, both_chats(engine, features=features) as chats:
        yield chats


async def hang(both: Both) -> None:
    """Hang the board in a channel of each chat."""
    async with both.slack.work() as work:
        community = both.slack.community
        await put(work, "tea", "0")
        for place in await work.places.channels(community, Purpose.ANNOUNCEMENTS):
            to = ToPlace(ChannelFor(Purpose.ANNOUNCEMENTS, place.id))
            await work.live.hang(to, board("tea"), community=community)
    await both.settle()


async def a_moment(both: Both) -> None:
    await both.discord.a_moment()
    await both.slack.kindred.settle()


async def heard(both: Both, what: str) -> str | None:
    async with both.slack.work(read_only=True) as work:
        return await work.settings.get(f"heard.{what}")


async def test_people_of_three_chats_count_on_one_card_each_in_the_thread_of_their_own(
    both: Both,
) -> None:
    web = web_chat(both)
    ada, bo, cy = [await chat.person(name) for chat, name in people(both, web)]
    await hang(both)
    chats: list[Chat] = [both.slack, both.discord, web]
    assert [chat.for_all[-1] for chat in chats] == ["tea has counted 0."] * 3
    answered = [await ada.says_below("/kindred count")]
    await both.settle()
    answered.append(await bo.says_below("/kindred count"))
    await both.settle()
    answered.append(await cy.says_below("/kindred count"))
    assert [answer.text for answer in answered] == ["tea has one more."] * 3
    elsewhere = [await person.says("/kindred count") for person in (ada, bo, cy)]
    assert {answer.text for answer in elsewhere} == {"Please say that below a board."}
    await both.settle()
    await a_moment(both)
    told = ["(Somebody has counted on since.)"] * 2 + ["Cy counted to 3."]
    for chat in chats:
        assert (chat.for_all[-1], chat.below_for_all) == ("tea has counted 3.", told)
    assert both.discord.thread.name == "tea"


def people(both: Both, web: Chat) -> list[tuple[Chat, str]]:
    return [(both.slack, "Ada"), (both.discord, "Bo"), (web, "Cy")]


async def test_where_somebody_takes_the_card_or_its_thread_away_it_is_gone_and_the_others_go_on(
    both: Both,
) -> None:
    web = web_chat(both)
    cy = await web.person("Cy")
    await hang(both)
    for message in list(both.slack.hall.messages.values()):
        message.deleted = True
    await cy.says_below("/kindred count")
    await both.settle()
    assert str(await heard(both, "gone")).startswith("tea in slack:")
    assert await heard(both, "refused") == "tea"
    assert both.slack.for_all == []
    assert both.discord.below_for_all == web.below_for_all == ["Cy counted to 1."]
    await both.discord.discord.delete_channel(both.discord.thread)  # the card is there still
    await cy.says_below("/kindred count")
    await both.settle()
    assert str(await heard(both, "gone")).startswith("tea in discord:")
    assert both.discord.for_all == both.slack.for_all == []
    assert web.below_for_all[-1] == "Cy counted to 2."
