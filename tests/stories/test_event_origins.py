"""Events made of something: the form opens filled in, and what people said goes with it."""

from __future__ import annotations

from bot.community.facts import Fact
from bot.routing.interaction import Pressed
from tests.chat import Chat
from tests.stories.programmes import facilitator, joining, set_up
from tests.stories.test_events_planning import at


async def test_an_event_for_the_people_of_a_programme_invites_each_of_them_once(
    chat: Chat,
) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    ada, bo = [await joining(chat, name) for name in ("Ada", "Bo")]
    refused = await ada.does(Pressed("events.from", "introductions.programme:1"))
    assert "for others to decide" in refused.text
    form = await (await rowan.says("/facilitate programme")).press("Plan an event for them")
    assert form.value("title") == "Kindred spirits"
    preview = await form.fill(title="Supper", when=at(form, "2026-12-04", "17:00", "18:00")).done()
    assert "2 people who are interested are invited" in preview.text
    again = await preview.press("Change")
    assert again.value("title") == "Supper"
    posted = await (await again.fill(title="Supper for us").done()).press("Post it")
    await chat.settle()
    assert "invited 2 people" in posted.text
    for person in (ada, bo):
        (told,) = [each for each in person.inbox if "there is an event, and you’re invited" in each]
        assert "Kindred spirits" in told
        assert "Supper for us" in told
    assert "You’re coming" in (await ada.presses_in_inbox("I’m coming")).text
    async with chat.work(read_only=True) as work:
        event = await work.events.plans.get(1)
    assert event
    assert event.origin == Fact("introductions.programme", "1")
