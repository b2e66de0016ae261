"""What becomes of ideas: they rest and wake, change hands, are taken back, or become events."""

from __future__ import annotations

from bot.community.domain_events import (
    EventCancelled,
    EventHeld,
    EventOutcomeTold,
    EventPlanned,
    RecordForgotten,
    TakenDown,
)
from bot.features.ideas.domain import IdeaState, fact_of
from bot.routing.interaction import Pressed
from tests.chat import Chat
from tests.stories.ideas import TITLE, days_pass, happens, ideas, leaves, proposed, the_idea
from tests.stories.test_welcome import zed as zed_of


async def test_a_quiet_idea_rests_after_a_week_of_notice_and_whoever_cares_wakes_it(
    chat: Chat,
) -> None:
    ada, bo, cy = [await chat.person(name) for name in ("Ada", "Bo", "Cy")]
    await proposed(ada)
    await days_pass(chat, 82)
    assert ada.inbox == []
    await chat.press_in_for_all("I’m interested", by=bo)
    await days_pass(chat, 82)
    assert ada.inbox == []
    await days_pass(chat, 2)
    assert "still alive" in ada.inbox[-1]
    assert "stays open" in (await ada.presses_in_inbox("Yes, keep it open")).text
    await days_pass(chat, 84)
    asked = len(ada.inbox)
    await days_pass(chat, 6)
    assert (await the_idea(chat)).state is IdeaState.OPEN
    await days_pass(chat, 2)
    assert (await the_idea(chat)).state is IdeaState.RESTING
    assert len(ada.inbox) == asked
    assert "This idea rests" in chat.for_all[0]
    assert TITLE not in (await bo.says("/idea list")).text
    woken = await chat.press_in_for_all("Wake it up", by=cy)
    assert "awake again" in woken.text
    await chat.a_moment()
    assert "2 interested" in chat.for_all[0]
    assert "Cy has woken your idea" in ada.inbox[-1].replace("@", "")
    assert "does not rest" in (await cy.says("/idea wake")).text
    await bo.says("/idea name hide")
    await ada.says("/idea rest")
    await bo.says("/idea wake")
    await chat.settle()
    assert "Somebody has woken your idea" in ada.inbox[-1]


async def test_after_a_long_silence_of_the_machine_a_week_of_notice_is_still_given(
    chat: Chat,
) -> None:
    ada = await chat.person("Ada")
    await proposed(ada)
    await days_pass(chat, 200)
    assert (await the_idea(chat)).state is IdeaState.OPEN
    assert "still alive" in ada.inbox[-1]
    assert "rests now" in (await ada.presses_in_inbox("Let it rest")).text
    assert (await the_idea(chat)).state is IdeaState.RESTING
    assert "no open idea" in (await ada.says("/idea rest")).text


async def test_whoever_could_help_host_is_asked_to_take_an_idea_on(chat: Chat) -> None:
    ada, bo, cy = [await chat.person(name) for name in ("Ada", "Bo", "Cy")]
    await proposed(ada)
    await bo.says("/idea host")
    await cy.says("/idea interested")
    await leaves(chat, ada)
    await chat.a_moment()
    assert "Ada" not in chat.for_all[0]
    assert "Would you take it on" in bo.inbox[-1]
    assert cy.inbox == []
    assert "in your hands" in (await bo.presses_in_inbox("I’ll take it on")).text
    await chat.a_moment()
    assert "Bo" in chat.for_all[0]
    assert (await bo.says("/idea edit")).value("title") == TITLE


async def test_whoever_has_gone_from_all_chats_has_left_their_ideas(chat: Chat) -> None:
    bo = await chat.person("Bo")
    zed = await zed_of(chat)
    await zed.says("/kindred join")
    await proposed(zed)
    await bo.says("/idea host")
    await zed.becomes(kind="gone")
    await chat.a_moment()
    assert "Would you take it on" in bo.inbox[-1]
    assert "Zed" not in chat.for_all[0]
    await bo.presses_in_inbox("I’ll take it on")
    await zed.becomes(kind="person")
    await chat.a_moment()
    assert "Zed" in chat.for_all[0]
    assert "Bo" in chat.for_all[0]


async def test_an_idea_rests_for_which_nobody_cares_when_its_proposer_leaves(chat: Chat) -> None:
    ada = await chat.person("Ada")
    await proposed(ada)
    bo = await chat.person("Bo")
    await leaves(chat, ada)
    await chat.a_moment()
    assert (await the_idea(chat)).state is IdeaState.RESTING
    assert "Ada" not in chat.for_all[0]
    shown = await bo.says("/idea show")
    assert "nobody’s hands" in shown.text
    await shown.press("I’ll take it on")
    cy = await chat.person("Cy")
    assert "hands of Bo" in (await cy.presses("I’ll take it on", [shown.message])).text


