"""Commands whose arguments have fields of their own, and what is offered while they are typed."""

import pytest

from bot.community.people import AccountInfo, Ref
from bot.community.profiles import Profile
from bot.community.roles import Role
from bot.routing.interaction import FormOpened
from bot.ui.messages import Option
from tests.chat import Chat, Person
from tests.stories.programmes import facilitator, set_up

pytestmark = pytest.mark.not_in("slack", "in Slack, commands are typed in one line")

PROFILE = ("kindred profile", "person")
NEVER = ("kindred introduce never", "who")
UNDO = ("kindred introduce never undo", "who")
ME = ("kindred introduce me", "who")
THEM = ("kindred introduce them", "who")
FIND = ("kindred find", "query")


def labels(options: list[Option]) -> list[str]:
    return [option.label for option in options]


async def neighbour(chat: Chat, name: str) -> None:
    """Somebody in another community on the same database."""
    async with chat.work() as work:
        other = await work.people.establish("The Other Table")
        await work.members.add(other.id, Profile(name=name), chat.clock.now())


async def in_town(chat: Chat, person: Person, account: str) -> Person:
    """Let somebody be in the town, too."""
    async with chat.work() as work:
        space = await work.people.space(chat.there())
        space = space or await work.people.connect(chat.community, chat.there(), "The Town Hall")
        await work.people.attach(person.id, space, Ref("town", account), AccountInfo(person.name))
    return Person(chat, person.id, person.name, Ref("town", account), chat.there())


# Fields ---------------------------------------------------------------------------------------


async def test_a_command_is_given_in_fields(chat: Chat) -> None:
    await set_up(chat, await facilitator(chat))
    ada = await chat.person("Ada Example")
    answer = await ada.fills_in("kindred introduce join", programme="  kindred SPIRITS ")
    assert "You are in" in answer.text
    typed = await ada.says("/kindred introduce leave kindred spirits")
    await ada.fills_in("kindred introduce join", programme="")
    assert (await ada.fills_in("kindred introduce leave")).text == typed.text


async def test_what_stands_in_a_field_is_taken_whole(chat: Chat) -> None:
    ada, bo = await chat.person("Ada Example"), await chat.person("Bo de la Cruz y Vega")
    there = await in_town(chat, bo, "u7")
    for said in ("bo de la cruz Y vega", "@Bo de la Cruz y Vega", '"Bo de la Cruz y Vega"'):
        assert "Bo de la Cruz y Vega" in (await ada.fills_in(PROFILE[0], person=said)).text
    here = await in_town(chat, ada, "u8")
    assert there.name in (await here.fills_in(PROFILE[0], person="<@town:u7>")).text
    stranger = await here.fills_in(PROFILE[0], person="<@town:u9>")
    assert "I don’t know this person yet" in stranger.text
    behind = await ada.fills_in(PROFILE[0], person="Bo de la Cruz y Vega please")
    assert "I know nobody called “Bo de la Cruz y Vega please”" in behind.text


async def test_fields_that_cannot_be_read_are_told_apart(chat: Chat) -> None:
    ada, rowan = await chat.person("Ada Example"), await facilitator(chat)
    missing = await rowan.fills_in("facilitate round more", programme="Tea")
    assert "I need one more thing:" in missing.text
    unknown = await ada.fills_in("kindred introduce dance")
    assert "I don’t know “/kindred introduce dance”. Did you mean" in unknown.text
    assert "Did you mean /event calendar?" in (await ada.fills_in("kindred calendar")).text
    unlike = await ada.fills_in("kindred xyzzy")
    assert "I don’t know “/kindred xyzzy”. /kindred help shows" in unlike.text
    left_over = await ada.fills_in("kindred introduce back", when="now")
    assert "I did not understand “now”" in left_over.text
    other = await ada.fills_in("facilitate round open")
    assert "is for facilitators" in other.text
    long = await ada.fills_in(PROFILE[0], person="a" * 201)
    assert "That is 201 characters; there is room for 200." in long.text
    novel = await ada.fills_in("kindred find", query="a" * 3001)
    assert "there is room for 3000" in novel.text
    day = await ada.fills_in("kindred introduce pause", until="soonish, I hope")
    assert "is not a date I can read" in day.text


