"""What becomes of challenges: who looks after them, where a group is, and how it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.community.domain_events import RecordForgotten, TakenDown, ViewGone
from bot.community.facts import Fact
from bot.community.places import Purpose
from bot.community.roles import Role
from bot.features.challenges.domain import ChallengeState
from tests.chat import Chat
from tests.stories.challenges import QUESTION, challenges, posted, the_challenge
from tests.stories.ideas import days_pass, goes, happens, leaves


async def test_a_group_has_several_hosts_who_are_asked_and_say_where_it_is(chat: Chat) -> None:
    ada, bo, cy = [await chat.person(name) for name in ("Ada", "Bo", "Cy")]
    await posted(ada)
    await cy.says("/challenge join")
    assert "Cy is asked" in (await ada.says("/challenge host @Cy")).text
    assert "has been asked" in (await ada.says("/challenge host @Cy")).text
    assert "yet to answer: Cy" in (await ada.says("/challenge hosts")).text
    assert "those who host this" in (await cy.says("/challenge update")).text
    await chat.settle()
    assert "You host" in (await cy.presses_in_inbox("Yes, gladly")).text
    await ada.says("/challenge host @Bo")
    await chat.settle()
    assert "in good hands" in (await bo.presses_in_inbox("Not this time")).text
    await chat.settle()
    assert len([line for line in ada.inbox if "host" in line]) == 2
    form = await cy.says("/challenge update")
    await form.fill(where_we_are="We count meals eaten together.").done()
    again = await ada.says("/challenge update")
    assert again.value("where_we_are") == "We count meals eaten together."
    await again.fill(where_we_are="Nobody counts; we tell stories.").done()
    again = await ada.says("/challenge update")
    same = await again.fill(where_we_are="Nobody counts; we tell stories.").done()
    assert "Nothing is new" in same.text
    await chat.a_moment()
    assert "Where we are: Nobody counts; we tell stories." in chat.for_all[0]
    assert [line.partition(":")[2].strip() for line in chat.below_for_all] == [
        "We count meals eaten together.",
        "Nobody counts; we tell stories.",
    ]
    history = (await bo.says("/challenge history")).text
    assert "Ada: where we are. Before: “We count meals eaten together.”" in history
    assert "Cy: where we are, for the first time" in history
    down = await (await ada.says("/challenge hosts")).press("Host it no more")
    assert "still in it" in down.text
    async with chat.work(read_only=True) as work:
        channels = await work.places.channels(chat.community, Purpose.ANNOUNCEMENTS)
    assert "hangs in" in (await cy.says("/challenge cards")).text
    card = Fact.of("challenges.card", (await the_challenge(chat)).id)
    for channel in channels:
        assert channel.ref
        await happens(chat, ViewGone(card, chat.community, channel.ref))
    assert (await the_challenge(chat)).details.places == ()
    assert "Nothing is lost" in cy.inbox[-1]


async def test_a_group_ends_with_an_outcome_that_all_hear_of_once_and_anybody_finds(
    chat: Chat,
) -> None:
    ada, bo, cy = [await chat.person(name) for name in ("Ada", "Bo", "Cy")]
    await posted(ada)
    for person in (bo, cy):
        await person.says("/challenge join")
    await cy.says("/challenge leave")
    form = await ada.says("/challenge close")
    assert "A word in one of the three" in (await form.fill().done()).error("learned")
    told = await form.fill(learned="Stories travel further than scores.").done()
    assert "is closed" in told.text
    await chat.a_moment()
    assert "Stories travel" in bo.inbox[-1]
    assert len([line for line in bo.inbox if "Stories travel" in line]) == 1
    assert not [line for line in cy.inbox + ada.inbox if "Stories travel" in line]
    assert "Stories travel" in chat.for_all[0]
    assert "Stories travel" in chat.below_for_all[-1]
    assert "Stories travel" in (await cy.says("/kindred find stories")).text
    assert QUESTION in (await cy.says("/challenge list closed")).text
    assert "What came of it stands" in (await cy.says("/challenge join")).text
    form = await ada.says("/challenge close")
    await form.fill(changed="Two funders asked for stories.").done()
    assert len([line for line in bo.inbox if "Stories travel" in line]) == 1
    assert "Two funders" in (await cy.says("/challenge show")).text
    assert "open again" in (await (await ada.says("/challenge show")).press("Open again")).text
    await chat.settle()
    assert "goes on" in bo.inbox[-1]
    assert (await the_challenge(chat)).people == 2


@pytest.mark.slow("days pass")
async def test_hosts_are_asked_once_past_the_day_until_which_a_group_wanted_to_go_on(
    chat: Chat,
) -> None:
    ada = await chat.person("Ada")
    await posted(ada)
    day = (chat.clock.now() + timedelta(days=3)).date()
    form = await ada.says("/challenge edit")
    changed = await (await form.fill().next()).fill(until=day.isoformat()).done()
    assert "is changed" in changed.text
    await days_pass(chat, 9)
    assert ada.inbox == []
    for _ in range(2):
        await days_pass(chat, 2)
        assert "Shall it end, or go on?" in ada.inbox[-1]
        assert len(ada.inbox) == 1
    form = await ada.presses_in_inbox("It goes on")
    yesterday = (chat.clock.now() - timedelta(days=1)).date().isoformat()
    assert "has passed" in (await form.fill(until=yesterday).done()).error("until")
    assert "as long as you like" in (await form.fill(until="").done()).text
    await days_pass(chat, 30)
    assert len(ada.inbox) == 1


async def test_a_challenge_gathers_people_first_where_the_community_wants_it(chat: Chat) -> None:
    ada, bo, cy = [await chat.person(name) for name in ("Ada", "Bo", "Cy")]
    rowan = await chat.person("Rowan", Role.FACILITATOR)
    form = await rowan.says("/facilitate challenge settings")
    assert "3 people" in (await form.fill(interest="3").done()).text
    assert "gathers people now" in (await posted(ada)).text
    assert "Gathering people: 1 of 3" in chat.for_all[0]
    assert "once enough" in (await bo.says("/challenge join")).text
    await bo.says("/challenge join")
    assert bo.inbox == []
    assert "Good to have you" in (await cy.says("/challenge join")).text
    await chat.a_moment()
    assert (await the_challenge(chat)).state is ChallengeState.OPEN
    assert "Gathering" not in chat.for_all[0]
    for person in (ada, bo):
        assert "3 people are in it" in person.inbox[-1]
    assert cy.inbox == []
    await posted(bo, "Who has the power?")
    opened = await (await rowan.says("/challenge show power")).press("Open it now")
    assert "is open now" in opened.text


async def test_a_challenge_outlives_its_host_and_goes_when_it_is_taken_down(chat: Chat) -> None:
    ada, bo, cy = [await chat.person(name) for name in ("Ada", "Bo", "Cy")]
    rowan = await chat.person("Rowan", Role.FACILITATOR)
    await posted(ada)
    await bo.says("/challenge join")
    await leaves(chat, ada)
    assert "The host of" in bo.inbox[-1]
    assert "nobody’s hands" in (await rowan.says("/kindred home")).text
    assert "nobody’s hands" in (await rowan.says("/facilitate challenge list")).text
    assert "nobody’s hands" not in (await bo.says("/challenge list")).text
    await leaves(chat, await chat.person("Dee"))  # of which the group hears nothing again
    assert len(bo.inbox) == 1
    assert "You host" in (await bo.presses_in_inbox("I’ll host it")).text
    assert "Bo" in (await cy.says("/challenge show")).text
    await cy.says("/challenge join")
    await goes(chat, bo)  # each time anew, those in it are asked
    assert len([line for line in cy.inbox if "The host of" in line]) == 1
    await (await cy.says("/challenge show")).press("I’ll host it")
    await rowan.says("/challenge join")
    await goes(chat, cy)
    assert "nobody’s hands" in (await rowan.says("/kindred home")).text
    bo = await chat.person("Bo")
    await (await bo.says("/challenge show")).press("I’ll host it")
    challenge, now = await the_challenge(chat), chat.clock.now()
    await (await bo.says("/challenge update")).fill(where_we_are="Bad words").done()
    await happens(chat, TakenDown(challenge.fact, chat.community, rowan.id, now))
    await chat.a_moment()
    assert chat.for_all == []
    for person in (bo, rowan):
        assert QUESTION not in (await person.says("/challenge list")).text
    async with chat.work(read_only=True) as work:
        assert await work.challenges.changes.of(challenge.id, 9) == []
    await happens(chat, RecordForgotten(challenge.fact, chat.community, now))
    assert await challenges(chat) == []
