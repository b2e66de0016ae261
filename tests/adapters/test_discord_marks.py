"""Finding again what may have been sent: our own and nobody else's, whatever became of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from copy import deepcopy

import pytest

from adapters.discord import checkup, commands
from adapters.discord.threads import name_of
from bot.bootstrap import registry
from bot.community.facts import Fact
from bot.delivery.addresses import ToMember
from bot.ui.messages import Button, row, say
from tests.adapters.discord_commons import (
    DIRECT,
    INTRODUCED,
    LET_IN,
    MEET,
    POST,
    THREAD,
    Commons,
    commons,
)
from tests.adapters.discord_weather import Fault

ROOM = name_of("Ada and Bo", "room:r")


@pytest.fixture
async def here(sqlite_url: str) -> AsyncIterator[Commons]:
    async with commons(sqlite_url) as found:
        yield found


async def test_nobody_elses_thread_is_taken_for_ours(here: Commons) -> None:
    eve = here.discord.world.member(here.guild, "Eve Example")
    for kind in (11, 12):
        here.discord.world.thread(here.for_all, ROOM, eve.id, kind=kind)
    here.discord.faults.add(THREAD, Fault.http(503))
    await here.introduce()
    await here.delivered()
    bot = here.discord.world.bot.id
    ours = [thread for thread in here.guild.threads if thread.owner == bot]
    assert [thread.talk[0].words.split("\n")[0] for thread in ours] == [MEET]
    others = [thread for thread in here.guild.threads if thread.owner == eve.id]
    assert [thread.talk for thread in others] == [[], []]


async def test_a_thread_that_was_called_something_else_meanwhile_is_found(here: Commons) -> None:
    here.discord.faults.add(LET_IN, Fault.http(503), times=1, when=lambda body: _rename(here))
    await here.introduce()
    await here.delivered()
    assert here.rooms() == INTRODUCED


def _rename(here: Commons) -> bool:
    [thread] = here.guild.threads
    thread.name = thread.name.replace("Ada and Bo", "Tea time")
    return True


async def test_opening_too_many_conversations_is_not_taken_for_a_closed_one(here: Commons) -> None:
    here.discord.faults.add(DIRECT, Fault.refuse(40003))
    await here.tell_ada()
    await here.delivered()
    assert here.said_to(here.ada) == ["Hello Ada"]
    assert here.for_all.talk == []


async def test_a_message_that_was_changed_by_its_button_is_still_found(here: Commons) -> None:
    here.discord.world.nonce_seconds = 0
    here.discord.faults.add(POST, Fault.lose_answer())
    asked = say("Shall we?", row(Button("Who is there?", "members.find")))
    async with here.kindred.open_work() as work:
        await work.outbox.post(
            ToMember(here.ada_in.id), asked, Fact("k"), community=here.ada_in.community
        )
    here.kindred.core.relay.nudge()
    await here.delivered()
    assert len(here.discord.dm(here.ada)) == 1


# The commands that Discord has ----------------------------------------------------------------


def test_commands_that_differ_in_anything_we_gave_are_not_in_step() -> None:
    wanted = commands.tree(registry())
    assert commands.are_alike(wanted, deepcopy(wanted))

    def changed(**facts: object) -> list[dict[str, object]]:
        first, *others = wanted
        return [first | facts, *others]

    assert commands.are_alike(wanted, changed(id="1", version="2", dm_permission=None, nsfw=False))
    assert not commands.are_alike(wanted, changed(default_member_permissions="8"))
    assert not commands.are_alike(wanted, changed(description_localizations=None))
    assert not commands.are_alike(wanted, changed(options=wanted[0]["options"][:-1]))
    assert not commands.are_alike(wanted, wanted[1:])


# The check ------------------------------------------------------------------------------------


async def test_the_check_keeps_what_it_found_when_discord_stumbles(here: Commons) -> None:
    await here.discord.overwrite(here.for_all, here.discord.world.bot, deny=("send_messages",))
    other = here.discord.world.guild("Southern Commons")
    await here.discord.fail(other)
    found = await checkup.faults(here.kindred.platform, [await here.space()])
    assert [fault for fault in found if "Send Messages" in fault]
    assert [fault for fault in found if "Southern Commons" in fault]


async def test_the_end_waits_for_no_server_that_cannot_be_looked_at(here: Commons) -> None:
    other = here.discord.world.guild("Southern Commons")
    await here.discord.fail(other)
    servers = here.kindred.platform.servers
    looking = asyncio.create_task(servers.check_soon(str(other.id)))
    servers.end()
    async with asyncio.timeout(20):  # it would look again for half a minute
        await looking


@pytest.mark.parametrize("kind", [2, 5])
async def test_a_channel_that_holds_no_private_threads_is_told_of(here: Commons, kind: int) -> None:
    here.for_all.kind = kind
    [fault] = await checkup.faults(here.kindred.platform, [await here.space()])
    assert "cannot hold private threads" in fault
    await here.facilitates(here.bo_in)
    await here.introduce()
    await here.delivered()
    told = "\n".join(message.words for message in here.discord.dm(here.bo))
    assert "cannot hold private threads" in told


# What is no answer ----------------------------------------------------------------------------


async def test_an_answer_that_is_no_json_is_tried_again(here: Commons) -> None:
    here.discord.faults.add(POST, Fault.http(200))
    await here.tell_ada()
    await here.delivered()
    assert here.said_to(here.ada) == ["Hello Ada"]
