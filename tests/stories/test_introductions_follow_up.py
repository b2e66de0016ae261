"""What becomes of introductions: have you met, stories, results, and what is known of a person."""

import pytest

from bot.community.domain_events import IntroductionMet
from bot.community.people import AccountInfo, Ref
from bot.community.places import Purpose
from bot.features.introductions.follow_up.handlers import say_outcome
from bot.features.introductions.lookup import mine
from bot.routing.interaction import Call, Pressed
from tests.chat import Chat, Person
from tests.stories.programmes import days_pass, facilitator, joining, people, rooms, set_up


async def a_round(chat: Chat, count: int, **choices: str) -> tuple[Person, list[Person]]:
    """A round of this many people that has just opened."""
    rowan = await facilitator(chat)
    await set_up(chat, rowan, **choices)
    everyone = await people(chat, count)
    await rowan.says("/facilitate round open")
    await chat.settle()
    return rowan, everyone


def partners(chat: Chat, everyone: list[Person]) -> list[tuple[Person, Person]]:
    """The people of each room."""
    named = {person.name: person for person in everyone}
    return [(named[one], named[other]) for one, other in rooms(chat)]


@pytest.mark.slow("weeks pass")
async def test_the_summary_never_says_who_said_no(chat: Chat) -> None:
    rowan, everyone = await a_round(chat, 8)
    met, planned, declined, silent = partners(chat, everyone)
    await met[0].says("/kindred introduce met")
    await met[1].says("/kindred introduce not")
    await planned[0].says("/kindred introduce planned")
    refusal = await declined[0].says("/kindred introduce not")
    assert "it happens" in refusal.text
    assert refusal.only_for_actor
    await days_pass(chat, 8)
    summary = rowan.inbox[-1]
    for line in ("4 introductions", "1 met", "1 planned", "1 did not work out", "1 has not answ"):
        assert f"• {line}" in summary
    for person in everyone:
        assert person.name not in summary
        assert person.name.split()[0] not in summary
    assert not silent[0].rooms[0].messages[-1].startswith("Thank")


async def test_the_summary_can_be_read_while_the_round_goes_on(chat: Chat) -> None:
    rowan, everyone = await a_round(chat, 2)
    assert "has not answered" in (await rowan.says("/facilitate round summary")).text
    await everyone[0].says("/kindred introduce met")
    summary = await rowan.says("/facilitate round summary")
    assert "still under way" in summary.text
    assert "1 met" in summary.text


async def test_only_stories_that_may_be_read_are_shown(chat: Chat) -> None:
    rowan, (ada, bo) = await a_round(chat, 2)
    kept = await ada.says("/kindred introduce met We talked until the tea was cold.")
    assert "for you alone" in kept.text
    form = await bo.says("/kindred introduce story")
    await form.fill(story="A <b>good</b> hour.", share="yes").done()
    summary = (await rowan.says("/facilitate round summary")).text
    assert "Bo: “A <b>good</b> hour.”" in summary
    assert "tea was cold" not in summary
    again = await kept.press("Choose who may read it")
    assert again.value("story") == "We talked until the tea was cold."
    await again.fill(share="yes").done()
    assert "tea was cold" in (await rowan.says("/facilitate round summary")).text


async def test_an_answer_can_be_changed(chat: Chat) -> None:
    rowan, (ada, _bo) = await a_round(chat, 2)
    await ada.says("/kindred introduce met")
    await ada.says("/kindred introduce not")
    assert "0 met" in (await rowan.says("/facilitate round summary")).text
    await ada.says("/kindred introduce planned")
    assert "1 planned" in (await rowan.says("/facilitate round summary")).text


async def test_nobody_answers_for_an_introduction_of_others(chat: Chat) -> None:
    rowan, _ = await a_round(chat, 2)
    stranger = await chat.person("Not There")
    for value in ("1:met", "1:maybe", "x:met", ""):
        answer = await stranger.does(Pressed("introductions.answer", value))
        assert "no introduction of yours" in answer.text
    story = await stranger.does(Pressed("introductions.story", "1"))
    assert "no introduction of yours" in story.text
    assert "no introduction of yours" in (await stranger.says("/kindred introduce met")).text
    assert "0 met" in (await rowan.says("/facilitate round summary")).text


@pytest.mark.slow("weeks pass")
async def test_who_has_met_is_not_asked_again(chat: Chat) -> None:
    _, (ada, bo) = await a_round(chat, 2)
    await ada.says("/kindred introduce met")
    await days_pass(chat, 8)
    (room,) = ada.rooms
    assert not any("have you met?" in text for text in room.messages)
    assert not any("ends tomorrow" in text for text in ada.inbox)
    assert any("ends tomorrow" in text for text in bo.inbox)


async def test_two_of_three_may_meet(chat: Chat) -> None:
    rowan, everyone = await a_round(chat, 3, group_size="3")
    await days_pass(chat, 4)
    answer = await everyone[0].rooms[0].press("It’s planned", by=everyone[1])
    assert "I hope you and Ada and Cy" in answer.text
    assert "1 planned" in (await rowan.says("/facilitate round summary")).text


async def test_that_they_met_is_told_to_others_once(chat: Chat) -> None:
    _, (ada, bo) = await a_round(chat, 2)
    events: list[object] = []
    for person in (ada, bo, ada):
        member = await chat.member(person)
        async with chat.work() as work:
            community = await work.people.community(chat.community)
            arrival = chat.arrival(person.id)
            catalogue = chat.core.registry
            call = Call(member, community, arrival, chat.clock.now(), 1, catalogue)
            await say_outcome(call, work, await mine(call, work, "1"), "met")
            events += work.domain_events
    assert events == [IntroductionMet(1, chat.community, (ada.id, bo.id), chat.clock.now())]


