"""Files that Kindred gives in Slack: where they go, each once, and what hinders them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial

import pytest

from adapters.slack.api import Api
from adapters.slack.files import SlackFiles
from bot.community.clock import SystemClock
from bot.community.facts import Fact
from bot.community.people import Member
from bot.community.roles import Role
from bot.delivery.addresses import ToMember
from bot.ui.files import File
from bot.ui.messages import Message as Said
from bot.ui.messages import say
from tests.adapters.slack_server import SlackServer
from tests.adapters.slack_things import Message, User
from tests.adapters.slack_weather import Fault
from tests.adapters.slackchat import Kindred, kindred_in
from tests.database import engine_at
from tests.extent import some_rows

COMPLETE, UPLOAD = "files.completeUploadExternal", "upload"


@dataclass
class Table:
    """Ada, who runs a community, in Slack; and a relay that runs."""

    slack: SlackServer
    kindred: Kindred
    ada: Member
    user: User

    async def report(self, file: str = "members.export", key: str = "report") -> None:
        """Send Ada a file through the outbox."""
        fact, here = Fact.of(key, 1, member=self.ada.id), self.ada.community
        message = partial(report, file, here)
        async with self.kindred.open_work() as work:
            await work.outbox.post(ToMember(self.ada.id), message, fact, community=here)
        self.kindred.core.relay.nudge()
        await self.kindred.delivered()

    async def exports(self) -> None:
        """Ask for all members, in a channel."""
        hall = self.slack.world.channel("hall", [self.user], team=self.slack.team)
        await self.slack.slash(self.user, "/facilitate", "export", hall)
        await self.kindred.platform.finish()

    @property
    def direct(self) -> list[Message]:
        return list(self.slack.world.dm(self.user))

    def everything(self) -> list[Message]:
        """All that Ada can read."""
        return [*self.direct, *self.slack.world.whispers(self.user)]

    @property
    def files(self) -> list[str]:
        return [file["name"] for message in self.direct for file in message.files]


def report(producer: str, community: int) -> Said:
    return say("The report", File("members.csv", "text/csv", producer, str(community)))


@pytest.fixture
async def table(sqlite_url: str) -> AsyncIterator[Table]:
    async with engine_at(sqlite_url) as engine, SlackServer() as slack:
        user = slack.world.user("Ada Example")
        async with kindred_in(slack, engine, clock=SystemClock()) as kindred:
            await kindred.joined("The Test Table")
            ada = await kindred.member(user, Role.ADMIN)
            async with kindred.delivering():
                yield Table(slack, kindred, ada, user)
        assert slack.violations == []


async def test_a_file_goes_before_the_words_that_tell_of_it(table: Table) -> None:
    await table.report()
    assert [bool(message.files) for message in table.direct] == [True, False]
    assert "members.csv" in table.direct[1].words
    (file,) = table.slack.world.files.values()
    content = (file.content or b"").decode("utf-8-sig")
    assert content.startswith("name,email,")
    assert "Ada Example" in content


async def test_the_file_of_an_answer_is_where_one_is_alone_with_kindred(table: Table) -> None:
    await table.exports()
    assert len(table.files) == 1
    (answer,) = table.slack.world.whispers(table.user)
    assert "in your direct messages with me" in answer.words


@some_rows(2)
@pytest.mark.parametrize("fault", [Fault.http(503), Fault.cut()], ids=["503", "cut"])
@pytest.mark.parametrize("step", ["files.getUploadURLExternal", UPLOAD, "chat.postMessage"])
async def test_slack_stumbles_and_it_is_tried_again(table: Table, step: str, fault: Fault) -> None:
    struck = table.slack.faults.add(step, fault)
    await table.report()
    assert struck.met == 1
    assert "members.csv" in table.direct[-1].words
    assert table.files == ["members.csv"]


async def test_words_that_arrived_are_not_given_their_file_again(table: Table) -> None:
    table.slack.faults.add("chat.postMessage", Fault.lose_answer())
    await table.report()
    assert table.files == ["members.csv"]
    assert len(table.direct) == 2


@pytest.mark.parametrize("code", ["missing_scope", "file_type_not_allowed"])
async def test_what_slack_takes_no_file_for_is_said_all_the_same(table: Table, code: str) -> None:
    table.slack.faults.add(COMPLETE, Fault.refuse(code))
    await table.report()
    (said,) = table.direct
    assert "The report" in said.words
    assert "kindred check slack" in said.words


async def test_an_answer_whose_file_does_not_get_through_says_so(table: Table) -> None:
    table.slack.faults.add(UPLOAD, Fault.http(500))
    await table.exports()
    assert table.files == []
    assert any("could not get the file through" in message.words for message in table.everything())


async def test_a_file_that_nothing_makes_any_more_is_words(table: Table) -> None:
    await table.report("long.gone")
    (said,) = table.direct
    assert "The file members.csv could not be made." in said.words


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://files.slack.com/upload/v1/abc", True),
        ("https://files.slack.com.evil.example/upload", False),
        ("http://files.slack.com/upload", False),
        ("https://files.slack.com:8443/upload", False),
        ("https://user@127.0.0.1/upload", False),
        ("https://169.254.169.254/latest", False),
        ("file:///etc/passwd", False),
    ],
)
async def test_nothing_is_sent_to_an_address_that_is_not_slacks(
    address: str, allowed: bool
) -> None:
    files = SlackFiles(Api("https://slack.com/api/", None, None))  # type: ignore[arg-type]
    assert files._is_of_slack(address) is allowed
