"""What people write in Slack: heard where Kindred listens, and dropped unread elsewhere."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from adapters.slack.permissions import PERMISSIONS
from bot.errors import NotReady
from bot.routing.dispatch import Dispatcher
from tests.adapters.slack_talk import Talk, talk_in_slack
from tests.adapters.slack_weather import Fault
from tests.database import engine_at
from tests.statements import counting

SECRET = "Rumpelstiltskin"


@pytest.fixture
async def talk(sqlite_url: str) -> AsyncIterator[Talk]:
    async with engine_at(sqlite_url) as engine, talk_in_slack(engine) as talk:
        yield talk


async def test_what_is_written_elsewhere_is_neither_stored_nor_logged(
    talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    slack, ada = talk.slack, talk.ada.user
    with counting() as asked:
        said = [
            await slack.say(ada, talk.elsewhere, SECRET),
            await slack.say(ada, talk.hall, SECRET),  # not below the card
        ]
        said.append(await slack.say(ada, talk.elsewhere, SECRET, thread_ts=said[0].ts))
        said.append(await slack.say(ada, talk.hall, SECRET, thread_ts=said[1].ts))
        group = slack.world.channel("", [ada, talk.bo.user], team=slack.team, kind="mpim")
        said.append(await slack.say(ada, group, SECRET))
        for message in said:
            await slack.edit(ada, message, f"{SECRET}!")
            await slack.react(ada, message, SECRET)
            await slack.delete(message)
    assert not any(".spans" in each for each in asked.statements), "it was to be heard"
    assert all(delivery.acked for message in said for delivery in message.told)
    assert [len(message.told) for message in said] == [1] * len(said)
    await talk.settle()
    assert talk.read(talk.square) == []
    found = [name for name, rows in (await talk.rows()).items() if SECRET in str(rows)]
    assert (found, SECRET in caplog.text) == ([], False)


async def test_what_is_said_is_heard_and_followed_through_all_that_becomes_of_it(
    talk: Talk,
) -> None:
    slack, ada, bo = talk.slack, talk.ada, talk.bo
    said = await talk.says(ada, "We *all* know <@" + bo.user.id + ">: :tada: `x`", talk.hall)
    await talk.settle()
    (copy,) = talk.below(talk.square)
    assert talk.read(talk.square) == [f"Ada (Lantern Lane): We all know <@{bo.user.id}>: 🎉 x"]
    assert talk.read(talk.hall) == []
    await slack.unfurl(said, "https://example.org")
    await slack.edit(ada.user, said, "We all know")
    await slack.react(bo.user, copy, "+1")
    await slack.react(bo.user, said, "flag-nl")
    await slack.react(ada.user, copy, "party-parrot")
    await slack.take_back(ada.user, copy, "party-parrot")
    await talk.settle()
    (read,) = talk.read(talk.square)
    assert read.startswith("Ada (Lantern Lane): We all know\n")
    assert set(read.partition("\n")[2].split(" · ")) == {"👍 1", "🇳🇱 1"}
    await slack.delete(said)
    await talk.settle()
    assert talk.read(talk.square) == []
    assert not slack.world.dm(ada.user)


async def test_what_names_a_command_stays_one_and_what_names_none_is_said_once(
    talk: Talk,
) -> None:
    slack, ada, kindred = talk.slack, talk.ada, f"<@{talk.slack.team.bot_user}>"
    asked = await talk.says(ada, f"{kindred} help", talk.hall)
    await talk.says(ada, kindred, talk.hall)
    await talk.settle()
    assert len(asked.told) == 2  # as a mention, and as a message
    assert len(slack.world.whispers(ada.user)) == 2
    assert talk.read(talk.square) == []
    said = await talk.says(ada, f"{kindred}, I know somebody", talk.hall)
    await talk.says(ada, f"Ask {kindred} for help", talk.hall)
    await talk.says(ada, f"{kindred}, who works on trust?", talk.hall)
    await talk.settle()
    assert len(said.told) == 2
    assert talk.read(talk.square) == [
        "Ada (Lantern Lane): I know somebody",
        "Ada (Lantern Lane): Ask @Kindred for help",
        "Ada (Lantern Lane): who works on trust?",
    ]
    assert len(slack.world.whispers(ada.user)) == 2


async def test_where_kindred_may_not_read_who_mentions_it_is_heard(talk: Talk) -> None:
    slack = talk.slack
    slack.team.scopes -= {"channels:history"}
    assert [each.permission.name for each in await talk.missing()] == ["channels:history"]
    slack.team.scopes -= {each.name for each in PERMISSIONS if each.bridged}
    assert len(await talk.missing()) == 4  # since something is bridged
    await talk.says(talk.ada, "Who knows?", talk.hall)
    await talk.says(talk.ada, f"<@{slack.team.bot_user}> who knows?", talk.hall)
    await talk.settle()
    assert talk.read(talk.square) == ["Ada (Lantern Lane):\nwho knows?"]


async def test_what_programs_say_is_carried_nowhere(talk: Talk) -> None:
    slack = talk.slack
    robot = slack.world.user("Robot", is_bot=True, bot_id="B0ROBOT")
    talk.hall.members.append(robot.id)
    message = await slack.say(robot, talk.hall, "Beep", thread_ts=talk.cards[talk.hall.id])
    await slack.edit(robot, message, "Beep beep")
    await slack.delete(message)
    await talk.says(talk.ada, "Hello", talk.hall)
    for _ in range(3):  # of what Kindred says itself it is told, too
        await talk.settle()
    echoes = [each for each in slack.deliveries if each.is_echo]
    assert len(echoes) > 3
    assert talk.read(talk.square) == ["Ada (Lantern Lane): Hello"]
    assert talk.read(talk.hall) == []
    assert "conversations.stranger" not in str((await talk.rows())["outbox"])


class Away:
    """Stands before the dispatcher; what hears finds no database as long as it is away."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self.away = False

    @property
    def hearing(self) -> Any:
        return self

    def __getattr__(self, name: str) -> Any:
        if name not in (
            "listens",
            "hear",
            "react",
            "listened_in",
            "missed",
            "recent",
            "knows",
            "read_back",
        ):
            return getattr(self._dispatcher, name)

        async def ask(*asked: Any) -> Any:
            if self.away:
                raise NotReady("the database is away")
            return await getattr(self._dispatcher.hearing, name)(*asked)

        return ask

    async def __call__(self, *asked: Any) -> Any:
        return await self._dispatcher(*asked)


