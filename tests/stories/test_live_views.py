"""What hangs in a channel stays current: the invitation to a programme."""

from bot.community.roles import Role
from bot.routing.reacting import react
from tests.chat import Chat
from tests.stories.programmes import facilitator, joining, people, set_up


async def test_an_invitation_says_how_many_take_part_once_they_are_more_than_a_few(
    chat: Chat,
) -> None:
    await set_up(chat, await facilitator(chat))
    await people(chat, 2)
    await chat.a_moment()
    assert "take part so far" not in chat.for_all[0]
    third = await joining(chat, "Cy Third")
    await chat.a_moment()
    assert "3 people take part so far." in chat.for_all[0]
    await third.says("/kindred introduce leave")
    await chat.a_moment()
    assert "take part so far" not in chat.for_all[0]
    assert len(chat.for_all) == 1


async def test_who_leaves_altogether_is_counted_no_more(chat: Chat) -> None:
    await set_up(chat, await facilitator(chat))
    everybody = await people(chat, 4)
    await chat.a_moment()
    assert "4 people" in chat.for_all[0]
    await leave(chat, everybody[0].id)
    await chat.a_moment()
    assert "3 people" in chat.for_all[0]


async def test_an_invitation_can_be_pressed_after_it_was_edited(chat: Chat) -> None:
    await set_up(chat, await facilitator(chat))
    await people(chat, 3)
    await chat.a_moment()
    zed = await chat.person("Zed Example", Role.MEMBER)
    assert "You are in" in (await chat.press_in_for_all("Count me in", by=zed)).text
    await chat.a_moment()
    assert "4 people" in chat.for_all[0]


async def leave(chat: Chat, member: int) -> None:
    """Erase all that is known of somebody."""
    for held in chat.core.registry.personal_data:
        async with chat.work() as work:
            await held.erase(work, member)
            await react(chat.core.registry, work, chat.clock.now())