async def test_those_who_have_said_when_they_can_meet_get_times(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    ada = await joining(chat, "Ada Example", availability=("wed morning", "fri evening"))
    await joining(
        chat, "Bo Example", availability=("wed morning",), zone="Europe/Berlin", topics=("tea",)
    )
    await rowan.says("/facilitate round open")
    await chat.settle()
    (hello,) = ada.rooms[0].messages
    assert "Wed 25 Nov 2026 09:00 UTC" in hello, "9 in London is 10 in Berlin"
    assert "08:00 UTC" not in hello
    assert "Fri" not in hello


async def test_those_who_have_not_said_when_are_asked_to(chat: Chat) -> None:
    _, (ada, _bo) = await a_round(chat, 2)
    assert "Ada and Bo have not said when" in ada.rooms[0].messages[0]


async def test_a_person_is_given_what_is_known_of_her_but_no_confidences(chat: Chat) -> None:
    _, (ada, bo) = await a_round(chat, 2)
    await ada.says(f"/kindred introduce never <@web:{bo.id}>")
    await ada.says("/kindred introduce met It was good.")
    await ada.says("/kindred introduce pause until 3 December")
    (held,) = (h for h in chat.core.registry.personal_data if h.name == "introductions")
    async with chat.work(read_only=True) as work:
        mine, yours = [await held.export(work, person.id) for person in (ada, bo)]
    assert isinstance(mine, dict)
    assert isinstance(yours, dict)
    assert mine["never_introduce_me_to"] == [bo.name]
    assert mine["introductions"][0]["story"] == "It was good."
    assert mine["paused_until"].startswith("2026-12-03")
    assert yours["never_introduce_me_to"] == []
    assert ada.name not in repr(yours)


@pytest.mark.slow("weeks pass")
async def test_a_story_goes_from_the_summary_with_the_person_who_told_it(chat: Chat) -> None:
    rowan, (ada, bo) = await a_round(chat, 2)
    form = await ada.says("/kindred introduce story")
    await form.fill(story="Tea in the sun.", share="yes").done()
    await bo.says("/kindred introduce planned")
    await days_pass(chat, 8)
    assert "Ada: “Tea in the sun.”" in rowan.inbox[-1]
    assert any(ada.name in text for text in bo.inbox)
    (held,) = (h for h in chat.core.registry.personal_data if h.name == "introductions")
    async with chat.work() as work:
        await held.erase(work, ada.id)
    await chat.settle()
    assert "what became of it" in rowan.inbox[-1]
    assert "Tea in the sun" not in rowan.inbox[-1]
    said = [*bo.inbox, *bo.rooms[0].messages]
    assert not any("Ada" in text for text in said)


@pytest.mark.slow("weeks pass")
@pytest.mark.not_in("slack", reason="the channel is one of the town's, which is not there")
@pytest.mark.not_in("discord", reason="the channel is one of the town's, which is not there")
async def test_what_facilitators_were_told_in_their_channel_forgets_who_is_erased(
    chat: Chat,
) -> None:
    rowan = await facilitator(chat)
    space = await chat.connect()
    async with chat.work() as work:
        await work.people.attach(rowan.id, space, Ref("town", "r"), AccountInfo(rowan.name))
        await work.places.choose(space, Ref("town", "t1/keepers"), [Purpose.NOTICES])
    await set_up(chat, rowan)
    ada, _ = await people(chat, 2)
    await rowan.says("/facilitate round open")
    await chat.settle()
    met = await ada.says("/kindred introduce met")
    await (await met.press("Tell how it was")).fill(story="We had tea.", share="yes").done()
    await days_pass(chat, 8)
    keepers = chat.town.place("keepers")
    assert len([words for words in keepers.messages if "We had tea" in words]) == 1
    assert not any("what became of it" in words for words in rowan.inbox)
    (held,) = [h for h in chat.core.registry.personal_data if h.name == "introductions"]
    async with chat.work() as work:
        await held.erase(work, ada.id)
    await chat.settle()
    assert not any("We had tea" in words for words in keepers.messages)


async def test_a_person_who_is_erased_vanishes(chat: Chat) -> None:
    rowan, (ada, bo) = await a_round(chat, 2)
    await ada.says("/kindred introduce met It was good.")
    await bo.says(f"/kindred introduce never <@web:{ada.id}>")
    await joining(chat, "Cy Example")
    await joining(chat, "Dee Example")
    assert ada.name in (await rowan.says("/facilitate round preview")).text
    (held,) = (h for h in chat.core.registry.personal_data if h.name == "introductions")
    async with chat.work() as work:
        await held.erase(work, ada.id)
    await chat.settle()
    async with chat.work(read_only=True) as work:
        left = await held.export(work, ada.id)
    assert left == {
        "programmes": [],
        "rounds": [],
        "paused_until": None,
        "never_introduce_me_to": [],
        "never_introduce_me_to_accounts": [],
        "never_introduce_me_to_erased": [],
        "introductions": [],
        "events_shared": [],
        "met_elsewhere": [],
    }
    assert ada.name not in bo.rooms[0].messages[0]
    assert ada.name not in (await rowan.says("/facilitate round preview")).text
    assert "nobody on your list" in (await bo.says("/kindred introduce never list")).text
    assert "It was good" not in (await rowan.says("/facilitate round summary")).text
    await days_pass(chat, 9)
