"""Commands in texts can be clicked in Discord, by the ids that it gave when they were synced."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.discord import checkup
from bot.community.facts import Fact
from bot.ui.commands import SlashCommand
from bot.ui.messages import say
from tests.adapters.discord_hall import Table, hall
from tests.adapters.discord_named import faults_of_named
from tests.adapters.test_discord_setup import synced
from tests.places import to_all

Json = dict[str, Any]
FIND = say(SlashCommand("kindred find").filled(query="tea"))


@pytest.fixture
async def table(sqlite_url: str) -> AsyncIterator[Table]:
    async with hall(sqlite_url) as found:
        await synced(found.kindred)
        yield found


def id_of(table: Table, name: str = "kindred") -> str:
    """The id that Discord knows a command by."""
    return str(next(c for c in table.discord.world.commands[None] if c["name"] == name)["id"])


async def said(table: Table, message: Any = FIND) -> str:
    """Post a message in the channel for all, or edit the one there; return it as it is now."""
    async with table.kindred.open_work() as work:
        space = await table.kindred.space(table.guild)
        assert space is not None
        to, fact = await to_all(work, space), Fact("k")
        if table.for_all.talk:
            await work.outbox.edit(fact, message)
        else:
            await work.outbox.post(to, message, fact, community=space.community)
    await table.kindred.settle()
    [post] = table.for_all.talk
    return str(post.components[0]["content"])


async def test_a_command_is_clickable_by_the_id_that_discord_gave(table: Table) -> None:
    assert await said(table) == f"</kindred find:{id_of(table)}> `query: tea`"


async def test_what_is_edited_after_the_commands_were_made_anew_has_the_new_ids(
    table: Table,
) -> None:
    before, first = id_of(table), await said(table)
    table.discord.world.commands.clear()
    await table.kindred.platform.sync_commands()
    assert id_of(table) != before
    again = await said(table, say(SlashCommand("kindred find").filled(query="cake")))
    assert first == f"</kindred find:{before}> `query: tea`"
    assert again == f"</kindred find:{id_of(table)}> `query: cake`"


async def test_commands_keep_their_ids_when_they_are_synced_once_more(table: Table) -> None:
    before = id_of(table)
    await table.kindred.platform.sync_commands()
    assert id_of(table) == before
    assert (await table.kindred.platform.command_ids())["kindred"] == before


async def test_a_servers_own_command_of_this_name_is_not_taken_for_ours(table: Table) -> None:
    there = [{**each, "id": "777"} for each in table.discord.world.commands[None]]
    table.discord.world.commands[table.guild.id] = there
    await table.kindred.platform.sync_commands()
    assert await said(table) == f"</kindred find:{id_of(table)}> `query: tea`"


async def test_until_the_ids_are_known_a_command_is_in_plain_words(table: Table) -> None:
    async with table.kindred.open_work() as work:
        await work.settings.drop("discord.command_ids")
    assert await said(table) == "`/kindred find` `query: tea`"
    await table.kindred.platform.sync_if_needed()
    assert "</kindred find:" in await said(table, say(SlashCommand("kindred find")))


async def test_an_answer_names_commands_that_can_be_clicked(table: Table) -> None:
    ada = await table.person()
    made = await table.asks(ada, "find", query="nothing like it")
    assert made.original is not None
    assert f"</kindred find:{id_of(table)}>" in str(made.original.components)


async def test_discords_check_sees_that_the_ids_are_others(table: Table) -> None:
    spaces = [s for s in [await table.kindred.space(table.guild)] if s]
    assert await checkup.faults(table.kindred.platform, spaces) == []
    for command in table.discord.world.commands[None]:
        command["id"] = str(int(command["id"]) + 1)
    [fault] = await checkup.faults(table.kindred.platform, spaces)
    assert "commands" in fault


# The judge ------------------------------------------------------------------------------------

TREE: list[Json] = [
    {
        "type": 1,
        "name": "kindred",
        "id": "91",
        "options": [
            {"type": 1, "name": "find", "options": [{"type": 3, "name": "query"}]},
            {"type": 2, "name": "link", "options": [{"type": 1, "name": "code"}]},
        ],
    },
    {"type": 1, "name": "tea", "id": "92", "options": [{"type": 3, "name": "kind"}]},
    {"type": 2, "name": "kindred", "id": "93"},
]


@pytest.mark.parametrize(
    "right",
    [
        "Type </kindred find:91> `query: tea` or </kindred link code:91>.",
        "`/kindred find` `query: tea`",
        "</tea:92> `kind: green`, `anything: else`",
        "I don’t know “/kindred nonsense”, « /kindred rien ».",
        "`kindred serve` and /other words, and/kindredness",
    ],
)
def test_a_text_may_name_what_discord_has(right: str) -> None:
    assert faults_of_named(TREE, [{"type": 10, "content": right}]) == []


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("</kindred find:92>", "has the id 91"),
        ("</kindred link:91>", "no command 'kindred link'"),
        ("</kindred:91>", "no command 'kindred'"),
        ("</kindred link undo:91>", "no command"),
        ("`/kindred find tea`", "no command 'kindred find tea'"),
        ("`/kindred`", "no command"),
        ("</kindred find:91> `who: Ada`", "no option 'who'"),
        ("Type /kindred find.", "in plain words"),
        ("**/tea**", "in plain words"),
    ],
)
def test_a_text_that_names_what_discord_has_not_is_complained_of(wrong: str, says: str) -> None:
    (fault,) = faults_of_named(TREE, [{"type": 10, "content": wrong}])
    assert says in fault


def test_what_stands_on_buttons_and_in_forms_is_looked_at_too() -> None:
    button = {"type": 2, "label": "/kindred find"}
    field = {
        "type": 18,
        "label": "Who",
        "description": "or /kindred find",
        "component": {"type": 4},
    }
    assert len(faults_of_named(TREE, [{"type": 1, "components": [button]}, field])) == 2


def test_where_there_are_no_commands_yet_nothing_is_judged() -> None:
    assert faults_of_named([], [{"type": 10, "content": "`/kindred find`"}]) == []
