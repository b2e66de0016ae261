"""After an event: thanks, whom people would like to talk to again, and what came of it."""

from datetime import datetime

from bot.community.domain_events import EventHeld, TakenDown
from bot.community.facts import Fact
from bot.features.events.afterwards.domain import KEPT_FOR
from bot.routing.reacting import react
from tests.chat import Chat, Person
from tests.stories.challenges import QUESTION, posted
from tests.stories.events import at, planned
from tests.stories.programmes import days_pass, facilitator, joining, set_up
from tests.stories.test_events_day import SIX, come, people

NEXT_MORNING = "2026-12-19 09:01"
CHOOSE = "Choose"


async def were_at_tea(chat: Chat, host: Person, *who: Person) -> None:
    """Tea is held, and these have checked in."""
    tea = await planned(chat, host, capacity=None)
    await come(tea, *who)
    await at(chat, SIX)
    for person in who:
        await person.says("/event here Tea")
    await at(chat, "2026-12-18 19:31")
    await at(chat, NEXT_MORNING)


async def test_two_who_name_each_other_are_introduced_and_nobody_else_hears_of_it(
    chat: Chat,
) -> None:
    rowan, ada, bo, cy, di = await people(chat, "Rowan", "Ada", "Bo", "Cy", "Di")
    await cy.says("/kindred introduce never @Ada")
    await were_at_tea(chat, rowan, ada, bo, cy, di)
    assert "Thank you for coming to Tea" in ada.inbox[-1]
    step = await ada.presses_in_inbox("A small step from here")
    assert "just for you: call Bo" in (await step.fill(what="call Bo").done()).text
    shown = await ada.presses_in_inbox(CHOOSE)
    assert "Nobody is told whom you name" in shown.text
    mine = await shown.choose("Bo")
    assert "Take back: Bo" in mine.buttons
    await mine.choose("Di")
    assert "isn’t among those" in (await ada.says("/event day with @Cy Tea")).text
    assert "Cy" not in mine.text
    await chat.settle()
    assert (bo.rooms, di.rooms) == ([], [])
    before = len(bo.inbox)
    theirs = await bo.says("/event day again Tea")
    assert "You named" not in theirs.text
    assert len(bo.inbox) == before
    await bo.says("/event day with @Ada Tea")
    await chat.settle()
    (room,) = ada.rooms
    assert room.members == ["Ada", "Bo"]
    assert "After Tea each of you said" in room.messages[0]
    assert (cy.rooms, di.rooms) == ([], [])
    (held,) = [d for d in chat.core.registry.personal_data if d.name == "events"]
    async with chat.work() as work:
        told = await held.export(work, di.id)
        assert isinstance(told, dict)
        assert told["would like to talk again"] == []
    await chat.skip_time(days=KEPT_FOR.days + 15)
    async with chat.work() as work:
        told = await held.export(work, ada.id)
        assert isinstance(told, dict)
        assert told["would like to talk again"] == []


async def test_who_named_somebody_that_has_a_never_since_is_not_introduced(chat: Chat) -> None:
    rowan, ada, bo = await people(chat, "Rowan", "Ada", "Bo")
    await were_at_tea(chat, rowan, ada, bo)
    await ada.says("/event day with @Bo Tea")
    await bo.says("/event day with @Ada Tea")
    await chat.settle()
    assert len(ada.rooms) == 1
    cy, di = await people(chat, "Cy", "Di")
    await were_at_tea_again(chat, rowan, cy, di)
    await cy.says("/event day with @Di Coffee")
    await cy.says("/kindred introduce never @Di")
    await di.says("/event day with @Cy Coffee")
    await chat.settle()
    assert di.rooms == []


async def were_at_tea_again(chat: Chat, host: Person, *who: Person) -> None:
    now = chat.clock.now()
    start = now.replace(tzinfo=None, hour=18, minute=0)
    coffee = await planned(chat, host, title="Coffee", start=start)
    await come(coffee, *who)
    await at(chat, f"{start:%Y-%m-%d} 19:31")
    await at(chat, f"{start:%Y-%m-%d} 23:30")


