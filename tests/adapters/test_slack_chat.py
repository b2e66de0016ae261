"""Talking with Kindred in Slack: what only Slack has, over sockets. The stories tell the rest."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy import func, select

from adapters.slack import form_values, modals
from bot.community.roles import Role
from bot.routing.dispatch import Dispatcher
from storage.kernel.tables import drafts
from tests.adapters.slack_actor import SlackPerson
from tests.adapters.slack_table import SlackTable, slack_table
from tests.adapters.slack_things import Message, View
from tests.adapters.slack_weather import Fault
from tests.database import engine_at
from tests.stories.programmes import facilitator, set_up

Json = dict[str, Any]
Opens = Callable[..., AbstractAsyncContextManager[SlackTable]]


@pytest.fixture
def opens(sqlite_url: str) -> Opens:
    """Opens the table, with something between Slack and the dispatcher if need be."""

    @asynccontextmanager
    async def open_(**more: Any) -> AsyncIterator[SlackTable]:
        async with engine_at(sqlite_url) as engine, slack_table(engine, **more) as table:
            yield table

    return open_


@pytest.fixture
async def table(opens: Opens) -> AsyncIterator[SlackTable]:
    async with opens() as opened:
        yield opened


async def person(table: SlackTable, name: str = "Ada Example", **facts: Any) -> SlackPerson:
    return cast("SlackPerson", await table.person(name, **facts))


def whispers(who: SlackPerson) -> list[Message]:
    """What only this person sees."""
    found: list[Message] = who.slack.world.whispers(who.user)
    return found


def top(who: SlackPerson) -> View:
    """The modal that is open."""
    view = who.slack.world.top(who.user)
    assert isinstance(view, View)
    return view


async def says_in(table: SlackTable, who: SlackPerson, text: str, thread: str = "") -> Message:
    """Say something in the channel for all, perhaps in a thread."""
    said = await table.slack.say(who.user, table.hall, text, thread or None)
    await table.kindred.platform.finish()
    return said


async def a_thread(table: SlackTable, *people: SlackPerson) -> str:
    """A thread in the channel for all, in which each of these has said something."""
    first = await says_in(table, people[0], "Good morning")
    for each in people:
        await says_in(table, each, "Hello", first.ts)
    return first.ts


async def types(who: SlackPerson, **values: str) -> None:
    """Type into the open form, and let it sink in."""
    page = modals.metadata_of(top(who).as_json()).page
    typed = {f"{name}@{page}": value for name, value in values.items()}
    await who.slack.type_in(who.user, top(who), typed)
    await who.table.kindred.platform.finish()


async def count_of_drafts(table: SlackTable) -> int:
    async with table.work(read_only=True) as work:
        return await work.connection.scalar(select(func.count()).select_from(drafts)) or 0


# Words ----------------------------------------------------------------------------------------


async def test_a_mention_in_a_thread_is_answered_in_the_thread_for_who_asked(
    table: SlackTable,
) -> None:
    ada, bo = await person(table), await person(table, "Bo Sample", topics=("tea",))
    thread = await a_thread(table, ada, bo)
    await says_in(table, ada, "@kindred find tea", thread)
    (answer,) = whispers(ada)
    assert answer.thread_ts == thread
    assert "One person" in answer.words
    assert whispers(bo) == []
    assert not any(message.bot_id for message in table.hall.timeline)


async def test_a_code_that_is_said_in_a_channel_is_void(table: SlackTable) -> None:
    ada, bo = await person(table), await person(table, "Bo Sample")
    code = re.search(r"((?:\w{4}-)+\w{4})", (await bo.says("/kindred link")).text)
    assert code
    await says_in(table, ada, f"@kindred link {code[1]}")
    assert "Others could read this code" in whispers(ada)[-1].words
    answer = await ada.says(f"/kindred link {code[1]}")
    assert "I don’t know this code" in answer.text


async def test_a_mention_outside_a_thread_is_answered_where_it_is_seen(table: SlackTable) -> None:
    ada = await person(table)
    await says_in(table, ada, "Dear @kindred, help")
    await says_in(table, ada, "@kindred: find  tea")
    assert [m.thread_ts for m in whispers(ada)] == [None, None]
    assert "find" in whispers(ada)[1].words


async def test_what_is_pressed_in_a_thread_is_answered_in_the_thread(table: SlackTable) -> None:
    await set_up(table, await facilitator(table))
    ada = await person(table)
    thread = await a_thread(table, ada)
    await says_in(table, ada, "@kindred introduce", thread)
    await table.slack.press(ada.user, whispers(ada)[-1], "Count me in")
    await table.kindred.platform.finish()
    assert "You are in" in whispers(ada)[-1].words
    assert whispers(ada)[-1].thread_ts == thread


async def test_who_talks_among_others_without_a_mention_is_left_alone(table: SlackTable) -> None:
    ada = await person(table)
    await says_in(table, ada, "kindred help")
    assert whispers(ada) == []
    assert len(table.hall.timeline) == 1


async def test_alone_with_kindred_words_need_no_slash_and_are_answered_by_a_message(
    table: SlackTable,
) -> None:
    ada = await person(table)
    for said in ("help", "kindred help", "/kindred help"):
        await table.slack.say(ada.user, None, said)
        await table.kindred.platform.finish()
    answers = table.slack.world.dm(ada.user)[1::2]
    assert len(answers) == 3
    assert all("What I can do" in m.words and not m.ephemeral_to for m in answers)


async def test_kindred_does_not_answer_itself(table: SlackTable) -> None:
    ada = await person(table)
    await table.slack.say(ada.user, None, "find nobody")
    await table.slack.until(lambda: any(d.is_echo for d in table.slack.deliveries))
    await table.kindred.platform.finish()
    assert len(table.slack.world.dm(ada.user)) == 2


NASTY = "@channel <!here> <@U0LOCAL1> <b>*x*</b> _y_ &amp; :smile: `z` https://x.example|y"


async def test_what_people_write_is_literal_everywhere(table: SlackTable) -> None:
    facts = {"headline": NASTY, "topics": ("tea",), "networks": (NASTY[:60],), "asks": (NASTY,)}
    ada, bo = await person(table, f"Ada {NASTY}"[:80], **facts), await person(table, "Bo Sample")
    rowan = cast("SlackPerson", await facilitator(table))
    await set_up(table, rowan, name=f"Tea {NASTY}"[:60])
    for said in ("find tea", "home", f"introduce them {ada.name} to Bo Sample because {NASTY}"):
        await bo.says(f"/kindred {said}")
    await rowan.says(f"/kindred introduce me Bo Sample because {NASTY}")
    await table.settle()
    world = table.slack.world
    told = [*world.ephemerals, *table.hall.timeline, *world.dm(bo.user), *world.dm(ada.user)]
    ours = [m for m in told if m.bot_id]
    assert sum("<!here> <@U0LOCAL1> <b>*x*</b> _y_ &amp;" in m.words for m in ours) >= 2
    assert any("<!here> @somebody <b>*x*</b> _y_ &amp;" in m.words for m in ours)  # in a line
    for message in ours:
        assert "<!here" not in message.text
        assert "<@U0LOCAL1" not in message.text
        for element in _in(message.blocks):
            if element.get("type") == "mrkdwn":
                assert "!here" not in element["text"]
            assert element.get("type") not in ("broadcast", "emoji", "usergroup")
            assert element.get("user_id") in (None, *world.users)


def _in(part: object) -> list[Json]:
    """Every object in some blocks."""
    if isinstance(part, list):
        return [found for each in part for found in _in(each)]
    if isinstance(part, dict):
        return [part, *(found for each in part.values() for found in _in(each))]
    return []


# Forms ----------------------------------------------------------------------------------------


async def test_a_form_asked_for_in_a_thread_is_one_button_away(table: SlackTable) -> None:
    ada = await person(table)
    thread = await a_thread(table, ada)
    await says_in(table, ada, "@kindred profile", thread)
    assert table.slack.world.top(ada.user) is None
    (offer,) = whispers(ada)
    assert offer.thread_ts == thread
    await table.slack.press(ada.user, offer, "Open the form")
    await table.kindred.platform.finish()
    assert "Your profile" in top(ada).title


@pytest.mark.parametrize("too_late", ["expired", "exchanged_trigger_id"])
async def test_a_form_that_comes_too_late_is_one_button_away(
    table: SlackTable, too_late: str
) -> None:
    ada = await person(table)
    if too_late == "expired":
        table.slack.payloads.trigger_life = 0.0
    else:
        table.slack.faults.add("views.open", Fault.refuse(too_late))
    await ada.says("/kindred profile")
    assert table.slack.world.top(ada.user) is None
    table.slack.payloads.trigger_life = 30.0
    (offer,) = whispers(ada)
    assert "Your profile" in offer.words
    await table.slack.press(ada.user, offer, "Open the form")
    await table.kindred.platform.finish()
    assert "Your profile" in top(ada).title


async def test_what_was_typed_before_closing_stands_there_when_it_is_opened_again(
    table: SlackTable,
) -> None:
    ada = await person(table)
    await ada.says("/kindred profile")
    await types(ada, headline="Half a thought")
    top(ada).entries[("about@0", form_values.VALUE)]["value"] = "Typed just before closing"
    await table.slack.close(ada.user)
    await table.kindred.platform.finish()
    again = await ada.says("/kindred profile")
    assert again.value("headline") == "Half a thought"
    assert again.value("about") == "Typed just before closing"
    assert whispers(ada) == []


async def test_a_form_that_is_only_looked_at_leaves_no_draft(table: SlackTable) -> None:
    ada = await person(table, headline="Keeper", role=Role.FACILITATOR)
    for command in ("/kindred profile", "/kindred introduce pause", "/facilitate programme new"):
        await ada.says(command)
        await table.slack.close(ada.user)
        await table.kindred.platform.finish()
        assert await count_of_drafts(table) == 0, command


async def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(
    table: SlackTable,
) -> None:
    ada = await person(table)
    await ada.says("/kindred introduce pause")
    shown = top(ada)
    shown.entries[("until@0", form_values.VALUE)]["selected_date"] = "2020-01-01"
    delivery = await table.slack.submit(ada.user)
    assert delivery.answer["response_action"] == "errors"
    assert "has passed" in delivery.errors["until@0"]
    assert top(ada) is shown
    assert shown.values["until@0"][form_values.VALUE]["selected_date"] == "2020-01-01"


async def test_what_is_wrong_on_an_earlier_page_is_said_there(table: SlackTable) -> None:
    rowan = cast("SlackPerson", await facilitator(table))
    await set_up(table, rowan)
    again = await set_up(table, rowan)  # of the same name
    assert again.dialog.page == 0
    assert "⚠ Name: " in top(rowan).words
    assert "already" in again.error("name")


async def test_turning_back_keeps_what_was_typed(table: SlackTable) -> None:
    ada = await person(table)
    first = await ada.says("/kindred profile")
    second = await first.fill(headline="One thing").next()
    back = await second.fill(place="Coventry").back()
    assert back.value("headline") == "One thing"
    forth = await back.fill(headline="Another thing").next()
    assert forth.value("place") == "Coventry"


class Slow:
    """A dispatcher whose database does not answer within `async with`."""

    def __init__(self) -> None:
        self.go_on = asyncio.Event()
        self.go_on.set()

    async def __aenter__(self) -> None:
        self.go_on.clear()

    async def __aexit__(self, *fault: object) -> None:
        self.go_on.set()

    def __call__(self, dispatcher: Dispatcher) -> Dispatcher:
        async def dispatch(*request: Any) -> Any:
            await self.go_on.wait()
            return await dispatcher(*request)

        dispatch.routed = dispatcher.routed  # type: ignore[attr-defined]
        dispatch.hearing = dispatcher.hearing  # type: ignore[attr-defined]
        return cast("Dispatcher", dispatch)


async def test_a_form_opens_in_time_however_slow_the_database_is(opens: Opens) -> None:
    slow = Slow()
    async with opens(through=slow) as table:
        ada = await person(table)
        table.slack.payloads.trigger_life = table.slack.deliverer.patience = (
            3.0  # seconds, as in Slack
        )
        async with slow:
            await table.slack.slash(ada.user, "/kindred", "profile")
            await table.slack.until(lambda: table.slack.world.top(ada.user))
            waiting = top(ada)
            assert "One moment" in waiting.words
        await table.kindred.platform.finish()
        assert top(ada) is waiting
        assert "Your profile" in top(ada).title
        async with slow:
            delivery = await table.slack.submit(ada.user)
            assert delivery.acked
            assert "One moment" in top(ada).words
        await table.kindred.platform.finish()
        assert "2 of 4" in top(ada).words


async def test_a_choice_of_time_zones_is_offered_as_one_types(table: SlackTable) -> None:
    ada = await person(table)
    await (await ada.says("/kindred profile")).fill().next()
    offered = await table.slack.suggest(ada.user, top(ada), form_values.VALUE, "nairob", "zone@1")
    assert offered[0]["value"] == "=Africa/Nairobi"
    assert len(await table.slack.suggest(ada.user, top(ada), form_values.VALUE, "", "zone@1")) > 20


# Shortcuts ------------------------------------------------------------------------------------


async def test_a_message_leads_to_an_introduction_of_who_wrote_it(table: SlackTable) -> None:
    ada, bo = await person(table), await person(table, "Bo Sample")
    cy = await person(table, "Cy Example")
    said = await says_in(table, ada, "I measure trust")
    about = [s.action for s in table.core.registry.shortcuts if s.about == "message"]
    assert about == ["introductions.suggest"]
    await table.slack.message_shortcut(cy.user, said, about[0])
    await table.kindred.platform.finish()
    shown = table.reader().dialog(top(cy))
    assert [f.value for f in shown.fields if f.name == "who"] == ["Ada Example"]
    await types(cy, whom=bo.user.id)
    await table.slack.submit(cy.user)
    await table.settle()
    assert "Ada Example" in bo.inbox[0]


async def test_every_shortcut_without_a_message_opens_something(table: SlackTable) -> None:
    ada = await person(table, role=Role.ADMIN)
    for shortcut in table.core.registry.shortcuts:
        if shortcut.about == "nothing":
            await table.slack.shortcut(ada.user, shortcut.action)
            await table.kindred.platform.finish()
            assert table.slack.world.modals.pop(ada.user.id), shortcut


async def test_a_shortcut_on_what_somebody_said_who_is_no_member_says_so(
    table: SlackTable,
) -> None:
    ada = await person(table)
    zed = table.slack.world.user("Zed Example")
    table.hall.members.append(zed.id)
    said = await table.slack.say(zed, table.hall, "Hello")
    await table.slack.message_shortcut(ada.user, said, "introductions.suggest")
    await table.kindred.platform.finish()
    assert "not part of The Test Table yet" in whispers(ada)[-1].words


# Home -----------------------------------------------------------------------------------------


async def test_home_is_shown_when_it_is_opened_and_kept_current(table: SlackTable) -> None:
    ada = await person(table)
    await table.slack.open_home(ada.user)
    await table.kindred.platform.finish()
    home = table.slack.world.home(ada.user)
    assert home is not None
    assert "1 of 11 parts" in home.words
    filled = await ada.says("/kindred profile")
    await filled.fill(headline="Keeper of keys").done()
    assert "1 of 11 parts" in home.words
    table.clock.at += timedelta(seconds=3)
    assert await table.core.live.refresh() == 1
    assert "2 of 11 parts" in home.words
    assert await table.core.live.refresh() == 0


async def test_what_is_pressed_at_home_opens_above_it(table: SlackTable) -> None:
    ada = await person(table)
    await table.slack.open_home(ada.user)
    await table.kindred.platform.finish()
    await table.slack.press(ada.user, "home", "Find people")
    await table.kindred.platform.finish()
    assert "One person is here" in top(ada).words
    await table.slack.press(ada.user, "home", "My profile")
    await table.kindred.platform.finish()
    assert "Your profile" in top(ada).title
