"""Setting Slack up: the manifest, installing by OAuth, and what `kindred check slack` says."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import text
from starlette.applications import Starlette

from adapters.slack import checkup, manifest, methods
from adapters.slack.events import BRIDGED_EVENTS, EVENTS
from adapters.slack.settings import SlackSettings
from bot.bootstrap import registry
from bot.community.profiles import Profile
from bot.community.roles import Role
from bot.community.sealing import token_seal
from storage.kernel.database import connect
from tests.adapters.slack_server import SlackServer
from tests.adapters.slack_things import User
from tests.adapters.slackchat import SECRET, Kindred, kindred_in, settings_for

ADAPTER = Path(manifest.__file__).parent
HERE = "https://kindred.example.org"


# The manifest ---------------------------------------------------------------------------------


def made(by_socket: bool = True) -> dict[str, Any]:
    return manifest.manifest(registry(), HERE, by_socket=by_socket)


def test_the_manifest_keeps_to_what_slack_takes() -> None:
    for by_socket in (True, False):
        app = made(by_socket)
        about, features = app["display_information"], app["features"]
        assert len(about["name"]) <= 35
        assert len(about["description"]) <= 140
        assert 174 <= len(about["long_description"]) <= 4000
        assert len(features["slash_commands"]) <= 50
        for command in features["slash_commands"]:
            assert re.fullmatch(r"/[a-z]{1,31}", command["command"])
            assert len(command["description"]) <= 2000
            assert command["should_escape"] is True
        assert len(features["shortcuts"]) <= 10
        for shortcut in features["shortcuts"]:
            assert len(shortcut["name"]) <= 24
            assert len(shortcut["description"]) <= 150
        assert len(app["settings"]["event_subscriptions"]["bot_events"]) <= 100
        assert json.loads(json.dumps(app)) == app


def test_by_socket_there_are_no_addresses_and_by_http_there_is_one_for_everything() -> None:
    assert "request_url" not in json.dumps(made()["settings"])
    by_http = made(by_socket=False)
    address = f"{HERE}/slack/events"
    assert by_http["settings"]["socket_mode_enabled"] is False
    assert by_http["settings"]["event_subscriptions"]["request_url"] == address
    assert by_http["settings"]["interactivity"]["request_url"] == address
    assert by_http["settings"]["interactivity"]["message_menu_options_url"] == address
    assert {c["url"] for c in by_http["features"]["slash_commands"]} == {address}


def test_every_shortcut_and_command_of_the_registry_is_in_the_manifest() -> None:
    features = made()["features"]
    offered = {s.action for s in registry().shortcuts if s.about in ("nothing", "message", "post")}
    assert {s["callback_id"] for s in features["shortcuts"]} == offered
    assert {s["name"] for s in features["shortcuts"]} == {
        "My profile",
        "Introduce them to …",
        "Report to the leads",
    }
    commands = {c["command"] for c in features["slash_commands"]}
    assert commands == {"/kindred", "/facilitate", "/event", "/idea", "/challenge"}


def names_used(prefix: str) -> set[str]:
    """Every `prefix.NAME` in the adapter's code."""
    found = set()
    for file in ADAPTER.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Attribute(value=ast.Name(id=name), attr=used) if name == prefix:
                    found.add(used)
    return found


def test_every_method_that_scopes_are_asked_for_is_called_somewhere() -> None:
    declared = {n for n, m in vars(methods).items() if isinstance(m, methods.Method)}
    assert declared - names_used("methods") == set()


def test_no_method_is_called_past_the_list() -> None:
    allowed = {"auth_test"}
    for file in ADAPTER.glob("*.py"):
        calls = re.findall(r"client\([^)]*\)\.(\w+)\(", file.read_text(encoding="utf-8"))
        assert set(calls) <= allowed, file.name


def test_every_event_has_a_listener_and_every_listener_an_event() -> None:
    code = (ADAPTER / "adapter.py").read_text(encoding="utf-8")
    listened = set(re.findall(r'app\.event\("(\w+)"', code))
    assert listened == {name.partition(".")[0] for name in {**EVENTS, **BRIDGED_EVENTS}}


def test_the_scopes_are_the_least_there_are() -> None:
    assert manifest.scopes() == [
        "app_mentions:read",
        "channels:join",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:read",
        "im:history",
        "im:write",
        "mpim:history",
        "mpim:write",
        "users:read",
        "users:read.email",
    ]


