"""One person in two chats, and what must not come of it: of codes, blocks, roles, words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.community.roles import Role, Scope, ScopedRole
from bot.delivery.sender import Retry, SendResult
from bot.routing.interaction import Typed
from storage.introductions.tables import never
from storage.kernel.tables import answers, settings
from tests.chat import Answer, Chat, Person
from tests.extent import some_rows
from tests.stories.programmes import days_pass, facilitator, joining, set_up
from tests.stories.test_linking import YES, a_code, elsewhere, linked, who_is
from tests.stories.test_reaching import general, in_two, moved, town

FAKES = (
    pytest.mark.not_in("slack", "only a fake chat can be told to do this"),
    pytest.mark.not_in("discord", "only a fake chat can be told to do this"),
)


def in_the_fakes(story: Any) -> Any:
    """A story in which the chat is away for a while, refuses something, or delivers twice."""
    for mark in FAKES:
        story = mark(story)
    return story


def away(chat: Chat, what: str) -> Callable[[], None]:
    """Let the chats not answer one kind of request until what is returned is called."""
    gone = [True]
    for platform in (chat.platform, chat.town):
        carry_out = getattr(platform, what)

        async def perhaps(*asked: Any, _do: Any = carry_out, **more: Any) -> SendResult:
            if gone:
                return Retry(timedelta(minutes=1), "away")
            done: SendResult = await _do(*asked, **more)
            return done

        setattr(platform, what, perhaps)
    return gone.clear


async def come_back(chat: Chat, back: Callable[[], None]) -> None:
    back()
    chat.clock.at += timedelta(minutes=5)
    await chat.settle()


async def erased(chat: Chat, person: Person, *kinds: str) -> None:
    for held in chat.core.registry.personal_data:
        if held.name in kinds:
            async with chat.work() as work:
                await held.erase(work, person.id)


# Codes ----------------------------------------------------------------------------------------


@some_rows(3)
@pytest.mark.parametrize("said", ["link {}", "is {} my code?"])
@pytest.mark.parametrize("between", [" - ", "–", "--", "_", ". "])
async def test_a_code_that_others_can_read_is_void_however_it_is_spelled(
    chat: Chat, said: str, between: str
) -> None:
    ada = await chat.person("Ada Example")
    zed = await elsewhere(chat)
    code = await a_code(ada)
    public = replace(chat.arrival(ada.id), public=True)
    await chat.core.dispatcher(public, Typed(said.format(f"_{code.replace('-', between)}_")))
    assert "I don’t know this code" in (await zed.says(f"/kindred link {code}")).text


async def test_whatever_is_typed_as_a_code_where_others_read_it_is_void(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    zed = await elsewhere(chat)
    code = await a_code(ada)
    spaced = " . . . . ".join(code)
    public = replace(chat.arrival(ada.id), public=True)
    answer = Answer(ada, await chat.core.dispatcher(public, Typed(f"link {spaced}")))
    assert "Others could read this code" in answer.text
    assert "I don’t know this code" in (await zed.says(f"/kindred link {code}")).text


async def test_tries_at_once_are_counted_one_by_one(chat: Chat) -> None:
    await chat.person("Ada Example")
    zed = await elsewhere(chat)
    wrong = [f"/kindred link aaaa-bbbb-cccc-{letter * 4}" for letter in "23456789abcdefgh"]
    said = await asyncio.gather(*(zed.says(line) for line in wrong))
    assert sum("I don’t know this code" in answer.text for answer in said) == 5


@pytest.mark.slow("hundreds of wrong codes")
async def test_strangers_with_wrong_codes_are_in_nobodys_way_and_soon_forgotten(
    chat: Chat,
) -> None:
    ada = await chat.person("Ada Example")
    zed = await elsewhere(chat)
    for number in range(11):
        stranger = chat.stranger(f"Stranger {number}")
        for _ in range(5):
            await stranger.says("/kindred link aaaa-bbbb-cccc-dddd")
    assert "Are these both you?" in (await zed.says(f"/kindred link {await a_code(ada)}")).text
    await chat.pass_time(hours=2)
    async with chat.work(read_only=True) as work:
        kept = await work.connection.scalars(select(settings.c.name))
    assert [name for name in kept if "wrong_codes" in name] == []


async def test_a_new_code_ends_what_a_former_one_led_to(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    zed = await elsewhere(chat)
    offered = await zed.says(f"/kindred link {await a_code(ada)}")
    await a_code(ada)
    assert "nothing to say yes to" in (await offered.press(YES)).text
    assert (await who_is(chat, zed)).id != ada.id


async def test_a_code_is_kept_nowhere(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    code = await a_code(ada)
    async with chat.work(read_only=True) as work:
        kept = list(await work.connection.scalars(select(answers.c.answer)))
    assert kept
    assert not any(code in (answer or "") for answer in kept)


@in_the_fakes
async def test_a_code_is_not_shown_twice(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    await ada.says("/kindred link", delivery="twice")
    again = await ada.says("/kindred link", delivery="twice")
    assert "shown once" in again.text


# What is said before --------------------------------------------------------------------------


async def test_who_was_given_a_code_is_warned(chat: Chat) -> None:
    rowan = await facilitator(chat)
    zed = await elsewhere(chat)
    offered = await zed.says(f"/kindred link {await a_code(rowan)}")
    assert "If somebody else gave you this code, say no" in offered.text
    assert "Rowan Hall (" in offered.text
    assert "the account in The Town Hall becomes one, too" in offered.text
    newcomer = chat.stranger("Yan Example")
    offered = await newcomer.says(f"/kindred link {await a_code(rowan)}")
    assert "If somebody else gave you this code, say no" in offered.text
    assert "Rowan Hall is a facilitator, so with a yes this account is one, too" in offered.text


async def test_who_would_look_after_others_is_told_so(chat: Chat) -> None:
    ada, zed = await chat.person("Ada Example"), await elsewhere(chat)
    async with chat.work() as work:
        lead, here = ScopedRole.SAFEGUARDING_LEAD, Scope("community", chat.community)
        await work.roles.grant(ada.id, lead, here, None, chat.clock.now())
    offered = await zed.says(f"/kindred link {await a_code(ada)}")
    assert "the account in The Town Hall does so, too" in offered.text
    assert "facilitator" not in offered.text
    offered = await chat.stranger("Yan Example").says(f"/kindred link {await a_code(ada)}")
    assert "Ada Example looks after others in this community" in offered.text


async def test_two_who_say_the_same_are_not_said_to_differ(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    zed = await elsewhere(chat, "Ada Example")
    me = await who_is(chat, zed)
    async with chat.work() as work:
        profile = await work.members.profile(ada.id)
        assert profile is not None
        await work.members.save(me.id, replace(profile, email=""), chat.clock.now())
        await work.members.save(ada.id, replace(profile, email=""), chat.clock.now())
    offered = await zed.says(f"/kindred link {await a_code(ada)}")
    assert "Both profiles are called Ada Example and say the same" in offered.text
    assert "differently" not in offered.text


# Undone ---------------------------------------------------------------------------------------


async def test_whom_one_never_wants_to_meet_one_never_meets_in_either_half(chat: Chat) -> None:
    ada, bo, cy = [await chat.person(f"{name} Example") for name in ("Ada", "Bo", "Cy")]
    zed = await elsewhere(chat)
    other = (await who_is(chat, zed)).id
    await linked(ada, zed)
    await bo.says('/kindred introduce never "Ada Example"')
    await ada.says('/kindred introduce never "Cy Example"')
    await ada.says("/kindred link undo")
    kept, gone = ada.id, (await who_is(chat, zed)).id
    async with chat.work(read_only=True) as work:
        rows = await work.connection.execute(select(never.c.member_id, never.c.other_id))
        said = {tuple(row) for row in rows}
    assert {kept, gone} == {ada.id, other}
    assert said == {(bo.id, kept), (bo.id, gone), (kept, cy.id), (gone, cy.id)}


async def test_a_role_that_was_taken_meanwhile_does_not_come_back(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    zed = await elsewhere(chat)
    async with chat.work() as work:
        await work.members.grant((await who_is(chat, zed)).id, Role.FACILITATOR)
    await linked(ada, zed)
    one = await who_is(chat, zed)
    assert one.role is Role.FACILITATOR
    async with chat.work() as work:
        await work.members.grant(one.id, Role.MEMBER)
    await ada.says("/kindred link undo")
    async with chat.work(read_only=True) as work:
        now = await work.people.members([ada.id, (await who_is(chat, zed)).id])
    assert [member.role for member in now.values()] == [Role.MEMBER, Role.MEMBER]


async def test_a_place_to_be_reached_that_is_gone_is_in_nobodys_way(chat: Chat) -> None:
    ada = await chat.person("Ada Example", headline="Keeps bees")
    await chat.connect()
    zed = chat.stranger("A. Example")
    offered = await zed.says(f"/kindred link {await a_code(ada)}")
    await offered.press(YES)
    async with chat.work() as work:
        space = await work.people.space(chat.there())
        assert space is not None
        await work.people.reach_in(ada.id, space.id)
    await ada.says("/kindred link undo")
    page = await ada.says("/kindred profile")
    for _ in range(3):
        page = await page.fill().next()
    assert page.value("reach") == "any"
    assert "Keeps bees" in (await page.fill().done()).text


async def test_the_place_of_who_is_gone_is_never_given_again(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    zed = await elsewhere(chat)
    both = {ada.id, (await who_is(chat, zed)).id}
    await linked(ada, zed)
    await days_pass(chat, 2)
    assert (await chat.person("Bo Example")).id not in both


# Words on their way ---------------------------------------------------------------------------

SUGGEST = '/kindred introduce them "Zed Example" to "Bo Quaint" because both love swifts'


@in_the_fakes
@pytest.mark.parametrize("tried", [False, True])
async def test_what_was_to_be_taken_back_is_taken_back_though_it_waited(
    chat: Chat, tried: bool
) -> None:
    ada = await chat.person("Ada Example")
    zed = await elsewhere(chat)
    bo, cy = await chat.person("Bo Quaint"), await chat.person("Cy Example")
    back = away(chat, "direct")
    await cy.says(SUGGEST)
    if tried:
        await chat.settle()
    offered = await zed.says(f"/kindred link {await a_code(ada)}")
    await offered.press(YES)
    await erased(chat, bo, "suggestions")
    await come_back(chat, back)
    assert not any("Bo Quaint" in words for words in (*ada.inbox, *zed.inbox))


@in_the_fakes
async def test_a_question_that_waited_is_answered_where_it_stands(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    zed = await elsewhere(chat)
    await chat.person("Bo Quaint")
    cy = await chat.person("Cy Example")
    await cy.says(SUGGEST)
    offered = await zed.says(f"/kindred link {await a_code(ada)}")
    await offered.press(YES)
    await chat.settle()
    (asked,) = [words for words in (*ada.inbox, *zed.inbox) if "Bo Quaint" in words]
    await zed.says("/kindred introduce decline")
    await chat.settle()
    assert asked not in (*ada.inbox, *zed.inbox)


@in_the_fakes
async def test_words_to_each_alone_are_changed_though_they_were_on_their_way(chat: Chat) -> None:
    chat.town.roomless = {"t1"}
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    space = await town(chat)
    zed = chat.stranger("Zed Example")
    await zed.says("/kindred join")
    ada = await moved(chat, space, await joining(chat, "Ada Example", topics=("gardens",)))
    bo = await moved(chat, space, await joining(chat, "Bo Quaint", topics=("gardens",)))
    back = away(chat, "direct")
    await rowan.says("/facilitate round open")
    await chat.settle()
    offered = await ada.says(f"/kindred link {await a_code(zed)}")
    await offered.press(YES)
    await erased(chat, bo, "introductions")
    await chat.settle()
    await come_back(chat, back)
    words = [said for said in (*ada.inbox, *zed.inbox) if "linked" not in said]
    assert not any("gardens" in said for said in words), words


@in_the_fakes
async def test_nobody_is_alone_in_a_room(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    ada = await joining(chat, "Ada Example", topics=("gardens",))
    zed = await elsewhere(chat)
    await zed.says("/kindred introduce join")
    back = away(chat, "open_room")
    await rowan.says("/facilitate round open")
    await chat.settle()
    offered = await zed.says(f"/kindred link {await a_code(ada)}")
    await offered.press(YES)
    told = len(rowan.inbox)
    await come_back(chat, back)
    keys = [*chat.platform.places, *chat.town.places]
    assert [key for key in keys if key.startswith("room")] == []
    assert len(rowan.inbox) == told


@in_the_fakes
async def test_who_cannot_be_told_in_one_chat_is_told_in_another(chat: Chat) -> None:
    hall, library, _ = await in_two(chat)
    code = await a_code(hall)
    town_direct = chat.town.direct

    async def direct(key: str, account: Any, *said: Any, **more: Any) -> SendResult:
        if key.startswith("members.linked:"):
            chat.town.closed = {account.member}
        done = await town_direct(key, account, *said, **more)
        chat.town.closed = set()
        return done

    chat.town.direct = direct  # type: ignore[method-assign]
    chat.town.shut.add("general")
    zed = await elsewhere(chat)
    offered = await zed.says(f"/kindred link {code}")
    await offered.press(YES)
    await chat.settle()
    assert general(chat) == []
    told = [words for words in (*hall.inbox, *library.inbox) if "is yours now, too" in words]
    assert len(told) == 1


# What one is given ----------------------------------------------------------------------------


async def test_nobody_is_told_that_they_were_introduced_to_themselves(chat: Chat) -> None:
    ada, cy = await chat.person("Ada Example"), await chat.person("Cy Example")
    zed = await elsewhere(chat)
    await cy.says('/kindred introduce them "Zed Example" to "Ada Example" because both love swifts')
    await chat.settle()
    await linked(ada, zed)
    (held,) = (each for each in chat.core.registry.personal_data if each.name == "suggestions")
    async with chat.work(read_only=True) as work:
        given = await held.export(work, (await who_is(chat, zed)).id)
    assert given == {"suggested": [], "asked": []}
