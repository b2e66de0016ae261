"""Who comes, goes and changes in Slack, and what Slack tells twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, cast

import pytest
from sqlalchemy import func, select

from adapters.slack import adapter
from adapters.slack.refs import account, workspace
from bot.community.people import Member
from bot.community.profiles import Profile
from bot.community.roles import Role
from storage.introductions.tables import programme_members
from storage.kernel.tables import members
from tests.adapters.slack_actor import SlackPerson
from tests.adapters.slack_deliveries import Delivery
from tests.adapters.slack_table import SlackTable, slack_table
from tests.adapters.slack_things import Message, User
from tests.chat import START
from tests.database import engine_at
from tests.stories.programmes import facilitator, rooms, set_up


@pytest.fixture
async def table(sqlite_url: str) -> AsyncIterator[SlackTable]:
    async with engine_at(sqlite_url) as engine, slack_table(engine) as opened:
        yield opened


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
    await table.kindred.platform.finish()
    return written_to(table, user)[-1]


async def comes_into_view(table: SlackTable, user: User) -> None:
    """Do everything by which Kindred sees somebody."""
    await table.slack.join_workspace(user)
    await table.slack.join_channel(user, table.hall)
    await table.slack.open_home(user)
    await table.slack.open_home(user, "messages")
    await table.settle()


# Joining --------------------------------------------------------------------------------------


async def test_who_joins_comes_to_the_channel_for_all_and_looks_home_is_welcomed_once(
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
    await table.kindred.platform.finish()
    view = table.slack.world.top(zed)
    assert view is not None
    assert "Welcome to The Test Table" in view.words
    await table.slack.open_home(zed)
    await table.kindred.platform.finish()
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


async def test_somebody_from_another_organisation_is_who_they_are_there(
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
        await table.kindred.platform.finish()
        seen = things_seen(ada)
        for _ in range(2):
            await table.slack.redeliver(table.slack.last)
            await table.kindred.platform.finish()
        assert things_seen(ada) == seen
    said = await table.slack.say(ada.user, None, "introduce")
    await table.kindred.platform.finish()
    for told in cast("list[Delivery]", said.told):
        await table.slack.redeliver(told)
        await table.kindred.platform.finish()
    assert len(written_to(table, ada.user)) == 1
    async with table.work(read_only=True) as work:
        taking_part = await work.connection.execute(programme_members.select())
        assert len(taking_part.all()) == 1


def things_seen(who: SlackPerson) -> list[object]:
    world = who.slack.world
    view = world.top(who.user)
    shown = [m.words for m in [*world.whispers(who.user), *world.dm(who.user)]]
    return [*shown, view and (view.id, view.hash)]


async def test_a_submitted_form_that_comes_twice_is_answered_alike(
    table: SlackTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "_FORM_PATIENCE", 60.0)  # however busy the machine is
    ada = cast("SlackPerson", await table.person("Ada Example"))
    await ada.says("/kindred introduce pause")
    await table.slack.type_in(ada.user, "view", {"until@0": "2026-12-24"})
    first = await table.slack.submit(ada.user)
    again = await table.slack.redeliver(first)
    assert again.answer == first.answer
    assert "24 Dec" in str(first.answer)
