"""What a command may ask of the database: so many statements, in one transaction."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, text

from bot.community.domain_events import MemberLeft
from bot.community.profiles import Profile
from bot.features.events.ports import Happening
from bot.features.events.rsvps.domain import Answer as Coming
from bot.features.events.rsvps.domain import Response
from bot.features.members.directory.search import Term
from bot.features.members.ports import Where
from bot.routing.interaction import Pressed
from bot.routing.reacting import react
from bot.ui.fields import Raw
from storage.introductions.tables import rounds
from storage.kernel.database import connect
from storage.kernel.unit_of_work import OpenSqlWork
from storage.members.tables import profile_topics
from storage.stores import work_on
from tests.chat import Answer, Chat, Filled, Person
from tests.statements import Asked, counting
from tests.stories.events import at, planned
from tests.stories.programmes import facilitator, joining, set_up

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

TOLD: dict[str, Any] = {
    "headline": "Weaves baskets",
    "about": "Willow, mostly.",
    "topics": ("willow", "reeds"),
    "offers": ("a stake",),
    "networks": ("Kettle & Bench", "Weavers, Wickers"),
    "town": "Hull",
    "languages": ("English",),
    "availability": ("mon morning",),
}
SOME: dict[str, Raw] = {
    "headline": "Weaves chairs",
    "about": "Willow and rush.",
    "home": "Lantern Lane",
    "place": "Leeds",
    "languages": ["English", "Welsh"],
    "topics": ["rush", "reeds"],
    "offers": "a chair",
    "asks": "a lathe",
    "availability": ["tue evening"],
}
EVERYTHING: dict[str, Raw] = SOME | {
    "name": "Ada Weaver",
    "pronouns": "she/her",
    "home": "Nobody Has Named This",
    "others": ["Lantern Lane", "Nor This"],
    "zone": "Europe/Paris",
    "topics": ["chairs"],
    "visibility": "networks",
    "reach": "1",
}


async def last_page(ada: Person, changes: Mapping[str, Raw]) -> Answer:
    """Turn all pages of the profile with these changes, and be at the last."""
    page = await ada.says("/kindred profile")
    for _ in range(3):
        page = await fill(page, changes).next()
    return page


def fill(page: Answer, changes: Mapping[str, Raw]) -> Filled:
    here = {field.name for field in page.dialog.fields}
    return page.fill(**{name: raw for name, raw in changes.items() if name in here})


async def saved(ada: Person, changes: Mapping[str, Raw]) -> Asked:
    """What saving a profile asks for, once all pages before the last one were turned."""
    last = fill(await last_page(ada, changes), changes)
    with counting() as asked:
        answer = await last.done()
    assert answer.text.startswith("Saved.")
    return asked


async def weavers(chat: Chat) -> Person:
    """Ada, who has told of herself, and others in a network of their own."""
    await chat.person("Bo", networks=("Lantern Lane",))
    return await chat.person("Ada", **TOLD)


async def test_a_profile_is_saved_in_fifteen_statements(chat: Chat) -> None:
    ada = await weavers(chat)
    asked = await saved(ada, SOME)
    assert len(asked.statements) <= 15, "\n".join(asked.statements)
    assert asked.transactions == 1
    reads = [each for each in asked.statements if "LEFT OUTER JOIN profiles" in each]
    assert len(reads) == 1


async def test_a_first_profile_is_saved_in_fifteen_statements_and_six_for_what_is_open(
    chat: Chat,
) -> None:
    await weavers(chat)
    asked = await saved(await chat.person("Cy"), EVERYTHING | {"name": "Cy"})
    assert len(asked.statements) <= 21, "\n".join(asked.statements)


async def test_a_profile_that_stays_as_it_is_is_not_written_again(chat: Chat) -> None:
    ada = await weavers(chat)
    asked = await saved(ada, {})
    for table in ("member_networks", "profile_topics", "networks", "directory", "members"):
        written = [each for each in asked.statements if not each.startswith("SELECT")]
        assert not [each for each in written if f" {table} " in each], table


async def test_another_value_in_every_field_takes_four_statements_more(chat: Chat) -> None:
    ada = await weavers(chat)
    asked = await saved(ada, EVERYTHING)  # of which one looks for a network that was meant
    assert len(asked.statements) <= 19, "\n".join(asked.statements)


async def test_how_i_stand_to_introductions_is_told_in_five_statements(chat: Chat) -> None:
    await set_up(chat, await facilitator(chat))
    ada = await joining(chat, "Ada Example")
    with counting() as asked:
        await ada.says("/kindred introduce")
    assert len(asked.statements) <= 5, "\n".join(asked.statements)
    assert asked.transactions == 1


async def test_an_answer_to_an_event_by_its_button_is_seven_statements_or_eight(chat: Chat) -> None:
    tea = await planned(chat, await chat.person("Rowan"), capacity=2)
    counts = []
    for name in ("Ada", "Bo", "Cy"):  # of whom the last waits, and reads where she stands
        person = await chat.person(name)
        with counting() as asked:
            await person.does(Pressed("events.coming", str(tea.date.id)))
        counts.append(len(asked.statements))
        assert not [each for each in asked.statements if each.startswith("SELECT event_rooms")]
    assert max(counts[:2]) <= 7, "\n".join(asked.statements)
    assert counts[2] <= 8, "\n".join(asked.statements)


async def test_what_hosts_do_asks_no_more_for_thirty_people_than_for_three(chat: Chat) -> None:
    rowan = await chat.person("Rowan")
    teas = [(f"Tea for {count}", count) for count in (3, 30)]
    for title, count in teas:
        await who_come(chat, await planned(chat, rowan, title=title, capacity=None), count)
    await at(chat, "2026-12-18 18:00")
    counts = [await what_hosts_ask(rowan, title) for title, _ in teas]
    assert counts[0] == counts[1]
    leaving = []
    for number in range(2):  # of whom events are that have a host
        async with chat.work() as work:
            work.domain_events.append(MemberLeft(chat.community, 0))
            with counting() as asked:
                await react(chat.core.registry, work, chat.clock.now())
        leaving.append(len(asked.statements))
        for each in range(3):
            await planned(chat, rowan, title=f"Cake {number}{each}")
    assert leaving[0] == leaving[1]


async def who_come(chat: Chat, tea: Happening, count: int) -> None:
    """Let so many come who are new."""
    async with chat.work() as work:
        profiles = [Profile(f"{tea.event.details.title}, {number}") for number in range(count)]
        ids = await work.members.add_many(chat.community, profiles, chat.clock.now())
        answers = [(id_, Response(Coming.COMING)) for id_ in ids]
        await work.events.rsvps.take(tea.date.id, answers, chat.clock.now())


async def what_hosts_ask(rowan: Person, title: str) -> list[int]:
    """Of groups, a room, and what came of it: the statements of each."""
    groups = await rowan.says(f"/event day groups {title}")
    with counting() as told:
        assert "Everybody knows" in (await groups.press("Tell everybody")).text
    with counting() as opened:
        await rowan.says(f"/event day room {title}")
    form = await rowan.says(f"/event day outcome {title}")
    with counting() as came_of_it:
        assert "told" in (await form.fill(text="We agreed.").done()).text
    return [len(asked.statements) for asked in (told, opened, came_of_it)]


async def test_a_home_asks_for_no_more_where_there_is_more_on_it(chat: Chat) -> None:
    await set_up(chat, await facilitator(chat))
    ada, bo, *others = [await chat.person(name) for name in ("Ada", "Bo", "Cy", "Dee")]
    counts = []
    for number, other in enumerate(others, 1):
        await introduced(chat, number, ada, bo)
        await bo.says(f"/kindred introduce them {ada.name} to {other.name} because of tea")
        await chat.skip_time(hours=1)
        with counting() as asked:
            home = await ada.says("/kindred home")
        assert home.text.count("in Kindred spirits since") == number
        assert home.text.count("of tea") == number
        counts.append(len(asked.statements))
    assert len(set(counts)) == 1, counts


async def introduced(chat: Chat, number: int, ada: Person, bo: Person) -> None:
    """Let the two be introduced in a round of the only programme that is under way."""
    async with chat.work() as work:
        (programme,) = await work.introductions.programmes.running(chat.community)
        of_it = {"programme_id": programme.id, "number": 100 + number}
        made = rounds.insert().values(**of_it, state="open", opened_at=NOW, seed=1)
        id_ = (await work.connection.execute(made.returning(rounds.c.id))).scalar_one()
        round_ = await work.introductions.rounds.get(id_)
        groups = [((ada.id, bo.id), False)]
        await work.introductions.rounds.introduce(round_, chat.community, groups, NOW)


# Two at once ----------------------------------------------------------------------------------


async def test_of_two_who_save_a_profile_at_once_the_last_has_all_of_it(database_url: str) -> None:
    engine = connect(database_url)
    open_work = work_on(engine)
    former = Profile("Ada", topics=("willow",), networks=("Kettle", "Lane"), headline="Weaver")
    async with open_work() as work:
        community = (await work.people.establish("Tea")).id
        ada: int = await work.members.add(community, former, NOW)
    async with open_work() as work:
        await work.members.lock(ada)
        other = asyncio.create_task(save(open_work, ada, former))
        await somebody_waits(open_work, other)
        changed = replace(former, topics=("rush",), networks=("Lane",), headline="Turner")
        await work.members.save(ada, changed, NOW)
    await other
    async with open_work(read_only=True) as work:
        assert await work.members.profile(ada) == former
        mine = select(profile_topics.c.topic).where(profile_topics.c.member_id == ada)
        assert list(await work.connection.scalars(mine)) == ["willow"]
        viewer = await work.directory.viewer(ada, community)
        for word, found in (("weaver", 1), ("willow", 1), ("turner", 0), ("rush", 0)):
            terms = [Term((word,))]
            matches = await work.directory.matches(viewer, terms, Where(), offset=0, limit=9)
            assert matches.total == found, word
    await engine.dispose()


async def save(open_work: OpenSqlWork, ada: int, profile: Profile) -> None:
    async with open_work() as work:
        await work.members.save(ada, profile, NOW)


async def somebody_waits(open_work: OpenSqlWork, task: asyncio.Task[None]) -> None:
    """Until it is seen waiting for a lock; on SQLite it cannot even begin."""
    async with open_work(read_only=True) as work:
        if work.connection.dialect.name == "sqlite":
            return
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    while not task.done():
        async with open_work(read_only=True) as work:
            if await work.connection.scalar(waiting):
                return
        await asyncio.sleep(0.01)


async def test_where_nothing_is_due_all_schedules_are_asked_at_once(chat: Chat) -> None:
    await planned(chat, await chat.person("Rowan"), capacity=2)
    await chat.core.ticks.run_due()
    with counting() as asked:
        await chat.core.ticks.run_due()
    assert asked.transactions == 1
    assert len(asked.statements) >= len(chat.core.registry.schedules())
    assert asked.alone == []
