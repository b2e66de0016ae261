"""Each kind of argument in Discord's own pickers, also where it is not what it should be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.discord.routes import value_for
from bot.community.places import Purpose
from bot.community.profiles import Profile
from bot.community.roles import Role
from bot.features.introductions.domain import Terms
from tests.adapters.discord_hall import Table, hall
from tests.adapters.discord_interactions import Interaction
from tests.adapters.discord_table import discord_table
from tests.adapters.discord_things import User
from tests.adapters.discord_tree import CannotDo
from tests.argument_kinds import shows
from tests.database import engine_at
from tests.stories.programmes import facilitator, set_up


@pytest.fixture
async def table(sqlite_url: str) -> AsyncIterator[Table]:
    async with hall(sqlite_url) as found:
        yield found


async def elsewhere(table: Table, name: str) -> int:
    """A member of the community who is in its web chat only."""
    async with table.kindred.open_work() as work:
        added: int = await work.members.add(1, Profile(name=name), table.kindred.clock.now())
    return added


async def facilitates(table: Table, user: User, *words: str, **options: Any) -> Interaction:
    said = table.discord.slash(user, table.for_all, "facilitate", list(words), options)
    return await table.answered(said)


# People ---------------------------------------------------------------------------------------


@shows("the options of a command in Discord", "PersonArg")
async def test_somebody_is_picked(table: Table) -> None:
    ada, bo = await table.person(), await table.person("Bo Sample", headline="Bakes bread")
    assert "Bakes bread" in table.reads(await table.asks(ada, "profile", person=bo))


async def test_somebody_who_is_only_in_another_chat_is_named_beside_the_picker(
    table: Table,
) -> None:
    ada = await table.person()
    await elsewhere(table, "Wen Webb")
    assert "Wen Webb" in table.reads(await table.asks(ada, "profile", person_name="wen webb"))
    offered = await table.discord.autocomplete(
        ada, table.for_all, "kindred", ["profile"], "person_name", "we"
    )
    assert [choice["name"] for choice in offered] == ["Wen Webb"]


async def test_whoever_is_picked_and_named_must_be_the_same(table: Table) -> None:
    ada, bo = await table.person(), await table.person("Bo Sample")
    await elsewhere(table, "Wen Webb")
    same = await table.asks(ada, "profile", person=bo, person_name="Bo Sample")
    assert "Bo Sample" in table.reads(same)
    differing = await table.asks(ada, "profile", person=bo, person_name="Wen Webb")
    assert "Bo Sample" in table.reads(differing)
    assert "Wen Webb" in table.reads(differing)
    assert "?" in table.reads(differing)
    assert differing.modal is None


async def test_who_was_picked_before_the_form_is_picked_in_it(table: Table) -> None:
    ada, bo = await table.person(), await table.person("Bo Sample")
    await table.person("Cy Third")
    await elsewhere(table, "Wen Webb")
    made = await table.asks(ada, "introduce", "them", who=bo)
    assert made.modal
    assert made.modal.fields["who"]["default_values"] == [{"id": str(bo.id), "type": "user"}]
    assert "value" not in made.modal.fields["who~"]
    sent = table.discord.submit(ada, {"whom~": "Wen Webb", "why": "Both bake"})
    assert "Bo Sample and Wen Webb" in table.reads(await table.answered(sent))
    named = await table.asks(ada, "introduce", "them", who_name="Wen Webb")
    assert named.modal
    assert "default_values" not in named.modal.fields["who"]
    assert named.modal.fields["who~"]["value"] == "Wen Webb"


async def test_without_anybody_ones_own_form_opens_or_it_is_asked_who(table: Table) -> None:
    ada = await table.person(role=Role.FACILITATOR)
    assert (await table.asks(ada, "profile")).modal is not None
    assert "no programme" in table.reads(await facilitates(table, ada, "round", "hold"))


@shows("the options of a command in Discord", "account")
async def test_somebody_who_has_not_joined_is_picked(table: Table) -> None:
    ada = await table.person()
    zed = table.discord.world.member(table.guild, "Zed Stranger")
    told = await table.asks(ada, "introduce", "me", who=zed, why="we both bake")
    assert "not part of" in table.reads(told)
    assert told.modal is None


async def test_a_program_is_no_person(table: Table) -> None:
    ada = await table.person()
    bot = table.discord.world.member(table.guild, "Weather Bot")
    bot.bot = True
    made = await table.asks(ada, "profile", person=bot)
    assert "a program, not a person" in table.reads(made)
    assert made.original is not None
    assert made.original.ephemeral_to == ada.id


async def test_who_is_no_member_is_not_known_and_who_has_left_still_is(table: Table) -> None:
    ada, bo = await table.person(), await table.person("Bo Sample")
    zed = table.discord.world.member(table.guild, "Zed Stranger")
    assert "don’t know this person" in table.reads(await table.asks(ada, "profile", person=zed))
    for who in (zed, bo):
        await table.discord.leave(who, table.guild)
    assert "don’t know this person" in table.reads(await table.asks(ada, "profile", person=zed))
    assert "Bo Sample" in table.reads(await table.asks(ada, "profile", person=bo))


# Files ----------------------------------------------------------------------------------------


@shows("the options of a command in Discord", "FileArg")
async def test_a_file_is_attached_to_the_command(table: Table) -> None:
    ada = await table.person(role=Role.FACILITATOR)
    people = table.discord.world.attach("people.csv", "name,town\nZoë Ünal,Łódź\n".encode())
    looked = await facilitates(table, ada, "import", file=people)
    assert "written nothing" in table.reads(looked)
    taken = await facilitates(table, ada, "import", file=people, way="take")
    assert "One person is new" in table.reads(taken)
    assert taken.original is not None
    assert taken.original.ephemeral_to == ada.id


async def test_a_file_that_is_gone_or_of_another_kind_is_said_and_without_one_a_form_asks(
    table: Table,
) -> None:
    ada = await table.person(role=Role.FACILITATOR)
    picture = table.discord.world.attach("people.png", b"\x89PNG")
    assert "I take .csv, .xlsx" in table.reads(
        await facilitates(table, ada, "import", file=picture)
    )
    gone = table.discord.world.attach("people.csv", b"name\nBo\n")
    gone.content = None
    made = await facilitates(table, ada, "import", file=gone)
    assert "cannot find “people.csv”" in table.reads(made)
    assert (await facilitates(table, ada, "import", way="look")).modal is not None


# The other kinds ------------------------------------------------------------------------------


@shows("the options of a command in Discord", "DateArg")
async def test_a_date_is_typed_in_words(table: Table) -> None:
    ada = await table.person(locale="fr")
    made = await table.asks(ada, "introduce", "pause", until="3 décembre")
    assert "<t:" in str(made.original and made.original.components)
    made = await table.asks(ada, "introduce", "pause", until="un de ces jours")
    assert "un de ces jours" in table.reads(made)


@shows("the options of a command in Discord", "WhenArg")
async def test_a_time_is_typed_in_words(table: Table) -> None:
    ada = await table.person()

    async def plans(when: str) -> str:
        given = {"title": "Tea & cake", "when": when, "more": "20 places"}
        said = table.discord.slash(ada, table.for_all, "event", ["new"], given)
        return table.reads(await table.answered(said))

    assert "10\\:00 to 11\\:30" in await plans("3 december 10am for 90 minutes")
    assert "two ways" in await plans("next friday 5pm for 1 hour")
    assert "has passed" in await plans("yesterday at 17:00")
    assert "some day" in await plans("some day")


@shows("the options of a command in Discord", "NumberArg")
async def test_a_number_is_within_its_bounds_before_it_is_sent(table: Table) -> None:
    ada = await table.person(role=Role.FACILITATOR)
    with pytest.raises(CannotDo, match="from 1"):
        await facilitates(table, ada, "round", "more", first=0)
    made = await facilitates(table, ada, "round", "more", first=1)
    assert "no programme" in table.reads(made)


@shows("the options of a command in Discord", "ChoiceArg", "YesNoArg")
async def test_one_of_a_few_is_chosen_in_the_readers_words(table: Table) -> None:
    ada = await table.person(role=Role.FACILITATOR)
    with pytest.raises(CannotDo, match="one of"):
        await facilitates(table, ada, "channel", what="gossip")
    made = await facilitates(table, ada, "channel", what="notices", none=True)
    assert "no channel here is for facilitators’ notices" in table.reads(made)


@shows("the options of a command in Discord", "ChannelArg")
async def test_a_channel_is_picked_or_else_a_form_asks_for_it(table: Table) -> None:
    ada = await table.person(role=Role.FACILITATOR)
    made = await facilitates(table, ada, "channel", where=table.for_all, what="notices")
    assert "that channel is for facilitators’ notices" in table.reads(made)
    both = await facilitates(table, ada, "channel", where=table.for_all, none=True)
    assert "only one of them" in table.reads(both)
    asked = await facilitates(table, ada, "channel", what="notices")
    assert asked.modal is not None


async def test_a_channel_for_announcements_is_for_all_but_introductions(table: Table) -> None:
    ada = await table.person(role=Role.FACILITATOR)
    news = table.discord.world.channel(table.guild, "news", kind=5)
    made = await facilitates(table, ada, "channel", where=news)
    assert "that channel is for announcements and call-outs" in table.reads(made)
    assert "Introductions cannot open" in table.reads(made)
    made = await facilitates(table, ada, "channel", where=news, what="introductions")
    assert "Introductions cannot open" in table.reads(made)
    assert "Thank you" not in table.reads(made)
    async with table.kindred.open_work(read_only=True) as work:
        there = await work.places.channels((await work.people.communities())[0].id)
    (chosen,) = [place for place in there if place.ref and place.ref.id.endswith(f"/{news.id}")]
    assert chosen.purposes == {Purpose.ANNOUNCEMENTS, Purpose.CALL_OUTS}
    await table.kindred.settle()
    assert "what concerns all of" in news.talk[0].words


async def test_a_form_takes_a_channel_for_announcements_for_all_but_introductions(
    table: Table,
) -> None:
    ada = await table.person(role=Role.FACILITATOR)
    news = table.discord.world.channel(table.guild, "news", kind=5)
    await facilitates(table, ada, "channel")
    chosen = {"channel": [news], "purposes[]": ["notices", "introductions"]}
    made = await table.answered(table.discord.submit(ada, chosen))
    assert "that channel is for facilitators’ notices" in table.reads(made)
    assert "Introductions cannot open" in table.reads(made)
    await facilitates(table, ada, "channel")
    alone = {"channel": [news], "purposes[]": ["introductions"]}
    made = await table.answered(table.discord.submit(ada, alone))
    assert "Introductions cannot open" in table.reads(made)
    assert "Thank you" not in table.reads(made)


@shows("the options of a command in Discord", "TextArg", "ThingArg")
async def test_words_and_a_programme_by_its_name(table: Table) -> None:
    ada = await table.person(topics=("trust",))
    found = await table.asks(ada, "find", query="trust", page=1)
    assert "works on trust" in table.reads(found)
    async with table.kindred.open_work() as work:
        for name in ("Tea", "Walks"):
            await work.introductions.programmes.add(1, Terms(name), None)
    assert "Walks" in table.reads(await table.asks(ada, "introduce", "join", programme="walks"))
    assert "Which" in table.reads(await table.asks(ada, "introduce", "join"))


async def test_a_text_is_no_longer_than_there_is_room_for(table: Table) -> None:
    ada = await table.person()
    with pytest.raises(CannotDo, match="characters"):
        await table.asks(ada, "introduce", "join", programme="x" * 201)


# In forms -------------------------------------------------------------------------------------


@shows("a form in Discord", "PersonArg")
async def test_whom_never_to_meet_is_picked_or_named_in_the_form(table: Table) -> None:
    ada, bo = await table.person(), await table.person("Bo Sample")
    await elsewhere(table, "Wen Webb")
    for typed in ({"who": [bo]}, {"who~": "Wen Webb"}):
        assert (await table.asks(ada, "introduce", "never")).modal is not None
        made = await table.answered(table.discord.submit(ada, typed))
        assert "Wen Webb" in table.reads(made) or "Bo Sample" in table.reads(made)
    listed = table.reads(await table.asks(ada, "introduce", "never-list"))
    assert "Bo Sample" in listed
    assert "Wen Webb" in listed


async def test_a_form_asks_again_for_two_people_nobody_and_a_program(table: Table) -> None:
    ada, bo = await table.person(), await table.person("Bo Sample")
    bot = table.discord.world.member(table.guild, "Weather Bot")
    bot.bot = True
    for typed, asked in (
        ({"who": [bo], "who~": "Ada Example"}, "one of the two"),
        ({"who": [], "who~": ""}, "fill this in"),
        ({"who": [bot], "who~": ""}, "don’t know this person"),
        ({"who": [], "who~": "Nobody Atall"}, "nobody called"),
    ):
        await table.asks(ada, "introduce", "never")
        made = await table.answered(table.discord.submit(ada, typed))
        assert asked in table.reads(made), (typed, table.reads(made))
        assert made.original is not None


@shows("a form in Discord", "DateArg")
async def test_a_day_is_typed_in_a_form(table: Table) -> None:
    ada = await table.person()
    for typed, answer in (("3 December", "break"), ("some day", "some day")):
        assert (await table.asks(ada, "introduce", "pause")).modal is not None
        made = await table.answered(table.discord.submit(ada, {"until": typed}))
        assert answer in table.reads(made)


@shows("a form in Discord", "WhenArg")
async def test_a_time_is_typed_in_a_form(table: Table) -> None:
    ada = await table.person()
    for typed, answer in (
        ("3 December 10am for 90 minutes", "Where and how many"),
        ("yesterday at 17:00", "has passed"),
        ("3 December", "At what time"),
    ):
        asked = table.discord.slash(ada, table.for_all, "event", ["new"], {})
        assert (await table.answered(asked)).modal is not None
        given = {"title": "Tea", "when": typed}
        made = await table.answered(table.discord.submit(ada, given))
        assert answer in table.reads(made)


@shows("a form in Discord", "FileArg", "ChoiceArg")
async def test_a_file_and_a_choice_are_given_in_a_form(table: Table) -> None:
    ada = await table.person(role=Role.FACILITATOR)
    people = table.discord.world.attach("people.csv", b"name\nBo\n")
    assert (await facilitates(table, ada, "import")).modal is not None
    typed = {"file": [people], "way": value_for("take")}
    made = await table.answered(table.discord.submit(ada, typed))
    assert "One person is new" in table.reads(made)


@shows("a form in Discord", "TextArg", "NumberArg")
async def test_a_text_and_a_number_are_typed_in_a_form(sqlite_url: str) -> None:
    async with engine_at(sqlite_url) as engine, discord_table(engine) as chat:
        rowan = await facilitator(chat)
        made = await set_up(chat, rowan, name="Tea", weeks_apart="12")
        assert "Tea" in made.text


@shows("a form in Discord", "ChannelArg")
async def test_a_channel_that_kindred_cannot_see_is_told_of_after_it_was_chosen(
    table: Table,
) -> None:
    ada = await table.person(role=Role.FACILITATOR)
    hidden = table.discord.world.channel(table.guild, "hidden")
    bot = table.discord.world.bot
    await table.discord.overwrite(hidden, bot, deny=("view_channel", "send_messages"))
    made = await facilitates(table, ada, "channel")
    assert made.modal is not None
    await table.answered(table.discord.submit(ada, {"channel": [hidden]}))
    await table.kindred.settle()
    told = "\n".join(message.words for message in table.discord.dm(ada))
    assert "could not speak in the channel you chose" in told
