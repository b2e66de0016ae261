"""What is kept of somebody whom a chat knows: what for, how they get it, and when it goes."""

import pytest
from sqlalchemy import select

from bot.community.facts import Fact
from bot.community.joining import declined_key
from bot.delivery.addresses import ToAccount
from bot.routing.interaction import Seen
from bot.ui.messages import say
from storage.kernel.delivery_tables import outbox
from storage.kernel.tables import settings
from tests.chat import Chat, Person
from tests.stories.test_welcome import zed


async def kept_of(chat: Chat, person: Person) -> list[str]:
    """What tells of an account in the outbox and among what is set once for all."""
    assert person.account
    async with chat.work(read_only=True) as work:
        keys = await work.connection.scalars(select(outbox.c.key))
        names = await work.connection.scalars(select(settings.c.name))
        found = [*keys, *names]
    return [each for each in found if each and each.endswith(f":{person.account.id}")]


@pytest.mark.not_in("discord", reason="nobody is written to for coming into a server")
async def test_whoever_is_erased_leaves_no_trace_of_their_account(chat: Chat) -> None:
    person = await zed(chat)
    await person.does(Seen())
    await chat.settle()
    await person.says("/kindred join")
    await chat.connect("t2", "The Library")
    assert person.account
    assert person.space
    member = await chat.behind(person)
    assert member is not None
    async with chat.work() as work:
        await work.settings.put(declined_key(person.space, person.account), "2026-11-23")
        given = {h.name: await h.export(work, member.id) for h in chat.core.registry.personal_data}
    assert given["having said no"] == ["2026-11-23"]
    assert len(await kept_of(chat, person)) == 2
    async with chat.work() as work:
        for held in chat.core.registry.personal_data:
            await held.erase(work, member.id)
    assert await kept_of(chat, person) == []


async def test_a_no_is_forgotten_with_a_yes(chat: Chat) -> None:
    person = await zed(chat)
    await person.says("/kindred decline")
    assert len(await kept_of(chat, person)) == 1
    await person.says("/kindred join")
    assert await kept_of(chat, person) == []


async def test_what_waits_for_an_account_is_given_to_whose_it_is(chat: Chat) -> None:
    person = await zed(chat)
    await person.says("/kindred join")
    member = await chat.behind(person)
    assert member is not None
    assert person.account
    async with chat.work() as work:
        (space,) = [s for s in await work.people.spaces(chat.community) if s.ref == person.space]
        to = ToAccount(space.id, person.account)
        await work.outbox.post(to, say("tea at four"), Fact("k"), community=chat.community)
        assert (await work.outbox.concerning(member.id))["waiting"] == ["tea at four"]
