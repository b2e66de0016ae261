"""Words that are kept for somebody to fetch: for how long, and for nobody else."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from bot.routing.interaction import Pressed
from bot.ui.messages import Message
from tests.chat import Chat, Person
from tests.stories.programmes import days_pass
from tests.stories.test_reaching import SHOW, general, shown_to, suggested

pytestmark = [
    pytest.mark.not_in("slack", "these happen between the web chat and the town"),
    pytest.mark.not_in("discord", "these happen between the web chat and the town"),
]

NOT_YOURS = "This is for somebody else, or is no longer kept."
NOTHING = "Nothing waits for you."


def in_public(chat: Chat) -> list[Message]:
    return list(chat.town.place("general").posted.values())


async def kept_of(chat: Chat, person: Person) -> int:
    """How many messages to somebody are kept in words."""
    async with chat.work(read_only=True) as work:
        return len((await work.outbox.concerning(person.id))["waiting"])


# Once more ------------------------------------------------------------------------------------


async def test_when_the_answer_is_lost_the_words_are_still_there(chat: Chat) -> None:
    ada, _, _ = await suggested(chat)
    await chat.settle()
    there = in_public(chat)
    await ada.presses(SHOW, there)  # and the answer never comes
    await chat.settle()
    assert general(chat) == []
    assert "swifts" in (await ada.presses(SHOW, there)).text
    again = await ada.says("/kindred waiting")
    assert again.only_for_actor
    assert "Nothing waits for you any more. This is what you read last:" in again.text
    assert "Nobody hears of it" in (await again.press("Not this time")).text
    await chat.settle()
    assert "You said “not this time”" in (await ada.says("/kindred waiting")).text


async def test_what_was_read_is_kept_for_a_day(chat: Chat) -> None:
    ada, _, _ = await suggested(chat)
    await chat.settle()
    there = in_public(chat)
    await ada.presses(SHOW, there)
    await chat.settle()
    await days_pass(chat, 0.5)
    assert "swifts" in (await ada.says("/kindred waiting")).text
    await days_pass(chat, 2)
    assert await kept_of(chat, ada) == 0
    assert (await ada.says("/kindred waiting")).text == NOTHING
    gone = await ada.presses(SHOW, there)
    assert gone.text == (NOTHING if chat.thin else NOT_YOURS)


@pytest.mark.slow("days pass by the hour")
async def test_what_is_forgotten_unread_is_gone_from_public_too(chat: Chat) -> None:
    ada, _, _ = await suggested(chat)
    await chat.settle()
    await days_pass(chat, 29)
    assert len(general(chat)) == await kept_of(chat, ada) == 1
    await days_pass(chat, 3)
    assert general(chat) == []
    assert await kept_of(chat, ada) == 0


async def test_what_is_taken_back_cannot_be_fetched_before_that_is_carried_out(chat: Chat) -> None:
    ada, bo, _ = await suggested(chat)
    await chat.core.relay.drain()
    (held,) = (held for held in chat.core.registry.personal_data if held.name == "suggestions")
    async with chat.work() as work:
        await held.erase(work, bo.id)
    await chat.core.relay.drain()
    assert len(general(chat)) == 1, "it was on its way, and is taken back next"
    assert "swifts" not in (await shown_to(chat, ada)).text
    assert NOTHING in (await ada.says("/kindred waiting")).text
    await chat.settle()
    assert general(chat) == []
    assert await kept_of(chat, ada) == 0


async def test_the_word_of_it_is_gone_from_public_when_a_member_is_erased(chat: Chat) -> None:
    ada, _, _ = await suggested(chat)
    await chat.settle()
    assert "Ada" in general(chat)[0]
    async with chat.work() as work:
        await work.outbox.forget(ada.id)
    await chat.settle()
    assert general(chat) == []


# Nobody else ----------------------------------------------------------------------------------


async def test_nobody_else_is_shown_what_waits_for_somebody(chat: Chat) -> None:
    ada, bo, cy = await suggested(chat)
    await chat.settle()
    (told,) = general(chat)
    for other in (bo, cy):
        answer = await shown_to(chat, other)
        assert answer.text == (NOTHING if chat.thin else NOT_YOURS)
        assert answer.only_for_actor
    stranger = await shown_to(chat, chat.stranger("Zed Example"))
    assert "swifts" not in stranger.text
    assert "Bo" not in stranger.text
    await chat.settle()
    assert general(chat) == [told], "it still waits"
    assert "One message waits for you" in (await ada.says("/kindred home")).text
    assert "swifts" in (await shown_to(chat, ada)).text
    await chat.settle()
    assert "swifts" not in (await bo.says("/kindred waiting")).text


async def test_guessing_shows_nothing(chat: Chat) -> None:
    ada, bo, _ = await suggested(chat)
    await chat.settle()
    for value in (*map(str, range(12)), "", "-1", "9" * 40, "²", "1 or 1"):
        answer = await bo.does(Pressed("reaching.show", value))
        assert answer.text == NOT_YOURS, value
    assert "swifts" in (await ada.says("/kindred waiting")).text


async def test_counting_what_waits_reads_none_of_it(chat: Chat) -> None:
    ada, _, _ = await suggested(chat)
    await chat.settle()
    said: list[str] = []
    async with chat.work(read_only=True) as work:
        engine = work.connection.engine.sync_engine

        def note(*args: object) -> None:
            said.append(str(args[2]))

        event.listen(engine, "before_cursor_execute", note)
        assert len(await work.outbox.held(ada.id)) == 1
        event.remove(engine, "before_cursor_execute", note)
    (asked,) = said
    assert "outbox.body" not in asked.partition("FROM")[0]