async def test_who_is_no_member_fills_in_what_newcomers_may_do(chat: Chat) -> None:
    await chat.connect()
    bo = chat.stranger("Bo Example")
    assert "Yes, count me in" in (await bo.fills_in("kindred introduce join")).buttons
    await bo.fills_in("kindred join")
    member = await chat.behind(bo)
    assert member is not None
    assert member.name == "Bo Example"
    elsewhere = chat.stranger("Cy Example", space="t2", runs_the_space=True)
    await elsewhere.fills_in("kindred start", name="Kettle and friends")
    async with chat.work(read_only=True) as work:
        space = await work.people.space(chat.there("t2"))
        assert space is not None
        assert (await work.people.community(space.community)).name == "Kettle and friends"


async def test_a_form_opens_at_any_of_its_pages(chat: Chat) -> None:
    rowan = await facilitator(chat)
    first = await rowan.says("/facilitate programme new")
    await first.fill(name="Tea for two").later()
    for page, shown in ((0, 0), (1, 1), (9, 1), (-3, 0)):
        answer = await rowan.does(FormOpened(first.dialog.form, "", page))
        assert answer.dialog.page == shown
    back = await rowan.does(FormOpened(first.dialog.form))
    assert back.value("name") == "Tea for two"


# People ---------------------------------------------------------------------------------------


async def test_people_are_offered_best_first(chat: Chat) -> None:
    me = await chat.person("Zed Example")
    for name in ("Marianne Love", "Ann Archer", "Joanna Ray", "Mary Ann Bell", "Amm Otherwise"):
        await chat.person(name)
    assert labels(await me.offered(*PROFILE, "ann")) == [
        "Ann Archer",
        "Mary Ann Bell",
        "Joanna Ray",
        "Marianne Love",
    ]
    assert labels(await me.offered(*PROFILE, "marianne lvoe")) == ["Marianne Love"]
    assert labels(await me.offered(*PROFILE, "@Joa")) == ["Joanna Ray"]
    assert await me.offered(*PROFILE, "%") == []
    assert await me.offered(*PROFILE, "qqqq") == []


async def test_accents_need_not_be_typed(chat: Chat) -> None:
    me = await chat.person("Zed Example")
    await chat.person("Zoë Łukasiewicz")
    assert labels(await me.offered(*PROFILE, "zoe")) == ["Zoë Łukasiewicz"]


async def test_of_many_25_are_offered_and_the_latest_before_anything_is_typed(chat: Chat) -> None:
    me = await chat.person("Zed Example")
    for number in range(30):
        await chat.person(f"Kit Number {number:02}")
    chat.clock.at = chat.clock.at.replace(hour=10)
    await chat.person("Ada Latest")
    assert len(await me.offered(*PROFILE, "kit")) == 25
    everybody = labels(await me.offered(*PROFILE))
    assert len(everybody) == 25
    assert everybody[0] == "Ada Latest"
    assert "Zed Example" not in everybody


async def test_who_hides_from_the_directory_is_not_offered(chat: Chat) -> None:
    me = await chat.person("Zed Example", networks=("Kettle",))
    await chat.person("Kit Near", networks=("Kettle",), visibility="networks")
    await chat.person("Kit Far", networks=("Loaf",), visibility="networks")
    await chat.person("Kit Hidden", visibility="introduced")
    for typed in ("", "kit", "kit hiden"):
        for where in (PROFILE, ME, THEM, NEVER):
            offered = labels(await me.offered(*where, typed))
            assert "Kit Near" in offered or "hiden" in typed
            assert {"Kit Far", "Kit Hidden"}.isdisjoint(offered)


