"""What is kept for a while only, and what has to stay, so that nothing is said twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Column, func, select

from bot.community.facts import Fact
from bot.delivery.addresses import ToMember, ToPlace
from bot.delivery.outbox import WORDS_KEPT
from bot.routing.interaction import Submitted
from bot.ui.messages import say
from storage.kernel import pruning
from storage.kernel.delivery_tables import outbox
from storage.kernel.tables import answers, codes, settings, ticks
from tests.chat import Chat, Person

CARD = Fact("testing.card", "1")
NOWHERE = Fact("testing.nowhere", "1")


def in_the_fakes(story: Any) -> Any:
    """A story of which nothing depends on the chat it happens in."""
    why = "nothing of it depends on the chat"
    return pytest.mark.not_in("slack", why)(pytest.mark.not_in("discord", why)(story))


async def posted(chat: Chat, to: Person, words: str = "a card") -> None:
    async with chat.work() as work:
        await work.outbox.post(ToMember(to.id), say(words), CARD, community=chat.community)
    await chat.settle()


async def parked(chat: Chat) -> None:
    """Say something where there is no such place."""
    async with chat.work() as work:
        lost = ToPlace(Fact("there is no such room"))
        await work.outbox.post(lost, say("lost words"), NOWHERE, community=chat.community)
    await chat.settle()


async def kept(chat: Chat, column: Column[str]) -> list[str]:
    """What stands in a column, in some order."""
    async with chat.work(read_only=True) as work:
        found = await work.connection.scalars(select(column).where(column.is_not(None)))
        return sorted(found)


# Words, and what stays of them ----------------------------------------------------------------


async def test_words_that_never_arrived_are_kept_for_thirty_days(chat: Chat) -> None:
    await parked(chat)
    await chat.skip_time(days=29)
    (words,) = await kept(chat, outbox.c.body)
    assert "lost words" in words
    await chat.skip_time(days=2)
    assert await kept(chat, outbox.c.body) == []
    assert NOWHERE.key in await kept(chat, outbox.c.key)


async def test_what_never_arrived_is_listed_for_thirty_days_and_never_said_after(
    chat: Chat,
) -> None:
    await parked(chat)
    for days, listed in ((29, [NOWHERE.key]), (2, [])):
        await chat.skip_time(days=days)
        async with chat.work(read_only=True) as work:
            dead = await work.queue.dead(chat.clock.now() - WORDS_KEPT)
        assert [key for key, _ in dead] == listed
    async with chat.work() as work:
        await work.outbox.edit(NOWHERE, say("better words"))
    await parked(chat)
    async with chat.work(read_only=True) as work:
        assert [key for key, _ in await work.queue.dead()] == [NOWHERE.key]
        assert await work.outbox.unreached([NOWHERE]) == {NOWHERE}


async def test_an_old_card_can_be_edited_and_taken_back(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    await posted(chat, ada)
    for words, days in (("a newer card", 1), ("the newest card", 40)):
        await chat.skip_time(days=days)
        async with chat.work() as work:
            await work.outbox.edit(CARD, say(words))
        await chat.settle()
        assert [said for said in ada.inbox if "card" in said] == [words]
    await chat.skip_time(days=40)
    async with chat.work() as work:
        await work.outbox.retract(CARD)
    await chat.settle()
    assert not any("card" in said for said in ada.inbox)


async def test_what_was_said_is_not_said_again_after_its_words_are_gone(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    await posted(chat, ada)
    await chat.skip_time(days=40)
    await posted(chat, ada, "the same card")
    assert [said for said in ada.inbox if "card" in said] == ["a card"]
    async with chat.work() as work:
        await work.outbox.retract(CARD)
    await chat.skip_time(days=40)
    await posted(chat, ada, "the same card")
    assert not any("card" in said for said in ada.inbox)


async def test_how_a_card_was_changed_is_kept_for_thirty_days(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    await posted(chat, ada)
    async with chat.work() as work:
        await work.outbox.edit(CARD, say("a newer card"))
    await chat.settle()
    await chat.skip_time(days=29)
    await posted(chat, await chat.person("Bo Example"))  # a row that is newer
    assert (await kept(chat, outbox.c.about)).count(CARD.key) == 2
    async with chat.work() as work:
        await work.outbox.edit(CARD, say("the newest card"))
    await chat.settle()
    await chat.skip_time(days=2)
    assert (await kept(chat, outbox.c.about)).count(CARD.key) == 2
    assert (await kept(chat, outbox.c.act)).count("edit") == 1


async def test_who_is_erased_late_is_taken_out_of_what_others_were_asked(chat: Chat) -> None:
    ada, bo, cy = [await chat.person(f"{name} Example") for name in ("Ada", "Bo", "Cy")]
    await cy.says('/kindred introduce them "Ada Example" to "Bo Example" because of swifts')
    await chat.settle()
    assert any("swifts" in said for said in ada.inbox)
    await chat.skip_time(days=40)
    (held,) = (held for held in chat.core.registry.personal_data if held.name == "suggestions")
    async with chat.work() as work:
        await held.erase(work, bo.id)
    await chat.settle()
    assert not any("swifts" in said for said in ada.inbox)


# Forms, answers, codes ------------------------------------------------------------------------


@in_the_fakes
async def test_a_form_that_was_left_half_way_is_kept_for_ninety_days(chat: Chat) -> None:
    ada, bo = await chat.person("Ada Example"), await chat.person("Bo Example")
    for person in (ada, bo):
        half = {"name": person.name, "headline": "Half of it"}
        left = await person.does(Submitted("members.profile", 0, dict(half), "", "later"))
        assert "for 90 days" in left.text
    await chat.skip_time(days=89)
    opened = await bo.says("/kindred profile")
    assert opened.value("headline") == "Half of it"
    await opened.fill(headline="More of it").later()
    await chat.skip_time(days=2)
    assert (await ada.says("/kindred profile")).value("headline") == ""
    assert (await bo.says("/kindred profile")).value("headline") == "More of it"


@in_the_fakes
async def test_an_answer_is_kept_for_two_days(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    await ada.says("/kindred home", "this one")
    await chat.skip_time(days=1)
    assert "this one" in await kept(chat, answers.c.interaction_id)
    await chat.skip_time(days=2)
    assert "this one" not in await kept(chat, answers.c.interaction_id)


@in_the_fakes
async def test_a_code_that_is_good_no_more_goes_and_one_that_is_good_stays(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    async with chat.work() as work:
        for days in (1, 9):
            until = chat.clock.now() + timedelta(days=days)
            await work.codes.make("testing", chat.community, ada.id, until)
    await chat.skip_time(days=2)
    assert len(await kept(chat, codes.c.digest)) == 1
    await chat.skip_time(days=9)
    assert await kept(chat, codes.c.digest) == []


@in_the_fakes
async def test_where_wrong_codes_were_tried_is_soon_forgotten(chat: Chat) -> None:
    zed = chat.stranger("Zed Example", runs_the_space=True)
    await zed.says("/kindred join aaaa-bbbb-cccc-dddd")
    assert any("wrong_codes" in name for name in await kept(chat, settings.c.name))
    await chat.skip_time(hours=2)
    assert not any("wrong_codes" in name for name in await kept(chat, settings.c.name))


# No run takes long ----------------------------------------------------------------------------


@in_the_fakes
async def test_what_one_run_leaves_goes_minute_by_minute(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "PORTION", 2)
    monkeypatch.setattr(pruning, "MOST_PORTIONS", 2)
    rows = [{"interaction_id": str(n), "given_at": chat.clock.now()} for n in range(11)]
    async with chat.work() as work:
        await work.connection.execute(answers.insert(), rows)
    await chat.skip_time(days=3)
    left = [len(await kept(chat, answers.c.interaction_id))]
    for _ in range(4):
        await chat.skip_time(minutes=1)
        left.append(len(await kept(chat, answers.c.interaction_id)))
    assert left == [7, 3, 0, 0, 0]
    runs = select(func.count()).where(ticks.c.schedule == "forget_answers")
    async with chat.work(read_only=True) as work:
        assert await work.connection.scalar(runs) == 3
    await chat.skip_time(hours=1)
    async with chat.work(read_only=True) as work:
        assert await work.connection.scalar(runs) == 3