async def test_what_could_not_be_kept_is_delivered_again_and_said_once_in_order(
    sqlite_url: str,
) -> None:
    ways: list[Away] = []

    def through(dispatcher: Dispatcher) -> Dispatcher:
        ways.append(Away(dispatcher))
        return cast("Dispatcher", ways[0])

    async with engine_at(sqlite_url) as engine, talk_in_slack(engine, through=through) as talk:
        slack, ada = talk.slack, talk.ada
        ways[0].away = True
        slack.deliverer.patience, slack.deliverer.retry_after = 0.2, (0.2, 0.2)
        first, gone = [await talk.says(ada, said, talk.hall) for said in ("O", "Gone")]
        unheard = await slack.say(ada.user, talk.hall, "Not below the card")
        assert [told.acked for told in (*first.told, *unheard.told)] == [False, True]
        slack.subscriptions, told_of = set(), slack.subscriptions
        await slack.edit(ada.user, first, "One")
        await slack.delete(gone)
        slack.subscriptions = told_of
        ways[0].away = False
        slack.deliverer.patience = 60.0
        (told,) = first.told
        assert all([(await each.settled()).acked for each in (*first.told, *gone.told)])
        await talk.says(ada, "Two", talk.hall)
        await slack.redeliver(told)
        await talk.settle()
        assert talk.read(talk.square) == ["Ada (Lantern Lane): One", "Ada (Lantern Lane): Two"]
        slack.late.clear()


async def test_many_who_write_at_once_are_heard_in_the_order_in_which_they_wrote(
    talk: Talk,
) -> None:
    said = [f"Number {number}" for number in range(12)]
    async with asyncio.TaskGroup() as writing:
        for each in said:
            writing.create_task(talk.says(talk.ada, each, talk.hall))
    await talk.settle()
    assert [words.partition(": ")[2] for words in talk.read(talk.square)] == said