def test_only_a_bridged_app_may_hear_and_speak_for_others_in_channels() -> None:
    bridged = manifest.manifest(registry(), HERE, by_socket=True, bridged=True)
    more = {"channels:history", "chat:write.customize", "groups:history", "reactions:read"}
    assert set(bridged["oauth_config"]["scopes"]["bot"]) == {*manifest.scopes(), *more}
    events = [app["settings"]["event_subscriptions"]["bot_events"] for app in (bridged, made())]
    assert set(events[0]) - set(events[1]) == {
        *("message.channels", "message.groups", "reaction_added", "reaction_removed")
    }


# Installing -----------------------------------------------------------------------------------


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


@pytest.fixture
async def kindred(slack: SlackServer, sqlite_url: str) -> AsyncIterator[Kindred]:
    engine = connect(sqlite_url)
    settings = settings_for(slack).model_copy(
        update={
            "client_id": slack.secrets.client_id,
            "client_secret": SecretStr(slack.secrets.client_secret),
        }
    )
    async with kindred_in(slack, engine, settings=settings) as running:
        yield running
    assert slack.violations == []
    await engine.dispose()


class Browser:
    """Somebody who installs, in one browser."""

    def __init__(self, kindred: Kindred) -> None:
        app = Starlette(routes=kindred.platform.routes())
        self._kindred = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app), base_url=HERE, follow_redirects=False
        )
        self._slack = httpx.AsyncClient(follow_redirects=False)

    async def page(self) -> httpx.Response:
        return await self._kindred.get("/slack/install")

    async def to_slack(self, **form: str) -> httpx.Response:
        return await self._kindred.post("/slack/install", data=form)

    async def agree(self, sent: httpx.Response) -> str:
        """Press "Allow"; returns where Slack sends the browser."""
        assert sent.status_code == 303, sent.text
        return (await self._slack.get(sent.headers["location"])).headers["location"]

    async def back(self, address: str) -> httpx.Response:
        return await self._kindred.get(address)

    async def install(self, **form: str) -> httpx.Response:
        return await self.back(await self.agree(await self.to_slack(**form)))

    async def close(self) -> None:
        await self._kindred.aclose()
        await self._slack.aclose()


@pytest.fixture
async def browser(kindred: Kindred) -> AsyncIterator[Browser]:
    opened = Browser(kindred)
    yield opened
    await opened.close()


@pytest.fixture
def installer(slack: SlackServer) -> User:
    """Somebody who looks after another workspace and installs Kindred there."""
    there = slack.world.workspace("Other Place", scopes=(), installed=False)
    slack.installing = there
    return slack.world.user("Ivy Installer", there, is_admin=True)


async def test_a_workspace_starts_a_community_of_its_own(
    slack: SlackServer, kindred: Kindred, browser: Browser, installer: User
) -> None:
    done = await browser.install(name="The Other Table")
    assert done.status_code == 200
    assert "Other Place" in done.text
    space = await kindred.space(slack.installing)
    assert space is not None
    async with kindred.open_work(read_only=True) as work:
        assert (await work.people.community(space.community)).name == "The Other Table"
    await slack.slash(installer, "/facilitate", "help")
    await kindred.settle()
    answers = slack.world.whispers(installer)
    assert "For facilitators" in " ".join(each.words for each in answers)


async def test_a_workspace_joins_a_community_by_a_code_once(
    slack: SlackServer, kindred: Kindred, browser: Browser, installer: User
) -> None:
    await kindred.joined("The Test Table")
    here = await kindred.space()
    assert here is not None
    async with kindred.open_work() as work:
        ada = await work.members.add(here.community, Profile(name="Ada"), kindred.clock.now())
        await work.members.grant(ada, Role.FACILITATOR)
        code = await work.codes.make(
            "connect", here.community, ada, kindred.clock.now() + timedelta(days=1)
        )
    await browser.install(code=code)
    there = await kindred.space(slack.installing)
    assert there is not None
    assert there.community == here.community


async def test_an_address_that_slack_sends_back_works_once_and_in_one_browser(
    slack: SlackServer, kindred: Kindred, browser: Browser, installer: User
) -> None:
    address = await browser.agree(await browser.to_slack(name="The Other Table"))
    stranger = Browser(kindred)
    assert (await stranger.back(address)).status_code == 400
    assert (await browser.back(address)).status_code == 200
    assert (await browser.back(address)).status_code == 400
    state = parse_qs(urlsplit(address).query)["state"][0]
    assert (await browser.back(f"/slack/oauth_redirect?code=x&state={state}x")).status_code == 400
    await stranger.close()


