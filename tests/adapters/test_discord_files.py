"""Files that Kindred gives in Discord: with messages and answers, and what hinders them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial

import pytest

from adapters.discord.pages import MESSAGES
from adapters.discord.uploads import Upload, form_fields
from bot.community.facts import Fact
from bot.community.roles import Role
from bot.delivery.addresses import ToMember
from bot.ui.content import gather
from bot.ui.files import File
from bot.ui.messages import Message, say
from tests.adapters.discord_commons import DIRECT, POST, Commons, commons
from tests.adapters.discord_things import bits
from tests.adapters.discord_weather import Fault
from tests.extent import some_rows


@pytest.fixture
async def here(sqlite_url: str) -> AsyncIterator[Commons]:
    async with commons(sqlite_url) as found:
        yield found


def report(community: int, producer: str) -> Message:
    return say("The report", File("members.csv", "text/csv", producer, str(community)))


async def send(here: Commons, producer: str = "members.export") -> None:
    """Send Ada a file through the outbox."""
    ada = here.ada_in
    message = partial(report, ada.community, producer)
    async with here.kindred.open_work() as work:
        fact = Fact.of("report", 1, member=ada.id)
        await work.outbox.post(ToMember(ada.id), message, fact, community=ada.community)
    await here.settle()


async def test_a_file_goes_with_the_words_that_tell_of_it(here: Commons) -> None:
    await send(here)
    assert here.said_to(here.ada) == ["The report"]
    assert list(here.discord.uploads) == ["members.csv"]
    assert b"Ada Example" in here.discord.uploads["members.csv"]


async def test_an_answer_brings_its_file_for_one_pair_of_eyes(here: Commons) -> None:
    async with here.kindred.open_work() as work:
        await work.members.grant(here.ada_in.id, Role.ADMIN)
    hosts = here.discord.world.role(here.guild, "Hosts", bits("manage_guild"))
    here.guild.members[here.ada.id].roles.add(hosts.id)
    made = await here.discord.slash(here.ada, here.for_all, "facilitate", ["export"])
    await here.settle()
    assert made.original is not None
    assert made.original.ephemeral_to == here.ada.id
    assert "Here are all members" in made.original.words
    (name,) = here.discord.uploads
    assert name.startswith("The-Test-Table-")


@some_rows(2)
@pytest.mark.parametrize(
    "fault", [Fault.http(503), Fault.cut(), Fault.lose_answer()], ids=["503", "cut", "lost"]
)
@pytest.mark.parametrize("step", [DIRECT, POST])
async def test_discord_stumbles_and_it_is_sent_once(here: Commons, step: str, fault: Fault) -> None:
    here.discord.faults.add(step, fault)
    await send(here)
    assert here.said_to(here.ada) == ["The report"]
    assert list(here.discord.uploads) == ["members.csv"]
    assert b"Ada Example" in here.discord.uploads["members.csv"]


async def test_a_large_file_is_sent_piece_by_piece_and_arrives_whole(here: Commons) -> None:
    rows = b"name\n" + b"Ada Example\n" * 200_000
    content = await gather(rows, len(rows))
    uploads = {"members.csv": Upload(content, "text/csv")}
    body = {"content": "The report", "attachments": [{"id": 0, "filename": "members.csv"}]}
    with form_fields(body, uploads) as (_, field):
        assert field["value"].read(5) == b"name\n"
    api = here.kindred.platform.api
    await api.call("POST", MESSAGES, body, uploads=uploads, channel_id=str(here.for_all.id))
    assert here.discord.uploads["members.csv"] == rows
    content.close()


async def test_where_files_are_not_allowed_the_words_are_said(here: Commons) -> None:
    here.discord.faults.add(POST, Fault.refuse(50013))
    await send(here)
    (said,) = here.discord.dm(here.ada)
    assert "The report" in said.words
    assert "Attach Files" in said.words
    assert here.discord.uploads == {}


async def test_a_file_that_nothing_makes_any_more_is_words(here: Commons) -> None:
    await send(here, "long.gone")
    (said,) = here.discord.dm(here.ada)
    assert "The file members.csv could not be made." in said.words
