"""One group in three chats and three zones: asked where each likes, told of in each thread."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.community.domain_events import TakenDown
from bot.routing.interaction import Pressed
from tests.chat import Chat
from tests.database import engine_at
from tests.stories.across import Both, both_chats, web_chat
from tests.stories.challenges import QUESTION, the_challenge
from tests.stories.ideas import happens, leaves


@pytest.fixture
async def both(sqlite_url: str) -> AsyncIterator[Both]:
    """Slack, Discord and the web, with one core."""
    async with engine_at(sqlite_url) as engine, both_chats(engine) as chats:
        yield chats


async def until(both: Both, day: int, *hours: int) -> None:
    """Let it be each of these hours of a day in December, in UTC, and run what falls due."""
    for hour in hours:
        both.slack.clock.at = datetime(2026, 12, day, hour, tzinfo=UTC)
        for _ in range(2):  # what is planned may be due at once
            await both.slack.core.ticks.run_due()
            await both.settle()


@pytest.mark.slow("three chats, and days that pass")
async def test_three_zones_in_three_chats_are_asked_where_and_when_it_suits_each(
    both: Both,
) -> None:
    web = web_chat(both)
    ada = await both.slack.person("Ada", zone="America/Los_Angeles")
    bo = await both.discord.person("Bo", zone="Europe/Paris")
    cy = await web.person("Cy", zone="Asia/Tokyo")
    both.slack.clock.at = datetime(2026, 12, 5, 9, 30, tzinfo=UTC)
    await (await ada.says(f'/challenge new "{QUESTION}"')).press("Post it")
    await both.settle()
    for person in (bo, cy):
        await person.says("/challenge join")
    assert "on Monday" in (await ada.says("/challenge check-ins weekly on monday")).text
    for person in (ada, bo):
        await (await person.says("/challenge check-in how")).fill(where="thread").done()
    await (await cy.says("/challenge check-in how")).fill(glad=["glad"]).done()

    await until(both, 6, 11, 23)
    assert cy.inbox == []
    await until(both, 7, 0)  # nine in the morning in Tokyo
    assert "how is it going" in cy.inbox[-1]
    await until(both, 7, 8)  # in Paris
    assert "@Bo: how is it going?" in both.discord.below_for_all[-1]
    assert both.slack.below_for_all == []
    await until(both, 7, 17)  # in Los Angeles
    assert "@Ada: how is it going?" in both.slack.below_for_all[-1]
    asked = (await the_challenge(both.slack)).id
    await ada.does(Pressed("challenges.check_in_later", f"{asked}:2026-12-07:hours"))
    await until(both, 7, 20)
    (again,) = both.slack.below_for_all  # she is addressed once
    assert "@Ada: how is it going?" in again
    assert len(both.discord.below_for_all) == 1
    assert ada.inbox == []
    assert bo.inbox == []
    form = await both.discord.press_below_for_all("Answer", by=bo)
    await form.fill(tried="Three meals", help="Somebody who has asked funders").done()
    both.slack.clock.at = datetime(2026, 12, 8, 7, 30, tzinfo=UTC)  # 23:30 on her Monday
    form = await both.slack.press_below_for_all("Answer", by=ada)
    assert "for Monday, 7 December" in (await form.fill(tried="Listening").done()).text
    await until(both, 8, 7)
    assert web.below_for_all == []
    await until(both, 8, 8)  # now Monday is over for everybody
    chats: list[Chat] = [both.slack, both.discord, web]
    for chat in chats:
        digest = chat.below_for_all[-1]
        assert "Somebody who has asked funders" in digest
        assert "Cy is glad to be asked" in digest
        assert len(digest.splitlines()) <= 8
    await web.press_below_for_all("I can help Bo", by=cy)
    await both.settle()
    assert "Cy could help you" in bo.inbox[-1]
    await bo.presses_in_inbox("Yes, please")
    await both.settle()
    assert "would love your help" in cy.inbox[-1]
    for chat in chats:
        assert "Everybody who asked" in chat.below_for_all[-1]

    await ada.says("/challenge check-ins daily")
    await until(both, 8, 11, 23)
    for message in list(both.slack.hall.messages.values()):
        message.deleted = True  # the card, and the thread with it
    await until(both, 9, 0, 8, 17, 18)
    (told,) = [line for line in ada.inbox if "is there no more, so I ask you here" in line]
    assert "how is it going" in told
    await until(both, 10, 0, 8, 17)
    assert "is there no more" not in ada.inbox[-1]
    assert "how is it going" in ada.inbox[-1]
    # What was asked and answered goes with a challenge that is taken down.
    challenge, thread = await the_challenge(both.discord), both.discord.thread
    taken = TakenDown(challenge.fact, challenge.community, ada.id, both.slack.clock.now())
    await happens(both.discord, taken)
    assert both.discord.place_of(thread).messages == []
    for person in (ada, bo, cy):
        assert not any("how is it going" in line for line in person.inbox)
    assert "Cy" in bo.inbox[-1]
    await leaves(both.discord, cy)
    assert not any("Cy" in line for line in bo.inbox)  # who is erased is named to nobody
