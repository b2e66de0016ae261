"""How chats become part of a community, and how a community speaks to everybody in them."""

import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest

from bot.bootstrap import registry
from bot.community.domain_events import DeliveryHindered, SpaceLost
from bot.community.facts import Fact
from bot.community.people import AccountInfo, Ref
from bot.community.places import Purpose
from bot.community.roles import Role
from bot.delivery.channels import say_anew_in_channels, say_in_channels
from bot.routing.interaction import FormOpened, HomeOpened, Seen, Submitted
from bot.routing.reacting import react
from bot.ui.messages import say
from tests.chat import Chat, Person
from tests.places import channel_for_all
from tests.stories.programmes import facilitator, set_up


def mayor(chat: Chat, space: str = "t1", **facts: Any) -> Person:
    """Somebody who looks after a space of the town."""
    facts = {
        "runs_the_space": True,
        "email": "mayor@example.org",
        "space_name": "Town Hall",
    } | facts
    return chat.stranger("Mayor Example", space, **facts)


async def a_code(by: Person) -> str:
    said = (await by.says("/facilitate connect")).text
    found = re.search(r"((?:\w{4}-)+\w{4})", said)
    assert found, said
    return found[1]


# Where Kindred is part of nothing -------------------------------------------------------------


async def test_in_a_place_of_no_community_everybody_is_told_what_can_be_done(chat: Chat) -> None:
    person = chat.stranger("Zed Example")
    for answer in (await person.says("/kindred find tea"), await person.does(HomeOpened())):
        assert "this place is not part of a community yet" in answer.text
        assert "/kindred join CODE" in answer.text
        assert "/kindred start NAME OF THE COMMUNITY" in answer.text
        assert "I know nothing about anybody else until they say yes" in answer.text


@pytest.mark.parametrize("said", ["/kindred join abcd-efgh", "/kindred start The Supper Club"])
async def test_only_who_looks_after_a_place_may_connect_it(chat: Chat, said: str) -> None:
    answer = await chat.stranger("Zed Example").says(said)
    assert "one of its owners or administrators" in answer.text
    assert "Only people" in (await mayor(chat, kind="bot").says(said)).text
    async with chat.work(read_only=True) as work:
        assert await work.people.space(chat.there()) is None
        assert len(await work.people.communities()) == 1


async def test_joining_without_a_code_says_where_codes_come_from(chat: Chat) -> None:
    assert "/facilitate connect" in (await mayor(chat).says("/kindred join")).text


# By a code ------------------------------------------------------------------------------------


async def test_a_code_makes_a_place_part_of_the_community_of_who_made_it(chat: Chat) -> None:
    rowan = await facilitator(chat)
    said = await rowan.says("/facilitate connect")
    assert said.only_for_actor
    assert "makes another chat part of The Test Table" in said.text
    assert "works once" in said.text
    person = mayor(chat)
    answer = await person.says(f"/kindred join {await a_code(rowan)}")
    assert "this place is now part of The Test Table" in answer.text
    member = await chat.behind(person)
    assert member is not None
    assert (member.community, member.role) == (chat.community, Role.FACILITATOR)
    async with chat.work(read_only=True) as work:
        space = await work.people.space(chat.there())
    assert space is not None
    assert (space.community, space.name) == (chat.community, "Town Hall")
    await chat.settle()
    assert "Town Hall is now part of your community" in rowan.inbox[-1]
    assert "Mayor Example connected it" in rowan.inbox[-1]
    zed = chat.stranger("Zed Example")
    assert "quiet helper of The Test Table" in (await zed.says("hello")).text


@pytest.mark.not_in("discord", reason="Discord tells nobody's e-mail address")
async def test_whom_the_community_knows_is_connected_by_their_own_profile(chat: Chat) -> None:
    rowan = await facilitator(chat)
    known = await chat.person("Ada Example", email="mayor@example.org", role=Role.ADMIN)
    person = mayor(chat)
    await person.says(f"/kindred join {await a_code(rowan)}")
    member = await chat.behind(person)
    assert member is not None
    assert (member.id, member.role) == (known.id, Role.ADMIN)


