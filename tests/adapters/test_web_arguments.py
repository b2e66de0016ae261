"""Each kind of argument as people type it in the web chat, or fill it into a form there."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from bot.community.dates.exact import typed
from tests.adapters.webchat import Visit, WebChat, web_chat
from tests.argument_kinds import shows
from tests.database import engine_at
from tests.stories.test_arguments import feature


@pytest.fixture
async def chat(database_url: str) -> AsyncIterator[WebChat]:
    async with engine_at(database_url) as engine, web_chat(engine, feature) as opened:
        yield opened


async def says(chat: WebChat, visit: Visit, line: str, *mentioned: str) -> str:
    ids: dict[str, str | list[str]] = {"mention": [str(chat.members[n].id) for n in mentioned]}
    return await visit.post(f"/p/{visit.place}/say", text=f"/kindred {line}", **ids)


@shows("a line in the web chat", "PersonArg", "NumberArg", "ChoiceArg", "YesNoArg", "DateArg")
async def test_a_person_a_number_a_choice_yes_and_a_date_in_a_line(chat: WebChat) -> None:
    visit = await chat.enter(await chat.join("Ada Example"))
    await chat.join("Bo Other")
    poured = "Bo Other, 3, large, True, 2026-12-03"
    line = "pour {} 3 large yes on 3 december"
    assert poured in await says(chat, visit, line.format("Bo Other"))
    assert poured in await says(chat, visit, line.format("@Bo Other"), "Bo Other")
    assert "from 1 to 9" in await says(chat, visit, "pour Bo Other 30 large")


@shows("a line in the web chat", "account", "ChannelArg", "TextArg")
async def test_a_channel_and_a_text_in_a_line(chat: WebChat) -> None:
    visit = await chat.enter(await chat.join("Ada Example"))
    for_all = f"web:square:{chat.community.id}"
    said = f"Ada Example, {for_all}, of tea"
    assert said in await says(chat, visit, "invite Ada Example #welcome because of tea")
    assert said in await says(chat, visit, "invite Ada Example here because of tea")
    assert "which channel “#cellar” is" in await says(chat, visit, "invite Ada Example #cellar")
    nobody = await says(chat, visit, "invite <@web:999> because of tea")
    assert "the account web:999, None, of tea" in nobody


@shows("a line in the web chat", "WhenArg")
async def test_a_time_in_a_line(chat: WebChat) -> None:
    visit = await chat.enter(await chat.join("Ada Example"))
    told = await says(chat, visit, "gather 3 december 10am for 90 minutes, 20")
    assert "2026-12-03 10:00 - 11:30 Europe/London, 20" in told


@shows("a line in the web chat", "ThingArg")
async def test_a_thing_in_a_line(chat: WebChat) -> None:
    visit = await chat.enter(await chat.join("Ada Example"))
    assert "Ada Example brews 2" in await says(chat, visit, "brew Ada Example black")


@shows("a form in the web chat", "TextArg", "DateArg", "NumberArg", "ChoiceArg", "PersonArg")
async def test_each_kind_in_a_form(chat: WebChat) -> None:
    visit = await chat.enter(await chat.join("Ada Example"))
    bo = await chat.join("Bo Other")
    await visit.say("/kindred plan")
    await fills(visit, "next", title="A walk")
    await fills(visit, "next", day="3 december", size="12", kind="walk")
    await fills(visit, "done", host="bo other")
    (plan,) = chat.told.plans
    assert (plan.title, plan.day, plan.size) == ("A walk", date(2026, 12, 3), 12)
    assert (plan.kind, plan.host) == ("walk", bo)


@shows("a form in the web chat", "WhenArg")
async def test_a_time_in_a_form_is_picked_in_parts(chat: WebChat) -> None:
    visit = await chat.enter(await chat.join("Ada Example"))
    await visit.say("/kindred plan")
    await fills(visit, "next", title="A walk")
    await fills(visit, "next")
    assert 'type="date" name="parts.at" value=""' in visit.html
    assert 'name="parts.at" value="Europe/London"' in visit.html
    wrong = ["2026-11-23", "18:30", "an hour and a half", "Europe/Paris"]
    await fills(visit, "done", at=wrong)
    assert "that has passed" in visit.html
    assert 'value="an hour and a half"' in visit.html
    await fills(visit, "done", at=["2026-12-03", *wrong[1:]])
    (plan,) = chat.told.plans
    assert plan.at is not None
    assert typed(plan.at) == "2026-12-03 18:30 - 20:00 Europe/Paris"


@shows("a form in the web chat", "FileArg")
async def test_a_file_in_a_form(chat: WebChat) -> None:
    visit = await chat.enter(await chat.join("Ada Example"))
    await visit.say("/kindred give")
    await visit.gives("people.csv", b"name\nBo\n", page="0", turn="done")
    assert chat.told.files == [("people.csv", b"name\nBo\n")]


async def fills(visit: Visit, turn: str, **values: str | list[str]) -> None:
    """Fill in the page of the form that is open, and go on."""
    page, ticket = visit.field("page"), visit.field("ticket")
    given = {
        f"{'parts' if isinstance(said, list) else 'one'}.{name}": said
        for name, said in values.items()
    }
    await visit.post("/form", ticket=ticket, page=page, turn=turn, **given)
