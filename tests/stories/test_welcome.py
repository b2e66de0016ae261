"""How somebody whom a chat knows becomes a member, or is left in peace."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.community.people import AccountInfo, Ref
from bot.community.places import PlaceKind
from bot.community.roles import Role, Scope, ScopedRole
from bot.routing.interaction import Arrival, Changed, HomeOpened, Pressed, Seen
from bot.ui.messages import say
from storage.kernel.tables import accounts, members
from tests.chat import Chat, Person, _buttons
from tests.stories.programmes import facilitator, joining, rooms, set_up


async def zed(chat: Chat, **facts: Any) -> Person:
    """Somebody in the town hall, which is part of the community."""
    await chat.connect()
    facts = {"email": "zed@example.org", "zone": "Europe/Paris"} | facts
    return chat.stranger("Zed Example", **facts)


async def count_of_members(chat: Chat) -> int:
    async with chat.work(read_only=True) as work:
        return await work.connection.scalar(select(func.count()).select_from(members)) or 0


# Asking ---------------------------------------------------------------------------------------


@pytest.mark.not_in("discord", reason="nobody is written to for coming into a server")
async def test_who_comes_into_view_is_told_once_what_kindred_is_and_asked(chat: Chat) -> None:
    person = await zed(chat)
    for _ in range(3):
        assert (await person.does(Seen())).shown is None
        await chat.settle()
    assert len(person.inbox) == 1
    assert (
        "I know nothing about you and keep nothing about you until you say yes" in person.inbox[0]
    )
    assert "I look at your name here, and at your time zone and e-mail" in person.inbox[0]
    assert "The Test Table" in person.inbox[0]


async def test_whatever_else_somebody_tries_before_is_answered_by_that_question(chat: Chat) -> None:
    person = await zed(chat)
    for said in ("/kindred find tea", "/kindred", "hello", "/facilitate programme new"):
        answer = await person.says(said)
        assert answer.buttons == ["Yes, count me in", "No, thank you"]
        assert answer.only_for_actor
    assert (await person.does(HomeOpened())).buttons == ["Yes, count me in", "No, thank you"]
    assert (await person.does(Pressed("introductions.join", "1"))).buttons[0] == "Yes, count me in"
    assert await count_of_members(chat) == 0


@pytest.mark.not_in("discord", reason="nobody is written to for coming into a server")
@pytest.mark.slow("weeks pass")
async def test_who_says_no_is_left_in_peace_and_nothing_is_known_of_them(chat: Chat) -> None:
    person = await zed(chat)
    await person.does(Seen())
    await chat.settle()
    answer = await person.presses_in_inbox("No, thank you")
    assert "That is fine" in answer.text
    await chat.pass_time(days=2)
    await person.does(Seen())
    await chat.settle()
    assert len(person.inbox) == 1
    assert await count_of_members(chat) == 0


async def test_who_said_no_before_being_asked_is_not_asked_unbidden(chat: Chat) -> None:
    person = await zed(chat)
    await person.says("/kindred decline")
    await person.does(Seen())
    await chat.settle()
    assert person.inbox == []


async def test_after_a_no_a_yes_is_possible_at_any_time(chat: Chat) -> None:
    person = await zed(chat)
    await person.says("/kindred decline")
    answer = await person.says("/kindred join")
    assert "Welcome to The Test Table, Zed Example!" in answer.text


async def test_who_comes_into_view_where_kindred_is_part_of_nothing_is_not_written_to(
    chat: Chat,
) -> None:
    person = chat.stranger("Zed Example")
    assert (await person.does(Seen())).shown is None
    await chat.settle()
    assert person.inbox == []


# Yes ------------------------------------------------------------------------------------------


@pytest.mark.not_in("discord", reason="nobody is written to for coming into a server")
async def test_who_says_yes_is_a_member_by_the_name_and_zone_that_the_chat_knows(
    chat: Chat,
) -> None:
    person = await zed(chat)
    await person.does(Seen())
    await chat.settle()
    answer = await person.presses_in_inbox("Yes, count me in")
    assert "Welcome to The Test Table, Zed Example!" in answer.text
    assert answer.buttons == ["My profile", "Find people", "Send me a test message"]
    member = await chat.behind(person)
    assert member is not None
    assert (member.name, member.zone, member.role) == ("Zed Example", "Europe/Paris", Role.MEMBER)
    ada = await chat.person("Ada Example")
    assert "Zed Example" in (await ada.says("/kindred find zed")).text
    dialog = await answer.press("My profile")
    assert dialog.value("name") == "Zed Example"


@pytest.mark.not_in("slack", reason="Slack tells everybody's time zone")
async def test_whose_zone_no_chat_tells_is_asked_for_it_and_never_silently_in_london(
    chat: Chat,
) -> None:
    await chat.person("Ada Example", zone="America/New_York")
    await chat.connect()
    person = chat.stranger("Yan Example")
    answer = await person.says("/kindred join")
    assert "In which time zone are you?" in answer.text
    assert "the clock of New York" in answer.text, "that of most others, by name"
    member = await chat.behind(person)
    assert member
    assert (member.zone, member.zone_known) == ("America/New_York", False)
    where = await (await answer.press("My profile")).fill().next()
    assert where.value("zone") == ""
    card = await (await (await where.fill(zone="Mumbai").next()).fill().next()).fill().done()
    assert "Asia/Kolkata" in card.text
    member = await chat.behind(person)
    assert member
    assert (member.zone, member.zone_known) == ("Asia/Kolkata", True)


async def test_what_somebody_wanted_is_done_once_they_have_said_yes(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan, name="Walks")
    ada = await chat.person("Ada Example")
    for number, wanted in enumerate(
        ("press", "/kindred introduce join Walks", "/kindred find ada", "/facilitate chats")
    ):
        person = (await zed(chat)) if not number else chat.stranger(f"Zed {number}")
        if wanted == "press":
            asked = await person.does(Pressed("introductions.join", "1"))
        else:
            asked = await person.says(wanted)
        yes = next(b for b in _buttons([asked.message]) if b.label == "Yes, count me in")
        done = await person.does(Pressed(yes.action, yes.value), delivery=f"yes-{number}")
        assert "Welcome to The Test Table" in done.text
        if "find" in wanted:
            assert ada.name in done.text
        elif "facilitate" in wanted:
            assert "facilitators" not in done.text
        else:
            assert "You are in" in done.text
        again = await person.does(Pressed(yes.action, yes.value), delivery=f"yes-{number}")
        assert again.text == done.text
    taking_part = (await ada.says("/kindred introduce")).text
    assert "Walks" in taking_part


async def test_nothing_is_asked_of_the_chat_before_somebody_says_yes(chat: Chat) -> None:
    person = await zed(chat)
    chat.town.down = True
    assert "count me in" in str((await person.says("/kindred find tea")).buttons)
    assert "could not ask this chat" in (await person.says("/kindred join")).text
    chat.town.down = False
    assert "Welcome" in (await person.says("/kindred join")).text


@pytest.mark.not_in("discord", reason="Discord tells nobody's e-mail address")
async def test_whom_a_facilitator_has_listed_finds_their_profile(chat: Chat) -> None:
    listed = await chat.person(
        "Zed Zedson", email="Zed@Example.org", headline="Keeper of keys", zone="Europe/London"
    )
    person = await zed(chat)
    answer = await person.says("/kindred join")
    assert "A facilitator had listed you already, as Zed Zedson" in answer.text
    assert "Keeper of keys" in answer.text
    member = await chat.behind(person)
    assert member is not None
    assert (member.id, member.name, member.zone) == (listed.id, "Zed Zedson", "Europe/London")
    await chat.settle()
    assert person.inbox == []
    assert await count_of_members(chat) == 1


@pytest.mark.not_in("discord", reason="Discord tells nobody's e-mail address")
async def test_who_uses_their_profile_in_a_second_chat_is_told_in_the_first(chat: Chat) -> None:
    first = await zed(chat)
    await first.says("/kindred join")
    await chat.connect("t2", "The Library")
    second = chat.stranger("Z.", space="t2", email="zed@example.org")
    assert "had listed you already" in (await second.says("/kindred join")).text
    await chat.settle()
    assert len(first.inbox) == 1
    assert "Your profile is now also used by Z. in The Library" in first.inbox[0]
    assert "Is that not you? Then please tell a facilitator" in first.inbox[0]
    assert second.inbox == []


@pytest.mark.not_in("slack", reason="there everybody has an account in Slack already")
@pytest.mark.not_in("discord", reason="Discord tells nobody's e-mail address")
@pytest.mark.parametrize("sign", ["wrote", "asked", "read", "nothing"])
async def test_who_has_used_the_web_chat_is_told_there_of_a_new_account(
    chat: Chat, sign: str
) -> None:
    listed = await chat.person("Zed Zedson", email="zed@example.org")
    async with chat.work() as work:
        place = await work.web.open_place(
            "p", PlaceKind.CHANNEL, "Tea", chat.community, [listed.id]
        )
        signs = {"wrote": "author", "asked": "asked_by"}
        by: dict[str, Any] = {signs[sign]: listed.id} if sign in signs else {}
        message = await work.web.post("m", place, say("Hello"), chat.clock.now(), **by)
        if sign == "read":
            await work.web.read_up_to(place, listed.id, message)
    person = await zed(chat)
    assert "had listed you already" in (await person.says("/kindred join")).text
    await chat.settle()
    assert person.inbox == []
    if sign == "nothing":
        assert listed.inbox == []
    else:
        assert len(listed.inbox) == 1
        assert "Your profile is now also used by Zed Example" in listed.inbox[0]


@pytest.mark.not_in("discord", reason="Discord tells nobody's e-mail address")
@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.ADMIN])
async def test_an_address_alone_makes_nobody_a_facilitator(chat: Chat, role: Role) -> None:
    await chat.person("Fay Facilitator", email="zed@example.org", role=role)
    person = await zed(chat)
    answer = await person.says("/kindred join")
    assert "belongs to a facilitator" in answer.text
    assert "another facilitator" in answer.text
    assert "kindred link" in answer.text
    assert await chat.behind(person) is None
    assert await count_of_members(chat) == 1


@pytest.mark.not_in("discord", reason="Discord tells nobody's e-mail address")
async def test_an_address_alone_gives_nobody_a_role_in_anything(chat: Chat) -> None:
    lee = await chat.person("Lee Lead", email="zed@example.org")
    async with chat.work() as work:
        lead, here = ScopedRole.SAFEGUARDING_LEAD, Scope("community", chat.community)
        await work.roles.grant(lee.id, lead, here, None, chat.clock.now())
    person = await zed(chat)
    answer = await person.says("/kindred join")
    assert "looks after others" in answer.text
    assert "kindred link" in answer.text
    assert await chat.behind(person) is None


@pytest.mark.not_in("discord", reason="Discord tells nobody's e-mail address")
async def test_who_runs_a_space_is_a_facilitator_there_by_their_address(chat: Chat) -> None:
    listed = await chat.person("Fay", email="zed@example.org", role=Role.FACILITATOR)
    person = await zed(chat, runs_the_space=True)
    assert "had listed you already" in (await person.says("/kindred join")).text
    member = await chat.behind(person)
    assert member is not None
    assert member.id == listed.id


async def test_a_bot_cannot_join(chat: Chat) -> None:
    person = await zed(chat, kind="bot")
    assert "Only people can join" in (await person.says("/kindred join")).text
    assert await chat.behind(person) is None


@pytest.mark.not_in("discord", reason="who is not in a server types nothing there")
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("gone", "no longer in use"),
        ("visitor", "The place you come from can be connected, too"),
    ],
)
async def test_some_cannot_join(chat: Chat, kind: str, said: str) -> None:
    person = await zed(chat, kind=kind)
    assert said in (await person.says("/kindred join")).text
    assert await chat.behind(person) is None


async def test_a_guest_may_join_like_anyone(chat: Chat) -> None:
    person = await zed(chat, kind="guest")
    assert "Welcome" in (await person.says("/kindred join")).text


@pytest.mark.not_in("discord", reason="everybody has a name there")
async def test_who_is_told_of_without_a_name_gets_one(chat: Chat) -> None:
    await chat.connect()
    person = chat.stranger("")
    await person.says("/kindred join")
    member = await chat.behind(person)
    assert member is not None
    assert member.name == "New member"


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("  Zed \n\t Example\u202e ", "Zed Example"),
        ("Z" * 200, "Z" * 80),
        ("\u0645\u06cc\u200c\u0631\u0648\u0645", "\u0645\u06cc\u200c\u0631\u0648\u0645"),
    ],
)
async def test_a_name_is_kept_in_one_short_line(chat: Chat, told: str, kept: str) -> None:
    await chat.connect()
    person = chat.stranger(told)
    await person.says("/kindred join")
    member = await chat.behind(person)
    assert member is not None
    assert member.name == kept


async def test_a_zone_or_an_address_that_is_none_is_left_out(chat: Chat) -> None:
    person = await zed(chat, zone="Mars/Olympus", email="no address")
    await person.says("/kindred join")
    member = await chat.behind(person)
    assert member is not None
    async with chat.work(read_only=True) as work:
        profile = await work.members.profile(member.id)
    assert profile is not None
    assert (profile.zone, profile.email) == ("", "")


async def test_two_yeses_at_once_make_one_member(chat: Chat) -> None:
    person = await zed(chat)
    answers = await asyncio.gather(*(person.says("/kindred join") for _ in range(4)))
    assert all("elcome to The Test Table" in answer.text for answer in answers)
    assert await count_of_members(chat) == 1


@pytest.mark.not_in("discord", reason="Discord tells nobody's e-mail address")
async def test_two_accounts_with_one_address_at_once_make_one_member(chat: Chat) -> None:
    person = await zed(chat)
    other = chat.stranger("Zed E.", email="ZED@example.org")
    await asyncio.gather(person.says("/kindred join"), other.says("/kindred join"))
    assert await count_of_members(chat) == 1
    one, two = await chat.behind(person), await chat.behind(other)
    assert one == two is not None


@pytest.mark.not_in("discord", reason="nobody is written to for coming into a server")
async def test_an_old_button_says_kindly_that_one_is_in_already(chat: Chat) -> None:
    person = await zed(chat)
    await person.does(Seen())
    await chat.settle()
    await person.says("/kindred join")
    assert "You are in already" in (await person.presses_in_inbox("Yes, count me in")).text
    assert "You are a member already" in (await person.presses_in_inbox("No, thank you")).text


# Keeping in step ------------------------------------------------------------------------------


@pytest.mark.not_in("discord", reason="Discord tells of new names only who keeps all in memory")
async def test_the_directory_knows_a_new_name_and_no_longer_the_former_one(chat: Chat) -> None:
    person = await zed(chat)
    await person.says("/kindred join")
    await person.becomes(name="Quincy Example")
    ada = await chat.person("Ada Example")
    assert "Quincy Example" in (await ada.says("/kindred find quincy")).text
    assert "found nobody" in (await ada.says("/kindred find zed")).text
    async with chat.work(read_only=True) as work:
        assert await work.directory.spelled_like(chat.community, "zedd") == []


@pytest.mark.not_in("discord", reason="Discord tells nobody's e-mail address")
async def test_a_name_that_somebody_gave_themselves_stays(chat: Chat) -> None:
    await chat.person("Zed Zedson", email="zed@example.org")
    person = await zed(chat)
    await person.says("/kindred join")
    await person.becomes(name="zz99", zone="Asia/Tokyo")
    member = await chat.behind(person)
    assert member is not None
    assert member.name == "Zed Zedson"


async def test_who_has_gone_is_matched_in_no_round_until_they_are_back(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    person = await zed(chat)
    await person.says("/kindred join")
    await person.says("/kindred introduce join")
    await joining(chat, "Ada Example")
    await person.becomes(kind="gone")
    preview = await rowan.says("/facilitate round preview")
    assert "Zed" not in preview.text
    await person.becomes(kind="person")
    assert "Zed" in (await rowan.says("/facilitate round preview")).text


@pytest.mark.not_in("discord", reason="Discord tells nobody's e-mail address")
async def test_who_has_gone_from_one_chat_but_not_the_other_is_still_there(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    person = await zed(chat)
    await person.says("/kindred join")
    await person.says("/kindred introduce join")
    await joining(chat, "Ada Example")
    await chat.connect("t2")
    await chat.stranger("Zed", space="t2", email="zed@example.org").says("/kindred join")
    await person.becomes(kind="gone")
    assert "Zed" in (await rowan.says("/facilitate round preview")).text


async def test_who_has_gone_is_not_asked_about_a_round(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan, taking_part="asked")
    person = await zed(chat)
    await person.says("/kindred join")
    await person.says("/kindred introduce join")
    await person.becomes(kind="gone")
    async with chat.work(read_only=True) as work:
        (programme,) = await work.introductions.programmes.running(chat.community)
        assert await work.introductions.membership.to_ask(programme) == []
    await person.becomes(kind="person")
    async with chat.work(read_only=True) as work:
        assert len(await work.introductions.membership.to_ask(programme)) == 1
    assert rooms(chat) == []


async def test_what_is_told_of_an_account_that_is_nobodys_is_let_go(chat: Chat) -> None:
    await chat.connect()
    nobody = Ref(chat.town.platform, "u9")
    arrival = Arrival(nobody, chat.there(), nobody, "d")
    assert await chat.core.dispatcher(arrival, Changed(AccountInfo("Nobody"))) is None
    async with chat.work(read_only=True) as work:
        assert not await work.connection.scalar(select(func.count()).select_from(accounts))
