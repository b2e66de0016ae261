"""Forms in Discord: pages that follow one another, and what was opened before a restart."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.adapters.discord_hall import Table, a_discord, hall
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


# After a restart ------------------------------------------------------------------------------


async def test_buttons_and_forms_from_before_a_restart_still_work(
    discord: DiscordServer, engine: AsyncEngine
) -> None:
    guild = discord.world.guild("Northern Commons")
    ada = discord.world.member(guild, "Ada Example")
    async with kindred_in(discord, engine) as kindred:
        await kindred.joined("Commons", guild)
        await kindred.member(ada, guild)
        home = await discord.slash(ada, guild, "kindred", ["home"])
        opened = await discord.slash(ada, guild, "kindred", ["profile"])
        await kindred.platform.finish()
    assert opened.modal is not None
    async with kindred_in(discord, engine) as kindred:
        sent = await discord.submit(ada, {"headline": "Keeps bees"}, modal=opened.modal)
        await kindred.platform.finish()
        assert sent.original is not None
        assert home.original is not None
        found = await discord.press(ada, home.original, "members.find")
        await kindred.platform.finish()
        assert found.original is not None
        saved = await discord.press(ada, sent.original, "discord.done")
        await kindred.platform.finish()
        assert saved.failure == ""
        async with kindred.open_work(read_only=True) as work:
            [member] = await work.people.called(1, "Ada Example")
            profile = await work.members.profile(member.id)
    assert profile
    assert profile.headline == "Keeps bees"


# Forms ----------------------------------------------------------------------------------------


async def test_the_pages_of_a_form_follow_one_another_and_nothing_typed_is_lost(
    table: Table,
) -> None:
    ada = await table.person()
    await table.asks(ada, "profile")
    first = await table.answered(
        table.discord.submit(ada, {"headline": "Keeps bees", "pronouns": "they/them"})
    )
    between = first.original
    assert between is not None
    assert between.ephemeral_to == ada.id
    [on] = [label for label in between.buttons if "Where you belong" in label]
    second = await table.answered(table.discord.press(ada, between, on))
    assert second.modal is not None
    await table.answered(table.discord.submit(ada, {"place": "Hull"}))
    [back] = [label for label in between.buttons if "Back" in label]
    again = await table.answered(table.discord.press(ada, between, back))
    assert again.modal is not None
    assert again.modal.fields["place"]["value"] == "Hull"
    await table.answered(table.discord.submit(ada, {}))
    saved = await table.answered(table.discord.press(ada, between, "discord.done"))
    assert saved.original is between
    mine = await table.asks(ada, "profile", person_name="Ada Example")
    assert "Keeps bees" in table.reads(mine)
    assert "Hull" in table.reads(mine)
    assert len([m for m in table.discord.whispers(ada) if m.id == between.id]) == 1


async def test_what_is_wrong_in_a_form_is_said_and_put_right_with_all_that_was_typed(
    table: Table,
) -> None:
    ada = await table.person()
    await table.asks(ada, "introduce", "pause")
    wrong = await table.answered(table.discord.submit(ada, {"until": "the day after never"}))
    assert wrong.original is not None
    assert "the day after never" in wrong.original.words
    right = await table.answered(table.discord.press(ada, wrong.original, "discord.form"))
    assert right.modal is not None
    assert right.modal.fields["until"]["value"] == "the day after never"
    done = await table.answered(table.discord.submit(ada, {"until": "friday week"}))
    assert done.original is wrong.original
    assert "discord.form" not in str(wrong.original.body)
