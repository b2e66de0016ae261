"""What people see of live views who press, or who can be written to in no other way."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.delivery.addresses import ToMember
from bot.features import FEATURES
from bot.routing.interaction import Pressed, Update
from bot.ui.messages import Message
from tests.board.live import board, put
from tests.chat import Chat, text_of
from tests.database import engine_at
from tests.places import for_everybody, to_all


@pytest.fixture
async def chat(database_url: str) -> AsyncIterator[Chat]:
    async with engine_at(database_url) as engine:
        chat = await Chat.open(engine, features=(*FEATURES, "tests.board"))
        yield chat
    chat.judges.are_content()


async def hang(chat: Chat) -> None:
    async with chat.work() as work:
        (space,) = await work.people.spaces(chat.community)
        await put(work, "tea", "0")
        await work.live.hang(await to_all(work, space), board("tea"), community=chat.community)
    await chat.settle()


async def test_who_presses_in_a_channel_sees_what_all_see_in_the_language_of_all(
    chat: Chat,
) -> None:
    zoe = await (await chat.person("Zoé")).speaks("fr")
    await hang(chat)
    answer = await zoe.presses("One more", list(square(chat).values()))
    assert isinstance(answer.shown, Update)
    assert answer.text == "tea has counted 1."
    assert not answer.only_for_actor


async def test_who_presses_what_is_theirs_alone_sees_it_in_their_language(chat: Chat) -> None:
    await chat.connect()
    zoe = await chat.stranger("Zoé", locale="fr").speaks("fr")
    await zoe.says("/kindred join")
    async with chat.work() as work:
        await put(work, "tea", "0")
    assert zoe.account
    alone = replace(chat.arrival(0), actor=zoe.account, space=chat.there(), alone=True, locale="fr")
    shown = await chat.core.dispatcher(alone, Pressed("board.more", "tea"))
    assert isinstance(shown, Update)
    assert text_of(shown.message).startswith("tea en a compté 1.")


async def test_what_was_shown_at_once_and_undone_within_a_moment_is_edited_all_the_same(
    chat: Chat,
) -> None:
    ada = await chat.person("Ada")
    await hang(chat)
    answer = await ada.presses("One more", list(square(chat).values()))
    (key,) = square(chat)
    square(chat)[key] = answer.message  # as the chat shows it, at once
    async with chat.work() as work:
        await put(work, "tea", "0")
    await chat.a_moment()
    assert chat.for_all == ["tea has counted 0."]


async def test_what_is_pressed_when_it_is_no_more_says_so(chat: Chat) -> None:
    ada = await chat.person("Ada")
    await hang(chat)
    async with chat.work() as work:
        await work.settings.drop("board.tea")
    answer = await ada.presses("One more", list(square(chat).values()))
    assert "no longer" in answer.text


async def test_who_was_only_told_in_public_fetches_it_as_it_is_then(chat: Chat) -> None:
    space = await chat.connect()
    async with chat.work() as work:
        await for_everybody(work, space, chat.channel("general"))
    zed = chat.stranger("Zed Example")
    await zed.says("/kindred join")
    member = await chat.behind(zed)
    assert member
    chat.town.closed.add(member.id)
    async with chat.work() as work:
        await put(work, "tea", "0")
        await work.live.hang(ToMember(member.id), board("tea"), community=chat.community)
    await chat.settle()
    async with chat.work() as work:
        await put(work, "tea", "5")
    await chat.a_moment()
    assert "tea" not in repr(chat.town.place("general").messages)
    assert "tea has counted 5." in (await zed.says("/kindred waiting")).text
    async with chat.work() as work:
        await put(work, "tea", "6")
    assert "tea has counted 6." in (await zed.says("/kindred waiting")).text


def square(chat: Chat) -> dict[str, Message]:
    """What stands in the channel for all."""
    return chat.platform.place(f"square:{chat.community}").posted
