"""What becomes of a conversation when chats, places and people go, and when time passes."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.bootstrap import assemble
from bot.community.domain_events import MemberLeft, SpaceLost, SpaceRegained
from bot.community.people import Ref
from bot.community.roles import Role
from bot.delivery.heard import ReactionsCleared
from bot.delivery.sender import Posted
from bot.routing.background import ThreadExecutor
from bot.routing.reacting import react
from storage.conversations.tables import conversation_messages, conversations
from storage.kernel import changes
from tests.chat import START, Chat, FakeChance
from tests.statements import counting
from tests.stories.conversations import in_town, joined_up, looks_into_own_chat
from tests.stories.test_linking import linked

pytestmark = [pytest.mark.not_in("slack"), pytest.mark.not_in("discord")]


async def words_kept(chat: Chat) -> int:
    async with chat.work(read_only=True) as work:
        kept = select(func.count()).where(conversation_messages.c.spans.is_not(None))
        return int(await work.connection.scalar(kept) or 0)


async def test_changes_may_come_before_what_they_change_and_nothing_is_said_twice(
    chat: Chat,
) -> None:
    ada = await chat.person("Ada", Role.FACILITATOR)
    there = await joined_up(chat, ada)
    new = ada.wrote("Helo", below=there.square)
    await new.edit("Hello", version=2.0)
    await new.is_heard()
    await new.edit("Hell", version=1.0)
    await (await ada.writes("Gone", below=there.square)).edit("")
    gone = ada.wrote("Never mind", below=there.square)
    await gone.delete()
    await gone.is_heard()
    early = ada.wrote("Before you listened", below=there.square, written=1.0)
    await early.is_heard()
    await early.edit("Before, said better")
    chat.clock.at += timedelta(hours=3)
    read_back = ada.wrote("While you were away", below=there.square, written=START.timestamp() + 60)
    await read_back.is_heard()
    await there.settle()
    hello, empty, late = there.in_hall
    assert empty == "Ada:\n…"
    assert hello == "Ada:\nHello"
    assert late.startswith("Ada:\nWhile you were away\nWritten Mon 23 Nov 2026 09:01 UTC, while")


async def test_many_that_were_written_while_nobody_heard_are_announced_before_they_come(
    chat: Chat,
) -> None:
    ada = await chat.person("Ada", Role.FACILITATOR)
    there, hearing = await joined_up(chat, ada), chat.core.dispatcher.hearing
    (hall,) = await hearing.listened_in(chat.there())
    now = START.timestamp()
    chat.clock.at = START + timedelta(minutes=20)
    bo = await in_town(chat, "Bo")
    for count, since in ((9, now), (14, now + 600), (14, now)):
        await hearing.read_back(hall, [since + number for number in range(count)])
    await bo.writes("While you were away", below=there.hall)
    await there.settle()
    assert there.in_square == [
        "While I was away, 14 messages were written in The Town Hall, the first "
        "Mon 23 Nov 2026 09:00 UTC. I bring them now, one after the other.",
        "Bo:\nWhile you were away",
    ]


async def test_who_is_no_member_is_told_that_it_stays_there_and_nothing_else_is_kept(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    ada = await chat.person("Ada", Role.FACILITATOR)
    there = await joined_up(chat, ada)
    zed = chat.stranger("Zed")
    for text in ("A xylophone of strangers", "Another"):
        await zed.writes(text, below=there.hall)
    elsewhere = Posted(there.hall.channel, Ref("town", "some other message"))
    bo = await in_town(chat, "Bo")
    await bo.writes("A xylophone of members", below=elsewhere)
    await bo.writes("A xylophone, alone")
    await bo.writes("", below=there.hall, unread=True)
    await bo.writes("", below=there.hall, unread=True)
    chat.clock.at += timedelta(hours=1)
    cy = await in_town(chat, "Cy")  # and what she wrote before is read back
    written = (START + timedelta(minutes=10)).timestamp()
    await cy.writes("A xylophone before I joined", below=there.hall, written=written)
    await there.settle()
    assert there.in_square == []
    (told,) = [line for line in zed.inbox if "stays in your chat" in line]
    assert "I have kept nothing of it" in told
    assert len([line for line in bo.inbox if "can’t read what people write" in line]) == 1
    assert await words_kept(chat) == 0
    assert "xylophone" not in caplog.text
    async with chat.work(read_only=True) as work:
        for table in ("outbox", "conversation_messages", "answers", "drafts", "settings"):
            rows = await work.connection.exec_driver_sql(f"SELECT * FROM {table}")  # noqa: S608
            assert "xylophone" not in str(rows.all())


async def test_whose_words_do_not_arrive_is_told_and_a_thread_that_is_gone_is_told_of(
    chat: Chat,
) -> None:
    ada = await chat.person("Ada", Role.FACILITATOR)
    there = await joined_up(chat, ada)
    cy = await chat.person("Cy")
    chat.town.shut.add("hall")
    for text in ("One", "Two"):
        await cy.writes(text, below=there.square)
        await there.settle()
        chat.clock.at += timedelta(days=1)
    (told,) = cy.inbox
    assert "did not arrive in The Town Hall" in told
    assert "not in this channel" in told
    dee = await in_town(chat, "Dee")
    await there.press_on_card("Follow in direct messages", dee)
    await there.settle()
    chat.town.closed.add(dee.id)
    await cy.writes("To Dee", below=there.square)
    await cy.writes("To Dee again", below=there.square)
    await there.settle()
    (told,) = [line for line in cy.inbox if "somebody’s direct messages" in line]
    chat.town.shut.clear()
    await cy.writes("This one arrives", below=there.square)
    await there.settle()
    chat.town.shut.add("hall")
    await cy.writes("Another outage", below=there.square)
    await there.settle()
    assert len([line for line in cy.inbox if "did not arrive in The Town Hall" in line]) == 2
    chat.town.shut.clear()
    chat.town.place("hall").posted.clear()
    await cy.writes("Three", below=there.square)
    await there.settle()
    await cy.writes("Four", below=there.square)
    await there.settle()
    assert [line for line in there.in_square if "in The Town Hall is there no more" in line]
    assert any("in The Town Hall is there no more" in line for line in ada.inbox)
    assert "The Town Hall" not in there.cards_here[0]


async def test_a_thread_that_is_deleted_and_pictures_that_are_taken_off_are_heard_of_at_once(
    chat: Chat,
) -> None:
    ada = await chat.person("Ada", Role.FACILITATOR)
    there, bo = await joined_up(chat, ada), await in_town(chat, "Bo")
    hearing = chat.core.dispatcher.hearing
    said = await ada.writes("Hello", below=there.square)
    await there.settle()
    for emoji in ("🎉", "👍"):
        await bo.reacts(there.copy("hall"), emoji)
    await ada.reacts(said.posted, "👍")
    await hearing.clear(ReactionsCleared(there.copy("hall"), "🎉"))
    await there.settle()
    assert there.in_hall == ["Ada:\nHello\n👍 2"]
    await hearing.clear(ReactionsCleared(there.copy("hall")))
    await there.settle()
    assert there.in_hall == ["Ada:\nHello\n👍 1"]
    await hearing.lose(there.hall.channel, there.hall.message)
    await there.settle()
    assert "in The Town Hall is there no more" in there.in_square[-1]
    await bo.writes("Is anybody there?", below=there.hall)
    await there.settle()
    assert not any("Is anybody there?" in line for line in there.in_square)


async def test_who_writes_where_a_conversation_is_closed_is_told_so_once_and_alone(
    chat: Chat,
) -> None:
    ada = await chat.person("Ada", Role.FACILITATOR)
    there, bo, zed = await joined_up(chat, ada), await in_town(chat, "Bo"), chat.stranger("Zed")
    said = await ada.writes("Hello", below=there.square)
    await there.settle()
    await ada.does(there.part)
    for person in (bo, bo, zed):
        await person.writes("Too late", below=there.hall)
    await said.delete()
    await there.settle()
    assert there.in_hall == []
    assert "its threads are joined up no more" in bo.inbox[-1]
    assert (len(bo.inbox), zed.inbox, await words_kept(chat)) == (1, [], 0)
    chat.clock.at += timedelta(days=31)
    assert not await chat.core.dispatcher.hearing.listens(there.hall.channel, there.hall.message)


async def test_a_chat_that_is_lost_and_comes_back_is_carried_to_again(chat: Chat) -> None:
    ada = await chat.person("Ada", Role.FACILITATOR)
    there = await joined_up(chat, ada)
    bo = await in_town(chat, "Bo")
    await there.press_on_card("Follow in direct messages", bo)
    await there.settle()
    await ada.writes("One", below=there.square)
    await there.settle()
    async with chat.work() as work:
        space = await work.people.lose(chat.there(), "gone", chat.clock.now())
        assert space
        work.domain_events.append(SpaceLost(space, "gone"))
        await react(chat.core.registry, work, chat.clock.now())
    await ada.writes("Two", below=there.square)
    await there.settle()
    async with chat.work() as work:
        again = await work.people.regain(chat.there(), "The Town Hall")
        assert again
        work.domain_events.append(SpaceRegained(again))
        await react(chat.core.registry, work, chat.clock.now())
    await ada.writes("Three", below=there.square)
    await there.settle()
    assert there.in_hall == ["Ada:\nOne", "Ada:\nThree"]


async def test_who_leaves_one_chat_reads_and_speaks_on_in_the_other(chat: Chat) -> None:
    ada = await chat.person("Ada", Role.FACILITATOR)
    there = await joined_up(chat, ada)
    bo = await in_town(chat, "Bo")
    await there.press_on_card("Follow in direct messages", bo)
    await there.settle()
    assert "Here you read and answer" in bo.inbox[-1]
    await ada.writes("One", below=there.square)
    await there.settle()
    dee = await in_town(chat, "Dee")
    await there.press_on_card("Follow in direct messages", dee)
    await there.settle()
    await looks_into_own_chat(chat, bo)
    for each in (bo, dee):
        await each.becomes(kind="gone")
    await there.settle()
    assert "one person’s direct messages" in there.cards[0]  # Dee is in no chat any more
    await ada.writes("Two", below=there.square)
    await there.settle()
    assert bo.inbox[-1] == "Ada:\nOne"
    in_the_web = replace(bo, account=None, space=None)
    assert in_the_web.inbox[-1] == "Ada:\nTwo"
    await in_the_web.writes("Still here")
    await there.settle()
    assert there.in_square == ["Bo:\nStill here"]


async def test_nothing_about_a_conversation_is_lost_by_a_restart(chat: Chat) -> None:
    ada = await chat.person("Ada", Role.FACILITATOR)
    there = await joined_up(chat, ada)
    said = await ada.writes("Before", below=there.square)
    await ada.writes("Not sent yet", below=there.square)
    core = chat.core
    again = assemble(
        core.open_work._engine,
        {"web": chat.platform, "town": chat.town},
        chat.clock,
        FakeChance(),
        ThreadExecutor(),
        machine_clock=chat.clock,
    )
    chat.core = replace(again, dispatcher=again.dispatcher)
    await there.settle()
    await said.is_heard()
    await said.edit("After")
    await there.settle()
    assert there.in_hall == ["Ada:\nAfter", "Ada:\nNot sent yet"]


async def test_words_go_when_they_are_old_and_a_later_edit_still_finds_its_copies(
    chat: Chat,
) -> None:
    ada = await chat.person("Ada", Role.FACILITATOR)
    there = await joined_up(chat, ada)
    bo = await in_town(chat, "Bo")
    one = await ada.writes("One", below=there.square)
    two = await ada.writes("Two", below=there.square)
    await there.settle()
    answer = there.copy("hall", 0)
    assert "kept for 20 days" in (await ada.says("/facilitate challenge threads keep 20")).text
    await chat.skip_time(days=21)
    assert await words_kept(chat) == 0
    await bo.reacts(answer, "👍")
    await there.settle()
    assert there.in_hall == ["Ada:\nOne", "Ada:\nTwo"]
    await bo.writes("Indeed", below=there.hall, answers=answer)
    await two.delete()
    await one.edit("One, a month later")
    await there.settle()
    assert there.in_hall == ["Ada:\nOne, a month later\n👍 1"]
    assert there.in_square == ["Bo:\n↪ Ada: One, a month later\nIndeed"]
    await ada.does(there.part)
    await there.settle()
    assert "carried" not in there.cards[0]
    await ada.writes("To nobody", below=there.square)
    await there.settle()
    assert len(there.in_hall) == 1
    await chat.skip_time(days=366)
    async with chat.work(read_only=True) as work:
        assert await work.connection.scalar(select(func.count(conversations.c.id))) == 0


async def test_what_somebody_said_is_given_to_them_and_is_taken_back_everywhere_with_them(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "_AT_ONCE", 1)  # as if it were more than a query may have
    ada = await chat.person("Ada", Role.FACILITATOR)
    there = await joined_up(chat, ada)
    bo, cy = await in_town(chat, "Bo"), await chat.person("Cy")
    await there.press_on_card("Follow in direct messages", cy)
    await there.settle()
    await bo.writes("My other words", below=there.hall)
    await bo.writes("My words", below=there.hall)
    await there.settle()
    await cy.writes("Yours?", answers=chat.platform.top(f"direct:{cy.id}"))
    await there.settle()
    await bo.reacts(there.copy("hall"), "🎉")
    await there.settle()
    assert there.in_square[1:] == ["Bo:\nMy words", "Cy:\n↪ Bo: My words\nYours?\n🎉 1"]
    async with chat.work() as work:
        held = {each.name: each for each in chat.core.registry.personal_data}["conversations"]
        given: Any = await held.export(work, bo.id)
        assert given["said"][1]["words"] == "My words"
        assert given["reactions"] == [{"in": given["said"][0]["in"], "picture": "🎉"}]
        await held.erase(work, bo.id)
        work.domain_events.append(MemberLeft(chat.community, bo.id))
        await react(chat.core.registry, work, chat.clock.now())
    await there.settle()
    assert there.in_square == ["Cy:\n↪ (taken back)\nYours?"]
    assert "My words" not in str(cy.inbox)
    assert await words_kept(chat) == 1


async def test_two_who_are_one_have_said_it_as_one_and_read_on_in_one_place(chat: Chat) -> None:
    ada = await chat.person("Ada", Role.FACILITATOR)
    there = await joined_up(chat, ada)
    bo, other = await in_town(chat, "Bo"), await chat.person("Robert")
    await there.press_on_card("Follow in direct messages", bo)
    await there.settle()
    await bo.writes("As Bo", below=there.hall)
    await there.settle()
    assert await there.press_on_card("Follow in direct messages", other)
    await there.settle()
    await looks_into_own_chat(chat, other)
    old = await ada.writes("Old news", below=there.square)
    await there.settle()
    assert [each.inbox.count("Ada:\nOld news") for each in (bo, other)] == [1, 1]
    await linked(other, bo)
    member = await chat.behind(bo)
    assert member
    await old.delete()
    await ada.writes("Who is it?", below=there.square)
    await there.settle()
    assert "Old news" not in str((bo.inbox, other.inbox))
    heads = [each.inbox[0] for each in (bo, other)]
    assert sorted("in your other chat now" in each for each in heads) == [False, True]
    assert sorted("Here you read and answer" in each for each in heads) == [False, True]
    assert there.in_square[0].endswith(f"{member.name}:\nAs Bo")
    reading = bo if "Here you read" in heads[0] else other
    assert reading.inbox[-1] == "Ada:\nWho is it?"


async def test_what_is_heard_is_so_many_statements_however_many_read_it(chat: Chat) -> None:
    ada = await chat.person("Ada", Role.FACILITATOR)
    there = await joined_up(chat, ada)
    counts = []
    for readers in (1, 3):
        for number in range(readers):
            cy = await chat.person(f"Cy {readers} {number}")
            await there.press_on_card("Follow in direct messages", cy)
        await there.settle()
        await ada.writes("Before", below=there.square)
        with counting() as asked:
            await ada.writes("Hello", below=there.square)
        counts.append(len(asked.statements))
        await there.settle()
    assert counts[0] == counts[1]
    assert counts[0] <= 12, "\n".join(asked.statements)
    with counting() as asked:
        assert not await chat.core.dispatcher.hearing.listens(chat.channel("elsewhere"))
    assert len(asked.statements) == 1