async def test_a_code_may_be_typed_with_capitals_and_without_lines(chat: Chat) -> None:
    code = await a_code(await facilitator(chat))
    said = code.upper().replace("-", "")
    assert "is now part of" in (await mayor(chat).says(f"/kindred join {said}")).text


async def test_a_code_works_once(chat: Chat) -> None:
    code = await a_code(await facilitator(chat))
    await mayor(chat).says(f"/kindred join {code}")
    answer = await mayor(chat, "t2").says(f"/kindred join {code}")
    assert "I don’t know this code" in answer.text


async def test_a_code_works_for_seven_days(chat: Chat) -> None:
    code = await a_code(await facilitator(chat))
    chat.clock.at += timedelta(days=7)
    assert "too old" in (await mayor(chat).says(f"/kindred join {code}")).text


async def test_a_code_of_somebody_who_is_no_facilitator_any_more_is_worth_nothing(
    chat: Chat,
) -> None:
    rowan = await facilitator(chat)
    code = await a_code(rowan)
    async with chat.work() as work:
        await work.members.grant(rowan.id, Role.MEMBER)
    assert "I don’t know this code" in (await mayor(chat).says(f"/kindred join {code}")).text


async def test_after_five_wrong_codes_none_is_taken_for_an_hour(chat: Chat) -> None:
    code = await a_code(await facilitator(chat))
    person = mayor(chat)
    for _ in range(5):
        assert "I don’t know this code" in (await person.says("/kindred join aaaa-bbbb")).text
    assert "none for an hour" in (await person.says(f"/kindred join {code}")).text
    elsewhere = mayor(chat, "t2")
    assert "I don’t know this code" in (await elsewhere.says("/kindred join aaaa")).text
    chat.clock.at += timedelta(hours=1)
    assert "is now part of" in (await person.says(f"/kindred join {code}")).text


async def test_two_who_connect_a_place_at_once_connect_it_once(chat: Chat) -> None:
    rowan = await facilitator(chat)
    one, other = mayor(chat), mayor(chat, email="deputy@example.org")
    codes = [await a_code(rowan), await a_code(rowan)]
    await asyncio.gather(
        one.says(f"/kindred join {codes[0]}"), other.says(f"/kindred join {codes[1]}")
    )
    async with chat.work(read_only=True) as work:
        assert [s.ref for s in await work.people.spaces(chat.community)].count(chat.there()) == 1
    assert await chat.behind(one)
    assert await chat.behind(other)


async def test_a_facilitator_gets_the_codes_she_made_with_her_data_and_they_are_erased(
    chat: Chat,
) -> None:
    rowan = await facilitator(chat)
    code = await a_code(rowan)
    held = next(held for held in registry().personal_data if held.name == "codes")
    async with chat.work() as work:
        export = await held.export(work, rowan.id)
        assert export == [{"for": "connect", "good until": "2026-11-30T09:00:00+00:00"}]
        await held.erase(work, rowan.id)
        assert await held.export(work, rowan.id) == []
    assert "I don’t know this code" in (await mayor(chat).says(f"/kindred join {code}")).text


# By founding ----------------------------------------------------------------------------------


async def test_who_looks_after_a_place_can_found_a_community(chat: Chat) -> None:
    person = mayor(chat)
    answer = await person.says('/kindred start "The  Supper Club"')
    assert "Welcome to The Supper Club!" in answer.text
    member = await chat.behind(person)
    assert member is not None
    assert member.role is Role.ADMIN
    assert member.community != chat.community
    assert "part of The Supper Club already" in (await person.says("/kindred start Tea")).text
    assert "You are in already" in (await person.says("/kindred join abcd")).text


