"""Answers to what people do in Discord: in time, once, and there in the end, whatever happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.discord import adapter
from bot.community.clock import SystemClock
from bot.community.facts import Fact
from bot.routing.dispatch import Dispatcher
from bot.routing.interaction import Arrival, Pressed, Request, Shown, Update
from bot.routing.routes import Routed
from bot.ui.messages import Button, row, say
from tests.adapters.discord_commons import CALLBACK, DIRECT, Commons, commons
from tests.adapters.discord_interactions import Interaction
from tests.adapters.discord_things import Message
from tests.adapters.discord_weather import Fault
from tests.extent import some_rows
from tests.places import to_all

ORIGINAL = "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"
SAY, DEFER, DEFER_UPDATE, UPDATE, FORM = 4, 5, 6, 7, 9


class Slow:
    """The core's dispatcher behind a gate; the button `sample` changes its message."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self.gate = asyncio.Event()
        self.gate.set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._dispatcher, name)

    async def __call__(self, arrival: Arrival, asked: Request | Routed, *slot: Any) -> Shown | None:
        await self.gate.wait()
        request = asked.request if isinstance(asked, Routed) else asked
        if isinstance(request, Pressed) and request.action == "sample":
            return Update(say("Changed"))
        return await self._dispatcher(arrival, asked, *slot)


class Desk:
    """The commons, and the gate before the core."""

    def __init__(self, here: Commons, gate: asyncio.Event) -> None:
        self.here = here
        self.discord = here.discord
        self.gate = gate

    async def ask(self, *words: str) -> Interaction:
        return await self.discord.slash(self.here.ada, self.here.guild, "kindred", words)

    async def answered(self) -> list[Message]:
        """Open the gate, and return what Ada alone was told."""
        self.gate.set()
        await self.here.kindred.platform.finish()
        return self.discord.whispers(self.here.ada)

    async def button(self) -> Message:
        """A message for everybody, with a button."""
        here = self.here
        space = await here.space()
        async with here.kindred.open_work() as work:
            message = say("As it was", row(Button("Change it", "sample", "1")))
            to = await to_all(work, space)
            await work.outbox.post(to, message, Fact("b"), community=space.community)
        await here.delivered()
        return here.for_all.last


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Desk]:
    slow: list[Slow] = []

    def behind(dispatcher: Dispatcher) -> Any:
        slow.append(Slow(dispatcher))
        return slow[0]

    async with commons(sqlite_url, clock=SystemClock(), through=behind) as here:
        yield Desk(here, slow[0].gate)
        assert here.discord.late == []


STUMBLES = {
    "500": Fault.http(500),
    "502, in HTML": Fault.http(502),
    "503": Fault.http(503),
    "cut": Fault.cut(),
    "too fast": Fault.slow_down(after=0.3),
    "answer lost": Fault.lose_answer(),
    "504 after the work": Fault.lose_answer(504),
}


def is_calm(caplog: pytest.LogCaptureFixture) -> bool:
    return "could not be shown" not in caplog.text and "failed" not in caplog.text


@some_rows(2)
@pytest.mark.parametrize("name", STUMBLES)
async def test_an_answer_at_once_stumbles(
    desk: Desk, name: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "AT_ONCE", 2.0)  # on a busy machine, too
    struck = desk.discord.faults.add(CALLBACK, STUMBLES[name], times=2)
    told = await desk.ask("help")
    [answer] = await desk.answered()
    assert (told.answer, answer.loading) == (SAY, False)
    assert is_calm(caplog), "already acknowledged means done"
    assert struck.met == 2


