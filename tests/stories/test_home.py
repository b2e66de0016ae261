"""The home of each member, as they see it."""

import pytest

from bot.community.roles import Role
from bot.routing.interaction import HomeOpened
from bot.ui.messages import Heading
from tests.chat import Chat
from tests.stories.programmes import days_pass, facilitator, joining, people, set_up

MOST_BLOCKS = 100  # that every chat shows in one view


async def test_a_new_member_sees_what_is_left_to_tell_and_what_there_is_to_do(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    home = await ada.says("/kindred home")
    assert "Ada Example in The Test Table" in home.text
    assert "1 of 11 parts of your profile are filled in" in home.text
    assert "Adding what you are looking for helps most" in home.text
    assert "There is no programme of introductions just now" in home.text
    assert {"My profile", "Find people", "All I can do"} <= set(home.buttons)
    assert home.only_for_actor
    assert "For facilitators" not in home.text
    assert (await home.press("My profile")).value("name") == "Ada Example"
    assert "One person is here" in (await home.press("Find people")).text
    assert "What I can do" in (await home.press("All I can do")).text


async def test_help_is_read_in_half_a_minute_and_leads_to_its_parts(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    overview = await ada.says("/kindred help")
    assert " — Find people by what they do" in overview.text
    assert "whether you take part · 18 more\n" in overview.text
    assert (
        "Events: what there is to come, and planning one. All of it: /kindred help event"
        in overview.text
    )
    assert "/event coming" not in overview.text
    assert "facilitate" not in overview.text
    assert len(overview.text.split()) < 300
    part = await overview.press("More: event")
    assert "— Say that you come" in part.text
    assert "/event people" not in part.text  # for hosts
    for asked in (
        "/kindred help event",
        "/event help",
        "event help",
        "/kindred event help",
        "help events",
    ):
        assert (await ada.says(asked)).text == part.text, asked
    assert "— Name one of them" in (await ada.says("/event help day")).text
    assert "/idea list" in (await ada.says("help list")).text
    lost = await ada.says("/kindred help my zeppelin")
    assert "Nothing that I do is called “my zeppelin”" in lost.text
    assert "What I can do" in lost.text
    rowan = await facilitator(chat)
    theirs = await (await rowan.says("/kindred help")).press("More: facilitate")
    assert theirs.text.startswith("For facilitators\n")
    rounds = await rowan.says("/facilitate help round")
    assert "— Let two people change places" in rounds.text
    assert theirs.text == (await rowan.says("/facilitate help")).text
    programmes = await rowan.says("/facilitate help programme")
    assert "/facilitate programme new — Set up" in programmes.text
    assert programmes.text == (await rowan.says("/kindred help programme")).text
    everything = await rowan.says("/kindred help event")
    assert "/facilitate event tab" in (await everything.press("More: facilitate event")).text
    offered = [each.value for each in await rowan.offered("kindred help", "part", "ev")]
    assert offered[:2] == ["event", "event day"]
    assert "programme" not in [each.value for each in await ada.offered("kindred help", "part")]


async def test_the_home_of_a_chat_is_the_same_as_the_command(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    assert (await ada.does(HomeOpened())).text == (await ada.says("/kindred home")).text


async def test_a_profile_that_tells_everything_is_complete(chat: Chat) -> None:
    ada = await chat.person(
        "Ada Example",
        pronouns="she/her",
        headline="Convenor",
        about="Words",
        topics=("tea",),
        offers=("tea",),
        asks=("cake",),
        networks=("Kettle",),
        town="Coventry",
        languages=("English",),
        availability=("mon morning",),
        visibility="networks",
    )
    home = await ada.says("/kindred home")
    assert "11 of 11" in home.text
    assert "That is all there is to tell" in home.text
    assert "People in your networks can see it" in home.text


async def test_one_can_join_leave_and_pause_from_home(chat: Chat) -> None:
    await set_up(chat, await facilitator(chat))
    ada = await chat.person("Ada Example")
    home = await ada.says("/kindred home")
    assert "Kindred spirits: you are not in." in home.text
    assert "You are in" in (await home.press("Count me in")).text
    home = await ada.says("/kindred home")
    assert "Kindred spirits: you are in." in home.text
    assert {"Leave", "Take a break"} <= set(home.buttons)


@pytest.mark.slow("weeks pass")
async def test_what_waits_for_an_answer_comes_first(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan, taking_part="asked")
    ada, bo = await joining(chat, "Ada Example"), await joining(chat, "Bo Example")
    assert "Waiting for your answer" not in (await ada.says("/kindred home")).text
    await days_pass(chat, 6)
    home = await ada.says("/kindred home")
    assert "Waiting for your answer" in home.text
    assert "Are you in the next round of Kindred spirits" in home.text
    for person in (ada, bo):
        await (await person.says("/kindred home")).press("I’m in this time")
    assert "Waiting for your answer" not in (await ada.says("/kindred home")).text
    await days_pass(chat, 3)
    home = await ada.says("/kindred home")
    assert "Bo Example, in Kindred spirits since" in home.text
    assert "Have you met" not in home.text
    await days_pass(chat, 4)
    home = await ada.says("/kindred home")
    assert "Have you met Bo Example?" in home.text
    await home.press("Yes, we met")
    assert "Have you met" not in (await ada.says("/kindred home")).text


async def test_a_facilitator_sees_what_needs_a_decision(chat: Chat) -> None:
    rowan = await facilitator(chat)
    assert "There is no programme of introductions yet" in (await rowan.says("/kindred home")).text
    await set_up(chat, rowan)
    joined = await people(chat, 4)
    home = await rowan.says("/kindred home")
    assert "Kindred spirits: The next round opens on" in home.text
    assert "4 people in it" in home.text
    assert "Would you like to look at it first" not in home.text
    await days_pass(chat, 6.5)
    home = await rowan.says("/kindred home")
    assert "Would you like to look at it first" in home.text
    assert "Ada Example" in (await home.press("Look at the next round")).text
    assert "is drafted" in (await rowan.says("/kindred home")).text
    assert "For facilitators" not in (await joined[0].says("/kindred home")).text


async def test_a_facilitator_sees_how_many_people_could_not_be_reached(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan, taking_part="asked")
    ada = await joining(chat, "Ada Example")
    chat.platform.closed.add(ada.id)
    chat.platform.shut.add("everybody")
    await days_pass(chat, 6)
    assert "I could not reach one person" in (await rowan.says("/kindred home")).text


@pytest.mark.slow("weeks pass")
async def test_the_fullest_home_fits(chat: Chat) -> None:
    rowan = await chat.person("Rowan Hall", role=Role.ADMIN)
    for number in range(12):
        await set_up(chat, rowan, name=f"Programme {number}", taking_part="asked")
        await rowan.says(f"/kindred introduce join Programme {number}")
    await days_pass(chat, 6)
    home = await rowan.says("/kindred home")
    assert len(home.message.blocks) < MOST_BLOCKS
    assert "And 7 more: /kindred introduce" in home.text
    assert "And 7 more: /facilitate programme" in home.text
    assert sum(isinstance(block, Heading) for block in home.message.blocks) == 4
