"""One person in two chats: a code in one, a yes in the other, and a day to undo it."""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.community.people import Member, Ref
from bot.community.roles import Role
from bot.routing.interaction import Arrival, Filled, Seen, Typed
from storage.introductions.tables import introduction_members, never, programme_members, suggestions
from storage.kernel.tables import accounts, members
from storage.linking.tables import links
from tests.chat import Answer, Chat, Person
from tests.stories.programmes import days_pass, facilitator, joining, set_up

YES = "Yes, both are me"


async def elsewhere(chat: Chat, name: str = "Zed Example", **facts: Any) -> Person:
    """Somebody who is a member by an account in the town hall."""
    async with chat.work(read_only=True) as work:
        connected = await work.people.space(chat.there())
    if connected is None:
        await chat.connect()
    person = chat.stranger(name, **facts)
    assert "elcome to The Test Table" in (await person.says("/kindred join")).text
    return person


async def a_code(by: Person) -> str:
    said = (await by.says("/kindred link")).text
    found = re.search(r"((?:\w{4}-)+\w{4})", said)
    assert found, said
    return found[1]


async def linked(maker: Person, other: Person) -> Answer:
    """Let two accounts become one person's, as they are suggested to."""
    offered = await other.says(f"/kindred link {await a_code(maker)}")
    answer = await offered.press(YES)
    await other.chat.settle()
    return answer


async def fills(person: Person, what: str) -> Answer:
    """Give a command in the way of a chat whose commands have fields."""
    assert person.account
    assert person.space
    chat, at = person.chat, Ref(person.account.platform, f"{person.space.id}/direct")
    key = f"{what}-{person.account.id}"
    arrival = Arrival(person.account, person.space, at, key)
    return Answer(person, await chat.core.dispatcher(arrival, Filled(f"kindred link {what}", {})))


async def tells(chat: Chat, person: Person, **facts: Any) -> None:
    """Let somebody's profile say these things, which not every chat knows of them."""
    me = await who_is(chat, person)
    async with chat.work() as work:
        profile = await work.members.profile(me.id)
        assert profile is not None
        await work.members.save(me.id, replace(profile, **facts), chat.clock.now())


async def who_is(chat: Chat, person: Person) -> Member:
    found = await chat.behind(person)
    assert found is not None
    return found


async def count(chat: Chat, table: Any) -> int:
    async with chat.work(read_only=True) as work:
        return await work.connection.scalar(select(func.count()).select_from(table)) or 0


# Becoming one ---------------------------------------------------------------------------------


async def test_who_has_a_profile_in_two_chats_becomes_one_person(chat: Chat) -> None:
    ada = await chat.person("Ada Example", headline="Keeps bees", topics=("bees",))
    zed = await elsewhere(chat, "Aldous Example", zone="Europe/Paris")
    made = await ada.says("/kindred link")
    assert made.only_for_actor
    assert "works once" in made.text
    offered = await zed.says(f"/kindred link {await a_code(ada)}")
    assert offered.only_for_actor
    assert "Are these both you?" in offered.text
    assert "Ada Example" in offered.text
    assert "Aldous Example" in offered.text
    assert "The Town Hall" in offered.text
    assert "The same in both:" in offered.text
    answer = await offered.press(YES)
    assert "you are Ada Example in both chats now" in answer.text
    assert (await who_is(chat, zed)).id == ada.id
    assert await count(chat, members) == 1
    await chat.settle()
    assert "The account Aldous Example in The Town Hall is yours now, too" in ada.inbox[-1]
    assert zed.inbox == []
    bo = await chat.person("Bo Example")
    assert "One person" in (await bo.says("/kindred find bees")).text
    assert "found nobody" in (await bo.says("/kindred find aldous")).text