@some_rows(2)
@pytest.mark.parametrize("name", STUMBLES)
async def test_a_word_that_the_answer_is_coming_stumbles_and_so_does_the_answer(
    desk: Desk, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk.gate.clear()
    struck = [
        desk.discord.faults.add(CALLBACK, STUMBLES[name], times=2),
        desk.discord.faults.add(f"PATCH {ORIGINAL}", STUMBLES[name], times=2),
    ]
    told = await desk.ask("help")
    assert (told.answer, desk.discord.whispers(desk.here.ada)[0].loading) == (DEFER, True)
    [answer] = await desk.answered()
    assert not answer.loading
    assert "/kindred" in answer.words
    assert is_calm(caplog)
    assert all(each.met for each in struck)


async def test_a_crowded_core_holds_up_no_acknowledgement(desk: Desk) -> None:
    desk.gate.clear()
    here = desk.here
    people = [here.discord.world.member(here.guild, f"Person {number}") for number in range(12)]
    asked = [here.discord.slash(who, here.guild, "kindred", ["help"]) for who in people]
    told = await asyncio.gather(*asked)
    assert [each.answer for each in told] == [DEFER] * 12
    assert max(here.discord.ack_seconds) < 2
    await desk.answered()
    assert [len(here.discord.whispers(who)) for who in people] == [1] * 12
    assert not any(here.discord.whispers(who)[0].loading for who in people)


async def test_a_form_is_waited_for_since_it_cannot_follow_a_deferral(desk: Desk) -> None:
    desk.gate.clear()
    asyncio.get_running_loop().call_later(0.6, desk.gate.set)
    told = await desk.ask("introduce", "pause")
    assert told.answer == FORM
    assert desk.discord.modal(desk.here.ada).fields


async def test_a_form_that_took_too_long_is_a_button_away(desk: Desk) -> None:
    desk.gate.clear()
    told = await desk.ask("introduce", "pause")
    assert told.answer == DEFER
    [offer] = await desk.answered()
    assert (await desk.discord.press(desk.here.ada, offer, "Open the form")).answer == FORM


async def test_a_button_changes_a_public_message_at_once(desk: Desk) -> None:
    message = await desk.button()
    told = await desk.discord.press(desk.here.bo, message, "Change it")
    assert (told.answer, message.words) == (UPDATE, "Changed")
    assert desk.discord.whispers(desk.here.bo) == []


@some_rows(3)
@pytest.mark.parametrize("name", ["none", *STUMBLES])
async def test_a_button_changes_a_public_message_after_a_word_for_the_actor_alone(
    desk: Desk, name: str
) -> None:
    message = await desk.button()
    desk.gate.clear()
    if name != "none":
        desk.discord.faults.add(CALLBACK, STUMBLES[name])
        desk.discord.faults.add(f"DELETE {ORIGINAL}", STUMBLES[name])
    told = await desk.discord.press(desk.here.bo, message, "Change it")
    assert told.answer == DEFER
    [word] = desk.discord.whispers(desk.here.bo)
    assert (word.loading, message.words) == (True, "As it was")
    await desk.answered()
    assert message.words == "Changed"
    assert desk.discord.whispers(desk.here.bo) == []


async def test_a_public_message_that_cannot_be_changed_is_told_to_the_actor(desk: Desk) -> None:
    message = await desk.button()
    desk.gate.clear()
    struck = desk.discord.faults.add("PATCH /channels/*/messages/*", Fault.http(503))
    await desk.discord.press(desk.here.bo, message, "Change it")
    await desk.answered()
    [word] = desk.discord.whispers(desk.here.bo)
    assert (word.loading, word.words, struck.met) == (False, "Changed", 1)


async def test_who_closed_the_answer_before_it_came_leaves_no_fault(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.gate.clear()
    told = await desk.ask("help")
    assert told.original
    await desk.discord.delete_message(told.original)
    assert await desk.answered() == []
    assert is_calm(caplog)


async def test_an_interaction_that_comes_twice_acts_once(desk: Desk) -> None:
    told = await desk.ask("test")
    again = desk.discord.gateway.live[0]
    again.tell("INTERACTION_CREATE", told.payload)
    before = desk.discord.calls[CALLBACK]
    await desk.discord.until(lambda: desk.discord.calls[CALLBACK] > before or None)
    assert len(await desk.answered()) == 1
    await desk.here.delivered()
    assert len(desk.here.said_to(desk.here.ada)) == 1


async def test_a_mention_is_answered_once_though_discord_stumbles(desk: Desk) -> None:
    here, bot = desk.here, desk.discord.world.bot
    desk.discord.faults.add(DIRECT, Fault.http(503))
    desk.discord.faults.add("POST /channels/*/messages", Fault.lose_answer())
    before = desk.discord.calls[DIRECT]
    await desk.discord.say(here.ada, here.for_all, f"{bot.mention} waiting")
    await desk.discord.until(lambda: desk.discord.calls[DIRECT] > before)
    await desk.answered()
    assert len(here.said_to(here.ada)) == 1
