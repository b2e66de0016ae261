"""Somebody whose account is closed, or who leaves a server, haunts no round."""

from datetime import timedelta
from typing import Any

import pytest

from bot.community.people import AccountInfo, Ref
from tests.chat import Chat, Person
from tests.stories.programmes import FIRST_ROUND, facilitator, people, rooms, set_up


async def vanishes(chat: Any, person: Any) -> None:
    """Leave the chat without its telling Kindred."""
    if hasattr(chat, "slack"):
        person.user.deleted = True
    elif hasattr(chat, "discord"):
        chat.home_guild.members.pop(person.user.id)
    else:
        await in_the_town(chat, person)
        chat.town.people[town_account(person)] = AccountInfo("", kind="gone")


async def returns(chat: Any, person: Any) -> None:
    if hasattr(chat, "slack"):
        person.user.deleted = False
    elif hasattr(chat, "discord"):
        chat.discord.world.enter(chat.home_guild, person.user)


def town_account(person: Person) -> Ref:
    return Ref("town", f"u{person.id}")


async def in_the_town(chat: Chat, *people: Person) -> None:
    """Let people of the thin chat be known in the town, too."""
    async with chat.work() as work:
        space = await work.people.space(chat.there())
        assert space
        for each in people:
            account, who = town_account(each), AccountInfo(each.name)
            if await work.people.account(account, space.ref) is None:
                await work.people.attach(each.id, space, account, who)
                chat.town.people[account] = who


def inbox(chat: Chat, person: Person) -> list[str]:
    if chat.thin:
        return chat.town.place(f"direct:{town_account(person).id}").messages
    return person.inbox


async def until(chat: Chat, hours: float) -> None:
    """Let it be so many hours from the first round on, or before it."""
    left = FIRST_ROUND + timedelta(hours=hours) - chat.clock.now()
    await chat.skip_time(hours=left / timedelta(hours=1))


@pytest.mark.slow("weeks pass")
async def test_who_has_gone_is_in_no_round_and_the_facilitator_is_told(chat: Chat) -> None:
    """See M09 and M10: nothing tells Kindred that Dee has gone, until it asks."""
    rowan = await facilitator(chat)
    await chat.connect()
    await set_up(chat, rowan, weeks_apart="0")
    *_, dee = await people(chat, 4)
    await vanishes(chat, dee)
    for week in (0, 7 * 24):
        await until(chat, week - 20)
        await chat.core.presence.look()
        await until(chat, week + 1)
        await chat.settle()
        assert dee.name not in {name for names in rooms(chat) for name in names}
    assert len(rooms(chat)) == 2
    told = [said for said in rowan.inbox if "has left" in said]
    assert len(told) == 1
    assert dee.name in told[0]
    assert dee.name not in (await rowan.says("/kindred find Dee")).text
    assert not any(dee.name in said for said in chat.for_all)


@pytest.mark.slow("weeks pass")
async def test_who_was_drawn_all_the_same_is_asked_about_once_and_the_partner_comes_first_next_time(
    chat: Chat,
) -> None:
    rowan = await facilitator(chat)
    await chat.connect()
    await set_up(chat, rowan)
    ada, dee = await people(chat, 2)
    if chat.thin:
        await in_the_town(chat, ada, dee)
    await until(chat, -20)
    await chat.core.presence.look()
    await vanishes(chat, dee)
    await until(chat, 1)
    for _ in range(4):  # a chat refuses, is asked, and what was to go there goes another way
        await chat.core.presence.look()
        await chat.skip_time(minutes=2)
        await chat.settle()
    assert [said for said in inbox(chat, ada) if "has left our chats" in said]
    assert any("has left" in said and dee.name in said for said in rowan.inbox)
    assert not any(dee.name in said for said in chat.for_all)
    await returns(chat, dee)
    if not chat.thin:
        await dee.says("/kindred help")  # a word is enough to be asked about again
        await chat.core.presence.look()
    async with chat.work() as work:
        assert await work.people.has_gone(dee.id) is chat.thin
