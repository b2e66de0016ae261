"""What a workspace has granted is looked at, and told to those who facilitate, in plain words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from adapters.slack import checkup, manifest
from adapters.slack.permissions import PERMISSIONS
from adapters.slack.platform import SlackPlatform
from bot.bootstrap import registry
from bot.community.roles import Role
from jobs.permissions import PermissionWatch
from tests.adapters.slack_server import SlackServer
from tests.adapters.slack_things import User
from tests.adapters.slackchat import SECRET, Kindred, kindred_in
from tests.chat import START, FakeClock
from tests.database import engine_at


@dataclass
class Office:
    """A workspace whose facilitator is Fay; Ada is a member."""

    slack: SlackServer
    kindred: Kindred
    clock: FakeClock
    fay: User
    ada: User

    async def look(self) -> None:
        """Look at the workspace, however lately it was looked at, and deliver."""
        self.clock.at += timedelta(hours=1)
        core = self.kindred.core
        checks = {"slack": self.kindred.platform.permissions}
        await PermissionWatch(core.open_work, core.registry, checks, self.clock).look()
        await self.kindred.settle()

    def told(self) -> list[str]:
        """What Fay has been told; nobody else is."""
        assert self.slack.world.dm(self.ada) == []
        return [message.words for message in self.slack.world.dm(self.fay)]

    async def checked(self) -> list[str]:
        wanted = manifest.manifest(registry(), "https://kindred.example.org", by_socket=True)
        return await checkup.faults(self.kindred.platform, wanted)


@pytest.fixture
async def here(sqlite_url: str) -> AsyncIterator[Office]:
    clock = FakeClock(START)
    async with engine_at(sqlite_url) as engine, SlackServer() as slack:
        async with kindred_in(slack, engine, clock=clock) as kindred:
            await kindred.joined("The Test Table")
            fay, ada = slack.world.user("Fay Example"), slack.world.user("Ada Example")
            await kindred.member(fay, Role.FACILITATOR)
            await kindred.member(ada)
            yield Office(slack, kindred, clock, fay, ada)
        assert slack.violations == []


async def test_where_all_is_granted_nothing_is_told(here: Office) -> None:
    await here.look()
    assert here.told() == []
    assert await here.checked() == []


async def test_scopes_that_were_not_granted_are_told_once_and_that_they_were(here: Office) -> None:
    here.slack.team.scopes -= {"mpim:write", "app_mentions:read"}
    for _ in range(2):
        await here.look()
    (told,) = here.told()
    assert "In Northern Commons I may not do everything" in told
    assert "mpim:write is missing. Introductions come as a message to each alone." in told
    assert "app_mentions:read is missing. Mentions are not heard" in told
    assert "users:read" not in told
    assert "Reinstall to Workspace" in told
    (fault,) = await here.checked()
    assert "“mpim:write” is missing. Introductions come as a message to each alone." in fault
    here.slack.team.scopes |= {"mpim:write", "app_mentions:read"}
    for _ in range(2):
        await here.look()
    assert len(here.told()) == 2
    assert "Nothing is missing any more in Northern Commons" in here.told()[-1]


async def test_what_bridged_channels_need_is_missed_only_where_there_are_some(
    here: Office,
) -> None:
    bridged = {each.name for each in PERMISSIONS if each.bridged}
    here.slack.team.scopes -= bridged - {"channels:history"}  # which was once asked of everybody
    await here.look()
    assert here.told() == []
    assert await here.checked() == []
    assert "may then be posted twice" in (await checkup.remarks(here.kindred.platform))[0]
    here.slack.team.scopes |= {"reactions:read"}
    await here.look()
    (told,) = here.told()
    assert "chat:write.customize is missing. Who said something elsewhere stands" in told
    assert "groups:history is missing. In private channels people speak" in told
    assert "kindred slack manifest --bridged" in told
    assert "channels:history is missing" not in told
    here.slack.team.scopes |= bridged
    assert await checkup.remarks(here.kindred.platform) == []


async def test_what_cannot_be_done_without_is_told_first(here: Office) -> None:
    here.slack.team.scopes -= {"mpim:write", "users:read"}
    await here.look()
    (told,) = here.told()
    assert told.index("users:read is missing. Nobody new can join") < told.index("mpim:write")


async def test_before_slack_has_told_which_workspace_it_is_nothing_is_known(
    here: Office, caplog: pytest.LogCaptureFixture
) -> None:
    here.slack.team.scopes -= {"mpim:write"}
    platform = SlackPlatform(
        here.kindred.platform.settings, SECRET, registry(), here.kindred.open_work, here.clock
    )
    core = here.kindred.core
    checks = {"slack": platform.permissions}
    await PermissionWatch(core.open_work, core.registry, checks, here.clock).look()
    await here.kindred.settle()
    assert here.told() == []
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_while_slack_is_away_nothing_is_taken_for_missing(here: Office) -> None:
    await here.slack.go_down(api=True)
    await here.look()
    here.slack.come_back()
    here.slack.team.revoked = "token_revoked"
    await here.look()
    assert here.told() == []
