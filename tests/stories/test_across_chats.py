"""One community in Slack and in Discord at once: two local servers, two adapters, one core."""

import re
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest

from bot.community.roles import Role
from tests.adapters.discord_actor import DiscordPerson
from tests.chat import Answer, Person, text_of
from tests.database import engine_at
from tests.stories.across import Both, both_chats
from tests.stories.events import as_it_is, planned
from tests.stories.programmes import joining, rooms

YES = "Yes, both are me"


@pytest.fixture
async def both(sqlite_url: str) -> AsyncIterator[Both]:
    """Slack and Discord, with one core."""
    async with engine_at(sqlite_url) as engine, both_chats(engine) as chats:
        yield chats


@pytest.fixture
async def reading(sqlite_url: str) -> AsyncIterator[Both]:
    """The same, where what people write is told to Kindred."""
    async with engine_at(sqlite_url) as engine, both_chats(engine, reads=True) as chats:
        yield chats


async def linked(both: Both, one: Person, other: Person) -> Answer:
    """Let somebody say in Discord that they are also somebody in Slack."""
    code = re.search(r"((?:\w{4}-)+\w{4})", (await one.says("/kindred link")).text)
    assert code
    offered = await other.says(f"/kindred link {code[1]}")
    answer = await offered.press(YES)
    await both.settle()
    both.discord.ids[cast("DiscordPerson", other).user.id] = one.id
    return answer


# Introduced -----------------------------------------------------------------------------------


async def test_two_who_share_no_chat_talk_through_kindred_until_one_of_them_closes_it(
    reading: Both,
) -> None:
    both = reading
    rowan = await both.set_up()
    ada: Any = await joining(both.slack, "Ada Example", topics=("gardens",))
    bo: Any = await joining(both.discord, "Bo Example", topics=("gardens",))
    await both.opens_a_round(rowan)
    assert rooms(both.slack) == rooms(both.discord) == []
    assert both.web_rooms == []
    for me, them in ((ada, "Bo"), (bo, "Ada")):
        told = me.inbox[-1]
        assert re.search(rf"I’m introducing you to @?{them} Example in Kindred spirits", told)
        assert "You both work on gardens" in told
        assert f"{them} and you have no room in one chat" in told
    slack, discord = both.slack.slack, both.discord.discord
    (head,) = [m for m in slack.world.dm(ada.user) if "introducing you" in m.words]
    await slack.say(ada.user, None, "Hello *Bo*", thread_ts=head.ts)
    await both.settle()
    assert "Hello Bo" in bo.inbox[-1].replace("*", "")
    assert "Ada Example" in bo.inbox[-1]
    await discord.say(bo.user, discord.world.dm(bo.user), "Hello Ada, beans?")
    await both.discord.a_moment()
    await both.settle()
    below = [m for m in slack.world.dm(ada.user) if m.thread_ts == head.ts and m.bot_id]
    assert [(m.username, m.words) for m in below] == [("Bo Example", "Hello Ada, beans?")]
    assert "told the other kindly" in (await ada.presses_in_inbox("Close")).text
    await both.settle()
    assert "Ada Example has left your conversation" in bo.inbox[-1]


async def test_each_says_in_their_own_chat_that_they_have_met(both: Both) -> None:
    rowan = await both.set_up()
    ada = await joining(both.slack, "Ada Example")
    bo = await joining(both.discord, "Bo Example")
    await both.opens_a_round(rowan)
    await bo.says("/kindred introduce met")
    story = await ada.says("/kindred introduce story")
    await story.fill(story="We talked about beans.", share="yes").done()
    summary = (await rowan.says("/facilitate round summary")).text
    assert "1 met" in summary
    assert "Ada: “We talked about beans.”" in summary


async def test_who_is_asked_for_in_one_chat_says_yes_in_the_other(both: Both) -> None:
    ada = await both.slack.person("Ada Example")
    bo = await both.discord.person("Bo Example")
    await ada.says("/kindred introduce me Bo Example")
    await both.settle()
    assert "Ada Example" in bo.inbox[-1]
    await bo.says("/kindred introduce accept")
    await both.settle()
    assert both.web_rooms == []
    for me in (ada, bo):
        assert any("have no room in one chat" in told for told in me.inbox)


# One person -----------------------------------------------------------------------------------


@pytest.mark.slow("two chats at once")
async def test_who_is_in_both_is_one_person_and_is_never_introduced_to_themselves(
    both: Both,
) -> None:
    rowan = await both.set_up()
    ada = await joining(both.slack, "Ada Example")
    twin = await joining(both.discord, "Ada Twin")
    answer = await linked(both, ada, twin)
    assert "you are Ada Example in both chats now" in answer.text
    await both.opens_a_round(rowan)
    assert both.web_rooms == []
    assert rooms(both.slack) == rooms(both.discord) == []
    cy = await joining(both.discord, "Cy Example")
    await both.opens_a_round(rowan)
    (room,) = cy.rooms
    assert room.place.members == sorted([ada.id, cy.id])
    assert "@Ada Twin" in room.messages[0]
    assert rooms(both.slack) == []
    assert both.web_rooms == []
    await twin.says("/kindred introduce met")
    assert "1 met" in (await rowan.says("/facilitate round summary")).text


