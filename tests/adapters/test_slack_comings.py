"""Who comes, goes and changes in Slack, and what comes twice or to two processes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any, cast

import httpx
import pytest
import uvicorn
from sqlalchemy import func, select
from starlette.applications import Starlette

from adapters.slack.door import _CONNECTIONS as LINKS
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.places import account, workspace
from bot.features.members.domain import Profile
from bot.people import Member, Role
from storage.database import connect
from storage.tables.introductions import programme_members
from storage.tables.people import members
from tests.adapters.slack_actor import SlackPerson
from tests.adapters.slack_doors import Delivery, encode
from tests.adapters.slack_server import SlackServer
from tests.adapters.slack_table import SlackTable, slack_table
from tests.adapters.slack_things import Message, User
from tests.adapters.slackchat import Kindred, kindred_in
from tests.chat import START, FakeClock
from tests.stories.programmes import facilitator, rooms, set_up


@pytest.fixture
async def table(sqlite_url: str) -> AsyncIterator[SlackTable]:
    engine = connect(sqlite_url)
    async with slack_table(engine) as opened:
        yield opened
    await engine.dispose()


def newcomer(table: SlackTable, name: str = "Zed Example", **facts: Any) -> User:
    return table.slack.world.user(name, **facts)


async def behind(table: SlackTable, user: User) -> Member | None:
    async with table.work(read_only=True) as work:
        return await work.people.member_behind(account(user.id), workspace(table.slack.team.id))


async def count_of_members(table: SlackTable) -> int:
    async with table.work(read_only=True) as work:
        return await work.connection.scalar(select(func.count()).select_from(members)) or 0


def written_to(table: SlackTable, user: User) -> list[Message]:
    """What Kindred wrote to somebody alone."""
    return [m for m in table.slack.world.dm(user, table.slack.team) if m.bot_id]


async def press(table: SlackTable, user: User, label: str) -> Message:
    """Press a button of the newest message; what it was answered with."""
    await table.slack.press(user, written_to(table, user)[-1], label)
    await table.kindred.door.finish()
    return written_to(table, user)[-1]


async def comes_into_view(table: SlackTable, user: User) -> None:
    """Do everything by which Kindred sees somebody."""
    await table.slack.join_workspace(user)
    await table.slack.join_channel(user, table.hall)
    await table.slack.open_home(user)
    await table.slack.open_home(user, "messages")
    await table.settle()


# Coming ---------------------------------------------------------------------------------------


async def test_who_joins_comes_to_the_square_and_looks_home_is_welcomed_once(
    table: SlackTable,
) -> None:
    zed = newcomer(table)
    await comes_into_view(table, zed)
    (welcome,) = written_to(table, zed)
    assert "quiet helper of The Test Table" in welcome.words
    assert await count_of_members(table) == 0
    home = table.slack.world.home(zed)
    assert home is not None
    assert "Yes, count me in" in home.words


@pytest.mark.parametrize("way", ["join_workspace", "join_channel", "open_home"])
async def test_each_way_of_coming_into_view_is_enough(table: SlackTable, way: str) -> None:
    zed = newcomer(table)
    more = (table.hall,) if way == "join_channel" else ()
    await getattr(table.slack, way)(zed, *more)
    await table.settle()
    assert len(written_to(table, zed)) == 1


async def test_joining_another_channel_is_nothing_to_kindred_nor_is_its_own_coming(
    table: SlackTable,
) -> None:
    zed, other = newcomer(table), table.slack.world.channel("elsewhere")
    await table.slack.join_channel(zed, other)
    kindred = table.slack.world.users[table.slack.team.bot_user]
    await table.slack.join_channel(kindred, table.hall)
    await table.settle()
    assert written_to(table, zed) == []
    assert await count_of_members(table) == 0


async def test_a_yes_makes_a_member_with_the_name_and_zone_of_slack(table: SlackTable) -> None:
    zed = newcomer(table, tz="Africa/Nairobi", locale="sw-KE")
    await comes_into_view(table, zed)
    answer = await press(table, zed, "Yes, count me in")
    assert "Welcome to The Test Table, Zed Example!" in answer.words
    member = await behind(table, zed)
    assert member is not None
    assert (member.name, member.zone, member.role) == ("Zed Example", "Africa/Nairobi", Role.MEMBER)


async def test_a_yes_at_home_shows_the_home_of_a_member(table: SlackTable) -> None:
    zed = newcomer(table)
    await table.slack.open_home(zed)
    await table.settle()
    await table.slack.press(zed, "home", "Yes, count me in")
    await table.kindred.door.finish()
    view = table.slack.world.top(zed)
    assert view is not None
    assert "Welcome to The Test Table" in view.words
    await table.slack.open_home(zed)
    await table.kindred.door.finish()
    home = table.slack.world.home(zed)
    assert home is not None
    assert "Zed Example in The Test Table" in home.words


async def test_an_address_that_a_facilitator_listed_ties_the_account_to_it(
    table: SlackTable,
) -> None:
    async with table.work() as work:
        profile = Profile("Zed Zedson", "Zed@Example.org")
        listed = await work.members.add(table.community, profile, START)
    zed = newcomer(table, "Zed", email="zed@example.org")
    await table.slack.slash(zed, "/kindred", "join")
    await table.settle()
    member = await behind(table, zed)
    assert member is not None
    assert (member.id, member.name) == (listed, "Zed Zedson")
    assert await count_of_members(table) == 1


async def test_guests_are_not_written_to_unasked_but_may_join(table: SlackTable) -> None:
    zed = newcomer(table, is_restricted=True)
    await table.slack.join_workspace(zed)
    await table.settle()
    assert written_to(table, zed) == []
    await table.slack.slash(zed, "/kindred", "join")
    await table.settle()
    assert await behind(table, zed) is not None


@pytest.mark.parametrize(
    ("facts", "said"),
    [({"is_bot": True}, "Only people can join"), ({"deleted": True}, "no longer in use")],
)
async def test_programs_and_accounts_that_are_closed_become_no_members(
    table: SlackTable, facts: dict[str, Any], said: str
) -> None:
    zed = newcomer(table, **facts)
    await table.slack.join_workspace(zed)
    await table.settle()
    assert written_to(table, zed) == []
    await table.slack.slash(zed, "/kindred", "join")
    await table.settle()
    assert said in table.slack.world.whispers(zed)[-1].words
    assert await behind(table, zed) is None


async def test_somebody_from_another_organisation_is_who_they_are_at_home(
    table: SlackTable,
) -> None:
    elsewhere = table.slack.world.workspace("Elsewhere", installed=False)
    shared = table.slack.world.channel("shared", shared_with=[elsewhere])
    zed = newcomer(table, team=elsewhere, guest_of=[table.slack.team])
    shared.members.append(zed.id)
    await table.slack.say(zed, shared, "@kindred help")
    await table.settle()
    (answer,) = table.slack.world.whispers(zed)
    assert "this place is not part of a community yet" in answer.words
    assert await count_of_members(table) == 0


# Changing and going ---------------------------------------------------------------------------


async def test_a_name_and_a_zone_change_with_those_of_the_account(table: SlackTable) -> None:
    zed = newcomer(table)
    await table.slack.slash(zed, "/kindred", "join")
    await table.settle()
    await table.slack.change_user(zed, real_name="Quincy Example", tz="Asia/Tokyo")
    await table.settle()
    member = await behind(table, zed)
    assert member is not None
    assert (member.name, member.zone) == ("Quincy Example", "Asia/Tokyo")


async def test_who_is_deactivated_is_in_no_round_until_they_are_back(table: SlackTable) -> None:
    rowan = await facilitator(table)
    await set_up(table, rowan)
    zed, bo = newcomer(table), newcomer(table, "Bo Example")
    for user in (zed, bo):
        for said in ("join", "introduce join"):
            await table.slack.slash(user, "/kindred", said)
            await table.settle()
    await table.slack.change_user(zed, deleted=True)
    await table.settle()
    assert "too few people" in (await rowan.says("/facilitate round open")).text
    assert rooms(table) == []
    await table.slack.change_user(zed, deleted=False)
    await table.settle()
    assert "is open" in (await rowan.says("/facilitate round open")).text
    await table.settle()
    (group,) = [c for c in table.slack.world.channels.values() if c.kind == "mpim"]
    assert set(group.members) == {zed.id, bo.id, table.slack.team.bot_user}


# Twice ----------------------------------------------------------------------------------------


async def test_what_slack_delivers_twice_acts_once_and_shows_once(table: SlackTable) -> None:
    await set_up(table, await facilitator(table))
    ada = cast("SlackPerson", await table.person("Ada Example"))
    offers = [m for m in table.hall.timeline if "Count me in" in m.words]
    acts: list[Any] = [
        lambda: table.slack.slash(ada.user, "/kindred", "introduce"),
        lambda: table.slack.press(ada.user, offers[0], "Count me in"),
        lambda: table.slack.shortcut(ada.user, "introductions.suggest"),
    ]
    for act in acts:
        await act()
        await table.kindred.door.finish()
        seen = things_seen(ada)
        for _ in range(2):
            await table.slack.redeliver(table.slack.last)
            await table.kindred.door.finish()
        assert things_seen(ada) == seen
    said = await table.slack.say(ada.user, None, "introduce")
    await table.kindred.door.finish()
    for told in cast("list[Delivery]", said.told):
        await table.slack.redeliver(told)
        await table.kindred.door.finish()
    assert len(written_to(table, ada.user)) == 1
    async with table.work(read_only=True) as work:
        taking_part = await work.connection.execute(programme_members.select())
        assert len(taking_part.all()) == 1


def things_seen(who: SlackPerson) -> list[object]:
    world = who.slack.world
    view = world.top(who.user)
    shown = [m.words for m in [*world.whispers(who.user), *world.dm(who.user)]]
    return [*shown, view and (view.id, view.hash)]


async def test_a_submitted_form_that_comes_twice_is_answered_alike(table: SlackTable) -> None:
    ada = cast("SlackPerson", await table.person("Ada Example"))
    await ada.says("/kindred introduce pause")
    await table.slack.type_in(ada.user, "view", {"until@0": "2026-12-24"})
    first = await table.slack.submit(ada.user)
    again = await table.slack.redeliver(first)
    assert again.answer == first.answer
    assert "24 Dec" in str(first.answer)


# Two processes --------------------------------------------------------------------------------


@pytest.fixture
async def two(sqlite_url: str) -> AsyncIterator[tuple[SlackServer, list[Kindred]]]:
    """Two processes of Kindred on one database, each with a connection of its own."""
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(SlackServer())
        clock = FakeClock(START)
        running = []
        for count in (1, 2):
            engine = connect(sqlite_url)
            stack.push_async_callback(engine.dispose)
            one = kindred_in(slack, engine, clock=clock, timeout=20.0, ping=60.0)
            running.append(await stack.enter_async_context(one))
            await slack.connected(count * LINKS)
        await running[0].joined("The Test Table")
        yield slack, running
        assert [*slack.violations, *slack.late] == []


async def finish(running: list[Kindred]) -> None:
    for kindred in running:
        await kindred.door.finish()


async def test_two_processes_share_the_work_and_act_once(
    two: tuple[SlackServer, list[Kindred]],
) -> None:
    slack, running = two
    ada, bo = slack.world.user("Ada Example"), slack.world.user("Bo Example")
    for user in (ada, bo):
        await running[0].member(user)
    for _ in range(2):  # each in turn
        await slack.slash(ada, "/kindred", "introduce me Bo Example")
        await finish(running)
    last = slack.last
    again = await asyncio.gather(*(slack.redeliver(last) for _ in range(2)))
    assert all(delivery.acked for delivery in again)
    await finish(running)
    first, second = slack.world.whispers(ada)
    assert "I ask Bo Example" in first.words
    assert second.words
    await asyncio.gather(*(kindred.settle() for kindred in running))
    assert len([m for m in slack.world.dm(bo) if m.bot_id]) == 1


async def test_when_one_of_two_processes_goes_the_other_goes_on(sqlite_url: str) -> None:
    engine, clock = connect(sqlite_url), FakeClock(START)
    async with SlackServer() as slack, kindred_in(slack, engine, clock=clock, timeout=20) as one:
        await one.joined("The Test Table")
        ada = slack.world.user("Ada Example")
        await one.member(ada)
        async with kindred_in(slack, engine, clock=clock, timeout=20):
            await slack.connected(2 * LINKS)
        await slack.until(lambda: len(slack.doors.links) == LINKS)
        for _ in range(3):
            await slack.slash(ada, "/kindred", "help")
        await one.door.finish()
        assert len(slack.world.whispers(ada)) == 3
    await engine.dispose()


# By HTTP --------------------------------------------------------------------------------------


class Served:
    """Kindred's door at an address, and a Slack that posts there."""

    def __init__(self, slack: SlackServer, kindred: Kindred) -> None:
        self.slack = slack
        self.kindred = kindred

    async def post(self, delivery: Delivery, **headers: str) -> httpx.Response:
        """Post a delivery, signed by Slack unless the headers say otherwise."""
        body, kind = encode(delivery)
        signed = self.slack.doors.signed(body) | {"Content-Type": kind} | headers
        async with httpx.AsyncClient() as client:
            return await client.post(str(self.slack.request_url), content=body, headers=signed)