async def test_hosts_are_asked_what_came_of_it_and_it_is_found(chat: Chat) -> None:
    rowan, ada, bo = await people(chat, "Rowan", "Ada", "Bo")
    await were_at_tea(chat, rowan, ada)
    assert "what came of it?" in rowan.inbox[-1]
    await planned(chat, rowan, title="Cake", start=datetime.fromisoformat("2026-12-20 18:00"))
    assert (await rowan.says("/event day outcome")).value("text") == ""
    assert "before it has begun" in (await rowan.says("/event day outcome Cake")).text
    assert "page for the door of Cake" in (await rowan.says("/event day page")).text
    assert await rowan.offered("event day outcome", "event", "ca")
    form = await rowan.presses_in_inbox("What came of it")
    again = await form.fill(text="We agreed on three questions.", link="no link").done()
    assert "begins with https" in again.error("link")
    assert again.value("text") == "We agreed on three questions.", "nothing is lost"
    link = "https://video.example.org/tea"
    done = await again.fill(link=link.removeprefix("https://")).done()
    assert "told 1 person" in done.text
    await chat.settle()
    assert "three questions" in ada.inbox[-1]
    assert link in ada.inbox[-1]
    assert "three questions" in (await bo.says("/kindred find questions")).text
    assert [line for line in ada.inbox if "Thank you" in line and "three questions" in line]
    form = await rowan.presses_in_inbox("What came of it")
    await form.fill(text="", link="").done()
    await chat.settle()
    assert not any("three questions" in line for line in ada.inbox)
    form = await rowan.presses_in_inbox("What came of it")
    await form.fill(text="We sell tea questions.").done()
    lead = await facilitator(chat, "Lea Dee")
    async with chat.work() as work:
        about, now = Fact.of("events.event", 1), chat.clock.now()
        work.domain_events.append(TakenDown(about, chat.community, lead.id, now, "no"))
        await react(chat.core.registry, work, now)
    await chat.settle()
    assert "tea questions" not in "".join([*ada.inbox, (await bo.says("/kindred find tea")).text])


async def test_who_was_at_a_small_event_is_told_so_when_introduced(chat: Chat) -> None:
    rowan, ada, bo, cy = await people(chat, "Rowan", "Ada", "Bo", "Cy")
    async with chat.work() as work:
        held = EventHeld(
            1, 7, chat.community, (ada.id, bo.id, cy.id), chat.clock.now(), "Tea", (ada.id, bo.id)
        )
        crowd = EventHeld(
            2, 8, chat.community, tuple(range(1, 40)), chat.clock.now(), "Fair", (ada.id, cy.id)
        )
        work.domain_events += [held, crowd]
        await react(chat.core.registry, work, chat.clock.now())
    await rowan.says("/kindred introduce them @Ada to @Bo")
    await rowan.says("/kindred introduce them @Ada to @Cy")
    await chat.settle()
    assert "You were both at Tea." in bo.inbox[-1]
    assert "You were both" not in cy.inbox[-1]


async def test_a_round_says_that_two_were_at_one_event_and_work_on_one_challenge(
    chat: Chat,
) -> None:
    await set_up(chat, await facilitator(chat))
    ada, bo = await joining(chat, "Ada"), await joining(chat, "Bo")
    async with chat.work() as work:
        two, now = (ada.id, bo.id), chat.clock.now()
        work.domain_events.append(EventHeld(1, 7, chat.community, two, now, "Tea", two))
        await react(chat.core.registry, work, now)
    await posted(ada)
    await bo.says("/challenge join")
    await days_pass(chat, 9)
    assert f"ou both work on “{QUESTION}”; you both were at “Tea”" in ada.rooms[0].messages[0]


async def test_who_is_noted_within_a_day_is_thanked_and_was_there_with_the_others(
    chat: Chat,
) -> None:
    rowan, ada, bo = await people(chat, "Rowan", "Ada", "Bo")
    await were_at_tea(chat, rowan, ada)
    await rowan.says("/event day tick @Bo Tea")
    await at(chat, "2026-12-19 19:31")
    assert bo.inbox == [], "it is evening"
    await at(chat, "2026-12-20 09:01")
    assert "Thank you for coming to Tea" in bo.inbox[-1]
    assert len([each for each in ada.inbox if "Thank you" in each]) == 1
    await rowan.says("/kindred introduce them @Ada to @Bo")
    await chat.settle()
    assert "You were both at Tea." in bo.inbox[-1]
