"""What goes wrong with Slack: nothing is lost, doubled or silent, and everything else goes on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from pydantic import SecretStr

from adapters.slack import methods, refs
from adapters.slack.authorization import Authorization
from adapters.slack.platform import SlackPlatform
from bot.bootstrap import registry
from bot.community.clock import SystemClock
from bot.community.facts import Fact
from bot.community.people import Account, Member
from bot.community.places import Place, PlaceKind
from bot.community.roles import Role
from bot.delivery.addresses import ToMember, ToPlace
from bot.delivery.errors import Away
from bot.delivery.sender import Refused
from bot.ui.messages import Plain, say
from bot.ui.messages import Table as Table_
from storage.kernel.database import connect
from storage.stores import work_on
from tests.adapters.slack_server import SlackServer
from tests.adapters.slack_things import Channel, User
from tests.adapters.slack_weather import Fault
from tests.adapters.slackchat import HASTE, SECRET, Kindred, kindred_in
from tests.database import engine_at
from tests.extent import each_once, some_rows
from tests.places import for_everybody, to_everybody


@dataclass
class Table:
    """Two members in Slack, and a relay that runs."""

    slack: SlackServer
    kindred: Kindred
    ada: Member
    bo: Member
    ada_there: User
    bo_there: User

    async def tell_ada(self, words: str = "Hello Ada", key: str = "k") -> None:
        await self.kindred.post(ToMember(self.ada.id), words, key)

    def said_to_ada(self) -> list[str]:
        return [message.text for message in self.slack.world.dm(self.ada_there)]

    def groups(self) -> list[Channel]:
        return [c for c in self.slack.world.channels.values() if c.kind == "mpim"]

    async def introduce(self, key: str = "r") -> None:
        async with self.kindred.open_work() as work:
            both = [self.ada.id, self.bo.id]
            await work.outbox.open_room(Fact(key), both, "Ada and Bo", community=self.ada.community)
        await self.kindred.post(ToPlace(Fact(key)), "Meet each other", f"opened:{key}")

    async def for_all(self, channel: Channel) -> Place:
        """Let a channel be where everybody may be spoken to."""
        space = await self.kindred.space()
        assert space is not None
        async with self.kindred.open_work() as work:
            there = refs.channel(self.slack.team.id, channel.id)
            return await for_everybody(work, space, there)

    async def in_web_chat(self, member: Member) -> list[str]:
        async with self.kindred.open_work(read_only=True) as work:
            place = await work.web.place_called(f"direct:{member.id}")
            if place is None:
                return []
            said = await work.web.page(place, member.id, limit=50, before=None, since=None)
        return [each.body.fallback for each in said]


@pytest.fixture
async def table(sqlite_url: str) -> AsyncIterator[Table]:
    async with (
        engine_at(sqlite_url) as engine,
        SlackServer() as slack,
        kindred_in(slack, engine, clock=SystemClock()) as kindred,
    ):
        ada_there, bo_there = slack.world.user("Ada Example"), slack.world.user("Bo Example")
        await kindred.joined("The Test Table")
        ada, bo = await kindred.member(ada_there), await kindred.member(bo_there)
        async with kindred.delivering():
            yield Table(slack, kindred, ada, bo, ada_there, bo_there)
        assert slack.violations == []
        assert slack.impatience == []


# Slack stumbles -------------------------------------------------------------------------------

STUMBLES = {
    "500": Fault.http(500),
    "502": Fault.http(502),
    "503": Fault.http(503),
    "cut": Fault.cut(),
    "hang": Fault.hang(1.5),
    "lost answer": Fault.lose_answer(),
    "internal error": Fault.refuse("internal_error"),
    "service unavailable": Fault.refuse("service_unavailable"),
}


@each_once
@pytest.mark.parametrize("stumble", STUMBLES.values(), ids=STUMBLES)
@pytest.mark.parametrize("method", ["conversations.open", "chat.postMessage"])
async def test_a_stumble_neither_loses_nor_doubles(
    table: Table, method: str, stumble: Fault
) -> None:
    table.slack.faults.add(method, stumble, times=2)
    await table.tell_ada()
    await table.introduce()
    await table.kindred.delivered()
    assert table.said_to_ada() == ["Hello Ada"]
    [group] = table.groups()
    assert [message.text for message in group.timeline] == ["Meet each other"]
    assert await table.kindred.dead() == []


async def test_a_message_is_looked_for_among_what_people_said_meanwhile(table: Table) -> None:
    await table.introduce("first")
    await table.kindred.delivered()
    [group] = table.groups()
    table.slack.faults.add("chat.postMessage", Fault.lose_answer())
    await table.introduce("second")  # the same two: the same group
    for number in range(150):
        await table.slack.say(table.ada_there, group, f"chatter {number}")
    await table.kindred.delivered()
    ours = [m.text for m in group.timeline if m.user == table.slack.team.bot_user]
    assert ours == ["Meet each other", "Meet each other"]


@pytest.mark.parametrize("method", ["conversations.open", "chat.postMessage"])
async def test_when_slack_asks_to_wait_it_is_left_alone_that_long(
    table: Table, method: str
) -> None:
    table.slack.faults.add(method, Fault.slow_down(after=1))
    began = time.monotonic()
    await table.introduce()
    await table.kindred.delivered()
    assert time.monotonic() - began >= 1
    [group] = table.groups()
    assert [message.text for message in group.timeline] == ["Meet each other"]


async def test_an_edit_and_a_retraction_survive_a_stumble(table: Table) -> None:
    await table.tell_ada("One", "one")
    await table.tell_ada("Two", "two")
    await table.kindred.delivered()
    table.slack.faults.add("chat.update", Fault.lose_answer())
    table.slack.faults.add("chat.delete", Fault.lose_answer())
    async with table.kindred.open_work() as work:
        await work.outbox.edit(Fact("one"), say("One, mended"))
        await work.outbox.retract(Fact("two"))
    await table.kindred.delivered()
    assert table.said_to_ada() == ["One, mended"]


async def test_a_slow_workspace_holds_up_no_other(table: Table) -> None:
    other = table.slack.world.workspace("Other Place", scopes=table.slack.team.scopes)
    await install(table, other.id)
    await table.kindred.joined("The Test Table", other)
    cy_there = table.slack.world.user("Cy Example", other)
    cy = await table.kindred.member(cy_there)
    here = table.slack.team.id
    stuck = table.slack.faults.add(
        "chat.postMessage", Fault.hang(), times=None, when=lambda a: a.get("channel", "") in dms()
    )

    def dms() -> set[str]:
        team = table.slack.world.workspaces[here]
        found = table.slack.world.direct(team, table.ada_there.id)
        return {found.id} if found else set()

    await table.tell_ada()
    await table.slack.until(lambda: stuck.met)
    await table.kindred.post(ToMember(cy.id), "Hello Cy", "cy")
    await table.slack.until(lambda: table.slack.world.dm(cy_there))
    assert table.said_to_ada() == []
    table.slack.faults.clear()
    await table.kindred.delivered()
    assert table.said_to_ada() == ["Hello Ada"]


async def install(table: Table, team: str) -> None:
    there = table.slack.world.workspaces[team]
    await table.kindred.platform.authorizations.save(
        Authorization(there.id, there.token, there.bot_user, there.name)
    )


# Slack declines -------------------------------------------------------------------------------


async def test_a_public_channel_is_joined_before_it_is_spoken_in(table: Table) -> None:
    commons = table.slack.world.channel("commons", [table.ada_there], bot=False)
    await table.kindred.post(to_everybody(await table.for_all(commons)), "Hello all", "s")
    await table.kindred.delivered()
    assert [m.text for m in commons.timeline if m.metadata] == ["Hello all"]


async def test_a_private_channel_that_nobody_let_us_into_is_told(table: Table) -> None:
    secret = table.slack.world.channel("secret", [table.ada_there], kind="private", bot=False)
    await table.kindred.post(to_everybody(await table.for_all(secret)), "Hello all", "s")
    await table.kindred.delivered()
    [(key, reason)] = await table.kindred.dead()
    assert key == "s"
    assert "channel_not_found" in reason or "not_in_channel" in reason


async def test_an_archived_channel_is_told(table: Table) -> None:
    old = table.slack.world.channel("old", [table.ada_there], is_archived=True)
    await table.kindred.post(to_everybody(await table.for_all(old)), "Hello all", "s")
    await table.kindred.delivered()
    assert [key for key, reason in await table.kindred.dead() if "is_archived" in reason] == ["s"]


DECLINES = ["channel_not_found", "cannot_dm_bot"]


@pytest.mark.parametrize("code", DECLINES)
async def test_who_cannot_be_written_to_is_told_in_the_channel_for_all_that_something_waits(
    table: Table, code: str
) -> None:
    hall = table.slack.world.channel("everybody", [table.ada_there])
    await table.for_all(hall)
    table.slack.faults.add("conversations.open", Fault.refuse(code), times=None)
    await table.tell_ada()
    await table.kindred.delivered()
    assert table.said_to_ada() == []
    [told] = hall.timeline
    assert table.ada_there.id in str(told.blocks)
    assert "Hello Ada" not in told.words


async def test_a_direct_message_that_was_closed_is_opened_again(table: Table) -> None:
    await table.tell_ada("One", "one")
    await table.kindred.delivered()
    table.slack.faults.add("chat.postMessage", Fault.refuse("channel_not_found"))
    await table.tell_ada("Two", "two")
    await table.kindred.delivered()
    assert table.said_to_ada() == ["One", "Two"]


# Slack puts us out ----------------------------------------------------------------------------

LOSSES = ["token_revoked", "account_inactive", "invalid_auth", "token_expired"]


@some_rows(2)
@pytest.mark.parametrize("code", LOSSES)
async def test_a_workspace_that_puts_us_out_is_marked_and_its_facilitators_told_elsewhere(
    table: Table, code: str
) -> None:
    async with table.kindred.open_work() as work:
        await work.members.grant(table.bo.id, Role.FACILITATOR)
    table.slack.team.revoked = code
    await table.tell_ada()
    await table.kindred.delivered()
    space = await table.kindred.space()
    assert space is not None
    assert space.lost
    assert await table.in_web_chat(table.ada) == ["Hello Ada"]
    told = await table.in_web_chat(table.bo)
    assert len(told) == 1
    assert "Northern Commons" in told[0]


async def test_uninstalling_marks_the_workspace_and_coming_back_mends_it(table: Table) -> None:
    async with table.kindred.open_work() as work:
        await work.members.grant(table.bo.id, Role.FACILITATOR)
    await table.slack.uninstall(table.slack.team)
    await table.kindred.platform.finish()
    await table.kindred.delivered()
    space = await table.kindred.space()
    assert space is not None
    assert space.lost
    assert len(await table.in_web_chat(table.bo)) == 1  # two events, told once
    table.slack.team.revoked, table.slack.team.installed = "", True
    table.slack.team.token = "xoxb-new"
    await install(table, table.slack.team.id)
    await table.tell_ada()
    await table.kindred.delivered()
    assert table.said_to_ada() == ["Hello Ada"]


# The socket -----------------------------------------------------------------------------------


async def test_a_socket_that_slack_refreshes_or_drops_is_opened_again(table: Table) -> None:
    old = list(table.slack.deliverer.links)
    await table.slack.refresh()
    await table.slack.until(lambda: len(set(table.slack.deliverer.links) - set(old)) == len(old))
    assert (await table.slack.slash(table.ada_there, "/kindred", "help")).acked
    await table.slack.drop()
    await table.slack.connected()
    assert (await table.slack.slash(table.ada_there, "/kindred", "help")).acked
    await table.kindred.platform.finish()
    said = [*table.slack.world.whispers(table.ada_there), *table.slack.world.dm(table.ada_there)]
    assert len({message.ts for message in said}) == 2
    assert table.slack.late == []


async def test_an_outage_ends(table: Table) -> None:
    await table.slack.go_down(api=True)
    before = table.slack.calls["conversations.open"]
    await table.tell_ada()
    await table.slack.until(lambda: table.slack.calls["conversations.open"] > before)
    table.slack.come_back()
    await table.slack.connected()
    await table.kindred.delivered()
    assert table.said_to_ada() == ["Hello Ada"]


async def test_a_table_that_slack_does_not_take_is_told_in_words(table: Table) -> None:
    table.slack.faults.add("chat.postMessage", Fault.refuse("invalid_blocks"))
    message = say(Table_(("Network", "People"), (((Plain("Leeds"),), (Plain("3"),)),)))
    async with table.kindred.open_work() as work:
        community = table.ada.community
        await work.outbox.post(ToMember(table.ada.id), message, Fact("t"), community=community)
    table.kindred.core.relay.nudge()
    await table.kindred.delivered()
    [said] = table.slack.world.dm(table.ada_there)
    assert "Leeds" in said.words
    assert all(block["type"] != "table" for block in said.blocks)


# Long messages --------------------------------------------------------------------------------

LONG = [f"Line {number}: " + "word " * 300 for number in range(12)]  # three pages


async def long_one(table: Table, lines: list[str], key: str = "long") -> None:
    async with table.kindred.open_work() as work:
        community = table.ada.community
        await work.outbox.post(ToMember(table.ada.id), say(*lines), Fact(key), community=community)
    table.kindred.core.relay.nudge()


def lines_said(table: Table) -> list[str]:
    said = "\n".join(message.words for message in table.slack.world.dm(table.ada_there))
    return [f"Line {number}" for number in range(20) for _ in range(said.count(f"Line {number}:"))]


async def test_a_long_message_is_said_once_though_slack_asks_to_wait_in_the_middle(
    table: Table,
) -> None:
    table.slack.faults.add(
        "chat.postMessage", Fault.slow_down(after=1), when=lambda a: "#2" in str(a)
    )
    await long_one(table, LONG)
    await table.kindred.delivered()
    assert len(table.slack.world.dm(table.ada_there)) == 3
    assert lines_said(table) == [f"Line {number}" for number in range(12)]


async def test_every_page_of_a_long_message_is_changed_and_taken_back(table: Table) -> None:
    await long_one(table, LONG)
    await table.kindred.delivered()
    async with table.kindred.open_work() as work:
        await work.outbox.edit(Fact("long"), say("Line 0: short now"))
    await table.kindred.delivered()
    assert lines_said(table) == ["Line 0"]
    async with table.kindred.open_work() as work:
        await work.outbox.edit(Fact("long"), say(*LONG))
    await table.kindred.delivered()
    assert lines_said(table) == [f"Line {number}" for number in range(12)]
    async with table.kindred.open_work() as work:
        await work.outbox.retract(Fact("long"))
    await table.kindred.delivered()
    assert table.slack.world.dm(table.ada_there) == []


# Late and private -----------------------------------------------------------------------------


async def test_news_of_an_uninstallation_that_comes_late_puts_nobody_out(table: Table) -> None:
    there = table.slack.team
    told = await table.slack.uninstall(there)
    await table.kindred.platform.finish()
    there.revoked, there.installed = "", True
    await install(table, there.id)
    for delivery in told:
        await table.slack.redeliver(delivery)
    await table.kindred.platform.finish()
    space = await table.kindred.space()
    assert space is not None
    assert not space.lost


async def test_another_secret_key_loses_no_installation(table: Table, sqlite_url: str) -> None:
    await install(table, table.slack.team.id)
    engine = connect(sqlite_url)
    settings = table.kindred.platform.settings.model_copy(update={"bot_token": SecretStr("")})
    stranger = SlackPlatform(
        settings, SECRET[::-1], registry(), work_on(engine), SystemClock(), haste=HASTE
    )
    with pytest.raises(Away, match="KINDRED_SECRET_KEY"):
        await stranger.api.call(table.slack.team.id, methods.AUTH_TEST)
    await stranger.close()
    await engine.dispose()
    assert [key for key, _ in await table.kindred.platform.authorizations.installed()] != []
    space = await table.kindred.space()
    assert space is not None
    assert not space.lost


async def test_a_token_that_died_while_we_were_away_is_told_and_other_ways_are_taken(
    table: Table, sqlite_url: str
) -> None:
    table.slack.team.revoked = "token_revoked"
    engine = connect(sqlite_url)
    platform = SlackPlatform(
        table.kindred.platform.settings,
        SECRET,
        registry(),
        work_on(engine),
        SystemClock(),
        haste=HASTE,
    )
    stopping = asyncio.Event()
    running = asyncio.create_task(platform.run(stopping))

    async with asyncio.timeout(10):
        while not (space := await table.kindred.space()) or not space.lost:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    stopping.set()
    await running
    await platform.close()
    await engine.dispose()
    await table.tell_ada()
    await table.kindred.delivered()
    assert await table.in_web_chat(table.ada) == ["Hello Ada"]


async def test_what_one_pair_of_eyes_asked_for_is_never_shown_to_another(table: Table) -> None:
    async with table.kindred.open_work() as work:
        await work.members.grant(table.ada.id, Role.FACILITATOR)
    theirs = table.slack.world.channel("", [table.ada_there, table.bo_there], kind="im", bot=False)
    await table.slack.slash(table.ada_there, "/facilitate", "chats", theirs)
    await table.kindred.platform.finish()
    [answer] = table.slack.world.whispers(table.ada_there)
    await table.slack.press(table.ada_there, answer, "Connect another chat")
    await table.kindred.platform.finish()
    assert theirs.timeline == []
    assert len(table.slack.world.whispers(table.ada_there)) == 2


async def test_another_program_in_the_channel_for_all_is_not_written_to(table: Table) -> None:
    commons = table.slack.world.channel("commons", [table.ada_there])
    await table.for_all(commons)
    robot = table.slack.world.user("Robot", is_bot=True)
    await table.slack.join_channel(robot, commons)
    await table.kindred.platform.finish()
    assert await table.kindred.waiting() == 0
    assert await table.kindred.dead() == []
    assert table.slack.world.dm(robot) == []


async def test_a_message_that_somebody_deleted_needs_no_change(table: Table) -> None:
    await table.tell_ada()
    await table.kindred.delivered()
    table.slack.faults.add("chat.update", Fault.refuse("message_not_found"))
    async with table.kindred.open_work() as work:
        await work.outbox.edit(Fact("k"), say("Hello again"))
    await table.kindred.delivered()
    assert await table.kindred.dead() == []


async def test_a_group_keeps_those_it_began_with_and_is_never_too_large(table: Table) -> None:
    await table.introduce()
    await table.kindred.delivered()
    async with table.kindred.open_work() as work:
        await work.outbox.let_out(Fact("r"), [table.bo.id])
        await work.outbox.let_in(Fact("r"), [table.bo.id])
        await work.outbox.close_room(Fact("r"))
    await table.kindred.delivered()
    [group] = table.groups()
    assert [message.text for message in group.timeline] == ["Meet each other"]
    assert await table.kindred.dead() == []
    space = await table.kindred.space()
    assert space
    ref = refs.account(table.ada_there.id)
    crowd = tuple(Account(number, space.id, ref, space.ref) for number in range(9))
    refused = await table.kindred.platform.sender.open_room(
        "crowd", Place(space, PlaceKind.ROOM, people=crowd)
    )
    assert isinstance(refused, Refused)
    assert "8 people at most" in refused.reason
