"""Slack's recorded deliveries come in signed, by HTTP; its recorded answers are understood."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any, cast

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette

from adapters.slack import methods, parse
from adapters.slack.authorization import Authorization
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.platform import SlackPlatform
from adapters.slack.settings import SlackSettings
from bot.bootstrap import registry
from bot.community.people import Account
from bot.delivery.sender import Receipt
from bot.routing.interaction import Seen, Submitted, Typed
from bot.ui.messages import say
from storage.stores import work_on
from tests.adapters.recorded_slack import (
    ADA,
    BOT,
    DM,
    HALL,
    HEARD,
    LISTENED,
    OUTCOMES,
    PEOPLE,
    PUT_OUT,
    REFUSALS,
    SAID_AT_ONCE,
    TEAM,
    ref,
)
from tests.adapters.recordings import Answering, Ear, Heard, Json, all_done, recorded
from tests.adapters.slack_deliveries import Deliverer, Delivery, Secrets, encode
from tests.adapters.slack_things import Notes
from tests.chat import START, FakeClock
from tests.database import engine_at
from tests.places import for_everybody, with_one

SECRETS = Secrets()
AUTHORIZATION = Authorization(TEAM, "xoxb-invented", BOT, "The Test Table", "B0KINDRED")
TO_ADA = {"conversations.open": "answer_conversation"}
UNKNOWN_TO_THE_LIBRARY = {"channel_deleted": 404}


class Slack:
    """Slack's platform, with an ear behind it, and a Slack that gives recorded answers."""

    def __init__(self, engine: AsyncEngine, answering: Answering) -> None:
        self.answering = answering
        self.open_work = work_on(engine)
        self.ear = Ear()
        settings = SlackSettings(
            _env_file=None,
            bot_token=SecretStr(AUTHORIZATION.token),
            signing_secret=SecretStr(SECRETS.signing_secret),
            api_url=f"{answering.url}/",
        )
        clock = FakeClock(START)
        self.platform = SlackPlatform(
            settings, "a secret of many letters", registry(), self.open_work, clock, haste=1000
        )
        self.platform.use_dispatcher(cast("Any", self.ear), "https://kindred.example.org")

    async def begin(self) -> None:
        """Be in the workspace, whose channel for all is the hall."""
        async with self.open_work() as work:
            community = await work.people.establish("The Test Table")
            space = await work.people.connect(community.id, ref(TEAM), AUTHORIZATION.name)
            await for_everybody(work, space, ref(f"{TEAM}/{HALL}"))
        await self.platform.authorizations.confirm(AUTHORIZATION)

    def answers(self, names: dict[str, str]) -> None:
        """Give recordings as answers, by the method."""
        for method, name in names.items():
            self.answering.answers[f"/{method}"] = recorded("slack", name)

    async def delivers(self, told: Json) -> httpx.Response:
        """Post a delivery as Slack does, and wait until Kindred has done all it does with it."""
        body, kind = encode(Delivery(told["route"], told["payload"]))
        headers = Deliverer(Notes(), SECRETS).signed(body) | {"Content-Type": kind}
        app = httpx.ASGITransport(Starlette(routes=self.platform.routes()))
        async with all_done(), httpx.AsyncClient(transport=app, base_url="https://k") as client:
            return await client.post(EVENTS_PATH, content=body, headers=headers)


@pytest.fixture
async def slack(sqlite_url: str) -> AsyncIterator[Slack]:
    async with AsyncExitStack() as stack:
        answering = await stack.enter_async_context(Answering({}).serving())
        engine = await stack.enter_async_context(engine_at(sqlite_url))
        slack = Slack(engine, answering)
        stack.push_async_callback(slack.platform.close)
        await slack.begin()
        yield slack


def timeless(heard: list[Heard]) -> list[Heard]:
    """What was heard, but for when a form was filled in."""
    return [(a, replace(r, at=0.0) if isinstance(r, Submitted) else r) for a, r in heard]


