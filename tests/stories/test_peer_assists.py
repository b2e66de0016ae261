"""Somebody is stuck: people of several networks and chats give half an hour, step by step."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.community.domain_events import DeliveryRefused, TakenDown
from bot.community.roles import Role
from bot.features.peer_assists.domain import Assist, AssistState, Said, question_to
from bot.routing.interaction import Pressed
from bot.routing.reacting import react
from storage.kernel.journal import Journal
from storage.peer_assists.merging import merge
from tests.chat import Answer, Chat, Person
from tests.database import engine_at
from tests.stories.across import Both, both_chats, web_chat
from tests.stories.ideas import goes, happens, leaves

CASE = "How do I tell our funder that we changed course?"
YES, NO, NEVER = "Yes, half an hour", "Not this time", "Don’t ask me such things"


@pytest.fixture
async def both(sqlite_url: str) -> AsyncIterator[Both]:
    """Slack and Discord, with one core."""
    async with engine_at(sqlite_url) as engine, both_chats(engine) as chats:
        yield chats


async def assist_of(chat: Chat) -> Assist:
    """The newest as it is now."""
    async with chat.work(read_only=True) as work:
        newest: Assist = (await work.peer_assists.in_state(chat.community, list(AssistState)))[0]
    return newest


async def said_of(chat: Chat) -> dict[int, Said]:
    """What has become of the questions, by member."""
    return {each.member: each.said for each in (await assist_of(chat)).requests}


async def asks(chat: Chat, person: Person, label: str = "Ask, without my name") -> Answer:
    """Have the first people asked."""
    shown = await person.says(f'/kindred stuck "{CASE}"')
    answer = await shown.press(label)
    await chat.settle()
    return answer


@pytest.mark.slow("a half hour with seven people in three chats, from the question to the month")
async def test_somebody_who_is_stuck_is_helped_by_people_of_three_chats(both: Both) -> None:
    slack, discord, web = both.slack, both.discord, web_chat(both)
    ada = await slack.person("Ada Example", networks=("Makers",), languages=("English",))
    bo = await discord.person("Bo", networks=("Gardens",), offers=("talking to funders",))
    cy = await web.person("Cy", networks=("Libraries",), topics=("funders",))
    dee = await slack.person("Dee", networks=("Kitchens",), about="I changed course twice.")
    eve = await discord.person("Eve", networks=("Choirs",), offers=("funders", "letters"))
    resting = await slack.person("Fay", networks=("Bells",), offers=("funders",))
    await slack.person("Gus", networks=("Rivers",), offers=("funders",), languages=("Welsh",))
    await resting.says("/kindred introduce pause until 1 february")
    lead = await web.person("Rowan", Role.FACILITATOR, networks=("Makers",))
    people = {each.id: each for each in (bo, cy, dee, eve, lead)}

    form = await ada.says("/kindred stuck")
    shown = await form.fill(
        case=CASE, more="It is <b>one</b> grant, ask @Bo.", times="Tue 10"
    ).done()
    assert "Nobody is asked yet" in shown.text
    assert "Somebody in Makers is stuck with this" in shown.text
    assert await assist_of(web)
    assert not bo.inbox
    asked = await shown.press("Ask, without my name")
    await both.settle()
    assert "I have asked 5 people" in asked.text
    assert set(await said_of(web)) == set(people)  # who rests, or shares no language, is not asked
    assert f"Somebody in Makers is stuck with this:\n“{CASE}”" in bo.inbox[-1]
    assert "Ada" not in bo.inbox[-1]
    assert "grant" not in bo.inbox[-1]

    assert "nobody hears of it" in (await eve.presses_in_inbox(NO)).text
    for helper in (bo, cy):
        await helper.presses_in_inbox(YES)
    await both.settle()
    assert "Ada Example" in bo.inbox[-1]
    assert "ask @Bo" in bo.inbox[-1]
    assert "Tue 10" in bo.inbox[-1]
    assert "With 3 you can begin" in (await ada.says("/kindred stuck begin")).text
    assert not ada.inbox
    await dee.presses_in_inbox(YES)
    await both.settle()
    assert "3 people have said yes" in ada.inbox[-1]
    listed = await lead.says("/facilitate assists")
    assert CASE in listed.text
    assert "3 have said yes" in listed.text
    assert not any(name in listed.text for name in ("Ada", "Bo", "Eve"))
    home = await lead.says("/kindred home")
    assert f"Somebody is stuck: {CASE}" in home.text

    await ada.presses_in_inbox("Begin")
    await both.settle()
    assert both.web_rooms == []  # they share no chat: each is written to, and they talk
    assert "You need not do anything any more" in lead.inbox[-1]
    assert "clarifying questions, 5 minutes" in bo.inbox[-1]
    await cy.writes("Hello all")
    await both.settle()
    assert "Hello all" in bo.inbox[-1]

    again = Pressed("peer_assists.next", "1:0")
    for number, step in enumerate(("the case", "clarifying questions", "advice"), 1):
        by = (cy, ada, bo)[number - 1]
        assert step in (await by.does(Pressed("peer_assists.next", f"1:{number - 1}"))).text
        await both.settle()
        assert cy.inbox[-1].startswith(f"{number} of 5: {step}")
    assert "@Ada Example listens" in cy.inbox[-1]
    assert "You are at: advice" in (await cy.does(again)).text  # the same button twice
    assert "what I take away" in (await dee.says("/kindred stuck next")).text
    note = await ada.says("/kindred stuck note")
    kept = await note.fill(note="Call her first. <3", share="yes").done()
    assert "those who helped you read it" in kept.text
    for at in (4, 5):
        await ada.does(Pressed("peer_assists.next", f"1:{at}"))
    await both.settle()
    assert any("That was it" in each for each in cy.inbox)
    assert any("Call her first" in each for each in bo.inbox)
    assert any("Thank you for your half hour with Ada Example" in each for each in bo.inbox)
    async with web.work(read_only=True) as work:
        known = await work.acquaintances.among([bo.id, cy.id], slack.clock.now() - timedelta(1))
    assert known.met  # they are not introduced as strangers

    slack.clock.at += timedelta(days=31)
    await slack.core.ticks.run_due()
    await both.settle()
    (asked_after,) = [each for each in ada.inbox if "What came of it?" in each]
    assert "Call her first" in asked_after
    form = await ada.presses_in_inbox("Tell what came of it")
    await form.fill(outcome="She said: at last.", share="yes").done()
    assert (await ada.says("/kindred stuck outcome")).value("share") == "yes"
    await slack.core.ticks.run_due()
    await both.settle()
    assert any("She said: at last." in each for each in bo.inbox)
    assert sum("What came of it" in each for each in ada.inbox) == 1
    assert (await assist_of(web)).room_closed
    slack.clock.at += timedelta(days=60)
    await slack.core.ticks.run_due()
    assert set(await said_of(web)) == {bo.id, cy.id, dee.id}  # who said no is forgotten


async def merged(chat: Chat, gone: Person, kept: Person) -> None:
    """Let two turn out to be one person."""
    async with chat.work() as work:
        journal = Journal(work.connection)
        await merge(work.connection, journal, gone.id, kept.id)


@pytest.mark.not_in("slack")  # where a group keeps those it began with
@pytest.mark.slow("everything that can come between a question and a room, in one community")
async def test_whatever_comes_between_nobody_is_left_waiting(chat: Chat) -> None:
    ada = await chat.person("Ada", networks=("Makers",))
    few = await asks(chat, ada)
    assert "asked nobody" in few.text
    assert "/idea new" in few.text
    people = [await chat.person(f"P{n}", networks=(f"N{n}",)) for n in range(12)]
    await people[10].says("/kindred stuck never")
    await ada.says("/kindred introduce never P11")
    shown = await ada.says(f'/kindred stuck "{CASE}"')
    await shown.press("Ask, with my name")
    asked = [p for p in people if p.id in await said_of(chat)]
    assert len(asked) == 5
    assert not {people[10].id, people[11].id} & {p.id for p in asked}
    chat.platform.closed.add(asked[0].id)
    chat.platform.shut.add("everybody")
    await chat.settle()
    assert (await said_of(chat))[asked[0].id] is Said.UNREACHED
    assert f"Ada (Makers) is stuck with this:\n“{CASE}”" in asked[1].inbox[-1]
    assert "One at a time" in (await ada.says("/kindred stuck tea")).text

    await asked[1].presses_in_inbox(NEVER)
    await asked[2].presses_in_inbox(YES)
    assert "Thank you" in (await asked[2].says("/kindred stuck yes")).text  # twice is once
    await chat.pass_time(hours=1)  # one was not reached: others are asked at once
    more = [p for p in people if p.id in await said_of(chat) and p not in asked]
    assert len(more) == 4
    assert not {people[10].id, people[11].id} & {p.id for p in more}
    for helper in (asked[3], more[0]):
        await helper.presses_in_inbox(YES)
    await chat.settle()
    assert "3 people have said yes" in ada.inbox[-1]

    # One never wants to meet another meanwhile, one is somebody else, one leaves: it takes others.
    await more[0].says(f"/kindred introduce never {asked[2].name}")
    fewer = await ada.says("/kindred stuck begin")
    assert "Somebody cannot come any more, and that leaves too few. I’ll ask" in fewer.text
    await chat.settle()
    assert "need not do anything" in more[0].inbox[-1]
    await merged(chat, more[1], asked[3])
    assert (await assist_of(chat)).helpers == (asked[2].id, asked[3].id)
    await leaves(chat, asked[3])
    for helper in more[2:]:
        await helper.presses_in_inbox(YES)
    await chat.settle()
    await asked[4].presses_in_inbox(NO)
    await ada.says("/kindred stuck begin")
    await chat.settle()
    (room,) = ada.rooms
    assert room.members == sorted(["Ada", asked[2].name, more[2].name, more[3].name])
    assert "It has begun already" in (await ada.says("/kindred stuck begin")).text
    await more[2].says("/kindred stuck stop")
    await chat.settle()
    assert "One of you had to go. 2 are still here" in room.messages[-1]
    assert more[2].name not in room.members

    await goes(chat, more[3])
    assert (await said_of(chat)).get(more[3].id, Said.LEFT) is Said.LEFT
    # Whoever asked is forgotten: those who would have helped are told, without a word of the case.
    await leaves(chat, ada)
    assert "whoever asked is not here any more" in asked[2].inbox[-1]
    assert not any(CASE in each for each in asked[2].inbox)
    assert not any(CASE in each for each in room.messages)


@pytest.mark.slow("two weeks, an hour at a time")
async def test_a_week_goes_by_and_the_asker_decides_or_those_who_lead_do(chat: Chat) -> None:
    ada = await chat.person("Ada", networks=("Makers",))
    lead = await chat.person("Rowan", Role.FACILITATOR)
    people = [await chat.person(f"P{n}", networks=(f"N{n}",)) for n in range(4)]
    await (await ada.says("/idea new Tea for funders")).press("Post it")
    form = await ada.does(Pressed("peer_assists.new", "ideas.idea:1"))  # from what it is about
    shown = await form.fill(case=CASE).done()
    assert "It is about: Tea for funders" in shown.text
    await shown.press("Ask, without my name")
    await chat.settle()
    assert "funders" not in people[0].inbox[-1]  # of which not everybody may make something
    for helper in people[:2]:
        await helper.presses_in_inbox(YES)
    await chat.skip_time(days=9)  # it was down meanwhile
    assert "2 people have said yes" in ada.inbox[-1]
    assert "Would you give half an hour" in people[2].inbox[-1]  # who was asked may still say yes
    waits = await ada.presses_in_inbox("Wait another week")
    assert "ask nobody else" in waits.text
    late, unreached = await chat.person("Late", networks=("N9",)), people[3].id
    its_question = question_to((await assist_of(chat)).id, unreached)
    await happens(chat, DeliveryRefused(its_question, chat.community, unreached, "closed"))
    await chat.pass_time(hours=1)
    await chat.skip_time(days=8)
    assert not late.inbox
    await ada.presses_in_inbox("Begin with those")
    await chat.settle()
    (room,) = ada.rooms
    assert room.members == ["Ada", "P0", "P1"]
    assert "need not do anything" in people[2].inbox[-1]
    assert "not needed any more" in (await people[2].says("/kindred stuck yes")).text

    async with chat.work() as work:
        about = (await assist_of(chat)).fact
        work.domain_events.append(TakenDown(about, chat.community, lead.id, chat.clock.now()))
        await react(chat.core.registry, work, chat.clock.now())
    await chat.settle()
    assert "those who lead this community have ended it" in people[0].inbox[-1]
    assert room.messages == []
    assert "nothing of the kind going on" in (await ada.says("/kindred stuck next")).text
    (held,) = (h for h in chat.core.registry.personal_data if h.name == "peer assists")
    async with chat.work(read_only=True) as work:
        given = await held.export(work, people[0].id)
    assert isinstance(given, dict)
    assert given["was_asked"][0]["answer"] == "yes"
    assert given["was_asked"][0]["case"] == ""


@pytest.mark.slow("weeks pass")
async def test_a_room_waits_for_the_day_and_is_looked_in_on_before_it_is_put_away(
    chat: Chat,
) -> None:
    ada, bo, cy, dee = [await chat.person(n, networks=(n,)) for n in ("Ada", "Bo", "Cy", "Dee")]
    await asks(chat, ada)
    eve = await chat.person("Eve")  # who came too late to be asked
    for helper in (bo, cy):
        await helper.presses_in_inbox(YES)
    await chat.skip_time(days=8)
    form = await ada.presses_in_inbox("Work on this")
    assert form.value("question") == CASE
    its_own = Pressed("reports.report", "peer_assists.assist:1")
    assert (await dee.does(its_own)).value("word") == ""
    assert (
        await eve.does(its_own)
    ).text == "This is no longer there, so there is nothing to report."
    await ada.presses_in_inbox("Begin with those")
    await chat.settle()
    (room,) = ada.rooms
    assert "funder" not in room.title  # a title is read by more than those in it
    on = (chat.clock.now() + timedelta(days=15)).date()
    form = await bo.does(Pressed("peer_assists.meet", "1"))
    assert "I have said so in the room" in (await form.fill(day=on.isoformat()).done()).text
    assert "within two months" in (await ada.says("/kindred stuck meet 2028-01-01")).text
    await chat.skip_time(days=15)
    assert "You meet on" in room.messages[-1]
    await chat.skip_time(days=2)
    assert "How is it with your half hour?" in room.messages[-1]
    await ada.says(f"/kindred stuck meet {chat.clock.now() + timedelta(days=1):%Y-%m-%d}")
    await chat.settle()
    for told in ("You meet on", "How is it with your half hour?", "It has been quiet"):
        assert told in room.messages[-1]
        await chat.skip_time(days=8)
    assert (await assist_of(chat)).state is AssistState.OVER
    assert "Thank you for your half hour" not in bo.inbox[-1]
    assert "Bo and" in room.messages[0]
    await leaves(chat, bo)  # and is named no more to those who are still there
    assert "Cy, you have said yes to" in room.messages[0]
    assert not any("Bo" in line for line in [*room.messages, *ada.inbox, *cy.inbox])


async def seen_by(chat: Chat, person: Person) -> list[object]:
    """All that somebody can find out who was asked."""
    typed = [await person.says(f"/kindred {line}") for line in ("stuck yes", "stuck mine", "home")]
    (held,) = (h for h in chat.core.registry.personal_data if h.name == "peer assists")
    async with chat.work(read_only=True) as work:
        said = [each.text.replace(person.name, "you") for each in typed]
        return [person.inbox, said, await held.export(work, person.id)]


@pytest.mark.slow("a half hour from the first yes to the erasure of whoever asked")
async def test_what_was_said_of_it_holds_whoever_comes_and_goes(chat: Chat) -> None:
    ada = await chat.person("Ada", networks=("Makers",))
    people = [await chat.person(f"P{n}", networks=(f"N{n}",)) for n in range(6)]
    await asks(chat, ada)
    asked = await said_of(chat)
    bo, cy, dee, late, unmet = (person for person in people if person.id in asked)
    for helper in (bo, cy, dee):
        await helper.presses_in_inbox(YES)
    await chat.settle()
    await dee.presses_in_inbox("I can’t after all")
    assert "I’ll tell you then" in (await ada.says("/kindred stuck begin")).text
    await chat.pass_time(hours=1)
    await dee.says("/kindred stuck yes")
    await chat.settle()
    assert [text for text in ada.inbox if "3 people have said yes" in text] == ada.inbox
    assert len(ada.inbox) == 2  # told anew, as it was said

    # Whom somebody never wants to meet cannot tell that from having come too late.
    await bo.says(f"/kindred introduce never {unmet.name}")
    assert "Enough others have said yes" in (await unmet.presses_in_inbox(YES)).text
    await ada.says("/kindred stuck begin")
    await chat.settle()
    assert await seen_by(chat, unmet) == await seen_by(chat, late)

    at_once = (each.does(Pressed("peer_assists.next", "1:0")) for each in (ada, cy, dee))
    assert {each.text for each in await asyncio.gather(*at_once)} == {
        "You are at: the case. I have said so in the room."
    }
    for at in (1, 2):
        await ada.does(Pressed("peer_assists.next", f"1:{at}"))
    for share, told in (("yes", "Call her"), ("no", "keeps it to themselves"), ("yes", "Call her")):
        await (await ada.says("/kindred stuck note")).fill(note="Call her.", share=share).done()
        await chat.settle()
        assert told in bo.inbox[-1]
    for at in (3, 4, 5):
        await ada.does(Pressed("peer_assists.next", f"1:{at}"))
    await chat.settle()
    assert "Thank you for your half hour" in bo.inbox[-1]
    await leaves(chat, ada)
    assert not any(CASE in text or "Ada" in text or "Call" in text for text in bo.inbox)
    assert not (await assist_of(chat)).case


@pytest.mark.slow("four cases, and two months")
async def test_nobody_is_asked_too_often_by_two_at_once_or_by_those_who_have_gone(
    chat: Chat,
) -> None:
    askers = [await chat.person(f"Asker {n}", networks=("Makers",)) for n in range(4)]
    people = [await chat.person(f"P{n}", networks=(f"N{n}",)) for n in range(4)]
    for each in askers:
        await each.says("/kindred stuck never")
    drafts = [await each.says("/kindred stuck tea") for each in askers[:2]]
    pressed = (each.press("Ask, without my name") for each in drafts)
    told = sorted([each.text for each in await asyncio.gather(*pressed)])
    assert "I have asked 4 people" in told[0]
    assert "asked nobody" in told[1]
    for gone in askers[:2]:
        await leaves(chat, gone)
    assert "I have asked 4 people" in (await asks(chat, askers[2])).text
    assert all(len(person.inbox) == 1 for person in people)  # of the first nothing is left
    await leaves(chat, askers[2])
    assert "asked nobody" in (await asks(chat, askers[3])).text  # twice a month, at most
    await chat.skip_time(days=61)
    async with chat.work(read_only=True) as work:
        assert not await work.peer_assists.in_state(chat.community, [AssistState.STOPPED])