@pytest.mark.slow("two chats at once")
async def test_who_is_in_both_is_reached_where_they_prefer(both: Both) -> None:
    ada = await both.slack.person("Ada Example")
    twin = await both.discord.person("Ada Twin")
    await linked(both, ada, twin)
    discord, slack = both.discord.home_guild.name, both.slack.slack.team.name
    for place, name, chat in ((twin, "Bo", discord), (ada, "Cy", slack)):
        await prefers(ada, chat)
        inboxes = {id(person): len(person.inbox) for person in (ada, twin)}
        other = await both.slack.person(f"{name} Example")
        await other.says("/kindred introduce me Ada Example")
        await both.settle()
        assert name in place.inbox[-1]
        (elsewhere,) = [person for person in (ada, twin) if person is not place]
        assert len(elsewhere.inbox) == inboxes[id(elsewhere)]


async def prefers(person: Person, chat: str) -> None:
    """Choose in the profile in which chat to be reached."""
    page = await person.says("/kindred profile")
    while not any(field.name == "reach" for field in page.dialog.fields):
        page = await page.fill().next()
    (field,) = [field for field in page.dialog.fields if field.name == "reach"]
    (option,) = [option for option in field.options if chat.casefold() in option.label.casefold()]
    await page.fill(reach=option.value).done()


# What is said in one chat holds in the other --------------------------------------------------


async def test_a_block_in_slack_holds_in_discord(both: Both) -> None:
    rowan = await both.set_up()
    ada = await joining(both.slack, "Ada Example")
    bo = await joining(both.discord, "Bo Example")
    await ada.says("/kindred introduce never Bo Example")
    await both.opens_a_round(rowan)
    assert both.web_rooms == []
    told = len(ada.inbox)
    await bo.says("/kindred introduce me Ada Example")
    await both.settle()
    assert len(ada.inbox) == told
    assert both.web_rooms == []


async def test_a_profile_changed_in_slack_shows_in_discord_at_once(both: Both) -> None:
    ada = await both.slack.person("Ada Example")
    bo = await both.discord.person("Bo Example")
    await (await ada.says("/kindred profile")).fill(headline="Keeps *bees*").done()
    shown = await bo.says("/kindred profile Ada Example")
    assert "Keeps *bees*" in shown.text
    assert "Ada Example" in (await bo.says("/kindred find bees")).text


async def test_what_concerns_everybody_is_said_in_both_channels(both: Both) -> None:
    await both.set_up()
    for for_all in (both.slack.for_all, both.discord.for_all):
        assert len([said for said in for_all if "Kindred spirits" in said]) == 1
    bo = await both.discord.person("Bo Example")
    answer = await both.discord.press_in_for_all("Count me in", bo)
    assert "You are in" in answer.text
    assert text_of(answer.message)
    async with both.slack.work(read_only=True) as work:
        member = await work.people.member(bo.id)
    assert member is not None
    assert member.role is Role.MEMBER


# Events ---------------------------------------------------------------------------------------


@pytest.mark.slow("two chats at once")
async def test_people_of_both_chats_answer_one_event_on_one_list(both: Both) -> None:
    tea = await planned(both.slack, capacity=2)
    await both.settle()
    ada, bo = await both.slack.person("Ada Example"), await both.discord.person("Bo Example")
    cy = await both.discord.person("Cy Example")
    await both.slack.press_in_for_all("I’m coming", by=ada)
    await both.discord.press_in_for_all("I’m coming", by=bo)
    waits = await both.discord.press_in_for_all("I’m coming", by=cy)
    assert "you are next" in waits.text
    await both.slack.a_moment()
    await both.settle()
    for card in (both.slack.for_all[-1], both.discord.for_all[-1]):
        assert "2 people are coming · 1 is waiting" in card
    assert "Bo Example" in (await both.slack.press_in_for_all("Who’s coming?", by=ada)).text
    await both.slack.press_in_for_all("I can’t", by=ada)
    await both.settle()
    assert "A place is free for you: Tea" in cy.inbox[-1]
    await cy.presses_in_inbox("Take it")
    assert (await as_it_is(both.slack, tea)).date.tally.seated == 2


@pytest.mark.slow("two chats at once")
async def test_who_is_in_both_and_has_answered_in_both_holds_one_seat(both: Both) -> None:
    tea = await planned(both.slack, capacity=2)
    await both.settle()
    ada, twin = await both.slack.person("Ada Example"), await both.discord.person("Ada Twin")
    bo = await both.discord.person("Bo Example")
    await both.slack.press_in_for_all("I’m coming", by=ada)
    await both.discord.press_in_for_all("I’m coming", by=twin)
    await both.discord.press_in_for_all("I’m coming", by=bo)
    assert (await as_it_is(both.slack, tea)).date.tally.waiting == 1
    await linked(both, ada, twin)
    await both.settle()
    tally = (await as_it_is(both.slack, tea)).date.tally
    assert (tally.seated, tally.offered, tally.waiting) == (1, 1, 0)
    assert "A place is free for you: Tea" in bo.inbox[-1]
    await both.slack.a_moment()
    await both.settle()
    assert "1 person is coming" in both.slack.for_all[-1]
