"""Secret addresses: who has any sees so, and can let them lead nowhere."""

from datetime import timedelta

from bot.community.people import Member
from tests.chat import Chat, Person
from tests.stories.test_linking import linked

CALENDAR = "events.calendar"


async def secret_of(chat: Chat, person: Person) -> str:
    """What is in the address of somebody's calendar."""
    async with chat.work() as work:
        return await work.secrets.of(person.id, CALENDAR, chat.clock.now())


async def whose(chat: Chat, secret: str) -> Member | None:
    async with chat.work(read_only=True) as work:
        return await work.secrets.whose(secret, CALENDAR)


async def test_who_has_none_hears_nothing_of_them(chat: Chat) -> None:
    ada = await chat.person("Ada")
    assert "secret" not in (await ada.says("/kindred home")).text
    assert "secret" not in (await ada.says("/kindred help")).text
    assert "nothing to renew" in (await ada.says("/kindred renew")).text


async def test_they_are_renewed_from_home(chat: Chat) -> None:
    ada = await chat.person("Ada")
    secret = await secret_of(chat, ada)
    chat.clock.at += timedelta(days=1)
    assert await whose(chat, secret) == await chat.member(ada)
    home = await ada.says("/kindred home")
    assert "You have had your secret addresses" in home.text
    assert "23 Nov 2026" in home.text
    assert "lead nowhere now" in (await home.press("Renew them")).text
    assert await whose(chat, secret) is None
    assert await secret_of(chat, ada) != secret
    assert "24 Nov 2026" in (await ada.says("/kindred home")).text


async def test_their_member_is_told_of_them_but_not_what_they_are(chat: Chat) -> None:
    ada = await chat.person("Ada")
    secret = await secret_of(chat, ada)
    (held,) = [d for d in chat.core.registry.personal_data if d.name == "secret addresses"]
    async with chat.work() as work:
        assert await held.export(work, ada.id) == {"good since": "2026-11-23T09:00:00+00:00"}
        await held.erase(work, ada.id)
        assert await held.export(work, ada.id) is None
    assert await whose(chat, secret) is None


async def test_two_who_become_one_know_no_address_of_before_nor_once_it_is_undone(
    chat: Chat,
) -> None:
    ada, zed = await chat.person("Ada"), await chat.person("Zed")
    before = [await secret_of(chat, each) for each in (ada, zed)]
    await linked(ada, zed)
    async with chat.work() as work:
        (kept,) = [each for each in (ada, zed) if await work.people.member(each.id)]
    as_one = await secret_of(chat, kept)
    assert [await whose(chat, secret) for secret in before] == [None, None]
    undone = await kept.says("/kindred link undo")
    assert "one person" not in undone.text
    assert [await whose(chat, secret) for secret in (*before, as_one)] == [None, None, None]
    for person in (ada, zed):
        assert await whose(chat, await secret_of(chat, person)) == await chat.member(person)
