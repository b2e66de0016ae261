"""The judges of stories object to what a chat would refuse, though the story happens in another."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.discord import limits as discord_limits
from adapters.slack import limits as slack_limits
from bot.community.facts import Fact
from bot.delivery.addresses import ToMember
from bot.routing.interaction import Dialog, FieldView, HomeOpened, Reply, Request, Typed
from bot.ui.messages import Heading, Message, Plain, Text, say
from tests.adapters.discord_table import discord_table
from tests.adapters.slack_table import slack_table
from tests.chat import Chat
from tests.database import engine_at
from tests.judges import Judges

LONG_HEADING = Message((Heading("planted " * 20),), "A heading of 160 characters")
LONG_TEXT = Message((Text((Plain("planted " * 600),)),), "A text of 4,800 characters")
FIELD = FieldView("name", "ShortText", "Name", "", True, 80, (), "", "")
FORM = Dialog("members.profile", "", "planted " * 8, 0, 1, "", (FIELD,))


@pytest.fixture
async def engine(sqlite_url: str) -> AsyncIterator[AsyncEngine]:
    async with engine_at(sqlite_url) as engine:
        yield engine


@pytest.fixture
def careless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Renderers that know some limits wrongly."""
    monkeypatch.setattr(slack_limits, "HEADER", 200)
    monkeypatch.setattr(discord_limits, "PART", 9_000)
    monkeypatch.setattr(discord_limits, "TEXT", 9_000)
    for limits in (slack_limits, discord_limits):
        monkeypatch.setattr(limits, "TITLE", 90)


@asynccontextmanager
async def thin_chat(engine: AsyncEngine) -> AsyncIterator[Chat]:
    chat = await Chat.open(engine, thin=True)
    yield chat
    chat.judges.are_content()


async def told_to_somebody(chat: AbstractAsyncContextManager[Chat], message: Message) -> None:
    async with chat as table:
        ada = await table.person("Ada Example")
        async with table.work() as work:
            await work.outbox.post(ToMember(ada.id), message, Fact("k"), community=table.community)
        await table.settle()
        assert ada.inbox


@pytest.mark.usefixtures("careless")
@pytest.mark.parametrize(
    ("chat", "message", "objection"),
    [
        (thin_chat, LONG_HEADING, "Slack: .*less than 151"),
        (thin_chat, LONG_TEXT, "Discord: .*4000"),
        (slack_table, LONG_TEXT, "Discord: .*4000"),
        (discord_table, LONG_HEADING, "Slack: .*less than 151"),
    ],
    ids=["thin-Slack", "thin-Discord", "Slack-Discord", "Discord-Slack"],
)
async def test_what_is_posted_is_judged_for_other_chats(
    engine: AsyncEngine, chat: Any, message: Message, objection: str
) -> None:
    with pytest.raises(AssertionError, match=objection):
        await told_to_somebody(chat(engine), message)


@pytest.mark.usefixtures("careless")
@pytest.mark.parametrize(("request_", "place"), [(Typed("hi"), "answered"), (HomeOpened(), "home")])
async def test_what_is_answered_is_judged(request_: Request, place: str) -> None:
    async def dispatch(arrival: object, request: Request) -> Reply:
        return Reply(LONG_HEADING)

    judges = Judges()
    assert await judges.over(dispatch)(None, request_) == Reply(LONG_HEADING)
    assert judges.complaints
    assert all(f"in what is {place}" in complaint for complaint in judges.complaints)


@pytest.mark.usefixtures("careless")
def test_a_form_is_judged_by_the_rules_of_all() -> None:
    judges = Judges()
    judges.hear(FORM, "answered")
    assert {complaint.partition(":")[0] for complaint in judges.complaints} == {"Slack", "Discord"}


def test_what_fits_finds_no_objection() -> None:
    judges = Judges()
    for message in (LONG_HEADING, LONG_TEXT, say("Hello")):
        for place in ("posted", "answered", "home"):
            judges.hear(replace(message, fallback=f"unlike {place}"), place)
    judges.hear(replace(FORM, title="A form"), "answered")
    judges.hear(None, "answered")
    judges.are_content()
