"""Files that people give in Discord: fetched from Discord alone, and what hinders that."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from adapters.discord.api import Api
from adapters.discord.downloads import DiscordFiles
from adapters.discord.refs import server
from bot.errors import NotReady
from bot.routing.files import FileGone
from bot.ui.content import TooLarge
from bot.ui.files import GivenFile
from tests.adapters.discord_commons import Commons, commons
from tests.adapters.discord_things import Attachment
from tests.adapters.discord_weather import Fault

CONTENT = b"name\nBo\n"


@dataclass
class Table:
    """A file of somebody's, and what fetches it."""

    here: Commons
    file: Attachment

    async def fetched(self, most: int = 1000) -> bytes:
        given = GivenFile("discord", self.file.url, self.file.filename, self.file.size)
        source = self.here.kindred.platform.file_source
        content = await source.fetch(server(str(self.here.guild.id)), given, most)
        try:
            return content.read()
        finally:
            content.close()


@pytest.fixture
async def table(sqlite_url: str) -> AsyncIterator[Table]:
    async with commons(sqlite_url) as here:
        yield Table(here, here.discord.world.attach("people.csv", CONTENT))


async def test_a_file_is_fetched_without_the_bots_token(table: Table) -> None:
    assert await table.fetched() == CONTENT


@pytest.mark.parametrize("status", [302, 403, 404])
async def test_a_file_that_discord_does_not_show_is_gone(table: Table, status: int) -> None:
    table.here.discord.faults.add("attachment", Fault.http(status))
    with pytest.raises(FileGone):
        await table.fetched()


async def test_a_file_that_was_deleted_is_gone(table: Table) -> None:
    table.file.content = None
    with pytest.raises(FileGone):
        await table.fetched()


@pytest.mark.parametrize("fault", [Fault.http(503), Fault.http(429), Fault.cut()])
async def test_while_discords_files_stumble_it_is_not_ready(table: Table, fault: Fault) -> None:
    table.here.discord.faults.add("attachment", fault, times=None)
    with pytest.raises(NotReady):
        await table.fetched()


async def test_a_file_that_hangs_is_given_up(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.discord.downloads._PATIENCE", 0.05)
    table.here.discord.faults.add("attachment", Fault.hang())
    with pytest.raises(NotReady):
        await table.fetched()
    table.here.discord.faults.release()


async def test_more_than_is_allowed_is_not_read(table: Table) -> None:
    with pytest.raises(TooLarge):
        await table.fetched(most=3)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://cdn.discordapp.com/attachments/1/2/people.csv?ex=1", True),
        ("https://media.discordapp.net/attachments/1/2/people.csv", True),
        ("http://cdn.discordapp.com/attachments/1/2/people.csv", False),
        ("https://cdn.discordapp.com.evil.example/x", False),
        ("https://cdn.discordapp.com:8443/x", False),
        ("https://evil.example/cdn.discordapp.com", False),
        ("https://169.254.169.254/latest/meta-data", False),
        ("https://[::1/x", False),
        ("file:///etc/passwd", False),
    ],
)
async def test_nothing_is_fetched_from_an_address_that_is_not_discords(
    address: str, allowed: bool
) -> None:
    files = DiscordFiles(Api("a.token", "https://discord.com/api/v10"))
    assert files._is_of_discord(address) is allowed
    if not allowed:
        with pytest.raises(FileGone):
            await files.fetch(server("1"), GivenFile("discord", address, "x.csv", 1), 10)