@pytest.fixture
async def served(sqlite_url: str) -> AsyncIterator[Served]:
    engine = connect(sqlite_url)
    async with SlackServer() as slack:
        slack.request_url = "http://127.0.0.1:0"
        async with kindred_in(slack, engine, timeout=20.0) as kindred:
            app = Starlette(routes=kindred.door.routes())
            server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
            serving = asyncio.create_task(server.serve())
            await slack.until(lambda: server.started)
            port = server.servers[0].sockets[0].getsockname()[1]
            slack.request_url = f"http://127.0.0.1:{port}{EVENTS_PATH}"
            await kindred.joined("The Test Table")
            yield Served(slack, kindred)
            server.should_exit = True
            await serving
        assert [*slack.violations, *slack.late] == []
    await engine.dispose()


async def test_by_http_it_is_the_same(served: Served) -> None:
    slack, kindred = served.slack, served.kindred
    assert await slack.doors.verify_url()
    ada = slack.world.user("Ada Example")
    await kindred.member(ada)
    assert (await slack.slash(ada, "/kindred", "profile")).acked
    await kindred.settle()
    await slack.type_in(ada, "view", {"headline@0": "Keeper of keys"})
    assert (await slack.submit(ada)).answer["response_action"] == "update"
    assert (await slack.open_home(ada)) is not None
    await kindred.settle()
    home = slack.world.home(ada)
    assert home is not None
    assert "Ada Example in The Test Table" in home.words
    assert slack.doors.links == []


@pytest.mark.parametrize("wrong", ["signature", "old", "none"])
async def test_what_does_not_come_from_slack_is_turned_away(served: Served, wrong: str) -> None:
    slack = served.slack
    ada = slack.world.user("Ada Example")
    await served.kindred.member(ada)
    room = slack.outcomes.direct(slack.team, ada)
    forged = slack.payloads.slash(ada, slack.team, room, "/kindred", "help")
    assert (await served.post(forged)).status_code == 200
    await served.kindred.door.finish()
    forged = slack.payloads.slash(ada, slack.team, room, "/kindred", "help")
    body, _ = encode(forged)
    headers = {
        "signature": {"X-Slack-Signature": "v0=" + "0" * 64},
        "old": slack.doors.signed(body, at=1_700_000_000),
        "none": {"X-Slack-Signature": "", "X-Slack-Request-Timestamp": ""},
    }[wrong]
    assert (await served.post(forged, **headers)).status_code == 401
    await served.kindred.door.finish()
    assert len(slack.world.whispers(ada)) == 1