@pytest.mark.parametrize("name", ["The Test Table", "the  test TABLE"])
async def test_a_community_of_the_same_name_is_never_joined_silently(chat: Chat, name: str) -> None:
    answer = await mayor(chat).says(f"/kindred start {name}")
    assert "There is a community called" in answer.text
    async with chat.work(read_only=True) as work:
        assert await work.people.space(chat.there()) is None


async def test_of_two_who_found_the_same_at_once_one_is_told_that_it_is_taken(chat: Chat) -> None:
    founders = [mayor(chat), mayor(chat, "t2")]
    answers = await asyncio.gather(*(f.says("/kindred start Supper") for f in founders))
    texts = sorted(answer.text for answer in answers)
    assert "There is a community called “Supper” already" in texts[0]
    assert "Welcome to Supper!" in texts[1]


@pytest.mark.parametrize("name", [""])
async def test_a_community_needs_a_name_that_can_be_said(chat: Chat, name: str) -> None:
    assert "I need a name" in (await mayor(chat).says(f"/kindred start {name}")).text


async def test_the_name_of_a_community_is_no_longer_than_there_is_room_for(chat: Chat) -> None:
    answer = await mayor(chat).says(f"/kindred start {'x' * 81}")
    assert "81 characters; there is room for 80" in answer.text


# Where everybody may be spoken to -------------------------------------------------------------


async def connected(chat: Chat) -> Person:
    """Somebody who has connected the town hall, and so is a facilitator."""
    person = mayor(chat)
    await person.says(f"/kindred join {await a_code(await facilitator(chat))}")
    return person


async def for_all(chat: Chat) -> Ref | None:
    async with chat.work(read_only=True) as work:
        space = await work.people.space(chat.there())
        assert space is not None
        return await channel_for_all(work, space)


async def test_a_facilitator_says_in_a_channel_that_everybody_is_spoken_to_there(
    chat: Chat,
) -> None:
    person = await connected(chat)
    answer = await person.says("/facilitate channel here", channel="general")
    assert "From now on I speak to everybody there" in answer.text
    assert await for_all(chat) == chat.channel("general")
    await chat.settle()
    assert "what concerns all of The Test Table" in chat.town.place("general").messages[0]
    assert "nowhere" in (await person.says("/facilitate channel none")).text
    assert await for_all(chat) is None


async def test_a_facilitator_chooses_the_channel_in_a_form(chat: Chat) -> None:
    person = await connected(chat)
    opened = await person.says("/facilitate channel")
    assert opened.dialog.fields[0].kind == "Channel"
    await opened.fill(channel=str(chat.channel("general"))).done()
    assert await for_all(chat) == chat.channel("general")
    again = await person.does(FormOpened("communities.channel"))
    assert again.value("channel") == str(chat.channel("general"))
    await (await person.says("/facilitate channel")).fill(channel="").done()
    assert await for_all(chat) is None


@pytest.mark.not_in("slack", reason="a form in Slack offers channels, and takes nothing else")
@pytest.mark.not_in("discord", reason="a form in Discord does so, too")
async def test_a_channel_of_another_chat_is_not_taken(chat: Chat) -> None:
    person = await connected(chat)
    opened = await person.says("/facilitate channel")
    wrong = await opened.fill(channel="somewhere").done()
    assert "Please choose a channel" in wrong.error("channel")
    typed = Submitted("communities.channel", 0, {"channel": "web:square:1"}, "", "done")
    assert "Please choose a channel" in (await person.does(typed)).error("channel")


@pytest.mark.not_in("slack", reason="nobody is in two workspaces at once there")
@pytest.mark.not_in("discord", reason="its servers offer their own channels only")
async def test_a_channel_of_another_space_is_not_taken(chat: Chat) -> None:
    person = await connected(chat)
    await chat.connect("t2", "The Library")
    elsewhere = f"{chat.there('t2').id}/general"
    answer = await person.says("/facilitate channel here", channel=elsewhere)
    assert "belongs to another place" in answer.text
    chosen = str(Ref(chat.there().platform, elsewhere))
    typed = Submitted("communities.channel", 0, {"channel": chosen}, "", "done")
    assert "Please choose a channel" in (await person.does(typed)).error("channel")
    assert await for_all(chat) is None


