"""Each kind of argument as people type it in Slack, or pick it in a form."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.slack import parse
from adapters.slack.refs import channel
from bot.community.people import Ref
from bot.community.profiles import Profile
from bot.routing.command_line import Line
from tests.adapters.slack_table import SlackTable, slack_table
from tests.argument_kinds import shows
from tests.database import engine_at
from tests.stories.programmes import facilitator, set_up


@pytest.fixture
async def engine(sqlite_url: str) -> AsyncIterator[AsyncEngine]:
    async with engine_at(sqlite_url) as made:
        yield made


@pytest.fixture
async def table(engine: AsyncEngine) -> AsyncIterator[SlackTable]:
    async with slack_table(engine) as made:
        yield made


def test_people_and_channels_in_a_line_keep_who_and_which_they_are() -> None:
    typed = "profile <@U1AAA|ada> in <#C1AAA|tea> &amp; <#C2BBB> and <https://x.example|x>"
    line = Line.of(parse.typed(typed, "T1"))
    assert [token.account for token in line.tokens if token.account] == [Ref("slack", "U1AAA")]
    channels = [token.channel for token in line.tokens if token.channel]
    assert channels == [Ref("slack", "T1/C1AAA"), Ref("slack", "T1/C2BBB")]
    assert line.rest(2) == "in #tea & #C2BBB and x"


@shows("a line in Slack", "PersonArg")
async def test_a_program_and_a_stranger_are_no_members_and_who_has_left_still_is(
    table: SlackTable,
) -> None:
    ada, bo = await table.person("Ada Example"), await table.person("Bo Sample")
    user: Any = bo.user  # type: ignore[attr-defined]
    zed = table.slack.world.user("Zed Stranger")
    program = table.slack.world.user("Weather Bot", is_bot=True)
    for nobody in (zed, program):
        answer = await ada.says(f"/kindred profile <@{nobody.id}|someone>")
        assert "don’t know this person" in answer.text
    user.deleted = True
    assert "Bo Sample" in (await ada.says(f"/kindred profile <@{user.id}|bo>")).text


@shows("a line in Slack", "DateArg", "NumberArg", "ChoiceArg")
async def test_a_date_in_words_a_number_and_a_choice(table: SlackTable) -> None:
    ada, rowan = await table.person("Ada Example"), await facilitator(table)
    assert "break" in (await ada.says("/kindred introduce pause until 3 december")).text
    assert "some day" in (await ada.says("/kindred introduce pause some day")).text
    assert "from 1 to" in (await rowan.says("/facilitate round more 0")).text
    assert "no programme" in (await rowan.says("/facilitate round more 1")).text
    wrong = (await rowan.says("/facilitate channel here gossip")).text
    assert "announcements, introductions, call-outs, notices or digests" in wrong


@shows("a line in Slack", "ChannelArg", "YesNoArg")
async def test_a_channel_is_mentioned(table: SlackTable) -> None:
    rowan = await facilitator(table)
    keepers = table.slack.world.channel("keepers")
    mentioned = await rowan.says(f"/facilitate channel <#{keepers.id}|keepers> for notices")
    assert "that channel is for facilitators’ notices" in mentioned.text
    alone = (await rowan.says("/facilitate channel here call-outs")).text
    assert "just between you and me" in alone
    unclear = (await rowan.says("/facilitate channel somewhere")).text
    assert "which channel “somewhere” is" in unclear
    none = (await rowan.says("/facilitate channel none notices")).text
    assert "no channel here is for facilitators’ notices" in none


@shows("a line in Slack", "account")
async def test_somebody_who_has_not_joined_is_mentioned(table: SlackTable) -> None:
    ada = await table.person("Ada Example")
    zed = table.slack.world.user("Zed Stranger")
    told = await ada.says(f"/kindred introduce me <@{zed.id}|zed> because we both bake")
    assert "not part of The Test Table yet" in told.text


@shows("a line in Slack", "TextArg", "ThingArg")
async def test_words_and_a_programme_by_its_name(table: SlackTable) -> None:
    ada, rowan = await table.person("Ada Example", topics=("trust",)), await facilitator(table)
    await set_up(table, rowan, name="Tea")
    await set_up(table, rowan, name="Walks")
    assert "Ada Example" in (await rowan.says("/kindred find trust page 1")).text
    assert "Walks" in (await ada.says("/kindred introduce join walks")).text
    assert "Tea" in (await ada.says("/kindred introduce join")).text


@shows("a form in Slack", "TextArg", "ChoiceArg", "NumberArg")
async def test_a_text_choices_and_a_number_in_a_form(table: SlackTable) -> None:
    rowan = await facilitator(table)
    made = await set_up(table, rowan, name="Tea", weeks="2", weeks_apart="12")
    assert "Tea" in made.text
    wrong = await (await rowan.says("/facilitate programme change Tea")).fill(name="").next()
    assert wrong.error("name")


@shows("a form in Slack", "PersonArg")
async def test_in_a_form_somebody_is_picked_or_named_who_is_only_in_another_chat(
    table: SlackTable,
) -> None:
    ada = await table.person("Ada Example")
    await table.person("Bo Sample")
    async with table.work() as work:
        await work.members.add(table.community, Profile(name="Wen Webb"), table.clock.now())
    for name in ("Bo Sample", "wen webb"):
        await (await ada.says("/kindred introduce never")).fill(who=name).done()
    listed = (await ada.says("/kindred introduce never list")).text
    assert "Bo Sample" in listed
    assert "Wen Webb" in listed
    form = await ada.says("/kindred introduce never")
    assert (await form.fill(who="Nobody Atall").done()).error("who")


@shows("a form in Slack", "DateArg", "ChannelArg")
async def test_a_form_picks_people_channels_and_days_by_slacks_own_menus(table: SlackTable) -> None:
    ada, rowan = await table.person("Ada Example"), await facilitator(table)
    found: dict[str, str] = {}
    for person, said in (
        (ada, "/kindred introduce never"),
        (ada, "/kindred introduce pause"),
        (rowan, "/facilitate channel"),
    ):
        await person.says(said)
        view = table.slack.world.modals[person.user.id][-1]  # type: ignore[attr-defined]
        found |= {
            block["block_id"].partition("@")[0]: block["element"]["type"]
            for block in view.blocks
            if block["type"] == "input"
        }
    assert found["who"] == "users_select"
    assert found["until"] == "datepicker"
    assert found["channel"] == "conversations_select"
    day = await (await ada.says("/kindred introduce pause")).fill(until="2026-12-03").done()
    assert "break" in day.text
    keepers = str(channel(table.slack.team.id, table.slack.world.channel("keepers").id))
    form = await rowan.says("/facilitate channel for notices")
    chosen = await form.fill(channel=keepers, purposes=["notices"]).done()
    assert "for facilitators’ notices" in chosen.text


@shows("a line in Slack", "WhenArg")
async def test_a_time_in_a_line_is_understood_or_asked_about(table: SlackTable) -> None:
    ada = await table.person("Ada Example")
    shown = await ada.says("/event new “Tea &amp; cake” 3 december 10am for 90 minutes, 20 places")
    assert "Thursday, 3 December 2026, 10:00 to 11:30 (London, GMT)" in shown.text
    asked = await ada.says("/event new Tea next friday 5pm for 1 hour")
    for day in ("27 November", "4 December"):
        assert any(f"Friday, {day} 2026, 17:00 to 18:00" in label for label in asked.buttons)
    assert "has passed" in (await ada.says("/event new Tea yesterday at 17:00")).text


@shows("a form in Slack", "WhenArg")
async def test_a_time_in_a_form_is_picked_in_four_parts(table: SlackTable) -> None:
    ada = await table.person("Ada Example")
    form = await ada.says("/event new Tea")
    view = table.slack.world.modals[ada.user.id][-1]  # type: ignore[attr-defined]
    kinds = {b["block_id"]: b["element"]["type"] for b in view.blocks if b["type"] == "input"}
    assert kinds["when@0"] == "datepicker"
    assert kinds["when~time@0"] == "timepicker"
    past = ["2026-11-03", "17:00", "90 minutes", "Europe/Paris"]
    form = await form.fill(when=past).next()
    assert "has passed" in form.error("when")
    form = await form.fill(when=["2026-12-03", *past[1:]]).next()
    shown = await (await form.fill().next()).fill().done()
    assert "Thursday, 3 December 2026, 17:00 to 18:30 (Paris, CET)" in shown.text
