"""A Discord server's Events tab holds the next date of what everybody may come to, each once."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from adapters.discord import refs
from adapters.discord.agenda import EVENT, EVENTS
from bot.community.roles import Role
from bot.features.events.series.domain import Series, weekly
from jobs.permissions import PermissionWatch
from tests.adapters.discord_table import DiscordTable, discord_table
from tests.adapters.discord_things import bits
from tests.adapters.discord_weather import Fault
from tests.adapters.discord_world import INVITED
from tests.database import engine_at
from tests.domain.test_pictures import JPEG, PNG
from tests.stories.events import TEA, as_it_is, at, changes_to, is_cancelled, planned
from tests.stories.test_event_covers import gives

POST, PATCH, DELETE = f"POST {EVENTS}", f"PATCH {EVENT}", f"DELETE {EVENT}"


@pytest.fixture
async def table(sqlite_url: str) -> AsyncIterator[DiscordTable]:
    async with engine_at(sqlite_url) as engine, discord_table(engine) as table:
        yield table
        assert table.discord.violations == []


def listed(table: DiscordTable) -> list[Any]:
    return list(table.home_guild.events.values())


def names(table: DiscordTable) -> list[str]:
    return [each["name"] for each in listed(table)]


async def turned(table: DiscordTable, state: str) -> str:
    fay = await table.person(f"Fay {state}", Role.FACILITATOR)
    said = await fay.says(f"/facilitate event tab {state}")
    await table.settle()
    return said.text


async def test_an_event_is_in_the_tab_from_its_plan_to_its_end(table: DiscordTable) -> None:
    early = await planned(table, title="Early")
    assert listed(table) == [], "nobody has asked for it"
    assert "are in the Events tab" in await turned(table, "on")
    assert names(table) == ["Early"]
    await is_cancelled(table, early.event)
    assert names(table) == []
    tea = await planned(table)
    (event,) = listed(table)
    assert event["name"] == "Tea"
    where = "The Kettle, 3 Mill Lane · online, with a link for those who come"
    assert event["entity_metadata"] == {"location": where}
    assert event["scheduled_start_time"] == "2026-12-18T18:00:00+00:00"
    assert "/event show" in event["description"]
    assert f"/events/{tea.event.uid}" in event["description"]
    assert "meet.example.org" not in str(event)
    fay = await table.person("Fay", Role.FACILITATOR)
    assert "Discord’s Events tab" in (await fay.says("/facilitate event pages off")).buttons
    await table.a_moment()
    assert "https:" not in listed(table)[0]["description"], "there is no page any more"
    await changes_to(table, tea.event, title="Green tea", hidden_place=True)
    await table.a_moment()
    (event,) = listed(table)
    assert event["name"] == "Green tea"
    assert event["entity_metadata"] == {"location": "Told to those who come"}
    await at(table, "2026-12-18T18:30:00")
    await changes_to(table, tea.event, title="Black tea", hidden_place=True)
    await table.a_moment()
    assert names(table) == ["Black tea"], "what is on stays"
    changes = [body for method, _, body, _ in table.discord.log if method == "PATCH"]
    assert "scheduled_start_time" not in str(changes[-1]), "a start that was is not changed"
    await at(table, "2026-12-18T20:00:00")
    assert names(table) == []


async def test_of_a_series_the_next_date_alone_is_there_and_only_for_everybody(
    table: DiscordTable,
) -> None:
    await turned(table, "on")
    tea = await planned(table, series=Series(weekly(TEA.start)))
    assert [each["scheduled_start_time"][:10] for each in listed(table)] == ["2026-12-18"]
    await at(table, "2026-12-18T20:00:00")
    assert [each["scheduled_start_time"][:10] for each in listed(table)] == ["2026-12-25"]
    async with table.work(read_only=True) as work:
        event = await work.events.plans.get(tea.event.id)
    assert event
    await table.person("Bo", networks=("Kettle & Bench",))
    async with table.work(read_only=True) as work:
        (bench,) = await work.events.audience.networks(table.community)
    await changes_to(table, event, networks=(bench.id,))
    assert listed(table) == [], "not everybody there may come"
    await planned(table, title="For some", networks=(bench.id,))
    assert listed(table) == []
    async with table.work(read_only=True) as work:
        event = await work.events.plans.get(tea.event.id)
    assert event
    await changes_to(table, event, networks=())
    assert names(table) == ["Tea"]
    assert "No event of ours" in await turned(table, "off")
    assert listed(table) == []
    await planned(table, title="Late")
    assert listed(table) == []


FAULTS = {
    "before Discord did it": Fault.cut(),
    "after Discord did it": Fault.lose_answer(),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_whatever_goes_wrong_it_is_there_once_as_it_is_and_then_not(
    table: DiscordTable, fault: Fault
) -> None:
    await turned(table, "on")
    struck = [table.discord.faults.add(each, fault) for each in (POST, PATCH, DELETE)]
    tea = await planned(table)
    await passes(table)
    assert names(table) == ["Tea"]
    await changes_to(table, tea.event, title="Green tea")
    await passes(table)
    assert names(table) == ["Green tea"]
    await is_cancelled(table, tea.event)
    await passes(table)
    assert names(table) == []
    assert all(each.met for each in struck)
    async with table.work(read_only=True) as work:
        assert await work.queue.dead() == []


async def passes(table: DiscordTable) -> None:
    """Let the time pass that tries again need."""
    await table.a_moment()
    await table.pass_time(minutes=1)
    await table.a_moment()


async def test_without_the_permission_facilitators_hear_of_it_once_and_later_all_is_there(
    table: DiscordTable,
) -> None:
    await table.discord.allow_bot(table.home_guild, INVITED & ~bits("create_events"))
    fay = await table.person("Fay", Role.FACILITATOR)
    await planned(table)
    await look(table)
    assert "Create Events" not in str(fay.inbox), "nobody has asked for it"
    await turned(table, "on")
    await planned(table, title="More tea")
    for _ in range(2):
        await look(table)
    assert str(fay.inbox).count("Create Events") == 1
    assert "Nothing is missing" not in str(fay.inbox)
    assert listed(table) == []
    await table.discord.allow_bot(table.home_guild, INVITED)
    await look(table)
    assert sorted(names(table)) == ["More tea", "Tea"]
    for name in ("Bo", "Cy", "Di"):
        await (await (await table.person(name)).speaks("fr")).says("/kindred home")
    guild = str(table.home_guild.id)
    async with table.work() as work:
        await work.people.lose(refs.server(guild), "removed", table.clock.now())
    await planned(table, title="Tea while nobody looked")
    assert len(listed(table)) == 2
    await table.kindred.platform.servers.check(guild)
    await table.settle()
    (new,) = [each for each in listed(table) if each["name"] == "Tea while nobody looked"]
    assert "Dire que l’on vient" in new["description"]


async def look(table: DiscordTable) -> None:
    """Look at what the servers let Kindred do an hour later."""
    table.clock.at += timedelta(hours=1)
    core = table.core
    checks = {"discord": table.kindred.platform.permissions}
    await PermissionWatch(core.open_work, core.registry, checks, table.clock).look()
    await table.settle()


async def test_its_picture_is_there_too_while_it_has_one_and_discord_takes_it(
    table: DiscordTable,
) -> None:
    await turned(table, "on")
    rowan = await table.person("Rowan")
    tea = await planned(table, rowan)
    assert listed(table)[0].get("image") is None

    async def pictured() -> str | None:
        await table.a_moment()
        (event,) = listed(table)
        image: str | None = event["image"]
        return image

    await gives(rowan, "tea.png", PNG)
    first = f"data:image/png;base64,{b64encode(PNG).decode()}"
    assert await pictured() == first
    refused = table.discord.faults.add(PATCH, Fault.refuse(50035), when=of_a_picture)
    await (
        (await (await rowan.says("/event cover Tea")).press("Another picture"))
        .fill(file=table.file("tea.jpg", JPEG))
        .done()
    )
    assert await pictured() == first, "what Discord does not take is not there"
    assert refused.met
    await changes_to(table, (await as_it_is(table, tea)).event, title="Green tea")
    assert (await pictured() or "").startswith("data:image/jpeg;base64,/9j/")
    await (await rowan.says("/event cover Green tea")).press("Take it away")
    assert await pictured() is None
    await gives(rowan, "tea.png", PNG, event="Green tea")
    await turned(table, "off")
    await turned(table, "on")
    assert await pictured() == first, "it is listed with it, too"
    async with table.work(read_only=True) as work:
        assert await work.queue.dead() == []


def of_a_picture(body: object) -> bool:
    return isinstance(body, dict) and "image" in body


async def test_what_somebody_took_out_of_the_tab_stays_out_of_it(table: DiscordTable) -> None:
    await turned(table, "on")
    tea = await planned(table)
    table.home_guild.events.clear()
    await changes_to(table, tea.event, title="Green tea")
    await table.a_moment()
    await is_cancelled(table, tea.event)
    assert listed(table) == []
    async with table.work(read_only=True) as work:
        assert await work.queue.dead() == []
