"""Members take away what is known about them, and have it erased: from the files, too."""

import json
from pathlib import Path

import pytest
from sqlalchemy import make_url, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.features.privacy.domain import readable
from bot.routing.files import FileGone, FileRequest
from storage.kernel.columns import metadata
from storage.privacy.tables import erasures
from tests.chat import Chat, Person
from tests.stories.programmes import days_pass, facilitator, rooms, set_up
from tests.stories.test_welcome import zed

WORD = "quincunx"
"""A word that nobody else uses."""


async def rows_with(chat: Chat, word: str) -> list[str]:
    """Which columns hold it, of all the tables that there are."""
    found = []
    async with chat.work(read_only=True) as work:
        for table in metadata.sorted_tables:
            for row in await work.connection.execute(select(table)):
                found += [
                    f"{table.name}.{name}"
                    for name, value in row._mapping.items()
                    if word in str(value).casefold()
                ]
    return found


def bytes_with(engine: AsyncEngine, word: str) -> list[str]:
    """Which files of a SQLite database hold it."""
    file = Path(make_url(str(engine.url)).database or "")
    there = [each for each in file.parent.glob(f"{file.name}*") if each.is_file()]
    return [each.name for each in there if word.encode() in each.read_bytes().lower()]


async def somebody(chat: Chat) -> Person:
    """Somebody who has left a word of hers wherever she could."""
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    ada = await chat.person(
        f"Ada {WORD}",
        headline=f"{WORD} in the morning",
        about=f"All about the {WORD}",
        topics=(f"{WORD}s", "tea"),
        email=f"{WORD}@example.org",
    )
    await ada.says("/kindred introduce join")
    await ada.says(f"/idea new {WORD} on the lawn")
    await ada.says(f"/kindred find {WORD}")
    opened = await ada.says("/kindred profile")
    await opened.fill(headline=f"{WORD} in the evening").later()
    other = await chat.person("Bo Example")
    await other.says("/kindred introduce join")
    await days_pass(chat, 9)
    await other.says(f"/kindred find {WORD}")
    assert any(WORD in name for room in rooms(chat) for name in room)
    return ada


async def test_everything_about_somebody_is_given_to_them_alone(chat: Chat) -> None:
    ada = await somebody(chat)
    answer = await ada.says("/kindred my data")
    assert answer.only_for_actor
    files = await chat.received(answer)
    (text,) = [content.decode() for name, content in files.items() if name.endswith(".txt")]
    (kept,) = [content for name, content in files.items() if name.endswith(".json")]
    held = json.loads(kept)
    assert held["membership"]["email"] == f"{WORD}@example.org"
    assert f"headline: {WORD} in the morning" in text
    assert readable(held) == text
    bo = await chat.member(await chat.person("Bo"))
    (route,) = [each for each in chat.core.registry.files.values() if each.key == "privacy.json"]
    async with chat.work(read_only=True) as work:
        with pytest.raises(FileGone):
            await route.handler(FileRequest(str(ada.id), chat.clock.now(), bo), work)


async def test_nothing_goes_before_a_yes(chat: Chat) -> None:
    ada = await somebody(chat)
    answer = await ada.says("/kindred forget me")
    assert "cannot be undone" in answer.text
    assert "Slack or Discord" in answer.text
    assert await rows_with(chat, WORD)


async def test_whoever_is_forgotten_is_in_no_table_and_in_no_byte_of_the_file(chat: Chat) -> None:
    ada = await somebody(chat)
    answer = await ada.says("/kindred forget confirm")
    assert "I have erased everything" in answer.text
    await chat.settle()
    assert await rows_with(chat, WORD) == []
    async with chat.work(read_only=True) as work:
        (noted,) = await work.erasures.of(chat.community)
        engine = work.connection.engine
    assert noted == chat.clock.now()
    if engine.dialect.name == "sqlite":
        assert bytes_with(engine, WORD)
        await chat.core.scrubber.look()
        assert bytes_with(engine, WORD) == []
    await chat.core.scrubber.look()
    async with chat.work(read_only=True) as work:
        assert list(await work.connection.scalars(select(erasures.c.scrubbed))) == [True]


@pytest.mark.not_in("discord", reason="an address is told there by nobody")
async def test_who_is_forgotten_and_comes_back_is_still_kept_from_others(chat: Chat) -> None:
    person = await zed(chat)
    await person.says("/kindred join")
    bo = await chat.person("Bo Example")
    assert "never" in (await bo.says("/kindred introduce never Zed Example")).text
    await person.says("/kindred forget confirm")
    assert await rows_with(chat, "zed@example.org") == []
    assert person.account
    assert await rows_with(chat, person.account.id) == []
    await person.says("/kindred join")
    again = await chat.behind(person)
    assert again
    async with chat.work(read_only=True) as work:
        refused = await work.introductions.membership.refused(bo.id)
        assert refused == [(again.id, again.name)]