async def test_facilitators_are_offered_everybody_where_they_prepare_rounds(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await chat.person("Kit Hidden", visibility="introduced")
    held = await rowan.offered("facilitate round hold", "who", "kit")
    assert labels(held) == ["Kit Hidden"]
    assert await rowan.offered(*PROFILE, "kit") == []
    themselves = await rowan.offered("facilitate round hold", "who", "rowan")
    assert labels(themselves) == ["Rowan Hall"]


async def test_members_are_offered_nothing_for_what_only_facilitators_may_do(chat: Chat) -> None:
    await set_up(chat, await facilitator(chat))
    me = await chat.person("Zed Example")
    assert await me.offered("facilitate round hold", "who") == []
    assert await me.offered("facilitate round open", "programme") == []
    assert await me.offered("kindred nonsense", "who") == []
    assert await me.offered(PROFILE[0], "nonsense") == []


async def test_strangers_and_other_communities_see_nobody(chat: Chat) -> None:
    await chat.connect()
    await chat.person("Kit Example")
    await neighbour(chat, "Kit Neighbour")
    me = await chat.person("Zed Example")
    assert labels(await me.offered(*PROFILE, "kit")) == ["Kit Example"]
    assert "Kit Neighbour" not in labels(await me.offered(*PROFILE))
    assert await chat.stranger("Bo Example").offered(*PROFILE, "kit") == []
    assert await chat.stranger("Cy Example", space="t9").offered(*PROFILE, "kit") == []


async def test_two_of_one_name_are_told_apart_by_their_networks(chat: Chat) -> None:
    me = await chat.person("Zed Example")
    one = await chat.person("Kit Example", networks=("Kettle", "Both"), headline="Bakes")
    two = await chat.person("kit example", networks=("Both", "Loaf"), headline="Sows")
    offered = await me.offered(*PROFILE, "kit")
    assert labels(offered) == ["Kit Example (Kettle)", "kit example (Loaf)"]
    for option, who in zip(offered, ("Bakes", "Sows"), strict=True):
        assert who in (await me.fills_in(PROFILE[0], person=option.value)).text
    assert labels(await me.offered(*PROFILE, "kit example (lo"))[0] == "kit example (Loaf)"
    assert one.id != two.id


@pytest.mark.not_in("discord", reason="this happens between the web chat and the town")
async def test_two_whom_only_their_accounts_tell_apart_are_mentioned(chat: Chat) -> None:
    me = await chat.person("Zed Example")
    kit = await chat.person("Kit Example", headline="Bakes")
    await chat.person("Kit Example", headline="Sows")
    await in_town(chat, kit, "u7")
    assert [option.value[:6] for option in await me.offered(*PROFILE, "kit")] == ["<@web:"] * 2
    here = await in_town(chat, me, "u8")
    (option,) = await here.offered(*PROFILE, "kit")
    assert option == Option("Kit Example", "<@town:u7>")
    assert "Bakes" in (await here.fills_in(PROFILE[0], person=option.value)).text


async def test_a_name_that_reads_like_something_else_is_not_misread(chat: Chat) -> None:
    me = await chat.person("Zed Example")
    await chat.person("42")
    await chat.person("List")
    (number,) = await me.offered(*PROFILE, "42")
    assert number.label == "42"
    assert number.value.startswith(f"<@{chat.arrival(me.id).actor.platform}:")
    (option,) = await me.offered(*NEVER, "List")
    await me.fills_in(NEVER[0], who=option.value)
    assert "List" in (await me.fills_in("kindred introduce never list")).text


# Two people, and why --------------------------------------------------------------------------


async def test_whom_to_take_off_the_list_is_offered(chat: Chat) -> None:
    me = await chat.person("Zed Example")
    await chat.person("Kit Example")
    await chat.person("Lio Example")
    await me.fills_in(NEVER[0], who="Kit Example")
    assert labels(await me.offered(*NEVER)) == ["Lio Example"]
    (option,) = await me.offered(*UNDO)
    assert "Kit Example" in (await me.fills_in(UNDO[0], who=option.value)).text
    assert await me.offered(*UNDO) == []
    assert "Kit Example" in labels(await me.offered(*NEVER))


async def test_whom_somebody_refuses_they_are_not_offered_and_the_other_notices_nothing(
    chat: Chat,
) -> None:
    me, kit = await chat.person("Zed Example"), await chat.person("Kit Example")
    await me.fills_in(NEVER[0], who="Kit Example")
    assert await me.offered(*ME, "kit") == []
    assert labels(await kit.offered(*ME, "zed")) == ["Zed Example"]
    assert labels(await me.offered(*PROFILE, "kit")) == ["Kit Example"]


async def test_each_of_two_people_and_the_reason_has_a_field(chat: Chat) -> None:
    me = await chat.person("Zed Example")
    for name in ("Kit Example", "Lio Example"):
        await chat.person(name)
    one, other = await me.offered(*THEM, "kit"), await me.offered(THEM[0], "whom", "li")
    given = {"who": one[0].value, "whom": other[0].value, "why": "Both bake"}
    done = await me.fills_in(THEM[0], **given)
    assert "Kit Example" in done.text
    assert "Lio Example" in done.text
    form = await me.fills_in(THEM[0], who="Kit Example", why="Both bake")
    assert form.value("why") == "Both bake"
    twice = await form.fill(whom="Kit Example").done()  # who is Kit already
    assert "the same person twice" in twice.text
    form = await me.fills_in(ME[0], why="We both bake")
    assert (form.value("who"), form.value("why")) == ("", "We both bake")


async def test_who_waits_for_an_answer_is_offered(chat: Chat) -> None:
    me, kit = await chat.person("Zed Example"), await chat.person("Kit Example")
    await chat.person("Lio Example")
    await kit.fills_in(ME[0], who="Zed Example", why="We both bake")
    await chat.settle()
    accept = ("kindred introduce accept", "partner")
    (option,) = await me.offered(*accept)
    assert option.value == "Kit Example"
    await me.fills_in(accept[0], partner=option.value)
    assert await me.offered(*accept) == []


# Other things ---------------------------------------------------------------------------------


async def test_topics_networks_and_places_are_offered_to_look_for(chat: Chat) -> None:
    me = await chat.person("Zed Example")
    for name in ("Kit Example", "Lio Example"):
        await chat.person(name, topics=("baking",), networks=("Kettle & Co",), town="Coventry")
    await chat.person("Moe Hidden", topics=("basalt",), visibility="introduced", town="Basel")
    assert labels(await me.offered(*FIND)) == ["baking", "from Kettle & Co", "in Coventry"]
    assert labels(await me.offered(*FIND, "ba")) == ["baking"]
    assert labels(await me.offered(*FIND, "baknig")) == ["baking"]
    (option,) = await me.offered(*FIND, "baking in cov")
    assert option.label == "baking in Coventry"
    assert "Kit Example" in (await me.fills_in(FIND[0], query=option.value)).text
    (option,) = await me.offered(*FIND, "from ket")
    assert "Lio Example" in (await me.fills_in(FIND[0], query=option.value)).text


async def test_programmes_are_offered(chat: Chat) -> None:
    rowan = await facilitator(chat)
    for name in ("Tea for two", "Kindred spirits", "Green tea"):
        await set_up(chat, rowan, name=name)
    await rowan.fills_in("facilitate programme stop", programme="Green tea")
    me = await chat.person("Zed Example")
    join = ("kindred introduce join", "programme")
    assert labels(await me.offered(*join)) == ["Tea for two", "Kindred spirits"]
    assert labels(await me.offered(*join, "spirits")) == ["Kindred spirits"]
    change = await rowan.offered("facilitate programme change", "programme", "tea")
    assert labels(change) == ["Tea for two"]


async def test_days_to_come_back_are_offered(chat: Chat) -> None:
    me = await chat.person("Zed Example")
    pause = ("kindred introduce pause", "until")
    first = await me.offered(*pause)
    assert first[0] == Option("next Monday (Monday, 30 November 2026)", "2026-11-30")
    assert len(first) == 4
    for option in first:
        assert "Enjoy your break" in (await me.fills_in(pause[0], until=option.value)).text
    (option,) = await me.offered(*pause, "in 10 days")
    assert option == Option("in 10 days (Thursday, 3 December 2026)", "2026-12-03")
    assert [each.value for each in await me.offered(*pause, "3/4/2027")] == [
        *("2027-04-03", "2027-03-04"),
    ]
    assert await me.offered(*pause, "yesterday") == []


async def test_offers_fail_quietly(
    chat: Chat, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = await chat.person("Zed Example")

    async def broken(*_: object) -> list[Option]:
        raise RuntimeError("out of order")

    monkeypatch.setitem(chat.core.registry.autocompletions, FIND, broken)
    assert await me.offered(*FIND, "tea") == []
    assert "nothing to offer" in caplog.text


async def test_what_is_too_long_for_a_value_is_not_offered(chat: Chat) -> None:
    me = await chat.person("Zed Example")
    await chat.person("Kit Example", role=Role.MEMBER, networks=("K" * 70,))
    await chat.person("Kit Example", networks=("L" * 100,))
    offered = await me.offered(*PROFILE, "kit")
    assert [len(option.value) for option in offered] == [len("Kit Example ()") + 70]
    assert len(offered[0].label) <= 75