async def test_what_to_keep_is_chosen_field_by_field(chat: Chat) -> None:
    ada = await chat.person(
        "Ada Example",
        email="ada@example.org",
        headline="Keeps bees",
        topics=("bees", "honey"),
        networks=("Kettle & Bench",),
        languages=("English",),
        visibility="everyone",
    )
    zed = await elsewhere(chat, "Zed Example")
    baking = {"headline": "Bakes", "topics": ("Honey", "bread"), "town": "Paris"}
    await tells(chat, zed, email="zed@example.org", zone="Europe/Paris", **baking)
    offered = await zed.says(f"/kindred link {await a_code(ada)}")
    first = await offered.press("Choose what to keep")
    assert first.value("name") == "one"
    second = await first.fill(name="other", email="other", headline="one").next()
    third = await second.fill(zone="other").next()
    assert third.value("topics") == "both"
    preview = await third.fill(visibility="one").done()
    assert "Zed Example" in preview.text
    await preview.press(YES)
    async with chat.work(read_only=True) as work:
        now = await work.members.profile(ada.id)
    assert now is not None
    assert (now.name, now.email, now.headline) == ("Zed Example", "zed@example.org", "Keeps bees")
    assert (now.zone, now.town, now.networks) == ("Europe/Paris", "Paris", ("Kettle & Bench",))
    assert now.topics == ("bees", "honey", "bread")


