"""What is typed is kept as it comes in, however late and in whatever order that is."""

import pytest
from sqlalchemy import func, select

from bot.routing.interaction import Arrival, Submitted, Typed
from storage.kernel.delivery_tables import live_views
from storage.kernel.tables import answers, drafts
from tests.chat import START, Chat, Person

pytestmark = [
    pytest.mark.not_in("slack", reason="its own tests hold up what it tells"),
    pytest.mark.not_in("discord", reason="it tells nothing of a form before it is sent"),
]


def typed(headline: str, at: float, turn: str = "later") -> Submitted:
    """The profile's first page, as it stood at an instant."""
    values = {"name": "Ada Example", "headline": headline}
    return Submitted("members.profile", 0, dict(values), "", turn, at)  # type: ignore[arg-type]


async def headline(person: Person) -> object:
    return (await person.says("/kindred profile")).value("headline")


async def count_of_drafts(chat: Chat) -> int:
    async with chat.work(read_only=True) as work:
        return await work.connection.scalar(select(func.count()).select_from(drafts)) or 0


async def test_what_was_typed_before_a_form_was_sent_is_no_draft_after(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    await ada.does(typed("Keep", at=100.0))
    await ada.does(typed("Keeper", at=102.0, turn="done"))
    await ada.does(typed("Keepe", at=101.0))
    assert await headline(ada) == "Keeper"
    async with chat.work(read_only=True) as work:
        assert await work.drafts.all_of(ada.id) == []
    await ada.does(typed("Keeper of keys", at=103.0))
    assert await headline(ada) == "Keeper of keys"


async def test_nothing_is_left_of_what_was_sent_by_a_clock_that_is_slow(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    await ada.does(typed("Keep", at=102.0))
    await ada.does(typed("Keeper", at=101.0, turn="done"))
    assert await headline(ada) == "Keeper"
    await ada.does(typed("Kee", at=101.5))
    assert await headline(ada) == "Keeper"


async def test_what_was_typed_later_is_not_overtaken_by_what_was_typed_before(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    await ada.does(typed("Keeper", at=102.0))
    await ada.does(typed("Keep", at=101.0))
    assert await headline(ada) == "Keeper"


async def test_where_a_chat_does_not_tell_when_the_newest_is_what_came_last(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    await ada.does(typed("One", at=102.0))
    await ada.does(typed("Two", at=0))
    assert await headline(ada) == "Two"
    await ada.does(typed("Late", at=101.0))
    assert await headline(ada) == "Two"
    await ada.does(typed("Three", at=0, turn="done"))
    await ada.does(typed("Four", at=0))
    assert await headline(ada) == "Four"


@pytest.mark.slow("days pass by the hour")
async def test_what_was_sent_is_remembered_for_two_days_only(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    await ada.does(typed("Keeper", at=START.timestamp(), turn="done"))
    bo = await chat.person("Bo Example")
    await bo.does(typed("Half", at=START.timestamp()))
    assert await count_of_drafts(chat) == 2
    await chat.pass_time(days=1)
    assert await count_of_drafts(chat) == 2
    await chat.pass_time(days=2)
    assert await count_of_drafts(chat) == 1
    assert await headline(bo) == "Half"


async def test_typing_shows_on_no_home(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    arrival = chat.arrival(ada.id)
    async with chat.work() as work:
        await work.homes.seen(arrival.actor, arrival.space)
    await ada.does(typed("Keep", at=1.0))
    async with chat.work(read_only=True) as work:
        assert await work.connection.scalar(select(live_views.c.touched_at)) is None
    await ada.does(typed("Keep", at=2.0, turn="done"))
    async with chat.work(read_only=True) as work:
        assert await work.connection.scalar(select(live_views.c.touched_at)) is not None


async def test_an_answer_that_is_given_only_once_is_not_kept(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    known = chat.arrival(ada.id, "same")
    once = Arrival(known.actor, known.space, known.channel, "same", once=True)
    assert await chat.core.dispatcher(once, Typed("/kindred home")) is not None
    assert await chat.core.dispatcher(once, Typed("/kindred home")) is None
    async with chat.work(read_only=True) as work:
        row = (await work.connection.execute(select(answers))).one()
    assert (row.interaction_id, row.answer) == ("same", None)