async def test_after_an_hour_away_what_was_written_is_read_back_in_order(talk: Talk) -> None:
    slack, ada, hall = talk.slack, talk.ada, talk.hall
    heard = await talk.says(ada, "Before", hall)
    gone = await talk.says(ada, "Soon gone", hall)
    slack.subscriptions, told_of = set(), slack.subscriptions  # nothing is delivered any more
    await slack.edit(ada.user, heard, "Before!")
    await slack.delete(gone)
    said = [await talk.says(talk.bo, f"Number {number}", hall) for number in range(3)]
    await slack.edit(talk.bo.user, said[1], "Number one")
    await talk.says(ada, f"<@{slack.team.bot_user}> help", hall)
    await slack.say(ada.user, hall, SECRET)
    slack.subscriptions = told_of
    await talk.catches_up()
    last = await talk.says(ada, "After", hall)
    await talk.catches_up()
    await talk.settle()
    assert talk.read(talk.square) == [
        "Ada (Lantern Lane): Before!",
        "Bo: Number 0",
        "Bo: Number one",
        "Bo: Number 2",
        "Ada (Lantern Lane): After",
    ]
    assert SECRET not in str(await talk.rows())
    assert last.told[0].acked


async def test_what_was_written_before_anybody_listened_stays_where_it_is(talk: Talk) -> None:
    slack, ada, clock = talk.slack, talk.ada, talk.chat.clock
    clock.at = datetime.now(UTC) + timedelta(hours=1)  # to Kindred, all of this is long ago
    await talk.shows_in(talk.elsewhere)
    slack.subscriptions, told_of = set(), slack.subscriptions
    before = await talk.says(ada, "Before", talk.elsewhere)
    slack.subscriptions = told_of
    await slack.edit(ada.user, before, "Before!")
    await talk.catches_up()
    await talk.says(ada, "By a clock that is behind", talk.elsewhere)
    await talk.settle()
    assert talk.read(talk.square) == ["Ada (Lantern Lane): By a clock that is behind"]


async def test_before_anything_new_is_heard_what_was_missed_is_read_back(talk: Talk) -> None:
    slack = talk.slack
    slack.subscriptions, told_of = set(), slack.subscriptions
    missed = await talk.says(talk.ada, "Missed", talk.hall)
    slack.subscriptions = told_of
    slack.faults.add("conversations.replies", Fault.http(503), times=1)
    later = asyncio.create_task(talk.catches_up())  # not at once, since Slack is away
    await slack.until(lambda: slack.calls["conversations.replies"])
    await slack.react(talk.bo.user, missed, "+1")
    await talk.says(talk.ada, "New", talk.hall)
    later.cancel()
    await talk.settle()
    read = [words.partition(": ")[2] for words in talk.read(talk.square)]
    assert read == ["Missed\n👍 1", "New"]


async def test_what_was_written_while_no_connection_stood_is_read_when_one_does(
    sqlite_url: str,
) -> None:
    async with engine_at(sqlite_url) as engine, talk_in_slack(engine, ping=0.2) as talk:
        slack = talk.slack
        slack.deliverer.retry_after = (3600.0,)
        await talk.says(talk.ada, "Before", talk.hall)
        await slack.drop()
        await talk.says(talk.ada, "In between", talk.hall)
        await slack.connected()
        await talk.says(talk.ada, "After", talk.hall)
        await talk.settle()
        read = [words.partition(": ")[2] for words in talk.read(talk.square)]
        assert read == ["Before", "In between", "After"]


async def test_where_nothing_can_be_read_back_the_others_are_told(talk: Talk) -> None:
    slack = talk.slack
    await talk.says(talk.ada, "Before", talk.hall)
    await talk.settle()
    slack.team.scopes -= {"channels:history"}
    for _ in range(2):
        await talk.catches_up()
        await talk.settle()
    read = talk.read(talk.square)
    assert read[0] == "Ada (Lantern Lane): Before"
    assert len(read) == 2
