"""A community in Slack and in Discord at once, for stories; there may be mail, and the web."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.slack.events import BRIDGED_EVENTS
from bot.routing.dispatch import Dispatcher
from tests.adapters.discord_table import DiscordTable, discord_table
from tests.adapters.guests import mail_from
from tests.adapters.mail_server import MailServer
from tests.adapters.slack_table import SlackTable, slack_table
from tests.chat import Chat, FakePlatform, Person, Place
from tests.stories.programmes import facilitator, set_up


class SharedHearing:
    """What a dispatcher that two chats share hears with."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shared.dispatcher.hearing, name)


class Shared:
    """A dispatcher that two chats share: it is known once both are there."""

    dispatcher: Any

    @property
    def hearing(self) -> SharedHearing:
        return SharedHearing(self)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.dispatcher, name)

    def __call__(self, *what: Any) -> Awaitable[Any]:
        return cast("Awaitable[Any]", self.dispatcher(*what))


@dataclass(frozen=True)
class Both:
    """The community's two tables."""

    slack: SlackTable
    discord: DiscordTable

    async def settle(self) -> None:
        """Let everything arrive in both."""
        await self.slack.kindred.platform.finish()
        await self.discord.settle()

    @property
    def web_rooms(self) -> list[Place]:
        """The rooms in the web chat."""
        return [place for key, place in self.slack.web.places.items() if key.startswith("room:")]

    async def set_up(self) -> Person:
        """A facilitator in Slack, with a programme of introductions."""
        rowan = await facilitator(self.slack)
        await set_up(self.slack, rowan)
        return rowan

    async def opens_a_round(self, rowan: Person) -> None:
        """Let the facilitator open a round."""
        await rowan.says("/facilitate round open")
        await self.settle()


@asynccontextmanager
async def both_chats(
    engine: AsyncEngine, mail: MailServer | None = None, *, reads: bool = False, **parts: Any
) -> AsyncIterator[Both]:
    """Slack and Discord with one core, that sends mails if there is a server for them.

    Where it `reads`, what people write is told to Kindred in both. `parts` are other features than
    there are.
    """
    shared = Shared()

    def through(dispatcher: Dispatcher) -> Any:
        shared.dispatcher = dispatcher  # until both are there
        return shared

    async with AsyncExitStack() as opened:
        slack = await opened.enter_async_context(slack_table(engine, through=through, **parts))
        more: dict[str, Any] = {"clock": slack.clock, "web": slack.web, **parts}
        more["reads"] = reads
        more["beside"] = {"slack": slack.kindred.platform}
        if mail:
            sending = mail_from(engine, mail, slack.clock)
            opened.push_async_callback(sending.close)
            more["senders"] = {"mail": sending.sender}
        discord = await opened.enter_async_context(discord_table(engine, **more))
        shared.dispatcher = discord.core.dispatcher
        slack.core = slack.kindred.core = discord.core
        assert slack.community == discord.community
        if reads:
            slack.slack.subscriptions = slack.slack.subscriptions | set(BRIDGED_EVENTS)
        yield Both(slack, discord)


def web_chat(both: Both) -> Chat:
    """The community's web chat, in which somebody may be who is in no other."""
    core, judges, town = both.discord.core, both.discord.judges, FakePlatform("town")
    chat = Chat(core, both.slack.web, town, both.slack.clock, thin=False, judges=judges)
    chat.community = both.discord.community
    return chat
