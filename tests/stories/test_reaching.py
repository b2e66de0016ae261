"""How people are reached: where they prefer it, in public if need be, and without a room."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.community.people import AccountInfo, Ref, Space
from bot.community.places import PlaceKind, Purpose
from tests.chat import Answer, Chat, Person
from tests.places import for_everybody
from tests.stories.programmes import days_pass, facilitator, joining, set_up

pytestmark = [
    pytest.mark.not_in("slack", "these happen between the web chat and the town"),
    pytest.mark.not_in("discord", "these happen between the web chat and the town"),
]

SHOW = "Show it to me"
TRY = "Send me a test message"


async def town(chat: Chat, *, for_all: bool = True) -> Space:
    """The town hall, perhaps with a channel in which Kindred may speak to everybody."""
    space = await chat.connect()
    if for_all:
        async with chat.work() as work:
            await for_everybody(work, space, Ref("town", "t1/general"))
    return space


async def moved(chat: Chat, space: Space, person: Person) -> Person:
    """The same person, seen in a space of the town from now on."""
    account = Ref("town", f"{space.ref.id}-{person.id}")
    async with chat.work() as work:
        await work.people.attach(person.id, space, account, AccountInfo(person.name))
    return replace(person, account=account, space=space.ref)


async def suggested(chat: Chat, *, for_all: bool = True) -> tuple[Person, Person, Person]:
    """Cy suggests that Ada, who takes no direct messages in the town, and Bo meet."""
    space = await town(chat, for_all=for_all)
    people = [await chat.person(f"{name} Example") for name in ("Ada", "Bo", "Cy")]
    ada, bo, cy = [await moved(chat, space, person) for person in people]
    chat.town.closed = {ada.id}
    said = '/kindred introduce them "Ada Example" to "Bo Example" because both love swifts'
    assert "ask" in (await cy.says(said)).text
    return ada, bo, cy


def general(chat: Chat) -> list[str]:
    return chat.town.place("general").messages


async def shown_to(chat: Chat, person: Person) -> Answer:
    return await person.presses(SHOW, list(chat.town.place("general").posted.values()))


# In public ------------------------------------------------------------------------------------


async def test_who_takes_no_direct_messages_is_told_in_public_and_nothing_of_it(
    chat: Chat,
) -> None:
    ada, bo, _ = await suggested(chat)
    await chat.settle()
    (told,) = general(chat)
    assert "@Ada Example, I have something for you, and cannot write to you directly" in told
    assert "swifts" not in told
    assert "Bo" not in told
    assert ada.inbox == []
    assert len(bo.inbox) == 1
    other = await shown_to(chat, bo)
    assert "swifts" not in other.text
    answer = await shown_to(chat, ada)
    assert answer.only_for_actor
    assert "swifts" in answer.text
    await chat.settle()
    assert general(chat) == [], "once it is read nobody needs to see that it was there"


async def test_who_takes_no_direct_messages_is_told_in_the_channel_for_that(chat: Chat) -> None:
    ada, _, _ = await suggested(chat)
    async with chat.work() as work:
        space = await work.people.space(chat.there())
        assert space is not None
        await work.places.withdraw(space, [Purpose.CALL_OUTS])
        await work.places.choose(space, Ref("town", "t1/bell"), [Purpose.CALL_OUTS])
    await chat.settle()
    assert general(chat) == []
    (told,) = chat.town.place("bell").messages
    assert "@Ada Example, I have something for you" in told
    await ada.presses(SHOW, list(chat.town.place("bell").posted.values()))
    await chat.settle()
    assert chat.town.place("bell").messages == []


async def test_what_was_shown_can_be_answered(chat: Chat) -> None:
    ada, _, _ = await suggested(chat)
    await chat.settle()
    answer = await shown_to(chat, ada)
    assert "Nobody hears of it" in (await answer.press("Not this time")).text


async def test_several_things_are_shown_one_after_the_other(chat: Chat) -> None:
    ada, _, cy = await suggested(chat)
    await chat.person("Dee Example")
    await cy.says('/kindred introduce them "Ada Example" to "Dee Example" because of bats')
    await chat.settle()
    assert len(general(chat)) == 2
    home = await ada.says("/kindred home")
    assert "2 messages wait for you" in home.text
    first = await ada.says("/kindred waiting")
    assert "swifts" in first.text
    assert "One more message waits for you" in first.text
    assert "bats" in (await first.press(SHOW)).text
    assert "Nothing waits for you" in (await ada.says("/kindred waiting")).text
    assert "wait" not in (await ada.says("/kindred home")).text


@pytest.mark.parametrize("when", ["on its way", "there"])
async def test_what_is_changed_while_it_waits_is_changed_for_its_reader_alone(
    chat: Chat, when: str
) -> None:
    ada, _, _ = await suggested(chat)
    if when == "on its way":
        await chat.core.relay.drain()
    else:
        await chat.settle()
    await ada.says("/kindred introduce decline")
    await chat.settle()
    (told,) = general(chat)
    assert "I have something for you" in told
    answer = await ada.says("/kindred waiting")
    assert "You said “not this time”" in answer.text


@pytest.mark.parametrize("when", ["on its way", "there", "read"])
async def test_what_is_taken_back_is_no_longer_there(chat: Chat, when: str) -> None:
    ada, bo, _ = await suggested(chat)
    if when == "on its way":
        await chat.core.relay.drain()
    else:
        await chat.settle()
    if when == "read":
        await shown_to(chat, ada)
    (held,) = (held for held in chat.core.registry.personal_data if held.name == "suggestions")
    async with chat.work() as work:
        await held.erase(work, bo.id)
    await chat.settle()
    assert general(chat) == []
    assert "Nothing waits for you" in (await ada.says("/kindred waiting")).text
    async with chat.work(read_only=True) as work:
        assert (await work.outbox.concerning(ada.id))["waiting"] == []


async def test_who_looks_into_the_web_chat_finds_it_there_and_not_in_public(chat: Chat) -> None:
    ada, _, _ = await suggested(chat)
    async with chat.work() as work:
        place = await work.web.open_place("p", PlaceKind.CHANNEL, "Tea", chat.community, [ada.id])
        await work.web.read_up_to(place, ada.id, 1)
    await chat.settle()
    assert general(chat) == []
    assert "swifts" in replace(ada, account=None).inbox[0]


async def test_where_nothing_works_the_facilitators_are_told(chat: Chat) -> None:
    rowan = await facilitator(chat)
    ada, _, _ = await suggested(chat, for_all=False)
    await chat.settle()
    (told,) = rowan.inbox
    assert "could not reach Ada Example" in told
    assert replace(ada, account=None).inbox == [], "they never look there"


async def test_a_channel_for_all_that_is_shut_is_no_way_either(chat: Chat) -> None:
    rowan = await facilitator(chat)
    chat.town.shut.add("general")
    await suggested(chat)
    await chat.settle()
    assert "could not reach Ada Example" in rowan.inbox[0]


# Where they prefer it -------------------------------------------------------------------------


async def in_two(chat: Chat) -> tuple[Person, Person, Person]:
    """Ada in the town hall and in the library, and somebody who lets Kindred write to her."""
    hall, library = await town(chat), await chat.connect("t2", "The Library")
    ada, bo = await chat.person("Ada Example"), await chat.person("Bo Example")
    return await moved(chat, hall, ada), await moved(chat, library, ada), bo


async def choose(person: Person, where: str) -> Answer:
    """Choose in the profile where to be reached."""
    page = await person.says("/kindred profile")
    for _ in range(3):
        page = await page.fill().next()
    field = next(field for field in page.dialog.fields if field.name == "reach")
    value = next(option.value for option in field.options if option.label == where)
    return await page.fill(reach=value).done()


async def written(chat: Chat, by: Person) -> None:
    """Something is written to Ada."""
    await by.says("/kindred introduce me Ada Example")
    await chat.settle()


async def test_a_member_chooses_where_they_are_reached(chat: Chat) -> None:
    hall, library, bo = await in_two(chat)
    assert (
        "I write to you in The Town Hall" in (await hall.says("/kindred profile Ada Example")).text
    )
    answer = await choose(hall, "The Library")
    assert "I write to you in The Library. /kindred profile changes where" in answer.text
    await written(chat, bo)
    assert (len(hall.inbox), len(library.inbox)) == (0, 1)
    assert "The Library" not in (await bo.says("/kindred profile Ada Example")).text


async def test_without_a_wish_the_first_chat_comes_first_and_a_wish_can_be_undone(
    chat: Chat,
) -> None:
    hall, library, bo = await in_two(chat)
    await choose(hall, "The Library")
    await choose(hall, "Wherever it works")
    await written(chat, bo)
    assert (len(hall.inbox), len(library.inbox)) == (1, 0)


async def test_the_web_chat_can_be_preferred(chat: Chat) -> None:
    hall, library, bo = await in_two(chat)
    await choose(hall, "the web chat")
    await written(chat, bo)
    assert (len(hall.inbox), len(library.inbox)) == (0, 0)
    assert len(replace(hall, account=None).inbox) == 1


async def test_when_the_preferred_chat_goes_the_others_hold(chat: Chat) -> None:
    hall, library, bo = await in_two(chat)
    await choose(hall, "The Library")
    async with chat.work() as work:
        assert library.account
        assert library.space
        gone = AccountInfo("", kind="gone")
        await work.people.follow(library.account, library.space, gone, chat.clock.now())
    await written(chat, bo)
    assert (len(hall.inbox), len(library.inbox)) == (1, 0)
    assert (
        "I write to you in The Town Hall" in (await hall.says("/kindred profile Ada Example")).text
    )


async def test_a_chat_one_is_not_in_cannot_be_chosen(chat: Chat) -> None:
    _, _, bo = await in_two(chat)
    page = await bo.says("/kindred profile")
    for _ in range(3):
        page = await page.fill().next()
    answer = await page.fill(reach="2").done()
    assert "not in this chat" in answer.error("reach")


async def test_what_somebody_prefers_is_given_out_with_what_is_known_of_them(chat: Chat) -> None:
    hall, _, _ = await in_two(chat)
    await choose(hall, "The Library")
    (held,) = (held for held in chat.core.registry.personal_data if held.name == "membership")
    async with chat.work(read_only=True) as work:
        given = await held.export(work, hall.id)
    assert isinstance(given, dict)
    assert given["reached in"] == "The Library"
    async with chat.work() as work:
        await held.erase(work, hall.id)
        assert await work.people.reached_in(hall.id) is None


# Without a room -------------------------------------------------------------------------------


async def introduced(chat: Chat, *spaces: Space) -> tuple[Person, Person, Person]:
    """A round of two who share these spaces; the facilitator is in the web chat alone."""
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    two = [await joining(chat, f"{name} Example", topics=("gardens",)) for name in ("Ada", "Bo")]
    for space in spaces:
        two = [await moved(chat, space, person) for person in two]
    await rowan.says("/facilitate round open")
    await chat.settle()
    return rowan, two[0], two[1]


def rooms_of(chat: Chat) -> list[str]:
    """The keys of all rooms in which something was said."""
    both = [*chat.town.places.items(), *chat.platform.places.items()]
    return [key for key, place in both if place.members and place.messages]


async def test_a_room_that_cannot_be_opened_here_is_opened_in_the_next_chat_they_share(
    chat: Chat,
) -> None:
    chat.town.roomless = {"t1"}
    _, ada, bo = await introduced(chat, await town(chat), await chat.connect("t2"))
    assert rooms_of(chat) == ["room:introductions.room:1"]
    assert (ada.inbox, bo.inbox) == ([], [])


async def test_where_no_room_can_be_opened_each_is_written_to_with_the_same_words(
    chat: Chat,
) -> None:
    chat.town.roomless = {"t1"}
    rowan, ada, bo = await introduced(chat, await town(chat))
    assert rooms_of(chat) == []
    for person, other in ((ada, bo), (bo, ada)):
        (told,) = person.inbox
        assert f"I’m introducing you to @{other.name} in Kindred spirits" in told
        assert "you have no room in one chat, so I carry what you write" in told
        assert "You both work on gardens" in told
    assert rowan.inbox == []
    assert "you talk in our direct messages" in (await ada.says("/kindred introduce room")).text
    progress = await rowan.says("/facilitate round progress")
    assert "all delivered" in progress.text


async def test_without_a_room_later_words_go_to_each_too(chat: Chat) -> None:
    chat.town.roomless = {"t1"}
    _, ada, bo = await introduced(chat, await town(chat))
    await days_pass(chat, 5)
    for person in (ada, bo):
        assert "have you met?" in person.inbox[1]
        assert "can’t open a room" not in person.inbox[1]
    assert "How good that you met Bo" in (await ada.presses_in_inbox("Yes, we met")).text


async def test_without_a_room_who_leaves_is_taken_out_of_the_words_to_others(chat: Chat) -> None:
    chat.town.roomless = {"t1"}
    _, ada, bo = await introduced(chat, await town(chat))
    async with chat.work() as work:
        for held in reversed(chat.core.registry.personal_data):
            await held.erase(work, bo.id)
    await chat.settle()
    await chat.a_moment()
    assert not any("Bo" in message or "gardens" in message for message in ada.inbox)


async def test_without_a_room_the_facilitators_hear_of_the_one_who_is_not_reached(
    chat: Chat,
) -> None:
    chat.town.roomless = {"t1"}
    space = await town(chat, for_all=False)
    chat.town.closed = {3}
    rowan, ada, bo = await introduced(chat, space)
    assert (len(ada.inbox), bo.id) == (2, 3)  # why they were introduced, and that he is not reached
    assert "could not reach Bo Example" in rowan.inbox[0]


async def test_when_a_room_is_gone_later_words_go_to_each(chat: Chat) -> None:
    _, ada, bo = await introduced(chat, await town(chat))
    assert (ada.inbox, bo.inbox) == ([], [])
    chat.town.shut.add("room:introductions.room:1")
    await days_pass(chat, 5)
    for person in (ada, bo):
        assert "have you met?" in person.inbox[0]


async def test_they_who_share_no_other_chat_have_their_room_in_the_web_chat(chat: Chat) -> None:
    chat.town.roomless = {"t1"}
    _, ada, _ = await introduced(chat)
    (room,) = ada.rooms
    assert "I’m introducing you in Kindred spirits" in room.messages[0]


async def test_where_moderators_can_read_a_room_its_first_words_say_so(chat: Chat) -> None:
    chat.town.capabilities = replace(chat.town.capabilities, moderators_read_rooms=True)
    await introduced(chat, await town(chat))
    await days_pass(chat, 5)
    first, question = chat.town.place("room:introductions.room:1").messages
    assert "those who moderate this server are able to read it" in first
    assert "moderate" not in question


# What would help ------------------------------------------------------------------------------


async def test_facilitators_hear_once_a_day_what_would_help(chat: Chat) -> None:
    chat.town.roomless, chat.town.remedy = {"t1"}, "Let me create private threads in #general."
    space = await town(chat)
    rowan, _, _ = await introduced(chat, space)
    (told,) = rowan.inbox
    assert "Something keeps me from doing my work in The Town Hall" in told
    assert "Let me create private threads in #general." in told
    days: list[tuple[str, str, int]] = [
        ("Cy Example", "Dee Example", 1),
        ("Eve Example", "Fay Example", 2),
    ]
    for *names, count in days:
        one, other = [await moved(chat, space, await chat.person(str(n))) for n in names]
        await one.says(f"/kindred introduce me {other.name}")
        await other.says("/kindred introduce accept")
        await chat.settle()
        assert "have no room in one chat" in one.inbox[-1]
        assert len(rowan.inbox) == count
        chat.clock.at += timedelta(days=1)


# Trying it out --------------------------------------------------------------------------------


async def test_a_test_message_comes_when_all_is_well(chat: Chat) -> None:
    ada = await moved(chat, await town(chat), await chat.person("Ada Example"))
    answer = await ada.says("/kindred test")
    assert "I have sent you a message" in answer.text
    await chat.settle()
    assert ada.inbox == [
        "This is the message that you asked me for. If it came to you directly, all is well."
    ]
    await (await ada.says("/kindred home")).press(TRY)
    await chat.settle()
    assert len(ada.inbox) == 2


async def test_a_test_message_that_is_refused_is_told_of_in_public(chat: Chat) -> None:
    ada = await moved(chat, await town(chat), await chat.person("Ada Example"))
    chat.town.closed = {ada.id}
    await ada.says("/kindred test")
    await chat.settle()
    assert "@Ada Example, I have something for you" in general(chat)[0]
    assert "This is the message that you asked me for" in (await shown_to(chat, ada)).text


async def test_home_says_where_somebody_cannot_be_written_to_until_they_can(chat: Chat) -> None:
    ada = await moved(chat, await town(chat, for_all=False), await chat.person("Ada Example"))
    closed = "I can’t write to you directly in The Town Hall"
    assert closed not in (await ada.says("/kindred home")).text
    chat.town.closed = {ada.id}
    await ada.says("/kindred test")
    await chat.settle()
    home = await ada.says("/kindred home")
    assert closed in home.text
    chat.town.closed = set()
    await home.press(TRY)
    await chat.settle()
    assert len(ada.inbox) == 1
    assert closed not in (await ada.says("/kindred home")).text


async def test_who_joins_can_try_it_at_once(chat: Chat) -> None:
    await town(chat)
    zed = chat.stranger("Zed Example")
    welcome = await zed.says("/kindred join")
    await welcome.press(TRY)
    await chat.settle()
    assert len(zed.inbox) == 1
