"""Who has cards posted in a channel, and how many a day: what is beyond waits, kindly."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.community.places import Purpose
from bot.community.posting_rules import Posters
from bot.community.roles import ScopedRole
from bot.delivery.live import View
from bot.features.events.domain import scope_of
from tests.chat import Answer, Chat, Person
from tests.stories.events import at, is_cancelled
from tests.stories.posting import rule
from tests.stories.programmes import facilitator


async def plans(person: Person, title: str) -> Answer:
    """Plan an event in a line, and let it be posted."""
    shown = await person.says(f'/event new "{title}" 18 december 2026 10am for 1 hour, online')
    return await shown.press("Post it")


def titles(chat: Chat) -> list[str]:
    return [message.splitlines()[0] for message in chat.for_all]


async def test_what_is_beyond_waits_until_the_next_morning(chat: Chat) -> None:
    rowan, ada, bo = await facilitator(chat), await chat.person("Ada"), await chat.person("Bo")
    await rule(chat, a_day=4, each=2)
    for title in ("Tea", "Coffee"):
        assert "comes tomorrow" not in (await plans(ada, title)).text
    assert "comes tomorrow" in (await plans(ada, "Cake")).text, "two of hers"
    for title in ("Chess", "Go"):
        await plans(bo, title)
    told = await plans(rowan, "News")
    assert "comes tomorrow" not in told.text, "facilitators are not held up"
    cy = await chat.person("Cy")
    assert "comes tomorrow" in (await plans(cy, "Bread")).text, "four in all"
    await plans(ada, "Jam")
    await chat.settle()
    assert titles(chat) == ["Tea", "Coffee", "Chess", "Go", "News"]
    async with chat.work(read_only=True) as work:
        found = await work.events.plans.in_community(chat.community, 20)
    (bread,) = [event for event in found if event.details.title == "Bread"]
    await is_cancelled(chat, bread)
    await at(chat, "2026-11-24 07:30")
    assert len(titles(chat)) == 5, "it is not the morning"
    await at(chat, "2026-11-24 09:01")
    assert titles(chat)[5:] == ["Cake", "Jam"]


async def test_a_card_that_waited_and_is_hung_by_hand_counts_on_that_day(chat: Chat) -> None:
    ada, day = await chat.person("Ada"), timedelta(days=1, minutes=1)
    await rule(chat, a_day=1, each=1)
    views = [View("events.card", subject) for subject in ("1", "2", "3")]
    async with chat.work() as work:
        place, *_ = await work.places.channels(chat.community, Purpose.ANNOUNCEMENTS)
        hung = [
            await work.cards.hang(place.id, view, ada.id, now, community=chat.community)
            for view, now in (
                (views[0], chat.clock.now()),
                (views[1], chat.clock.now()),
                (views[1], chat.clock.now() + day),
                (views[2], chat.clock.now() + day),
            )
        ]
    assert hung == [True, False, True, False]


@pytest.mark.not_in("discord", reason="facilitators’ commands are offered in servers only")
@pytest.mark.not_in("slack", reason="there are two channels there, and the rule is for one")
async def test_facilitators_say_who_has_cards_posted(chat: Chat) -> None:
    rowan, ada, bo = await facilitator(chat), await chat.person("Ada"), await chat.person("Bo")
    listed = await rowan.says("/facilitate posting")
    assert "everybody posts; 6 a day, 3 of one member" in listed.text
    form = await listed.press("Change 1")
    assert form.value("a_day") == "6"
    again = await form.fill(posters="hosts", a_day="2").done()
    assert "hosts and facilitators post; 2 a day, 3 of one member" in again.text
    shown = await ada.says('/event new "Tea" 18 december 2026 10am for 1 hour, online')
    assert "only facilitators and those whom somebody has made a host" in shown.text
    await shown.press("Post it")
    async with chat.work() as work:
        (tea,) = await work.events.plans.in_community(chat.community, 20)
        scope = scope_of(tea.id)
        await work.roles.grant(bo.id, ScopedRole.HOST, scope, ada.id, chat.clock.now())
        (place,) = await work.places.channels(chat.community, Purpose.ANNOUNCEMENTS)
        assert (await work.cards.rules([place.id]))[place.id].posters is Posters.HOSTS
    await plans(bo, "Coffee")
    await chat.settle()
    assert titles(chat) == ["Coffee"]