async def test_a_no_changes_nothing(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    zed = await elsewhere(chat)
    offered = await zed.says(f"/kindred link {await a_code(ada)}")
    assert "Nothing has changed" in (await offered.press("No")).text
    assert "nothing to say yes to" in (await offered.press(YES)).text
    assert (await who_is(chat, zed)).id != ada.id


async def test_the_higher_role_is_kept_and_that_is_said_before(chat: Chat) -> None:
    rowan = await facilitator(chat)
    zed = await elsewhere(chat)
    offered = await zed.says(f"/kindred link {await a_code(rowan)}")
    assert "the account in The Town Hall becomes one, too" in offered.text
    await offered.press(YES)
    assert (await who_is(chat, zed)).role is Role.FACILITATOR


async def test_a_second_press_does_nothing_more(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    zed = await elsewhere(chat)
    offered = await zed.says(f"/kindred link {await a_code(ada)}")
    await offered.press(YES)
    assert "That is done already" in (await offered.press(YES)).text
    assert await count(chat, links) == 1


async def test_presses_at_once_make_one_of_two_once(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    zed = await elsewhere(chat)
    offered = await zed.says(f"/kindred link {await a_code(ada)}")
    answers = await asyncio.gather(*(offered.press(YES) for _ in range(3)))
    texts = [answer.text for answer in answers]
    assert all("one person in both" in t or "you are Ada Example" in t for t in texts), texts
    assert await count(chat, members) == 1


async def test_three_who_become_one_at_once_end_as_one(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    zed, yan = await elsewhere(chat), await elsewhere(chat, "Yan Example")
    one = await zed.says(f"/kindred link {await a_code(ada)}")
    other = await yan.says(f"/kindred link {await a_code(zed)}")
    await asyncio.gather(one.press(YES), other.press(YES))
    if await count(chat, members) > 1:  # one was first, and took the other's offer with it
        await linked(ada, yan)
        await linked(ada, zed) if (await who_is(chat, zed)).id != ada.id else None
    assert await count(chat, members) == 1
    assert (await who_is(chat, zed)) == (await who_is(chat, yan))


# Codes ----------------------------------------------------------------------------------------


async def test_a_code_works_once(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    zed, yan = await elsewhere(chat), await elsewhere(chat, "Yan Example")
    code = await a_code(ada)
    await zed.says(f"/kindred link {code}")
    assert "I don’t know this code" in (await yan.says(f"/kindred link {code}")).text


async def test_a_code_works_for_a_quarter_of_an_hour(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    zed = await elsewhere(chat)
    code = await a_code(ada)
    chat.clock.at += timedelta(minutes=15)
    assert "I don’t know this code" in (await zed.says(f"/kindred link {code}")).text


async def test_a_new_code_makes_the_former_one_void(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    zed = await elsewhere(chat)
    former, code = await a_code(ada), await a_code(ada)
    assert "I don’t know this code" in (await zed.says(f"/kindred link {former}")).text
    assert "Are these both you?" in (await zed.says(f"/kindred link {code.upper()}")).text


async def test_what_was_offered_is_good_for_an_hour(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    zed = await elsewhere(chat)
    offered = await zed.says(f"/kindred link {await a_code(ada)}")
    chat.clock.at += timedelta(hours=1)
    assert "too long ago" in (await offered.press(YES)).text
    assert (await who_is(chat, zed)).id != ada.id
    await chat.pass_time(hours=1)
    assert await count(chat, links) == 0


async def test_after_five_wrong_codes_an_account_has_none_taken_for_an_hour(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    zed, yan = await elsewhere(chat), await elsewhere(chat, "Yan Example")
    for _ in range(5):
        answer = await zed.says("/kindred link aaaa-bbbb-cccc-dddd")
        assert "I don’t know this code" in answer.text
    code = await a_code(ada)
    assert "take none for an hour" in (await zed.says(f"/kindred link {code}")).text
    assert "Are these both you?" in (await yan.says(f"/kindred link {code}")).text
    code = await a_code(ada)
    chat.clock.at += timedelta(hours=1)
    code = await a_code(ada)
    assert "Are these both you?" in (await zed.says(f"/kindred link {code}")).text


async def test_wrong_codes_are_given_with_the_data_and_erased(chat: Chat) -> None:
    zed = await elsewhere(chat)
    await zed.says("/kindred link aaaa-bbbb-cccc-dddd")
    me = await who_is(chat, zed)
    (held,) = (h for h in chat.core.registry.personal_data if h.name == "wrong codes")
    async with chat.work() as work:
        assert await held.export(work, me.id) == [chat.clock.now().isoformat()]
        await held.erase(work, me.id)
        assert await held.export(work, me.id) == []


async def test_a_code_that_others_can_read_is_void(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    zed = await elsewhere(chat)
    code = await a_code(ada)
    public = replace(chat.arrival(ada.id), public=True)
    answer = Answer(ada, await chat.core.dispatcher(public, Typed(f"link {code}")))
    assert "Others could read this code" in answer.text
    assert "I don’t know this code" in (await zed.says(f"/kindred link {code}")).text


async def test_a_code_in_any_other_words_that_others_can_read_is_void_too(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    zed = await elsewhere(chat)
    code = await a_code(ada)
    public = replace(chat.arrival(ada.id), public=True)
    await chat.core.dispatcher(public, Typed(f"is {code.replace('-', '')} my code?"))
    assert "I don’t know this code" in (await zed.says(f"/kindred link {code}")).text


async def test_ones_own_code_is_not_used_up_in_the_same_account(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    zed = await elsewhere(chat)
    code = await a_code(ada)
    assert "That is you already" in (await ada.says(f"/kindred link {code}")).text
    assert "I don’t know this code" not in (await zed.says(f"/kindred link {code}")).text


async def test_the_code_of_another_community_is_unknown(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    mayor = chat.stranger("Mayor Example", "t2", runs_the_space=True)
    assert "Welcome" in (await mayor.says("/kindred start The Supper Club")).text
    assert "I don’t know this code" in (await mayor.says(f"/kindred link {await a_code(ada)}")).text


# Newcomers ------------------------------------------------------------------------------------


async def test_who_is_no_member_in_a_chat_can_be_who_they_are_in_another(chat: Chat) -> None:
    ada = await chat.person("Ada Example", headline="Keeps bees")
    await chat.connect()
    zed = chat.stranger("A. Example")
    assert "Type /kindred link there" in (await zed.says("/kindred link")).text
    offered = await zed.says(f"/kindred link {await a_code(ada)}")
    assert "Is this you?" in offered.text
    assert "Keeps bees" in offered.text
    assert await chat.behind(zed) is None
    assert "you are Ada Example" in (await offered.press(YES)).text
    assert (await who_is(chat, zed)).id == ada.id
    await chat.settle()
    assert "The account A. Example in The Town Hall" in ada.inbox[-1]
    assert "done already" in (await offered.press(YES)).text
    answer = await ada.says("/kindred link undo")
    assert "no longer part of the profile" in answer.text
    assert await chat.behind(zed) is None


async def test_a_newcomer_can_say_it_all_in_fields_of_a_command(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    await chat.connect()
    zed = chat.stranger("Zed Example")
    await zed.says(f"/kindred link {await a_code(ada)}")
    assert "Type /kindred link there" in (await fills(zed, "undo")).text
    assert "Nothing has changed" in (await fills(zed, "cancel")).text
    await zed.says(f"/kindred link {await a_code(ada)}")
    assert "you are Ada Example" in (await fills(zed, "confirm")).text
    assert (await who_is(chat, zed)).id == ada.id


async def test_a_newcomer_who_is_somebody_else_says_no(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    await chat.connect()
    zed = chat.stranger("Zed Example")
    offered = await zed.says(f"/kindred link {await a_code(ada)}")
    await offered.press("No")
    assert "nothing to say yes to" in (await offered.press(YES)).text
    assert await chat.behind(zed) is None


async def test_a_program_is_nobodys_account(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    await chat.connect()
    zed = chat.stranger("Zed Example", kind="bot")
    answer = await zed.says(f"/kindred link {await a_code(ada)}")
    assert "Only people" in answer.text


async def test_who_joined_meanwhile_becomes_one_with_what_they_have(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    await chat.connect()
    zed = chat.stranger("Zed Example")
    offered = await zed.says(f"/kindred link {await a_code(ada)}")
    await zed.says("/kindred join")
    assert await count(chat, members) == 2
    assert "you are Ada Example" in (await offered.press(YES)).text
    assert await count(chat, members) == 1


async def test_the_same_account_in_another_space_is_the_same_person(chat: Chat) -> None:
    zed = await elsewhere(chat, email="zed@example.org")
    await chat.connect("t2", "The Library")
    again = replace(zed, space=chat.there("t2")) if zed.account else zed
    async with chat.work(read_only=True) as work:
        assert zed.account is not None
        known = await work.people.known_as(chat.community, zed.account)
    assert known == await chat.behind(zed)
    if chat.town.platform == "town":  # in Slack nobody is in two workspaces by one account
        await again.does(Seen())
        assert await chat.behind(again) is None
        answer = await again.says("/kindred join")
        assert "I know this account of yours already" in answer.text
        assert await chat.behind(again) == await chat.behind(zed)
        assert await count(chat, members) == 1


# Introductions --------------------------------------------------------------------------------


@pytest.mark.slow("weeks pass")
async def test_who_was_introduced_to_themselves_hears_no_more_of_it(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    ada = await joining(chat, "Ada Example")
    zed = await elsewhere(chat)
    await zed.says("/kindred introduce join")
    await days_pass(chat, 9)
    assert await count(chat, introduction_members) == 2
    said = len(ada.inbox)
    await linked(ada, zed)
    assert await count(chat, introduction_members) == 0
    await days_pass(chat, 6)
    assert not any("met" in text for text in ada.inbox[said + 1 :]), ada.inbox[said + 1 :]
    await chat.settle()
    assert (
        "you are not getting to know" in (await ada.says("/kindred introduce met")).text
        or "no introduction" in (await ada.says("/kindred introduce met")).text
    )


@pytest.mark.slow("weeks pass")
async def test_what_both_have_to_do_with_introductions_becomes_one(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    ada, bo = await joining(chat, "Ada Example"), await joining(chat, "Bo Example")
    await joining(chat, "Cy Example")
    zed = await elsewhere(chat)
    await zed.says("/kindred introduce join")
    draft = await rowan.says("/facilitate round preview")
    assert "Zed Example" in draft.text
    await linked(ada, zed)
    async with chat.work(read_only=True) as work:
        taking_part = await work.connection.scalars(select(programme_members.c.member_id))
        assert sorted(taking_part).count(ada.id) == 1
    draft = await rowan.says("/facilitate round preview")
    assert "Zed Example" not in draft.text
    assert "Ada Example" in draft.text
    assert "Bo Example" in draft.text
    await days_pass(chat, 9)
    assert bo.id in {m for place in chat.platform.places.values() for m in place.members}
    async with chat.work(read_only=True) as work:
        found = await work.connection.scalars(select(introduction_members.c.member_id))
        ids = list(found)
    assert len(ids) == len(set(ids))


async def test_the_never_list_holds_for_both_in_both_directions(chat: Chat) -> None:
    ada, bo, cy = [await chat.person(f"{name} Example") for name in ("Ada", "Bo", "Cy")]
    zed = await elsewhere(chat)
    await zed.says('/kindred introduce never "Bo Example"')
    await zed.says('/kindred introduce never "Ada Example"')
    await cy.says('/kindred introduce never "Zed Example"')
    await bo.says('/kindred introduce never "Ada Example"')
    await linked(ada, zed)
    async with chat.work(read_only=True) as work:
        rows = await work.connection.execute(select(never.c.member_id, never.c.other_id))
        said = {tuple(row) for row in rows}
    assert said == {(ada.id, bo.id), (bo.id, ada.id), (cy.id, ada.id)}
    assert "Bo Example" in (await zed.says("/kindred introduce never list")).text


async def test_a_suggestion_to_meet_oneself_lapses_without_a_word(chat: Chat) -> None:
    bo = await chat.person("Bo Example")
    ada = await chat.person("Ada Example")
    zed = await elsewhere(chat)
    await bo.says('/kindred introduce them "Ada Example" to "Zed Example" because bees')
    await linked(ada, zed)
    async with chat.work(read_only=True) as work:
        (row,) = (await work.connection.execute(select(suggestions))).all()
        ready = await work.introductions.suggestions.ready(chat.clock.now())
    assert (row.one_id, row.other_id, row.echo) == (ada.id, ada.id, True)
    assert ready == []
    await zed.says("/kindred link undo")
    async with chat.work(read_only=True) as work:
        (row,) = (await work.connection.execute(select(suggestions))).all()
    assert {row.one_id, row.other_id} == {ada.id, (await who_is(chat, zed)).id}


# Undoing it -----------------------------------------------------------------------------------


@pytest.mark.slow("weeks pass")
async def test_within_a_day_both_can_be_as_they_were(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    ada = await joining(chat, "Ada Example", email="ada@example.org", topics=("bees",))
    bo = await joining(chat, "Bo Example")
    zed = await elsewhere(chat)
    await tells(chat, zed, email="zed@example.org")
    before = await who_is(chat, zed)
    await zed.says("/kindred introduce join")
    await zed.says('/kindred introduce never "Bo Example"')
    answer = await linked(ada, zed)
    await ada.says('/kindred introduce never "Rowan Hall"')
    await ada.says("/kindred introduce pause until 24 December")
    chat.clock.at += timedelta(hours=23)
    assert "That’s undone" in (await answer.press("Undo")).text
    await chat.settle()
    assert "apart again" in ada.inbox[-1]
    now = await who_is(chat, zed)
    assert (now.id, now.name) == (before.id, before.name)
    async with chat.work(read_only=True) as work:
        one, other = await work.members.profile(ada.id), await work.members.profile(before.id)
        rows = await work.connection.execute(select(never.c.member_id, never.c.other_id))
        said = {tuple(row) for row in rows}
        joined = await work.connection.scalars(select(programme_members.c.member_id))
        assert await work.introductions.membership.paused_until(ada.id, chat.clock.now())
        assert not await work.introductions.membership.paused_until(before.id, chat.clock.now())
    assert one is not None
    assert other is not None
    assert (one.email, one.topics) == ("ada@example.org", ("bees",))
    assert (other.email, other.topics) == ("zed@example.org", ())
    assert said == {(before.id, bo.id), (ada.id, rowan.id), (before.id, rowan.id)}
    assert sorted(joined) == sorted([ada.id, bo.id, before.id])
    assert "Zed Example" in (await bo.says("/kindred find zed")).text
    assert "nothing to undo" in (await ada.says("/kindred link undo")).text


async def test_what_was_changed_since_stays_with_the_profile_that_one_has(chat: Chat) -> None:
    ada = await chat.person("Ada Example", headline="Keeps bees", town="Coventry")
    zed = await elsewhere(chat, "Zed Example")
    await linked(ada, zed)
    dialog = await ada.says("/kindred profile")
    await dialog.fill(headline="Keeps owls").done()
    await zed.says("/kindred link undo")
    async with chat.work(read_only=True) as work:
        profile = await work.members.profile(ada.id)
    assert profile is not None
    assert (profile.headline, profile.town, profile.name) == (
        "Keeps owls",
        "Coventry",
        "Ada Example",
    )


async def test_after_a_day_it_is_too_late_and_nothing_is_kept(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    zed = await elsewhere(chat)
    answer = await linked(ada, zed)
    chat.clock.at += timedelta(days=1)
    assert "can be undone for a day" in (await answer.press("Undo")).text
    await chat.pass_time(hours=1)
    assert await count(chat, links) == 0
    assert "can be undone for a day" in (await ada.says("/kindred link undo")).text
    assert (await who_is(chat, zed)).id == ada.id


async def test_nobody_who_joins_gets_the_place_of_who_may_come_back(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    zed = await elsewhere(chat)
    before = await who_is(chat, zed)
    await linked(ada, zed)
    yan = await elsewhere(chat, "Yan Example")
    await zed.says("/kindred link undo")
    now = await who_is(chat, zed)
    assert (now.id, now.name) == (before.id, before.name)
    assert (await who_is(chat, yan)).name == "Yan Example"
    assert await count(chat, members) == 3


async def test_of_two_links_the_later_is_undone_first(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    zed, yan = await elsewhere(chat), await elsewhere(chat, "Yan Example")
    first = await linked(ada, zed)
    chat.clock.at += timedelta(hours=1)
    await linked(yan, ada)
    if not chat.thin:  # where a button is a command, it is always the later one
        assert "undo it first" in (await first.press("Undo")).text
    assert "That’s undone" in (await ada.says("/kindred link undo")).text
    assert (await who_is(chat, yan)).name == "Yan Example"
    assert "That’s undone" in (await ada.says("/kindred link undo")).text
    assert len({(await who_is(chat, each)).id for each in (zed, yan)} | {ada.id}) == 3


async def test_undoing_it_twice_at_once_undoes_it_once(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    zed = await elsewhere(chat)
    await linked(ada, zed)
    answers = await asyncio.gather(*(ada.says("/kindred link undo") for _ in range(3)))
    assert sum("That’s undone" in answer.text for answer in answers) == 1
    assert await count(chat, members) == 2


# Personal data --------------------------------------------------------------------------------


async def test_a_link_is_given_with_the_data_and_erased_with_it(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    zed = await elsewhere(chat)
    await linked(ada, zed)
    holds = chat.core.registry.personal_data
    async with chat.work() as work:
        given = {h.name: await h.export(work, ada.id) for h in holds}
        found: Any = given["linked accounts"]
        (link,) = found
        assert link["former profile"]["name"] == "Zed Example"
        for held in holds:
            await held.erase(work, ada.id)
    for table in (links, members, accounts):
        assert await count(chat, table) == 0
    assert await chat.behind(zed) is None