@pytest.mark.not_in("discord", reason="facilitators’ commands are offered in servers only")
async def test_a_talk_with_kindred_alone_is_no_channel_for_everybody(chat: Chat) -> None:
    person = await connected(chat)
    assert person.account
    async with chat.work() as work:
        account = await work.people.account(person.account, chat.there())
        assert account is not None
        await work.places.opened(account, chat.channel(f"direct:{person.account.id}"))
    assert "just between you and me" in (await person.says("/facilitate channel here")).text
    assert await for_all(chat) is None


async def test_who_chose_a_channel_that_kindred_is_not_in_is_told_so(chat: Chat) -> None:
    person = await connected(chat)
    chat.town.shut.add("general")
    await person.says("/facilitate channel here", channel="general")
    await chat.settle()
    assert "I could not speak in the channel you chose in Town Hall" in person.inbox[-1]
    assert "invite me there" in person.inbox[-1]
    chat.town.shut.clear()
    chat.clock.at += timedelta(minutes=5)
    await person.says("/facilitate channel here", channel="general")
    await chat.settle()
    assert len(chat.town.place("general").messages) == 1


@pytest.mark.not_in("slack", reason="it is the web chat's own story")
@pytest.mark.not_in("discord", reason="it is the web chat's own story")
async def test_the_web_chat_has_a_channel_for_everybody_already(chat: Chat) -> None:
    rowan = await facilitator(chat)
    for said in ("here", "none", ""):
        answer = await rowan.says(f"/facilitate channel {said}")
        assert "has a channel for everybody already" in answer.text
    wrong = await rowan.says("/facilitate channel there")
    assert "which channel “there” is" in wrong.text


