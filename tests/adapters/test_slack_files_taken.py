"""Files that people give in Slack: fetched from Slack alone, and what hinders that."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from adapters.slack import form_values
from adapters.slack.files import SlackFiles
from adapters.slack.refs import workspace
from adapters.slack.render import value_for
from bot.community.roles import Role
from bot.errors import NotReady
from bot.routing.files import FileGone
from bot.ui.content import TooLarge
from bot.ui.files import GivenFile
from tests.adapters.slack_server import SlackServer
from tests.adapters.slack_things import Message, StoredFile, User, View
from tests.adapters.slack_weather import Fault
from tests.adapters.slackchat import Kindred, kindred_in
from tests.argument_kinds import shows
from tests.database import engine_at

CONTENT = b"name\nBo\n"
LOOK = "Take members in from a spreadsheet that you give me, or look first"


@dataclass
class Table:
    """Fay, a facilitator, and a file of hers."""

    slack: SlackServer
    kindred: Kindred
    user: User
    file: StoredFile

    @property
    def source(self) -> SlackFiles:
        return self.kindred.platform.file_source

    async def fetched(self, most: int = 1000) -> bytes:
        file = GivenFile("slack", self.file.id, self.file.name, self.file.size)
        content = await self.source.fetch(workspace(self.slack.team.id), file, most)
        try:
            return content.read()
        finally:
            content.close()

    async def gives(self) -> str:
        """Fill in the form with the file; returns what is said."""
        await self.slack.slash(self.user, "/facilitate", "import")
        await self.kindred.platform.finish()
        view = self.slack.world.top(self.user)
        assert view
        blocks = {"file@0": [self.file.as_json()], "way@0": value_for("take")}
        await self.slack.type_in(self.user, view, blocks)
        await self.slack.submit(self.user)
        await self.kindred.platform.finish()
        top = self.slack.world.top(self.user)
        assert top
        return str(top.words)

    async def says(self, words: str, *files: StoredFile, alone: bool = False) -> str:
        """Say it to Kindred with these files; returns what is answered."""
        room = None if alone else self.slack.world.channel("hall", [self.user])
        said = words if alone else f"@kindred {words}".strip()
        await self.slack.say(self.user, room, said, files=files)
        await self.kindred.platform.finish()
        return self.seen.words

    async def presses(self, label: str) -> str:
        """Press what the answer offers; returns what is said then."""
        await self.slack.press(self.user, self.seen, label)
        await self.kindred.platform.finish()
        return self.seen.words

    @property
    def seen(self) -> Message | View:
        """What this person looks at: a modal, or the newest that was said to them."""
        world = self.slack.world
        said = [*world.whispers(self.user), *(m for m in world.dm(self.user) if m.bot_id)]
        return world.top(self.user) or max(said, key=lambda message: message.ts)

    async def names(self) -> list[str]:
        """Whom Kindred knows."""
        async with self.kindred.open_work(read_only=True) as work:
            space = await work.people.space(workspace(self.slack.team.id))
            assert space
            page = await work.members.page(space.community, 0, 100)
        return sorted(profile.name for _, profile in page)


@pytest.fixture
async def table(sqlite_url: str) -> AsyncIterator[Table]:
    async with engine_at(sqlite_url) as engine, SlackServer() as slack:
        user = slack.world.user("Fay Example")
        async with kindred_in(slack, engine) as kindred:
            await kindred.joined("The Test Table")
            await kindred.member(user, Role.FACILITATOR)
            yield Table(slack, kindred, user, slack.world.given_file("people.csv", CONTENT))
        assert slack.violations == []


async def test_a_file_is_fetched_with_the_bots_token(table: Table) -> None:
    assert await table.fetched() == CONTENT
    assert "files:read" in table.slack.scopes_used


@shows("a form in Slack", "FileArg")
async def test_a_file_given_in_a_modal_is_taken(table: Table) -> None:
    assert "One person is new" in await table.gives()


@pytest.mark.parametrize("status", [302, 403, 404])
async def test_a_file_that_slack_does_not_show_is_gone(table: Table, status: int) -> None:
    table.slack.faults.add("download", Fault.http(status))
    with pytest.raises(FileGone):
        await table.fetched()


async def test_a_file_that_was_deleted_meanwhile_is_asked_for_once_more(table: Table) -> None:
    table.file.deleted = True
    said = await table.gives()
    assert "cannot find “people.csv” any more" in said


@pytest.mark.parametrize("fault", [Fault.http(503), Fault.http(429), Fault.cut()])
async def test_while_slacks_files_stumble_it_is_not_ready(table: Table, fault: Fault) -> None:
    table.slack.faults.add("download", fault, times=None)
    with pytest.raises(NotReady):
        await table.fetched()


async def test_a_file_that_does_not_come_is_said_so_and_nothing_is_done(table: Table) -> None:
    table.slack.faults.add("download", Fault.http(503))
    assert "could not fetch “people.csv” just now" in await table.gives()


async def test_a_file_that_hangs_is_given_up(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.slack.files._PATIENCE", 0.05)
    table.slack.faults.add("download", Fault.hang())
    with pytest.raises(NotReady):
        await table.fetched()
    table.slack.faults.release()


async def test_more_than_was_said_is_not_read(table: Table) -> None:
    with pytest.raises(TooLarge):
        await table.fetched(most=3)
    table.file.size = 1  # whatever Slack says of it, its content is measured
    with pytest.raises(TooLarge):
        await table.fetched(most=3)


async def test_a_permission_that_is_missing_is_not_ready_rather_than_gone(table: Table) -> None:
    table.slack.team.scopes.discard("files:read")
    with pytest.raises(NotReady, match="files:read"):
        await table.fetched()


# In a message -----------------------------------------------------------------------------------


async def test_a_file_in_a_message_that_mentions_kindred_is_the_commands(table: Table) -> None:
    looked = await table.says("facilitate import", table.file)
    assert "One person is new" in looked
    assert "written nothing" in looked
    assert await table.names() == ["Fay Example"]
    assert "One person is new" in await table.says("facilitate import take", table.file)
    assert await table.names() == ["Bo", "Fay Example"]


async def test_a_file_without_a_word_is_answered_with_what_can_be_done(table: Table) -> None:
    asked = await table.says("", table.file)
    assert "What shall I do with “people.csv”?" in asked
    assert "/facilitate import" in asked
    looked = await table.presses(LOOK)
    assert "written nothing" in looked
    assert "Done." in await table.presses("Take them in")
    assert await table.names() == ["Bo", "Fay Example"]


async def test_alone_with_kindred_no_mention_is_needed(table: Table) -> None:
    assert "What shall I do with" in await table.says("here you are", table.file, alone=True)
    assert "One person is new" in await table.says("facilitate import", table.file, alone=True)


async def test_a_file_from_elsewhere_is_asked_about(table: Table) -> None:
    table.file.from_elsewhere = True
    assert "One person is new" in await table.says("facilitate import", table.file)
    table.file.deleted = True
    assert "I take .csv, .xlsx" in await table.says("facilitate import", table.file)


REFUSED = {
    "two at once": (["people.csv", "more.csv"], b"name\nBo\n", "", "one file at a time"),
    "two for one": (["a.csv", "b.csv"], b"name\nBo\n", "facilitate import", "takes 1 at most"),
    "a song": (["people.mp3"], b"ID3", "", ".txt, .png, .jpg, .jpeg or .webp here, not “peop"),
    "a workbook": (["people.ods"], b"PK", "facilitate import", "is a workbook. Please save it as"),
    "too large": (["people.csv"], b"x" * 2_000_001, "", "larger than 2 MB"),
    "what takes none": (["people.csv"], b"name\nBo\n", "help", "takes no file"),
}


@pytest.mark.parametrize(("names", "content", "words", "why"), REFUSED.values(), ids=REFUSED)
async def test_a_file_in_a_message_is_refused_kindly(
    table: Table, names: list[str], content: bytes, words: str, why: str
) -> None:
    files = [table.slack.world.given_file(name, content) for name in names]
    assert why in await table.says(words, *files)
    assert await table.names() == ["Fay Example"]


async def test_a_member_gives_no_file_in_a_message(table: Table) -> None:
    table.user = table.slack.world.user("Mo Member")
    await table.kindred.member(table.user)
    assert "nothing that I can do for you with “people.csv”" in await table.says("", table.file)
    refused = await table.says("facilitate import", table.file)
    assert "facilitators" in refused
    assert await table.names() == ["Fay Example", "Mo Member"]


async def test_who_is_no_member_is_greeted_whatever_they_give(table: Table) -> None:
    table.user = table.slack.world.user("Uma Unknown")
    assert "Hello! I am Kindred" in await table.says("facilitate import", table.file)
    assert await table.names() == ["Fay Example"]


def test_a_field_for_a_file_that_was_left_empty_is_empty() -> None:
    state = {"values": {"file@0": {form_values.VALUE: {"type": "file_input", "files": []}}}}
    assert form_values.values_in({"state": state}, "T1") == {"file": ""}