async def test_who_does_not_agree_is_told_so_and_nothing_is_kept(
    slack: SlackServer, kindred: Kindred, browser: Browser, installer: User
) -> None:
    slack.consent = False
    answer = await browser.install(name="The Other Table")
    assert answer.status_code == 400
    assert "Nothing was installed" in answer.text
    assert await kindred.space(slack.installing) is None


async def test_a_code_and_a_name_together_or_markup_are_answered_kindly(browser: Browser) -> None:
    both = await browser.to_slack(code="a", name='<script>alert("x")</script>')
    assert both.status_code == 400
    assert "not both" in both.text
    assert "<script>" not in both.text


async def test_tokens_are_unreadable_in_the_database(
    slack: SlackServer, kindred: Kindred, browser: Browser, installer: User, sqlite_url: str
) -> None:
    await browser.install(name="The Other Table")
    assert slack.installing is not None
    engine = connect(sqlite_url)
    async with engine.connect() as connection:
        rows = (await connection.execute(text("select token from slack_installations"))).all()
    await engine.dispose()
    [(sealed,)] = rows
    assert slack.installing.token not in sealed
    assert token_seal(SECRET).open(sealed) == slack.installing.token
    assert token_seal("another secret of thirty-two characters").open(sealed) is None


# Checking -------------------------------------------------------------------------------------


async def test_all_is_well(kindred: Kindred) -> None:
    assert await checkup.faults(kindred.platform, made()) == []


async def test_a_missing_scope_is_named(slack: SlackServer, kindred: Kindred) -> None:
    slack.team.scopes -= {"users:read.email"}
    [fault] = await checkup.faults(kindred.platform, made())
    assert "users:read.email" in fault


async def test_a_dead_token_is_named(slack: SlackServer, kindred: Kindred) -> None:
    slack.team.revoked = "token_revoked"
    [fault] = await checkup.faults(kindred.platform, made())
    assert "SLACK_BOT_TOKEN" in fault
    assert "token_revoked" in fault


async def test_a_wrong_app_token_is_named(slack: SlackServer, kindred: Kindred) -> None:
    slack.secrets.app_token = "xapp-1-A0-1-another"
    [fault] = await checkup.faults(kindred.platform, made())
    assert "SLACK_APP_TOKEN" in fault


def test_an_app_that_is_older_than_kindred_is_told_apart() -> None:
    wanted = made()
    assert all(not missing for _, missing in checkup.missing(wanted, wanted))
    old = json.loads(json.dumps(wanted))
    old["settings"]["event_subscriptions"]["bot_events"].remove("user_change")
    old["features"]["slash_commands"].pop()
    old["features"]["shortcuts"] = []
    old["settings"]["socket_mode_enabled"] = False
    found = dict(checkup.missing(wanted, old))
    assert found["events"] == ["user_change"]
    assert found["commands"] == ["/challenge"]
    assert len(found["shortcuts"]) == 3
    assert found["switches"] == ["socket_mode_enabled"]
    assert found["scopes"] == []


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"bot_token": "xoxp-1"}, "SLACK_BOT_TOKEN"),
        ({"bot_token": "xoxb-1", "app_token": "nonsense"}, "SLACK_APP_TOKEN"),
        ({"bot_token": "xoxb-1"}, "Slack cannot reach Kindred yet"),
        ({"app_token": "xapp-1"}, "Slack needs SLACK_BOT_TOKEN"),
        ({"bot_token": "xoxb-1", "app_token": "xapp-1", "client_id": "1"}, "go together"),
        ({"bot_token": "xoxb-1", "app_token": "xapp-1", "api_url": "x"}, "SLACK_API_URL"),
        ({"bot_token": "xoxb-1", "signing_secret": "s"}, "KINDRED_BASE_URL"),
    ],
)
def test_settings_that_cannot_work_are_named(given: dict[str, str], named: str) -> None:
    faults = SlackSettings(_env_file=None, **given).faults("")  # type: ignore[arg-type]
    assert any(named in fault for fault in faults), faults


def test_without_settings_slack_is_left_alone() -> None:
    settings = SlackSettings(_env_file=None)
    assert not settings.wanted
    assert settings.faults("") == []
