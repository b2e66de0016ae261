"""Talking with Kindred in Discord: what only Discord has, over sockets; stories tell the rest."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.community.facts import Fact
from bot.community.roles import Role
from bot.delivery.addresses import ToMember
from bot.ui.messages import Button, Mention, Plain, row, say
from tests.adapters.discord_hall import LATER, UPDATED, Slow, Table, a_discord, hall
from tests.adapters.discord_server import DiscordServer
from tests.adapters.discordchat import kindred_in
from tests.database import engine_at


@pytest.fixture
async def engine(sqlite_url: str) -> AsyncIterator[AsyncEngine]:
    async with engine_at(sqlite_url) as made:
        yield made


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    async with a_discord() as server:
        yield server


@pytest.fixture
async def table(sqlite_url: str) -> AsyncIterator[Table]:
    async with hall(sqlite_url) as found:
        yield found


# Answers --------------------------------------------------------------------------------------


async def test_every_answer_is_for_the_eyes_of_the_one_who_asked(table: Table) -> None:
    ada, bo = await table.person(), await table.person("Bo Sample", topics=("tea",))
    made = await table.asks(ada, "find", query="tea")
    assert bo.mention in table.reads(made)
    assert table.discord.whispers(bo) == []
    assert table.for_all.talk == []


async def test_a_command_works_inside_a_thread(table: Table) -> None:
    ada = await table.person()
    thread = table.discord.world.thread(table.for_all, "A thread", ada.id, kind=11)
    made = await table.asks(ada, "help", where=thread)
    assert "/kindred find" in table.reads(made)


async def test_the_mentions_of_an_answer_are_exactly_those_meant(table: Table) -> None:
    ada = await table.person()
    bo = await table.person("Bo Sample", headline="@everyone look: <@1> <@&2>", topics=("tea",))
    made = await table.asks(ada, "find", query="tea")
    assert made.original is not None
    assert made.original.pinged <= {bo.id}
    assert not made.original.pinged_everyone
    assert not made.original.pinged_roles
    async with table.kindred.open_work() as work:
        [member] = await work.people.called(1, "Ada Example")
        [other] = await work.people.called(1, "Bo Sample")
        said = say((Mention(other.id, "Bo Sample"), Plain(" says @here and <@&7>")))
        await work.outbox.post(ToMember(member.id), said, Fact("k"), community=member.community)
    await table.kindred.settle()
    [alone] = table.discord.dm(ada)
    assert alone.pinged == {bo.id}
    assert not alone.pinged_everyone


async def test_somebody_who_speaks_french_is_answered_in_french(table: Table) -> None:
    ada = await table.person(locale="fr")
    made = await table.asks(ada, "find", query="nothing like it")
    assert "trouvé personne" in table.reads(made)
    made = await table.asks(ada, "profile")
    assert made.modal is not None
    assert "Votre profil" in made.modal.title


async def test_what_takes_long_is_announced_and_then_shown_in_its_place(
    discord: DiscordServer, engine: AsyncEngine
) -> None:
    guild = discord.world.guild("Northern Commons")
    ada = discord.world.member(guild, "Ada Example")
    held: list[Slow] = []

    def slowly(dispatcher: Any) -> Any:
        held.append(Slow(dispatcher))
        return held[0]

    async with kindred_in(discord, engine, through=slowly) as kindred:
        await kindred.joined("Commons", guild)
        await kindred.member(ada, guild)
        made = await discord.slash(ada, guild, "kindred", ["home"])
        assert made.answer == LATER
        assert made.original is not None
        assert made.original.ephemeral_to == ada.id
        held[0].gate.set()
        await discord.until(lambda: bool(made.original and not made.original.loading))
        assert "Ada Example" in made.original.words
        await discord.press(ada, made.original, "introductions.pause")
        held[0].gate.clear()
        pressed = await discord.press(ada, made.original, "members.find")
        assert pressed.answer == LATER
        held[0].gate.set()
        await kindred.platform.finish()
        assert pressed.original is not None
        assert not pressed.original.loading


async def test_a_long_answer_is_turned_over_page_by_page_in_its_place(table: Table) -> None:
    ada = await table.person()
    needs = tuple(f"need {number:03} " + "x" * 60 for number in range(60))
    await table.person("Bo Sample", about="word " * 390, asks=needs)
    made = await table.asks(ada, "profile", person_name="Bo Sample")
    first = table.reads(made)
    assert made.original is not None
    [more] = [label for label in made.original.buttons if "More" in label]
    seen = first
    for _ in range(9):
        turned = await table.answered(table.discord.press(ada, made.original, more))
        assert turned.answer == UPDATED
        seen += table.reads(made)
        if not [label for label in made.original.buttons if "More" in label]:
            break
    assert [n for n in range(60) if f"{n:03}" not in seen] == []
    assert seen.count("x") == 60 * 60
    assert seen.count("word") == 390
    [earlier] = [label for label in made.original.buttons if "Earlier" in label]
    while [label for label in made.original.buttons if "Earlier" in label]:
        await table.answered(table.discord.press(ada, made.original, earlier))
    assert table.reads(made) == first
    assert len(table.discord.whispers(ada)) == 1


# Menus, and help while typing -----------------------------------------------------------------


async def test_the_menu_on_a_person_asks_for_an_introduction(table: Table) -> None:
    ada, bo = await table.person(), await table.person("Bo Sample")
    made = await table.answered(table.discord.menu(ada, "Introduce me", bo, table.for_all))
    assert made.modal is not None
    assert made.modal.fields["who"]["default_values"] == [{"id": str(bo.id), "type": "user"}]


async def test_the_menu_on_a_message_introduces_its_author(table: Table) -> None:
    ada, bo = await table.person(), await table.person("Bo Sample")
    await table.discord.say(bo, table.for_all, "I keep bees")
    [said] = table.for_all.talk
    made = await table.answered(table.discord.menu(ada, "Introduce them to …", said))
    assert made.modal is not None
    assert made.modal.fields["who"]["default_values"] == [{"id": str(bo.id), "type": "user"}]


async def test_names_are_offered_while_somebody_types(table: Table) -> None:
    ada = await table.person()
    for number in range(30):
        await table.person(f"Bo Number{number}")
    await table.person("Boadicea Sample")
    choices = await table.discord.autocomplete(
        ada, table.for_all, "kindred", ["profile"], "person_name", "boad"
    )
    await table.kindred.platform.finish()
    assert choices[0]["name"].startswith("Boadicea Sample")
    choices = await table.discord.autocomplete(
        ada, table.for_all, "kindred", ["profile"], "person_name", "bo"
    )
    assert len(choices) == 25


# Words ----------------------------------------------------------------------------------------


async def test_words_said_alone_are_answered_there(table: Table) -> None:
    ada = await table.person()
    await table.discord.say(ada, None, "find nothing at all")
    await table.discord.until(lambda: len(table.discord.dm(ada)) > 1)
    [_, answer] = table.discord.dm(ada)
    assert "I found nobody" in answer.words


async def test_a_mention_in_a_channel_is_answered_alone_and_never_in_public(table: Table) -> None:
    ada = await table.person()
    mention = table.discord.world.bot.mention
    await table.discord.say(ada, table.for_all, f"{mention} profile Ada Example")
    await table.discord.until(lambda: bool(table.discord.dm(ada)))
    [answer] = table.discord.dm(ada)
    assert "Ada Example has not written anything" in answer.words
    assert [m for m in table.for_all.talk if m.author.id == table.discord.world.bot.id] == []


async def test_a_mention_by_somebody_whose_messages_are_closed_is_told_how_to_ask(
    table: Table,
) -> None:
    ada = await table.person()
    await table.discord.close_dms(ada)
    mention = table.discord.world.bot.mention
    await table.discord.say(ada, table.for_all, f"{mention} profile Ada Example")
    await table.discord.until(lambda: len(table.for_all.talk) > 1)
    [told] = [m for m in table.for_all.talk if m.author.id == table.discord.world.bot.id]
    assert "/kindred" in told.words
    assert "Ada Example" not in told.words


async def test_what_people_say_to_one_another_is_none_of_our_business(table: Table) -> None:
    ada = await table.person()
    await table.discord.say(ada, table.for_all, "find tea")
    made = await table.asks(ada, "help")
    assert made.acked
    assert table.discord.dm(ada) == []


# Who may --------------------------------------------------------------------------------------


async def test_who_is_no_facilitator_is_told_so_kindly_and_alone(table: Table) -> None:
    ada = await table.person()
    for user in (ada, table.guild.owner):
        if user is not ada:
            await table.kindred.member(user, table.guild)
        asked = table.discord.slash(user, table.for_all, "facilitate", ["programme", "new"], {})
        made = await table.answered(asked)
        assert made.modal is None
        assert made.original is not None
        assert made.original.ephemeral_to == user.id
        assert "is for facilitators. If you think you should be one" in table.reads(made)
        assert "facilitate programme new" in str(made.original.components)
    hold = ("facilitate", ["round", "hold"], "who_name", "A")
    assert await table.discord.autocomplete(ada, table.for_all, *hold) == []


async def test_who_is_no_member_yet_and_types_a_facilitators_command_is_greeted(
    table: Table,
) -> None:
    zed = table.discord.world.member(table.guild, "Zed Stranger")
    made = await table.answered(table.discord.slash(zed, table.for_all, "facilitate", ["help"], {}))
    assert "Commons" in table.reads(made)
    assert "facilitate" not in table.reads(made)


async def test_a_facilitator_who_may_not_manage_the_server_facilitates_in_it_and_alone(
    table: Table,
) -> None:
    ada = table.discord.world.member(table.guild, "Ada Example")
    await table.kindred.member(ada, table.guild, Role.FACILITATOR)
    for where in (table.for_all, table.discord.world.dm(ada)):
        made = await table.answered(table.discord.slash(ada, where, "facilitate", ["chats"], {}))
        assert "Northern Commons" in table.reads(made)


async def test_a_server_starts_a_community_only_by_those_who_look_after_it(
    discord: DiscordServer, engine: AsyncEngine
) -> None:
    guild = discord.world.guild("Northern Commons")
    ada = discord.world.member(guild, "Ada Example")
    async with kindred_in(discord, engine) as kindred:
        refused = await discord.slash(ada, guild, "kindred", ["start"], {"name": "Mine"})
        await kindred.platform.finish()
        assert refused.original is not None
        assert await kindred.space(guild) is None
        await discord.slash(guild.owner, guild, "kindred", ["start"], {"name": "The Commons"})
        await kindred.platform.finish()
        space = await kindred.space(guild)
        assert space is not None
        async with kindred.open_work(read_only=True) as work:
            [admin] = await work.people.with_role(space.community, Role.ADMIN)
    assert admin.name == guild.owner.name


async def test_nobody_is_a_member_before_they_say_yes(table: Table) -> None:
    ada = table.discord.world.member(table.guild, "Ada Example")
    made = await table.asks(ada, "home")
    assert await table.found("Ada Example") == []
    assert made.original is not None
    yes = 'members.enter:["kindred home",{}]'  # and what she wanted is done then
    joined = await table.answered(table.discord.press(ada, made.original, yes))
    assert joined.acked
    [member] = await table.found("Ada Example")
    assert member.name == "Ada Example"


async def test_a_button_in_a_direct_message_acts_in_the_community_it_is_from(
    table: Table,
) -> None:
    ada = await table.person(headline="Up north")
    other = table.discord.world.guild("Southern Commons")
    table.discord.world.enter(other, ada)
    await table.kindred.joined("South", other)
    there = await table.kindred.member(ada, other, headline="Down south")
    said = say("Hello", row(Button("My profile", "members.fill")))
    async with table.kindred.open_work() as work:
        await work.outbox.post(ToMember(there.id), said, Fact("k"), community=there.community)
    await table.kindred.settle()
    [alone] = table.discord.dm(ada)
    made = await table.answered(table.discord.press(ada, alone, "members.fill"))
    assert made.modal is not None
    assert made.modal.fields["headline"]["value"] == "Down south"


async def test_the_same_interaction_delivered_twice_acts_once(table: Table) -> None:
    ada = await table.person()
    made = await table.asks(ada, "help")
    table.discord.world.tell("INTERACTION_CREATE", made.payload, None, 0)
    await table.kindred.platform.finish()
    assert len(table.discord.whispers(ada)) == 1


async def test_somebody_new_who_writes_alone_is_asked_in_for_the_server_they_are_in(
    table: Table,
) -> None:
    ada = table.discord.world.member(table.guild, "Ada Example")
    await table.discord.say(ada, None, "hello")
    await table.discord.until(lambda: len(table.discord.dm(ada)) > 1)
    [_, answer] = table.discord.dm(ada)
    assert "Commons" in answer.words
    await table.answered(table.discord.press(ada, answer, "members.join"))
    [member] = await table.found("Ada Example")
    assert member.role is Role.MEMBER