async def test_an_idea_is_taken_back_with_a_word_to_those_who_care(chat: Chat) -> None:
    ada, bo = await chat.person("Ada"), await chat.person("Bo")
    await proposed(ada)
    await bo.says("/idea interested")
    assert "those who host this" in (await bo.says("/idea withdraw")).text
    form = await ada.says("/idea withdraw")
    told = await form.fill(message="The hall has one already.").done()
    assert "the one who was interested hears of it" in told.text
    await chat.a_moment()
    assert "The hall has one already." in bo.inbox[-1]
    assert "taken back" in chat.for_all[0]
    assert TITLE not in (await bo.says("/idea list interested")).text
    assert "no idea yet" in (await bo.says("/idea interested")).text


async def test_an_idea_that_is_taken_down_is_nowhere_any_more(chat: Chat) -> None:
    ada, bo = await chat.person("Ada"), await chat.person("Bo")
    await proposed(ada)
    await bo.says("/idea interested")
    idea, now = await the_idea(chat), chat.clock.now()
    await happens(chat, TakenDown(idea.fact, chat.community, None, now, "Not kind."))
    await happens(chat, EventPlanned(1, chat.community, now, origin=idea.fact))  # at just that time
    assert chat.for_all == []
    for person in (ada, bo):
        for line in ("list", "list interested", "list mine"):
            assert TITLE not in (await person.says(f"/idea {line}")).text
    for action in ("show", "interested", "who", "wake"):
        assert "not for you" in (await bo.does(Pressed(f"ideas.{action}", str(idea.id)))).text
    async with chat.work(read_only=True) as work:
        assert await work.opportunities(chat.community, now) == []
    left = (await the_idea(chat)).details
    assert (left.title, left.why, left.topics) == (TITLE, "", ()), "as the record has it"
    await happens(chat, RecordForgotten(idea.fact, chat.community, now))
    assert await ideas(chat) == []


async def test_an_idea_becomes_an_event_and_what_came_of_it_is_found(chat: Chat) -> None:
    ada, bo, cy = [await chat.person(name) for name in ("Ada", "Bo", "Cy")]
    await proposed(ada)
    await bo.says("/idea host")
    await cy.says("/idea interested")
    idea = await the_idea(chat)
    assert "Could you?" in (await cy.says("/idea event")).text
    ways = await bo.says("/idea event")
    assert "2 are interested" in ways.text
    assert ways.buttons == ["Find a time together", "I know when", "Work on this"]
    async with chat.work(read_only=True) as work:
        now, member = chat.clock.now(), await work.people.member(bo.id)
        assert member
        made = await work.origin(fact_of(idea.id), member, now)
        assert made
        assert (made.title, made.hosts, made.interested) == (TITLE, (ada.id, bo.id), (bo.id, cy.id))
        other = await work.people.member(cy.id)
        assert other
        assert await work.origin(fact_of(idea.id), other, now) is None
    assert "you are one only if you make the event" in (await bo.says("/idea name hide")).text
    async with chat.work(read_only=True) as work:
        made = await work.origin(fact_of(idea.id), member, now)
    assert made
    assert made.hosts == (ada.id,), "hosts are named, and Bo's name is told to nobody"
    await happens(chat, EventPlanned(7, chat.community, now, fact_of(idea.id)))
    await chat.a_moment()
    assert "became an event" in chat.for_all[0]
    assert "say that you come" in (await ada.says("/idea interested")).text
    await happens(chat, EventCancelled(7, chat.community, (70,), now))
    assert "the idea can go on" in ada.inbox[-1]
    await ada.presses_in_inbox("Let the idea go on")
    assert (await the_idea(chat)).state is IdeaState.OPEN
    await happens(chat, EventPlanned(8, chat.community, now, fact_of(idea.id)))
    for date in (80, 81):
        await happens(chat, EventHeld(8, date, chat.community, (bo.id,), now))
    await chat.a_moment()
    assert "and it has been" in chat.for_all[0]
    assert [each for each in ada.inbox if "What came of it" in each] == ada.inbox[-1:]
    theirs = EventOutcomeTold(8, chat.community, "For Northerners.", "", now, frozenset({1}))
    await happens(chat, theirs)
    assert (await the_idea(chat)).outcome == "", "it was not for all who see the idea"
    await happens(chat, EventOutcomeTold(8, chat.community, "We met twice.", "", now))
    await chat.a_moment()
    assert "We met twice." in chat.for_all[0], "a host need not tell it here, too"
    assert "told by those" in (await cy.says("/idea outcome")).text
    form = await ada.presses_in_inbox("What came of it")
    await form.fill(outcome="Forty drills are lent out each month.").done()
    await chat.a_moment()
    assert "Forty drills" in chat.for_all[0]
    await happens(chat, EventOutcomeTold(8, chat.community, "Thrice.", "We met twice.", now))
    assert (await the_idea(chat)).outcome.startswith("Forty"), "its proposer has told it since"
    assert "Forty drills" in (await cy.says("/kindred find drills")).text
    assert "Forty drills" in str((await bo.says("/idea outcome")).value("outcome"))
