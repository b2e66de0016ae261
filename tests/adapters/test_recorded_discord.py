"""Discord's recorded events come in through the library; its recorded answers are understood."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from typing import Any, cast

import pytest
from discord.http import Route
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.discord import options
from adapters.discord.adapter import DiscordChat, DiscordWhois
from adapters.discord.api import Api
from adapters.discord.connection import Gateway
from adapters.discord.direct_messages import DirectMessages
from adapters.discord.responses import Responder
from adapters.discord.sender import DiscordSender
from adapters.discord.servers import Servers
from adapters.discord.settings import DiscordSettings
from bot.bootstrap import registry
from bot.community.people import Account, Ref
from bot.delivery.errors import Busy
from bot.delivery.sender import Receipt
from bot.routing.files import FileMaker
from bot.routing.interaction import Changed, Submitted
from bot.ui.messages import say
from storage.stores import work_on
from tests.adapters.recorded_discord import (
    ADA,
    ALONE,
    BO,
    DM,
    GUILD,
    HALL,
    HEARD,
    LOOKED_AT,
    OUTCOMES,
    PEOPLE,
    REFUSALS,
    came,
    ref,
)
from tests.adapters.recordings import Answering, Ear, Heard, all_done, recorded
from tests.chat import START, FakeClock
from tests.database import engine_at
from tests.places import with_one

SERVER, MEMBER = f"/guilds/{GUILD}", f"/guilds/{GUILD}/members/{ADA}"
OPEN, POST = "/users/@me/channels", f"/channels/{DM}/messages"
LOGIN = {"/users/@me": "answer_me", "/oauth2/applications/@me": "answer_application"}


class Discord:
    """Kindred's gateway, with an ear behind it, and a Discord that gives recorded answers."""

    def __init__(self, engine: AsyncEngine, answering: Answering) -> None:
        self.answering = answering
        self.open_work = work_on(engine)
        self.ear = Ear()
        self.api = Api("an.invented.token", answering.url)
        files = FileMaker({}, self.open_work, FakeClock(START))
        self.sender = DiscordSender(self.api, self.open_work, registry(), files)
        servers = Servers(self.api, self.open_work, registry(), FakeClock(START))
        showing, speech = Responder(self.api, self.sender), DirectMessages(self.api, self.sender)
        chat = DiscordChat(cast("Any", self.ear), servers, showing, speech)
        settings = DiscordSettings(
            _env_file=None,
            bot_token=SecretStr("an.invented.token"),
            members_intent=True,
            shards="0/1",
            api_url=answering.url,
        )
        self.gateway = Gateway(settings, chat, haste=1000.0)

    async def begin(self) -> None:
        """Be in a server that is part of a community."""
        self.answers(LOGIN | {SERVER: "answer_server", MEMBER: "answer_member"})
        async with self.open_work() as work:
            community = await work.people.establish("The Test Table")
            await work.people.connect(community.id, ref(GUILD), "Northern Commons")

    def answers(self, names: dict[str, str]) -> None:
        """Give recordings as answers, by the path of the call."""
        self.answering.answers |= {path: recorded("discord", name) for path, name in names.items()}

    async def tells(self, name: str) -> None:
        """Let the library take an event, and wait until Kindred has done all it does with it."""
        told = recorded("discord", name)
        async with all_done():
            self.gateway._connection.parsers[told["event"]](told["data"])

    async def close(self) -> None:
        await self.api.close()
        await self.gateway.close()


@pytest.fixture
async def discord(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Discord]:
    async with AsyncExitStack() as stack:
        answering = await stack.enter_async_context(Answering({}).serving())
        monkeypatch.setattr(Route, "BASE", answering.url)  # and after the test, as it was
        engine = await stack.enter_async_context(engine_at(sqlite_url))
        made = Discord(engine, answering)
        stack.push_async_callback(made.close)
        await made.begin()
        await stack.enter_async_context(made.gateway)
        yield made


def timeless(heard: list[Heard]) -> list[Heard]:
    """What was heard, but for when it was."""
    found: list[Heard] = []
    for arrival, request in heard:
        if isinstance(request, Changed):
            found.append((replace(arrival, interaction_id=""), request))
        else:
            found.append(
                (arrival, replace(request, at=0.0) if isinstance(request, Submitted) else request)
            )
    return found