# Deliveries -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HEARD)
async def test_what_kindred_makes_of_slack_s_own_deliveries(
    slack: Slack, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    elsewhere = name.endswith("by_slack_connect")
    slack.answers({"users.info": "answer_user_from_elsewhere" if elsewhere else "answer_user"})
    answer = await slack.delivers(recorded("slack", name))
    assert answer.status_code == UNKNOWN_TO_THE_LIBRARY.get(name, 200)
    assert timeless(slack.ear.heard) == HEARD[name]
    if name in SAID_AT_ONCE:
        assert answer.json() == SAID_AT_ONCE[name]
    assert [r.message for r in caplog.records if r.name.startswith("adapters")] == []


@pytest.mark.parametrize("name", LISTENED)
async def test_what_is_heard_of_them_where_kindred_listens(slack: Slack, name: str) -> None:
    slack.answers({"users.info": "answer_user"})
    told, listener = recorded("slack", name), slack.ear.hearing
    event = told["payload"]["event"]
    channel = event.get("channel") or event["item"]["channel"]
    top = ref(event["thread_ts"]) if "thread_ts" in event else None
    listener.listen(ref(f"{TEAM}/{channel}"), top)
    assert (await slack.delivers(told)).status_code == 200
    reactions = [("no more " if r.taken_back else "") + r.emoji for _, r in listener.reactions]
    assert [*listener.told, *reactions] == [LISTENED[name]] * bool(LISTENED[name])
    assert {thread and thread.message for thread in listener.tops()} <= {top}


async def test_by_http_slack_is_told_to_deliver_again_what_cannot_be_kept(slack: Slack) -> None:
    slack.ear.hearing.away = True
    names = ("direct_message", "words_in_a_channel", "reaction_added", "mention", "team_join")
    answers = [await slack.delivers(recorded("slack", name)) for name in names]
    assert [each.status_code for each in answers] == [503, 503, 503, 200, 200]
    assert [type(asked) for _, asked in slack.ear.heard] == [Typed, Seen]


async def test_the_signature_counts(slack: Slack) -> None:
    wrong = Deliverer(Notes(), Secrets(signing_secret="another")).signed
    told = recorded("slack", "mention")
    body, kind = encode(Delivery(told["route"], told["payload"]))
    app = httpx.ASGITransport(Starlette(routes=slack.platform.routes()))
    async with all_done(), httpx.AsyncClient(transport=app, base_url="https://k") as client:
        headers = wrong(body) | {"Content-Type": kind}
        assert (await client.post(EVENTS_PATH, content=body, headers=headers)).status_code == 401
    assert slack.ear.heard == []


async def test_who_is_of_the_same_organisation_belongs_to_the_workspace(slack: Slack) -> None:
    told = recorded("slack", "mention_by_slack_connect")
    told["payload"]["authorizations"][0]["enterprise_id"] = "E0NEXT"
    await slack.delivers(told)
    [(arrival, _)] = slack.ear.heard
    assert arrival.space == ref(TEAM)


@pytest.mark.parametrize("name", PUT_OUT)
async def test_a_workspace_that_puts_kindred_out_is_lost(slack: Slack, name: str) -> None:
    slack.answers({"auth.test": "refusal_of_the_token"})
    await slack.delivers(recorded("slack", name))
    async with slack.open_work(read_only=True) as work:
        space = await work.people.space(ref(TEAM))
    assert space is not None
    assert space.lost


async def test_where_an_answer_may_be_shown_to_the_actor_alone() -> None:
    seen = {
        name: parse.interaction(recorded("slack", name)["payload"], TEAM)[1]
        for name in HEARD
        if recorded("slack", name)["payload"].get("type") == "block_actions"
    }
    assert {name for name, turf in seen.items() if turf.for_one} == {
        "button_for_one_on_grid",
        "button_for_one_in_a_thread",
    }
    assert {name: turf.thread for name, turf in seen.items() if turf.thread} == {
        "button_for_one_in_a_thread": "1693616242.466609",
        "menu_in_a_channel": "1605853600.000100",
    }
    assert [name for name, turf in seen.items() if turf.in_home] == ["button_on_the_home"]
    assert [name for name, turf in seen.items() if turf.alone] == []


# Answers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PEOPLE)
async def test_who_somebody_is_by_slack_s_own_answer(slack: Slack, name: str) -> None:
    slack.answers({"users.info": name})
    told = await slack.platform.whois.whois(ref(TEAM), ref(ADA))
    assert told == replace(PEOPLE[name], space_name=AUTHORIZATION.name)


@pytest.mark.parametrize("name", REFUSALS)
async def test_what_slack_s_own_refusals_mean(slack: Slack, name: str) -> None:
    slack.answers({"users.info": name})
    with pytest.raises(REFUSALS[name]) as refused:
        await slack.platform.api.call_with(AUTHORIZATION, methods.USERS_INFO, user=ADA)
    reason = recorded("slack", name)["answer"].get("error", "")
    assert getattr(refused.value, "code", reason) == reason
    assert getattr(refused.value, "after", 1.0) == 1.0


async def direct(slack: Slack) -> object:
    account = Account(member=1, space=1, ref=ref(ADA), space_ref=ref(TEAM))
    return await slack.platform.sender.post("k", with_one(account), say("Hello Ada"))


async def test_a_message_is_where_slack_s_own_answers_say(slack: Slack) -> None:
    slack.answers(TO_ADA | {"chat.postMessage": "answer_message"})
    assert await direct(slack) == Receipt(ref(f"{TEAM}/{DM}"), ref("1605853900.000100"))


@pytest.mark.parametrize("name", OUTCOMES)
async def test_what_becomes_of_a_message_that_slack_refuses(slack: Slack, name: str) -> None:
    slack.answers(TO_ADA | {"chat.postMessage": name})
    assert await direct(slack) == OUTCOMES[name]


async def test_which_workspace_it_is_by_slack_s_own_answer(slack: Slack) -> None:
    slack.platform.authorizations.from_settings = None
    slack.answers({"auth.test": "answer_identity"})
    stopping = asyncio.Event()
    stopping.set()
    await slack.platform.run(stopping)
    assert slack.platform.authorizations.from_settings == AUTHORIZATION