async def test_members_choose_no_channels_and_make_no_codes(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    for said in ("channel here", "connect", "chats"):
        assert "is for facilitators" in (await ada.says(f"/facilitate {said}")).text


# What each channel is for ---------------------------------------------------------------------


async def channels(chat: Chat) -> dict[str, set[str]]:
    """What the channels of the town hall are for, by name."""
    async with chat.work(read_only=True) as work:
        there = {p.ref: p.purposes for p in await work.places.channels(chat.community)}
    named = {name: there.get(chat.channel(name), ()) for name in ("general", "random")}
    return {name: {each.value for each in purposes} for name, purposes in named.items() if purposes}


EVERYTHING = {"announcements", "introductions", "call-outs"}


async def test_a_facilitator_adds_channels_for_what_each_is_for(chat: Chat) -> None:
    person = await connected(chat)
    await person.says("/facilitate channel here", channel="general")
    answer = await person.says("/facilitate channel here for announcements", channel="random")
    assert "From now on that channel is for announcements" in answer.text
    assert "Whoever can see" not in answer.text
    assert await channels(chat) == {"general": EVERYTHING, "random": {"announcements"}}
    told = await person.says("/facilitate channel here notices", channel="random")
    assert "that channel is for facilitators’ notices" in told.text
    assert "Whoever can see that channel can read what I tell facilitators" in told.text
    general, random = (chat.channel(n).id.rpartition("/")[2] for n in ("general", "random"))
    assert f"#{general}: announcements, introductions and call-outs" in told.text
    assert f"#{random}: announcements and facilitators’ notices" in told.text
    shown = await person.says("/facilitate chats")
    assert f"I use 2 channels: #{general}: announcements" in shown.text
    assert f"; #{random}: announcements and facilitators’ notices" in shown.text
    await chat.settle()
    assert [len(chat.town.place(n).messages) for n in ("general", "random")] == [1, 2]
    assert "This channel is for: facilitators’ notices" in chat.town.place("random").messages[1]


@pytest.mark.not_in("slack", reason="nobody is in two workspaces at once there")
async def test_of_another_chat_it_is_told_what_its_channels_are_for(chat: Chat) -> None:
    person = await connected(chat)
    library = await chat.connect("t2", "The Library")
    async with chat.work() as work:
        for name, purpose in (("a", Purpose.ANNOUNCEMENTS), ("b", Purpose.NOTICES)):
            channel = Ref(library.ref.platform, f"{library.ref.id}/{name}")
            await work.places.choose(library, channel, [purpose])
    shown = (await person.says("/facilitate chats")).text
    assert "I use 2 channels: one for announcements and one for facilitators’ notices" in shown


async def test_what_is_announced_is_said_once_in_every_channel_for_that(chat: Chat) -> None:
    person = await connected(chat)
    for name in ("general", "random"):
        await person.says("/facilitate channel here announcements", channel=name)
    await chat.settle()
    fact = Fact.of("stories.news", 1)
    for _ in range(2):
        async with chat.work() as work:
            news = chat.community, Purpose.ANNOUNCEMENTS, say("Tea at four"), fact
            await say_in_channels(work, *news)
    await chat.settle()
    for name in ("general", "random"):
        assert chat.town.place(name).messages[1:] == ["Tea at four"]
    await person.says("/facilitate channel none")
    async with chat.work() as work:
        await say_anew_in_channels(work, chat.community, say("Tea at five"), fact)
    await chat.settle()
    for name in ("general", "random"):
        assert chat.town.place(name).messages[1:] == ["Tea at five"], "whatever it is for by now"


async def test_who_invites_is_told_of_channels_not_of_chats(chat: Chat) -> None:
    person = await connected(chat)
    for name in ("general", "random"):
        await person.says("/facilitate channel here announcements", channel=name)
    await chat.settle()
    shown = (await set_up(chat, person)).text
    async with chat.work(read_only=True) as work:
        there = await work.places.channels(chat.community, Purpose.ANNOUNCEMENTS)
    assert f"in {len(there)} channels for announcements" in shown
    chat.town.shut.add("random")
    await set_up(chat, person, name="Walks")
    await chat.settle()
    assert "in one of the channels for announcements" in "\n".join(person.inbox)


async def test_a_channel_that_is_chosen_asks_who_is_there_and_has_the_invitations(
    chat: Chat,
) -> None:
    person = await connected(chat)
    await set_up(chat, person, name="Walks")
    for _ in range(2):
        await person.says("/facilitate channel here", channel="general")
        await chat.settle()
    said = chat.town.place("general").messages
    assert "Hello, everyone! I am Kindred" in said[0]
    assert len([each for each in said if "Walks" in each]) == 1
    panel = await person.says("/facilitate panel", channel="general")
    assert not panel.only_for_actor
    assert panel.buttons == ["Count me in", "What is this?"]


async def test_what_is_said_in_one_channel_keeps_its_order_whatever_it_is_for(chat: Chat) -> None:
    person = await connected(chat)
    await person.says("/facilitate channel here announcements", channel="general")
    await person.says("/facilitate channel here notices", channel="general")
    await chat.settle()
    async with chat.work() as work:
        in_turn = [Purpose.NOTICES] * 3 + [Purpose.ANNOUNCEMENTS] * 3
        for number, purpose in enumerate(in_turn):
            fact = Fact.of("stories.news", number)
            await say_in_channels(work, chat.community, purpose, say(f"News {number}"), fact)
    await chat.settle()
    said = chat.town.place("general").messages
    assert said[2:] == [f"News {number}" for number in range(6)]


async def test_a_purpose_is_taken_away_again(chat: Chat) -> None:
    person = await connected(chat)
    await person.says("/facilitate channel here", channel="general")
    await person.says("/facilitate channel here notices", channel="general")
    await person.says("/facilitate channel none call-outs")
    answer = await person.says("/facilitate channel none for notices")
    assert "no channel here is for facilitators’ notices" in answer.text
    assert "each facilitator alone again" in answer.text
    assert await channels(chat) == {"general": EVERYTHING - {"call-outs"}}
    assert "speak to everybody nowhere here" in (await person.says("/facilitate channel none")).text
    assert await channels(chat) == {}


@pytest.mark.parametrize("said", ["here gossip", "none for gossip"])
async def test_what_no_channel_can_be_for_is_not_guessed(chat: Chat, said: str) -> None:
    person = await connected(chat)
    answer = await person.says(f"/facilitate channel {said}", channel="general")
    assert "announcements, introductions, call-outs, notices or digests" in answer.text
    assert await channels(chat) == {}


async def test_in_the_form_a_channel_is_for_what_is_ticked_and_nothing_else(chat: Chat) -> None:
    person = await connected(chat)
    opened = await person.says("/facilitate channel")
    assert set(opened.value("purposes")) == EVERYTHING
    general, random = str(chat.channel("general")), str(chat.channel("random"))
    await opened.fill(channel=general).done()
    again = await person.says("/facilitate channel")
    await again.fill(purposes=["announcements", "notices"]).done()
    assert await channels(chat) == {"general": {"announcements", "notices"}}
    other = await person.says("/facilitate channel")
    await other.fill(channel=random, purposes=["notices", "announcements"]).done()
    assert await channels(chat) == {
        "general": {"announcements", "notices"},
        "random": {"announcements", "notices"},
    }
    fewer = await person.says("/facilitate channel")
    answer = await fewer.fill(channel=general, purposes=["announcements"]).done()
    assert "From now on that channel is for announcements" in answer.text
    await (
        (await person.says("/facilitate channel")).fill(channel=random, purposes=["notices"]).done()
    )
    assert await channels(chat) == {"general": {"announcements"}, "random": {"notices"}}
    none = await person.says("/facilitate channel")
    assert none.value("channel") == general
    answer = await none.fill(purposes=[]).done()
    assert "no channel here is for announcements" in answer.text
    nothing = await (await person.says("/facilitate channel")).fill(purposes=[]).done()
    assert "no channel here is for facilitators’ notices" in nothing.text
    assert await channels(chat) == {}
    wrong = (
        await (await person.says("/facilitate channel")).fill(channel=general, purposes=[]).done()
    )
    assert "Please tick what the channel is for" in wrong.error("purposes")


async def test_of_two_channels_for_something_one_is_so_no_longer(chat: Chat) -> None:
    person = await connected(chat)
    for name in ("general", "random"):
        await person.says("/facilitate channel here announcements", channel=name)
    form = await person.says("/facilitate channel")
    answer = await form.fill(channel=str(chat.channel("general")), purposes=[]).done()
    assert "that channel is no longer for announcements" in answer.text
    assert await channels(chat) == {"random": {"announcements"}}


async def test_a_purpose_that_is_given_is_not_of_the_channel_that_is_there(chat: Chat) -> None:
    person = await connected(chat)
    await person.says("/facilitate channel here announcements", channel="general")
    form = await person.says("/facilitate channel for notices")
    assert (form.value("channel"), form.value("purposes")) == ("", ["notices"])
    await form.fill(channel=str(chat.channel("random"))).done()
    assert await channels(chat) == {"general": {"announcements"}, "random": {"notices"}}


# A channel that is gone -----------------------------------------------------------------------


@pytest.mark.not_in("slack", reason="it is about channels that the fake one deletes")
@pytest.mark.not_in("discord", reason="it is about channels that the fake one deletes")
async def test_a_channel_that_is_gone_is_for_nothing_and_facilitators_are_told_once(
    chat: Chat,
) -> None:
    person, rowan = await connected(chat), await facilitator(chat, "Robin Brook")
    for name in ("general", "random"):
        await person.says("/facilitate channel here", channel=name)
    await chat.settle()
    chat.town.deleted.add("random")
    async with chat.work() as work:
        for number in range(3):
            fact, news = Fact.of("stories.news", number), say(f"News {number}")
            await say_in_channels(work, chat.community, Purpose.ANNOUNCEMENTS, news, fact)
    await chat.settle()
    assert await channels(chat) == {"general": EVERYTHING}
    assert [w for w in chat.town.place("general").messages if "News" in w] == [
        f"News {number}" for number in range(3)
    ]
    for told in (person.inbox, rowan.inbox):
        (gone,) = [words for words in told if "is gone" in words]
        assert "One of my channels in Town Hall is gone" in gone
        assert "It was for announcements, introductions and call-outs" in gone


@pytest.mark.not_in("slack", reason="it is about channels that the fake one deletes")
@pytest.mark.not_in("discord", reason="it is about channels that the fake one deletes")
async def test_where_the_channel_for_threads_is_gone_the_next_one_has_them(chat: Chat) -> None:
    person = await connected(chat)
    for name in ("general", "random"):
        await person.says("/facilitate channel here introductions", channel=name)
    chat.town.deleted.add("general")
    member, bo = await chat.behind(person), await chat.person("Bo Example")
    assert member is not None
    async with chat.work() as work:
        space = await work.people.space(chat.there())
        assert space is not None
        await work.people.attach(bo.id, space, Ref("town", "bo"), AccountInfo("Bo Example"))
        both, room = [member.id, bo.id], Fact.of("stories.room", 1)
        await work.outbox.open_room(room, both, "Two", community=chat.community)
    await chat.settle()
    assert await channels(chat) == {"random": {"introductions"}}
    assert chat.town.places["room:stories.room:1"].title == "Two"


# Facilitators' notices ------------------------------------------------------------------------


async def hindered(chat: Chat) -> None:
    """Something hinders Kindred: facilitators should know."""
    chat.town.remedy, chat.town.roomless = "Let me open threads.", {"t1"}
    async with chat.work() as work:
        place = await work.people.space(chat.there())
        assert place
        told = DeliveryHindered(Fact("x"), chat.community, chat.town.remedy, place.ref)
        work.domain_events.append(told)
        await react(chat.core.registry, work, chat.clock.now())
    await chat.settle()


async def test_facilitators_are_told_in_their_channel_once_and_who_is_not_there_alone(
    chat: Chat,
) -> None:
    person, rowan = await connected(chat), await facilitator(chat, "Robin Brook")
    await person.says("/facilitate channel here notices", channel="keepers")
    await chat.settle()
    before = len(person.inbox), len(rowan.inbox)
    await hindered(chat)
    told = [words for words in chat.town.place("keepers").messages if "Let me open" in words]
    assert len(told) == 1
    assert len(person.inbox) == before[0]
    assert len([words for words in rowan.inbox if "Let me open threads" in words]) == 1
    await hindered(chat)
    assert len([w for w in chat.town.place("keepers").messages if "Let me open" in w]) == 1


@pytest.mark.not_in("slack", reason="it is about a channel that the fake one shuts")
@pytest.mark.not_in("discord", reason="it is about a channel that the fake one shuts")
async def test_facilitators_are_told_alone_where_their_channel_is_shut(chat: Chat) -> None:
    person, rowan = await connected(chat), await facilitator(chat, "Robin Brook")
    await person.says("/facilitate channel here notices", channel="keepers")
    await chat.settle()
    chat.town.shut.add("keepers")
    await hindered(chat)
    for each in (person, rowan):
        assert len([words for words in each.inbox if "Let me open threads" in words]) == 1


@pytest.mark.not_in("slack", reason="it is about channels that the fake one shuts")
@pytest.mark.not_in("discord", reason="it is about channels that the fake one shuts")
@pytest.mark.parametrize(("shut", "alone"), [("keepers", 1), ("wardens", 0)])
async def test_who_shares_several_channels_is_told_alone_when_the_first_is_shut(
    chat: Chat, shut: str, alone: int
) -> None:
    person = await connected(chat)
    for name in ("keepers", "wardens"):
        await person.says("/facilitate channel here notices", channel=name)
    await chat.settle()
    chat.town.shut.add(shut)
    await hindered(chat)
    told = {
        name: len([w for w in chat.town.place(name).messages if "Let me open" in w])
        for name in ("keepers", "wardens")
    }
    assert told == {"keepers": 1, "wardens": 1} | {shut: 0}
    assert len([words for words in person.inbox if "Let me open threads" in words]) == alone


async def test_without_a_channel_for_it_each_facilitator_is_told_alone(chat: Chat) -> None:
    person, rowan = await connected(chat), await facilitator(chat, "Robin Brook")
    await person.says("/facilitate channel here", channel="general")
    await chat.settle()
    await hindered(chat)
    for each in (person, rowan):
        assert len([words for words in each.inbox if "Let me open threads" in words]) == 1
    assert not any("Let me open" in words for words in chat.town.place("general").messages)


# Which chats there are ------------------------------------------------------------------------


async def test_a_facilitator_sees_which_chats_belong_to_the_community(chat: Chat) -> None:
    person = await connected(chat)
    await chat.connect("t2", "The Library")
    async with chat.work() as work:
        await work.people.lose(chat.there("t2"), "gone", chat.clock.now())
    answer = await person.says("/facilitate chats")
    async with chat.work(read_only=True) as work:
        count = len(await work.people.spaces(chat.community))
    assert f"There are {count} chats" in answer.text
    assert "the web chat: everybody has a place here" in answer.text
    assert re.search(r"Town Hall \(\w+\): I may speak to everybody nowhere yet", answer.text)
    assert re.search(r"The Library \(\w+\): I have been taken out", answer.text)
    await person.says("/facilitate channel here", channel="general")
    again = await person.says("/facilitate chats")
    (line,) = re.findall(r"Town Hall \(\w+\): (.*)", again.text)
    general = chat.channel("general").id.rpartition("/")[2]
    assert line.startswith(f"I use one channel: #{general}: announcements, introductions and call")
    assert "/kindred join" in (await again.press("Connect another chat")).text
    assert (await again.press("Choose a channel")).value("channel") == str(chat.channel("general"))


# A chat that is lost --------------------------------------------------------------------------


async def lose(chat: Chat, why: str) -> None:
    """What an adapter does when a space has put Kindred out."""
    async with chat.work() as work:
        now = chat.clock.now()
        space = await work.people.lose(chat.there(), why, now)
        if space:
            work.domain_events.append(SpaceLost(space, why))
        await react(chat.core.registry, work, now)
    await chat.settle()


async def test_when_a_chat_puts_kindred_out_facilitators_are_told_elsewhere_once(
    chat: Chat,
) -> None:
    person = await connected(chat)
    rowan = await facilitator(chat, "Second Facilitator")
    await lose(chat, "app_uninstalled")
    await lose(chat, "app_uninstalled")
    assert len(rowan.inbox) == 1
    assert "I can no longer reach Town Hall" in rowan.inbox[0]
    assert "has taken me out" in rowan.inbox[0]
    assert "can add me again" in rowan.inbox[0]
    member = await chat.behind(person)
    assert member is not None
    assert any("Town Hall" in m for m in chat.platform.place(f"direct:{member.id}").messages)
    assert not any("no longer reach" in message for message in person.inbox)


async def test_a_chat_that_is_lost_again_is_told_of_again(chat: Chat) -> None:
    await connected(chat)
    rowan = await facilitator(chat, "Second Facilitator")
    await lose(chat, "something_new")
    assert "“something_new”" in rowan.inbox[0]
    async with chat.work() as work:
        await work.people.regain(chat.there(), "Town Hall")
    chat.clock.at += timedelta(days=1)
    await lose(chat, "something_new")
    assert len(rowan.inbox) == 2


@pytest.mark.not_in("discord", reason="nobody is written to for coming into a server")
async def test_who_comes_into_view_once_a_place_is_connected_is_welcomed(chat: Chat) -> None:
    await connected(chat)
    zed = chat.stranger("Zed Example")
    await zed.does(Seen())
    await chat.settle()
    assert "quiet helper of The Test Table" in zed.inbox[0]
