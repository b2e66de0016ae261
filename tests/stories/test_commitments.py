"""Commitments: small steps, asked about on their day, and help with them from near and far."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.community.domain_events import TakenDown
from bot.community.facts import Fact
from bot.community.roles import Role
from bot.routing.interaction import Pressed
from bot.ui.messages import Message
from tests.chat import Chat
from tests.database import engine_at
from tests.stories.across import Both, both_chats, web_chat
from tests.stories.challenges import QUESTION, posted, the_challenge
from tests.stories.ideas import days_pass, happens, leaves

STEP = "talk to two link workers"


@pytest.fixture
async def both(sqlite_url: str) -> AsyncIterator[Both]:
    async with engine_at(sqlite_url) as engine, both_chats(engine) as chats:
        yield chats


async def it_is(both: Both, day: int, hour: int, minute: int = 0) -> None:
    """Let it be a time in UTC, and what falls due be done."""
    both.slack.clock.at = datetime(2026, 11, day, hour, minute, tzinfo=UTC)
    await both.discord.core.ticks.run_due()
    await both.settle()
    await both.discord.a_moment()


async def test_people_of_three_chats_commit_are_asked_in_their_morning_and_are_helped(
    both: Both,
) -> None:
    web = web_chat(both)
    ada = await both.slack.person("Ada")
    bo = await both.discord.person("Bo", zone="America/Los_Angeles")
    cy = await web.person("Cy", zone="Pacific/Auckland")
    dee = await web.person("Dee", offers=("reading statistics of link workers",))
    eve = await web.person("Eve", offers=("statistics of link workers",))
    fay = await web.person("Fay", offers=("baking bread",))
    ida = await web.person("Ida", zone="Asia/Kolkata", offers=("statistics of link workers",))
    hal = await web.person("Hal", zone="Asia/Tokyo", offers=("statistics of link workers",))
    await eve.says("/kindred introduce never Cy")
    await posted(ada)
    await both.settle()
    # Each commits from where they are: below the card, and whoever does is in the group.
    told = await ada.says_below(f'/kindred commit "{STEP}" by friday')
    assert f"Noted, for {QUESTION}: {STEP} · by Friday, 27 November 2026" in told.text
    told = await bo.says_below("/challenge commit read what Utrecht has found by friday")
    assert f"So you are in {QUESTION} now" in told.text
    await cy.says("/challenge join")
    told = await cy.says("/kindred commit make sense of link worker statistics by friday")
    assert f"for {QUESTION}" in told.text
    alone = await (await cy.says("/kindred commit sleep")).press("Just for me")
    assert "Nobody else sees it" in alone.text
    await both.settle()
    await both.discord.a_moment()
    for chat in (both.slack, both.discord, web):
        assert f"{STEP} · by Friday, 27 November 2026" in chat.for_all[-1]
        assert "sleep" not in chat.for_all[-1]
    # Asked in their own mornings: Friday begins in Auckland.
    await it_is(both, 26, 19, 59)
    assert not any("the day you had in mind" in line for line in cy.inbox)
    await it_is(both, 26, 20)
    assert "the day you had in mind: make sense of link worker" in cy.inbox[-1]
    await it_is(both, 27, 9)
    assert STEP in ada.inbox[-1]
    assert not any("Utrecht" in line for line in bo.inbox)
    await it_is(both, 27, 17)
    assert "Utrecht" in bo.inbox[-1]
    # Ada asks the group, without her name; Bo can help, and only now hears whom.
    form = await ada.presses_in_inbox("Ask for help")
    asked = await form.fill(need="Whom would you ask first?", where="group").done()
    assert "asked the group" in asked.text
    await both.settle()
    for chat in (both.slack, both.discord, web):
        (below,) = chat.below_for_all
        assert "Whom would you ask first?" in below
        assert "Ada" not in below
    assert "you have asked for help" in ada.inbox[-1]
    thread = both.discord.place_of(both.discord.thread)
    await bo.presses("I can help", list(thread.posted.values()))
    await both.settle()
    assert both.web_rooms == []
    assert "can help with this: talk to two link workers" in ada.inbox[-1]
    assert "can help with this: talk to two link workers" in bo.inbox[-1]
    form = await ada.presses_in_inbox("Say something")  # they share no chat, and talk through me
    await form.fill(text="Whom first?").done()
    await both.settle()
    assert bo.inbox[-1] == "Ada:\nWhom first?"
    # Cy asks outside: who offers it and is not kept apart is asked, and named by nobody.
    form = await cy.presses_in_inbox("Ask for help")
    await form.fill(need="How do I read these numbers?", where="outside").done()
    await it_is(both, 27, 20)
    assert "How do I read these numbers?" in dee.inbox[-1]
    assert "Cy" not in dee.inbox[-1]
    assert not any("numbers" in line for one in (eve, fay, hal, ida) for line in one.inbox)
    await it_is(both, 27, 23)  # when Hal’s day begins
    assert "How do I read these numbers?" in hal.inbox[-1]
    for _ in range(2):  # a second tap is the same
        assert "brought the two of you together" in (await dee.presses_in_inbox("I can help")).text
    await both.settle()
    (room,) = both.web_rooms  # both live in the web chat
    assert "@Dee can help with this: make sense of link worker statistics" in room.messages[0]
    await it_is(both, 28, 3)  # when Ida’s day begins, who need not be asked any more
    async with web.work(read_only=True) as work:
        lately = [await work.questions.to(each.id) for each in (dee, hal, ida)]
    assert [len(each) for each in lately] == [1, 1, 0]
    assert ida.inbox == []
    # Done: what happened is told to whom they like, and helpers hear what became of it.
    done = await (await ada.says("/kindred commitments")).press("Done")
    assert "Thank you for telling me" in done.text
    form = await done.press("Say what happened")
    said = form.fill(happened="Both said: ask the neighbours.", tell=["group", "helpers"])
    assert "Noted" in (await said.done()).text
    await both.settle()
    for chat in (both.slack, both.discord, web):
        request, happened = chat.below_for_all
        assert "There is enough help with this by now" in request
        assert "Ada has done it: talk to two link workers. Both said: ask" in happened
    assert "You helped Ada with talk to two link workers" in bo.inbox[-1]
    assert f"{STEP}: done." in ada.inbox
    await both.discord.a_moment()
    assert STEP not in web.for_all[-1]
    await leaves(web, ada)  # what was said in her words goes with her
    await both.settle()
    for chat in (both.slack, both.discord, web):
        assert chat.below_for_all == []


async def test_no_answer_is_fine_and_a_commitment_outlives_the_group(chat: Chat) -> None:
    ada, bo = await chat.person("Ada"), await chat.person("Bo")
    await posted(ada)
    past = await bo.says('/kindred commit "call Cy" by yesterday')
    assert "call Cy: by when?" in past.text
    form = await past.press("Choose a day")
    assert form.value("what") == "call Cy"
    assert "When is meant?" in (await form.fill(until="2026-11-01").done()).error("until")
    asked = await bo.says("/kindred commit by tomorrow")  # to what?
    assert asked.value("until") == (chat.clock.now() + timedelta(days=1)).date().isoformat()
    told = await past.press("No day")
    assert "just for you: call Cy" in told.text  # Bo is in no group
    assert "noted or put away" in (await past.press("No day")).text
    await posted(bo, "Who has the power here?")
    await bo.says("/challenge join measure")
    several = await bo.says("/kindred commit write <@web:1> **an** `email` by tomorrow")
    assert "for which challenge is it?" in several.text
    for _ in range(2):  # a second tap acts no second time
        await several.press("Who has the power here?")
    listed = await ada.says("/challenge commitments power")
    assert listed.text.count("email") == 1
    assert "Bo" in listed.text
    await bo.says("/challenge name hide power")
    assert "somebody in it" in (await ada.says("/challenge commitments power")).text
    assert "Bo" in (await bo.says("/challenge commitments power")).text
    rowan = await chat.person("Rowan", Role.FACILITATOR)
    everywhere = await (await rowan.says("/challenge list")).press("All commitments")
    assert "somebody in it · Who has the power here?" in everywhere.text
    for listed in (everywhere, await ada.says("/challenge commitments power")):
        assert "call Cy" not in listed.text
    await bo.says("/challenge name reveal power")
    await ada.says("/kindred introduce never Bo")
    assert "Bo" not in (await ada.says("/challenge commitments power")).text
    # Kindred was down on that day: asked once, late; then once more, then never again.
    await days_pass(chat, 3)
    assert "I am late asking" in bo.inbox[-1]
    await days_pass(chat, 3)
    assert "Once more" in bo.inbox[-1]
    assert "I am late asking" not in " ".join(bo.inbox)
    before = len(bo.inbox)
    await days_pass(chat, 30)
    assert len(bo.inbox) == before
    # Kept, changed, let go, open again: the question says so, and a tap twice is one.
    for _ in range(2):
        kept = await bo.presses_in_inbox("Keep it")
    assert "I’ll ask again that day" in kept.text
    await chat.settle()
    assert "you keep it" in bo.inbox[-1]
    mine = await bo.says("/kindred commitments email")
    form = await mine.press("Change it")
    assert "It reads so now: visit" in (await form.fill(what="visit", until="").done()).text
    gone = await (await bo.says("/kindred commitments visit")).press("Let it go")
    assert "makes room" in gone.text
    await gone.press("It’s still open")
    # Somebody leaves, or the group ends: it is theirs alone, and they hear of it once.
    for _ in range(2):  # the same said again is the same
        step = await ada.says("/challenge commit write it down")
        assert "Noted, for" in step.text
    assert "write it down" in (await bo.says("/challenge commitments measure")).text
    assert (await bo.says("/challenge commitments measure")).text.count("write it down") == 1
    form = await bo.says("/challenge close power")
    await form.fill(learned="It was us.").done()
    await chat.settle()
    (ended,) = [line for line in bo.inbox if "Is any of it done?" in line]
    assert "visit" in ended
    assert "just for you" in (await bo.says("/kindred commitments visit")).text
    await bo.presses_in_inbox("Done: visit")
    assert "visit" not in (await bo.says("/kindred commitments")).text
    await ada.says("/challenge leave measure")
    await chat.settle()
    assert "is just for you now" in ada.inbox[-1]
    await leaves(chat, bo)
    async with chat.work(read_only=True) as work:
        assert await work.challenges.commitments.all_of(bo.id) == []


async def test_a_no_leaves_no_trace_and_nobody_is_asked_too_often(sqlite_url: str) -> None:
    async with engine_at(sqlite_url) as engine:
        await no_trace(await Chat.open(engine))


def asked_below(chat: Chat) -> list[Message]:
    """What stands in the thread below the card, with its buttons."""
    place = chat.platform.place(f"square:{chat.community}")
    *_, card = place.posted
    return list(chat.platform.place(f"below {card}").posted.values())


async def no_trace(chat: Chat) -> None:
    ada = await chat.person("Ada")
    bo, cy = [await chat.person(name, offers=("reading statistics",)) for name in ("Bo", "Cy")]
    await ada.says('/kindred commit "understand our statistics"')
    form = await (await ada.says("/kindred commitments")).press("Ask for help")
    asked = form.fill(need="Which numbers matter?", where="outside", name="named")
    assert "ask each of them alone" in (await asked.done()).text
    assert "They have been asked already" in (await asked.done()).text  # sent twice
    await chat.pass_time(hours=1)
    for person in (bo, cy):
        assert "Ada would like help with this: understand our statistics" in person.inbox[-1]
    unasked = await (await chat.person("Dee")).does(Pressed("challenges.help_offer", "1"))
    assert "There is enough help" in unasked.text
    assert "Nobody hears of it" in (await bo.presses_in_inbox("Not this time")).text
    report = await cy.presses_in_inbox("Report to the leads")
    assert "Which numbers matter?" in (await report.fill(word="Spam").done()).text
    never = await cy.presses_in_inbox("No such questions, please")
    assert "won’t ask you for help any more" in never.text
    await chat.skip_time(days=2, hours=1)
    assert "Nobody could help" in ada.inbox[-1]
    assert "Bo" not in " ".join(ada.inbox)
    one = Fact.of("challenges.help", 1)
    read = len(bo.inbox)
    await happens(chat, TakenDown(one, chat.community, bo.id, chat.clock.now()))
    assert len(bo.inbox) == read - 1
    # Twice a month is enough for Bo, whoever asks; and Gil may ask three times.
    gil, count = await chat.person("Gil"), len(bo.inbox)
    for number, step in enumerate(("read statistics", "draw statistics", "like statistics", "x")):
        await gil.says(f'/kindred commit "{step}"')
        form = await (await gil.says(f"/kindred commitments {step}")).press("Ask for help")
        told = await form.fill(need="How?", where="outside").done()
        assert ("asked for help 3 times" in told.text) is (number == 3)
        await chat.pass_time(hours=1)
        if number == 0:
            await bo.presses_in_inbox("Not this time")
    assert len(bo.inbox) == count + 1
    assert sum("Nobody could help" in line for line in gil.inbox) == 2
    # In a group: whoever is kept apart reads what everybody reads who comes too late.
    await posted(ada)
    await ada.says("/kindred commit count meals by tomorrow")
    form = await (await ada.says("/kindred commitments meals")).press("Ask for help")
    await form.fill(need="How?", where="group").done()
    await chat.settle()
    await bo.says("/kindred introduce never Ada")
    assert "There is enough help" in (await bo.presses("I can help", asked_below(chat))).text
    assert "your own question" in (await ada.presses("I can help", asked_below(chat))).text
    helpers = [cy, *[await chat.person(name) for name in ("Eve", "Fay")]]
    for person in helpers:
        thanks = await person.presses("I can help", asked_below(chat))
        assert "brought the two of you together" in thanks.text
    await chat.settle()
    assert "There is enough help" in chat.below_for_all[-1]
    # Where somebody took the card away, the group cannot be asked: Ada may ask outside.
    await ada.says("/kindred commit tell stories")
    form = await (await ada.says("/kindred commitments stories")).press("Ask for help")
    chat.platform.place(f"square:{chat.community}").posted.clear()
    assert "asked the group" in (await form.fill(need="How?", where="group").done()).text
    await chat.settle()
    assert "could not ask the group about tell stories" in ada.inbox[-1].replace("*", "")
    assert (await ada.presses_in_inbox("Ask for help")).value("where") == "group"
    challenge = await the_challenge(chat)
    await happens(chat, TakenDown(challenge.fact, chat.community, bo.id, chat.clock.now()))
    assert "A challenge that you were in is there no more" in ada.inbox[-1]
    assert "just for you" in (await ada.says("/kindred commitments meals")).text
