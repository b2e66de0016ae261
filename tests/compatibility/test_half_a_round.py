"""A round that the version before places had half delivered is finished by this one, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.community.facts import Fact
from bot.community.places import FOR_EVERYBODY, Purpose
from bot.delivery.addresses import ToPlace
from bot.features.introductions.follow_up.domain import room_of
from bot.ui.messages import say
from tests.compatibility.former import restore
from tests.compatibility.half import PAIRS, ROWS, HalfARound, waiting
from tests.database import copied, engine_at
from tests.postgres import Server


@pytest.fixture(scope="session")
def half_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The half delivered round on SQLite, to be copied."""
    file = tmp_path_factory.mktemp("half") / "kindred.sqlite3"
    restore(f"sqlite:///{file}", ROWS)
    return file


@pytest.fixture(scope="session")
def half_template(postgres_server: Server) -> str:
    """The half delivered round on PostgreSQL, to be copied."""
    url = postgres_server.create()
    restore(url, ROWS)
    return url


@pytest.fixture(params=["sqlite", "postgres"])
async def chat(request: pytest.FixtureRequest) -> AsyncIterator[HalfARound]:
    """The half delivered round under today's code, on each database in turn."""
    if request.param == "sqlite":
        url = copied(request.getfixturevalue("half_file"))
    else:
        server: Server = request.getfixturevalue("postgres_server")
        url = server.copy(request.getfixturevalue("half_template"))
    async with engine_at(url) as engine:
        yield HalfARound.reopen(engine)


async def test_what_had_not_arrived_arrives_once_and_what_had_does_not_come_again(
    chat: HalfARound,
) -> None:
    there = {key for platform in chat.chats for key in platform.got}
    lost = {"introductions.opened:6", "room:introductions.room:8", "apart:3:introductions.opened:1"}
    assert lost <= waiting() & there, "it arrived, and the process died before it knew"
    assert len(waiting() - there) >= 8
    await chat.finish()
    arrived: Counter[str] = sum((platform.arrived for platform in chat.chats), Counter())
    assert not arrived.keys() & there
    assert set(arrived.values()) == {1}
    async with chat.work(read_only=True) as work:
        assert await work.queue.waiting() == 0
        unreached = {key for key, _ in await work.queue.dead()}
    assert unreached == {"apart:2:introductions.opened:1"}, "Quin takes no direct messages"
    none = {"room:introductions.room:10", "introductions.opened:10"}
    assert waiting() - there - none - unreached <= arrived.keys()


async def test_who_was_introduced_hears_so_once(chat: HalfARound) -> None:
    await chat.finish()
    for name in (name for pair in PAIRS for name in pair):
        said = [words for words in chat.heard_by(name) if "A question to start with" in words]
        assert len(said) == (0 if name == "Quin Sable" else 1), (name, said)
    quin = "I could not reach Quin Sable about introductions"
    assert len([words for words in chat.heard_by("Rowan Hall") if quin in words]) == 1


async def test_a_facilitator_sees_how_far_it_is(chat: HalfARound) -> None:
    rowan = chat.who("Rowan Hall")
    assert "of 10" in (await rowan.says("/facilitate round progress Kindred spirits")).text
    await chat.finish()
    told = (await rowan.says("/facilitate round progress Kindred spirits")).text
    assert "9 of 10 delivered" in told
    assert "Quin Sable and Ray Tarn" in told


async def test_channels_are_spoken_in_as_they_would_have_been(chat: HalfARound) -> None:
    await chat.finish()
    for said in (
        chat.for_all,
        *(chat.town.place(n).messages for n in ("general", "courtyard")),
    ):
        (spirits,) = [words for words in said if words.startswith("Kindred spirits")]
        assert "11:00" in spirits, "a change that waited is made"
        assert len([words for words in said if words.startswith("Supper club")]) == 1
    general = chat.town.place("general").messages
    assert not any("Wyn Yarrow" in words for words in general), "it was read, and is taken back"


async def test_a_channel_is_for_all_that_was_done_in_it(chat: HalfARound) -> None:
    async with chat.work(read_only=True) as work:
        channels = await work.places.channels(chat.community)
    assert {str(place.ref): place.purposes for place in channels} == {
        "web:square:1": {Purpose.ANNOUNCEMENTS},
        "town:t1/general": FOR_EVERYBODY,
        "town:t3/courtyard": FOR_EVERYBODY,
    }


async def test_what_is_said_now_in_a_room_that_is_not_open_yet_comes_after_its_first_words(
    chat: HalfARound,
) -> None:
    more = "By the way"
    async with chat.work() as work:
        for introduction in (7, 9):
            room, fact = room_of(introduction), Fact.of("more", introduction)
            await work.outbox.post(ToPlace(room), say(more), fact, community=chat.community)
    await chat.finish()
    for name in ("Kit Ash", "Max Teal"):
        first, second = chat.heard_by(name)
        assert "A question to start with" in first
        assert second == more


async def test_where_there_was_no_room_each_is_still_written_to_alone(chat: HalfARound) -> None:
    await chat.finish()
    ray = chat.who("Ray Tarn")
    while not any("have you met" in words for words in chat.heard_by("Ray Tarn")):
        assert chat.clock.at < chat.began + timedelta(days=7)
        await chat.skip_time(days=1)
    asked = [words for words in chat.heard_by("Ray Tarn") if "have you met" in words]
    assert len(asked) == 1
    assert not chat.rooms_of(ray)
