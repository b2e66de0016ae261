"""What is open in other networks: shown where people are, and to each on their home."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bot.community.domain_events import TakenDown
from bot.community.facts import Fact
from bot.community.people import AccountInfo, Ref
from bot.community.places import Purpose
from bot.features.events import planning
from bot.routing.interaction import HomeOpened
from bot.routing.reacting import react
from tests.chat import Chat, Person
from tests.stories.events import TEA, at
from tests.stories.programmes import facilitator

HOUSING = "Housing for all"


async def plan(chat: Chat, by: Person, title: str, day: int, **details: object) -> None:
    """Plan an event that hangs nowhere yet."""
    async with chat.work() as work:
        start = datetime.fromisoformat(f"2026-12-{day:02} 18:00")
        made = replace(TEA, title=title, description="", start=start, **details)  # type: ignore[arg-type]
        await planning.plan(work, chat.community, made, by.id, chat.clock.now())


async def of_the_town(chat: Chat, *people: Person, locale: str = "fr") -> Ref:
    """Let these people be in the town, with a channel there that is for digests."""
    space = await chat.connect()
    async with chat.work() as work:
        for person in people:
            account = Ref("town", f"u{100 + person.id}")
            await work.people.attach(person.id, space, account, AccountInfo(person.name))
            await work.people.set_locale(person.id, locale)
        await work.places.choose(space, chat.channel("general"), [Purpose.DIGESTS])
    return chat.channel("general")


async def is_taken_down(chat: Chat, title: str) -> None:
    """Let facilitators take down an event."""
    async with chat.work() as work:
        found = await work.events.plans.in_community(chat.community, 100)
        (id_,) = [event.id for event in found if event.details.title == title]
        now = chat.clock.now()
        work.domain_events.append(
            TakenDown(Fact.of("events.event", id_), chat.community, None, now)
        )
        await react(chat.core.registry, work, now)
    await chat.settle()


@pytest.mark.not_in("slack", reason="this happens between the web chat and the town")
@pytest.mark.not_in("discord", reason="this happens between the web chat and the town")
async def test_a_channel_is_shown_what_suits_it_once_in_its_language_and_its_morning(
    chat: Chat,
) -> None:
    ada = await chat.person("Ada", networks=("Kettle & Co",))
    mine: dict[str, Any] = {"networks": ("Mill Lane",), "zone": "America/New_York"}
    topics = [("housing",), ("housing",), ("housing", "tea"), ("housing",), ("housing", "tea")]
    people = [
        await chat.person(f"Person {number}", topics=each, **mine)
        for number, each in enumerate(topics)
    ]
    await of_the_town(chat, *people)
    for title, day in ((HOUSING, 9), ("Tea and cake", 8), ("Chess", 7)):
        await plan(chat, ada, title, day)
    await plan(chat, people[0], "Housing here", 7)
    await at(chat, "2026-11-24 13:59")
    assert chat.town.place("general").messages == []
    await at(chat, "2026-11-24 15:00")
    (said,) = chat.town.place("general").messages
    assert said.startswith("Ouvert à tous, dans d’autres réseaux")
    first, second = [line for line in said.splitlines() if line.startswith("•")]
    assert HOUSING in first
    assert "proposé par Kettle & Co · car plusieurs d’entre vous s’intéressent à : housing" in first
    assert "Tea and cake" in second
    assert "car" not in second, "fewer than five care about it"
    assert "Chess" not in said
    assert "Housing here" not in said
    assert not any(person.name in said for person in people)
    shown = list(chat.town.place("general").posted.values())
    assert "18:00" in (await people[0].presses(HOUSING, shown)).text
    await is_taken_down(chat, "Tea and cake")
    (left,) = chat.town.place("general").messages
    assert first in left
    assert second not in left
    await plan(chat, ada, "Housing again", 29)
    for when in ("2026-12-01 15:00", "2026-12-08 15:00"):
        await at(chat, when)
    (_, later) = chat.town.place("general").messages
    assert "Housing again" in later
    assert HOUSING not in later
    await at(chat, "2026-12-22 15:00")
    assert len(chat.town.place("general").messages) == 2, "never, if there is nothing"
    await is_taken_down(chat, "Housing again")
    assert len(chat.town.place("general").messages) == 1


async def test_a_home_shows_what_is_open_elsewhere_until_one_has_answered_it(chat: Chat) -> None:
    ada = await chat.person("Ada", networks=("Kettle & Co",))
    bo = await chat.person("Bo", networks=("Mill Lane",), topics=("housing",))
    for title, day in (("Tea", 7), (HOUSING, 9)):
        await plan(chat, ada, title, day)
    await plan(chat, bo, "Housing here", 8)
    home = (await bo.does(HomeOpened())).text
    mine, _, elsewhere = home.partition("Open in other networks")
    assert "Housing here" in mine
    assert "Tea" not in mine
    first, second = [line for line in elsewhere.splitlines() if line.startswith("•")][:2]
    assert f"{HOUSING} · " in first
    assert first.endswith("from Kettle & Co · because you care about housing")
    assert "Tea" in second
    await bo.says(f"/event coming {HOUSING}")
    mine, _, elsewhere = (await bo.does(HomeOpened())).text.partition("Open in other networks")
    assert HOUSING in mine
    assert HOUSING not in elsewhere


async def test_who_has_told_what_they_care_about_sees_what_is_open_to_them(chat: Chat) -> None:
    ada = await chat.person("Ada")
    for title, day in (("Tea", 7), (HOUSING, 9), ("Chess", 8), ("Cake", 10)):
        await plan(chat, ada, title, day)
    zed = await chat.person("Zed")
    page = await zed.says("/kindred profile")
    while "topics" not in {field.name for field in page.dialog.fields}:
        page = await page.fill().next()
    saved = await page.fill(topics=["housing"]).done()
    said = saved.text.partition("Open just now:")[2]
    titles = [line.split(" · ")[0] for line in said.splitlines() if line.startswith("•")]
    assert titles == [f"• {HOUSING}", "• Tea", "• Chess"]
    again = await (await zed.says("/kindred profile")).fill(name="Zed").done()
    assert again.text.startswith("Saved.")
    assert "Open just now:" not in again.text


@pytest.mark.not_in("discord", reason="facilitators’ commands are offered in servers only")
@pytest.mark.not_in("slack", reason="it is the web chat's own story")
async def test_digests_can_be_wanted_in_the_web_chat_too_and_no_more(chat: Chat) -> None:
    rowan = await facilitator(chat)
    assert (
        "web chat’s channel up to three"
        in (await rowan.says("/facilitate channel for digests")).text
    )
    async with chat.work(read_only=True) as work:
        (place,) = await work.places.channels(chat.community, Purpose.DIGESTS)
    assert (
        "nothing from other networks" in (await rowan.says("/facilitate channel none digests")).text
    )
    async with chat.work(read_only=True) as work:
        assert await work.places.channels(chat.community, Purpose.DIGESTS) == []
        (place,) = await work.places.channels(chat.community)
        assert place.purposes == {Purpose.ANNOUNCEMENTS}