# Events ---------------------------------------------------------------------------------------


def test_what_stands_in_options_of_all_kinds() -> None:
    data = recorded("discord", "command_with_options_of_all_kinds")["data"]["data"]
    assert options.given_in(data["options"], GUILD, data["resolved"]) == {
        "string": "hello",
        "integer": 52,
        "boolean": False,
        "role": "700000000000000002",
        "channel": Ref("discord", f"{GUILD}/{HALL}"),
        "user": Ref("discord", BO),
    }
    assert options.picks_a_bot(data["resolved"])


@pytest.mark.parametrize("name", HEARD)
async def test_what_kindred_makes_of_discord_s_own_events(
    discord: Discord, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    if name != "ready":
        await discord.tells("ready")
    if recorded("discord", name)["event"] not in ("READY", "GUILD_CREATE"):
        await discord.tells("server_there_again")
    discord.answering.calls.clear()
    await discord.tells(name)
    assert timeless(discord.ear.heard) == HEARD[name]
    assert (f"GET {MEMBER}" in discord.answering.calls) == (name in ALONE)
    assert (f"GET {SERVER}" in discord.answering.calls) == (name in LOOKED_AT)
    assert [r.message for r in caplog.records if r.name.startswith("adapters")] == []


async def test_what_somebody_types_is_asked_for(discord: Discord) -> None:
    await discord.tells("ready")
    await discord.tells("completion")
    assert discord.ear.asked == [(came(1008), "kindred find", "words", "so")]


async def test_a_kind_of_interaction_that_is_not_known_yet_is_left_alone(
    discord: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    await discord.tells("ready")
    told = recorded("discord", "button")["data"] | {"type": 99}
    async with all_done():
        discord.gateway._connection.parsers["INTERACTION_CREATE"](told)
    assert discord.ear.heard == []
    assert [r.message for r in caplog.records if r.name.startswith("adapters")] == []


# Answers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PEOPLE)
async def test_who_somebody_is_by_discord_s_own_answer(discord: Discord, name: str) -> None:
    discord.answers({MEMBER: name})
    assert await DiscordWhois(discord.api).whois(ref(GUILD), ref(ADA)) == PEOPLE[name]


@pytest.mark.parametrize("name", REFUSALS)
async def test_what_discord_s_own_refusals_mean(discord: Discord, name: str) -> None:
    discord.answers({SERVER: name})
    with pytest.raises(type(REFUSALS[name])) as refused:
        await discord.api.call("GET", "/guilds/{guild_id}", guild_id=GUILD)
    assert vars(refused.value) == vars(REFUSALS[name])


@pytest.mark.parametrize("name", [name for name in REFUSALS if "pace" in name])
async def test_only_a_limit_that_holds_everywhere_holds_other_calls(
    discord: Discord, name: str
) -> None:
    discord.answers({SERVER: name})
    with pytest.raises(Busy):
        await discord.api.call("GET", "/guilds/{guild_id}", guild_id=GUILD)
    discord.answering.calls.clear()
    with suppress(Busy):
        await discord.api.call("GET", "/channels/{channel_id}", channel_id=HALL)
    assert bool(discord.answering.calls) == (name != "refusal_for_the_pace_everywhere")


async def direct(discord: Discord) -> object:
    account = Account(member=1, space=1, ref=ref(ADA), space_ref=ref(GUILD))
    return await discord.sender.post("k", with_one(account), say("Hello Ada"))


async def test_a_message_is_where_discord_s_own_answers_say(discord: Discord) -> None:
    discord.answers({OPEN: "answer_direct_channel", POST: "answer_message"})
    assert await direct(discord) == Receipt(ref(f"{GUILD}/{DM}"), ref("700000000000000050"))


@pytest.mark.parametrize("name", OUTCOMES)
async def test_what_becomes_of_a_message_that_discord_refuses(discord: Discord, name: str) -> None:
    discord.answers({OPEN: "answer_direct_channel", POST: name})
    assert await direct(discord) == OUTCOMES[name]
