"""Time polls as people ask and answer them, and the events that come of them."""

from __future__ import annotations

from bot.community.domain_events import TakenDown
from bot.community.facts import Fact
from bot.community.roles import Role, ScopedRole
from bot.features.polls.domain import PollState
from bot.features.reports.domain import KEPT
from bot.routing.interaction import Pressed
from bot.routing.reacting import react
from tests.chat import Chat, Person
from tests.stories.events import at
from tests.stories.polls import asked, poll_of, respondents, says_to
from tests.stories.posting import rule
from tests.stories.programmes import facilitator, joining, set_up

LINE = '"Measuring tea" thu 10am, fri 2pm, mon 18h'


async def test_a_time_is_found_together_and_becomes_an_event(chat: Chat) -> None:
    ada = await chat.person("Ada")
    bo = await chat.person("Bo", zone="America/New_York")
    cy, dee = await chat.person("Cy"), await chat.person("Dee")
    french = await ada.says('/kindred poll new "Thé" jeu 10h, ven 14h')
    assert "\nThé\n" in french.text
    assert "Friday, 27 November 2026, 14:00" in french.text
    shown = await ada.says(f"/kindred poll new {LINE}")
    assert "Nothing is asked yet" in shown.text
    assert "Monday, 30 November 2026, 18:00 to 19:00" in shown.text
    assert chat.for_all == []
    told = await shown.press("Ask")
    await chat.settle()
    assert "until Thu 26 Nov 2026 10:00" in told.text
    assert "nobody yet" in chat.for_all[-1]

    sheet = await chat.press_in_for_all("Say when I can", by=bo)
    assert sheet.only_for_actor
    assert "you haven’t said" in sheet.text
    assert sheet.buttons[:3] == ["Yes", "If need be", "No"]
    sheet = await chat.press_in_for_all("All suit me", by=bo)
    assert sheet.text.count("you: yes") == 3
    await says_to(cy, "Measuring tea", "no", "yes", "maybe")
    await says_to(dee, "Measuring tea", "no", "maybe")
    await says_to(ada, "Measuring tea", "no", "yes")
    await chat.a_moment()
    card = chat.for_all[-1]
    assert "2 · Fri 27 Nov 2026 14:00 UTC · 3 can, 1 if need be · ★ best so far" in card
    assert "4 people have answered" in card
    assert "Bo" not in card
    assert "Ada would host it" in card

    await at(chat, "2026-11-26 10:00")
    assert "has closed: 4 people" in ada.inbox[-1]
    assert "Best: Fri 27 Nov 2026 14:00 UTC (3 can, 1 if need be)" in ada.inbox[-1]
    form = await ada.presses_in_inbox("Make it an event")
    assert form.value("title") == "Measuring tea"
    preview = await form.fill(description="With cake").done()
    assert "4 people have said" in preview.text
    posted = await preview.press("Post it")
    await chat.settle()
    assert "4 people are on the list already" in posted.text
    async with chat.work(read_only=True) as work:
        (happening,) = await work.events.dates.in_community(chat.community, chat.clock.now(), 9)
    assert (happening.date.tally.seated, happening.date.tally.maybe) == (3, 1)
    assert "at a time at which you said you can come" in bo.inbox[-1]
    assert "I’ve noted “maybe”" in dee.inbox[-1]
    assert (await poll_of(chat)).state is PollState.PLANNED
    await chat.a_moment()
    assert any("it has become an event" in each for each in chat.for_all)
    gone = await ada.presses_in_inbox("Make it an event")
    assert "has become one already" in gone.text


async def test_changed_times_keep_the_answers_to_those_that_stay(chat: Chat) -> None:
    ada, bo, cy = [await chat.person(name) for name in ("Ada", "Bo", "Cy")]
    await asked(ada, LINE)
    await says_to(bo, "Measuring tea", "no", "yes", "yes")
    form = await ada.says("/kindred poll change Measuring tea")
    assert "2026-11-26 10:00" in str(form.value("slots"))
    changed = await form.fill(slots="fri 2pm, wed 2 december 9am new york time").done()
    assert "Fri 27 Nov 2026 14:00" in changed.text
    assert "told 1 person" in changed.text
    await chat.settle()
    assert "new times" in bo.inbox[-1]
    sheet = await bo.presses_in_inbox("Say when I can")
    assert "1 · Fri 27 Nov 2026 14:00 UTC · you: yes · 1 can" in sheet.text
    assert "2 · Wed 02 Dec 2026 14:00 UTC · you haven’t said · nobody yet" in sheet.text
    refused = await cy.says("/kindred poll change Measuring tea")
    assert "for those who host this" in refused.text
    none = await cy.says("/kindred poll answer yes Measuring tea time 3")
    assert "There are 2 times" in none.text
    assert (await respondents(chat))["Bo"].answers.keys() == {2}
    await chat.person("Di", networks=("Bench",))
    form = await (await ada.says("/kindred poll change Measuring tea")).fill().next()
    form = await form.fill().next()
    bench = next(o.value for f in form.dialog.fields for o in f.options if o.label == "Bench")
    await form.fill(networks=[bench]).done()
    assert (await poll_of(chat)).networks == (int(bench),)
    assert "Nobody is looking" in (await cy.says("/kindred poll mine Measuring tea")).text


async def test_names_are_told_to_each_reader_as_they_may_know(chat: Chat) -> None:
    ada, bo, cy, dee, eve = [
        await chat.person(name) for name in ("Ada Host", "Bo", "Cy", "Dee", "Eve")
    ]
    await asked(ada, LINE)
    for person in (bo, cy, dee):
        await says_to(person, "Measuring tea", "yes")
    await cy.says("/kindred poll hide Measuring tea")
    await eve.says('/kindred introduce never "Dee"')
    for_eve = await eve.says("/kindred poll who Measuring tea")
    assert for_eve.only_for_actor
    assert "@Bo" in for_eve.text
    assert "and 2 other people" in for_eve.text
    assert not {"@Cy", "@Dee"} & set(for_eve.text.split())
    for_ada = await ada.says("/kindred poll who Measuring tea")
    assert all(name in for_ada.text for name in ("@Bo", "@Cy", "@Dee"))
    facilitator = await chat.person("Rowan", role=Role.FACILITATOR)
    assert "@Cy" not in (await facilitator.says("/kindred poll who Measuring tea")).text
    await says_to(ada, "Measuring tea", "yes")
    assert "Ada Host" in chat.for_all[-1]
    await ada.says("/kindred poll hide Measuring tea")
    await chat.a_moment()
    assert "Ada Host" not in chat.for_all[-1]
    own = await eve.says("/kindred poll hide Measuring tea")
    assert "say first" in own.text


async def test_times_that_pass_are_no_choice_and_nobody_is_left_without_a_word(chat: Chat) -> None:
    ada, bo = await chat.person("Ada"), await chat.person("Bo")
    form = await ada.says("/kindred poll new thu 10am, fri 2pm")
    assert (form.value("title"), form.value("slots")) == ("", "thu 10am, fri 2pm")
    form = await ada.says('/kindred poll new "Cake"')
    preview = await form.fill(slots="thu 10am, fri 2pm", closes="27 november 13:00").done()
    await preview.press("Ask")
    await says_to(bo, "Cake", "yes", "no")
    await at(chat, "2026-11-26 10:30")
    late = await bo.says("/kindred poll answer yes Cake time 1")
    assert "has passed" in late.text
    sheet = await bo.says("/kindred poll mine Cake")
    assert "1 · Thu 26 Nov 2026 10:00 UTC · has passed" in sheet.text
    assert (
        "Nobody can come at any"
        in (await (await ada.says("/kindred poll mine Cake")).press("How it stands")).text
    )
    await at(chat, "2026-11-27 13:00")
    assert "has closed: 1 person" in ada.inbox[-1]
    assert "Nobody can come at any" in ada.inbox[-1]
    assert "nothing has changed" in (await bo.says("/kindred poll answer yes Cake")).text
    await at(chat, "2026-11-28 09:00")
    stands = await ada.presses_in_inbox("Ask about other times")
    assert stands.value("slots") == ""
    again = await stands.fill(slots="wed 10am").done()
    assert "Wed 02 Dec 2026 10:00" in again.text
    await chat.settle()
    assert "new times" in bo.inbox[-1]
    await bo.says("/kindred poll answer yes Cake")
    assert "• Cake, open until" in (await bo.says("/kindred find cake")).text
    assert "Best: Wed 02 Dec" in (await ada.says("/kindred poll close Cake")).text
    assert "Cake" not in (await bo.says("/kindred find cake")).text


async def test_people_of_a_programme_find_a_time_and_are_all_invited(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    ada, bo, dee = [await joining(chat, name) for name in ("Ada", "Bo", "Dee")]
    cy = await joining(chat, "Cy", zone="Asia/Tokyo")
    await dee.says('/kindred introduce never "Rowan Hall"')
    listed = await rowan.says("/facilitate programme")
    form = await listed.press("Find a time for them")
    assert form.value("title") == "Kindred spirits"
    asks = await (await form.fill(slots="wed 10am, thu 2pm").done()).press("Ask")
    await chat.settle()
    assert "asked 3 people who are interested" in asks.text
    assert "Dee" not in asks.text
    assert not any("A time is looked for" in each for each in dee.inbox)
    sheet = await ada.presses_in_inbox("Say when I can")
    sheet = await sheet.press("Yes")
    await sheet.press("Don’t show my name")
    await says_to(bo, "Kindred", "maybe", "no")

    await at(chat, "2026-11-24 13:00")  # ten in the evening, where Cy is
    assert "nearly found" not in cy.inbox[-1]
    await at(chat, "2026-11-24 23:00")
    assert "nearly found" in cy.inbox[-1]
    assert not any("nearly found" in each for each in (*ada.inbox, *bo.inbox, *dee.inbox))
    await at(chat, "2026-11-25 03:00")
    assert len([each for each in cy.inbox if "nearly found" in each]) == 1

    await at(chat, "2026-11-25 10:00")
    assert "has closed: 2 people" in rowan.inbox[-1]
    assert "Nobody who would host it has said yet" in rowan.inbox[-1]
    asked_again = await rowan.presses_in_inbox("Ask about other times")
    assert asked_again.value("slots") == "2026-11-26 14:00 - 15:00 Europe/London"
    told = await asked_again.fill(slots="thu 2pm, fri 10am").done()
    assert "told 3 people" in told.text
    await chat.settle()
    await says_to(ada, "Kindred", "no", "yes")
    await says_to(bo, "Kindred", "", "maybe")
    await says_to(cy, "Kindred", "yes")
    closed = await rowan.says("/kindred poll close Kindred")
    assert "Best: Fri 27 Nov" in closed.text
    assert "★" not in closed.text
    form = await closed.press("Make it an event")
    posted = await (await form.fill(description="With cake").done()).press("Post it")
    await chat.settle()
    assert "2 people are on the list already" in posted.text
    assert "invited 1 person" in posted.text
    assert "there is an event, and you’re invited" in cy.inbox[-1]
    assert not any("an event" in each for each in dee.inbox)
    who = await cy.says("/event who Kindred")
    assert "@Ada" not in who.text
    assert "@Bo" in who.text


async def test_who_is_told_of_the_end_is_told_of_the_next_one_too(chat: Chat) -> None:
    ada, bo = await chat.person("Ada"), await chat.person("Bo")
    await asked(ada, LINE)
    async with chat.work() as work:
        scope = (await poll_of(chat)).scope
        await work.roles.grant(bo.id, ScopedRole.HOST, scope, ada.id, chat.clock.now())
    closes = (await poll_of(chat)).closes_at
    await ada.says("/kindred poll close Measuring tea")
    await chat.settle()
    (told,) = told_of_the_end(bo)
    assert "has closed, and nobody has answered" in told
    await chat.a_moment()
    assert "nobody yet" not in chat.for_all[-1]
    assert "10:00 UTC · nobody has answered" in chat.for_all[-1]
    form = await ada.says("/kindred poll change Measuring tea")
    await form.fill(title="Measuring tea, again").done()
    assert (await poll_of(chat)).closes_at == closes
    await at(chat, "2026-11-26 10:00")
    assert (len(told_of_the_end(ada)), len(told_of_the_end(bo))) == (1, 2)


def told_of_the_end(person: Person) -> list[str]:
    return [each for each in person.inbox if "has closed" in each]


async def test_a_poll_without_its_maker_is_closed_and_its_result_told(chat: Chat) -> None:
    ada, bo = await chat.person("Ada"), await chat.person("Bo")
    rowan = await chat.person("Rowan", role=Role.FACILITATOR)
    await asked(ada, LINE)
    await says_to(ada, "Measuring tea", "yes", "yes", "yes")
    await says_to(bo, "Measuring tea", "no", "yes")
    await chat.a_moment()
    assert "2 people have answered" in chat.for_all[-1]
    (held,) = [each for each in chat.core.registry.personal_data if each.name == "time polls"]
    async with chat.work() as work:
        given = await held.export(work, ada.id)
        assert isinstance(given, dict)
        assert (len(given["answers"]), given["made"]) == (3, ["Measuring tea"])
        for each in chat.core.registry.personal_data:
            await each.erase(work, ada.id)
        await react(chat.core.registry, work, chat.clock.now())
    await chat.a_moment()
    assert "1 person has answered" in chat.for_all[-1]
    await at(chat, "2026-11-26 10:00")
    assert any("has closed: 1 person" in each for each in (*rowan.inbox, *chat.for_all))
    result = await rowan.says("/kindred poll change Measuring tea")
    assert "2026-11-27 14:00" in str(result.value("slots"))


async def test_ten_times_stand_on_two_pages_and_what_is_taken_down_is_nowhere(chat: Chat) -> None:
    ada, bo = await chat.person("Ada"), await chat.person("Bo")
    days = ", ".join(f"{day} december 10am, 2pm" for day in range(7, 12))
    too_many = await ada.says(f"/kindred poll new Tea {days}, 14 december 10am")
    assert "ten at most" in too_many.text
    await asked(ada, f"Tea {days}")
    sheet = await bo.says("/kindred poll mine Tea")
    assert "5 · Wed 09 Dec 2026 10:00" in sheet.text
    assert "6 ·" not in sheet.text
    other = await sheet.press("The other times")
    assert "10 · Fri 11 Dec 2026 14:00" in other.text
    answered = await other.press("Yes")
    assert "you: yes" in answered.text
    assert "6 · " in answered.text
    await says_to(bo, "Tea", *["maybe"] * 3)
    async with chat.work() as work:
        about = Fact("polls.poll", "1")
        work.domain_events.append(TakenDown(about, chat.community, None, chat.clock.now()))
        await react(chat.core.registry, work, chat.clock.now())
    await chat.a_moment()
    assert chat.for_all == []
    assert "no longer there" in (await bo.does(Pressed("polls.show", "1"))).text
    assert "Nobody is looking for a time" in (await bo.says("/kindred poll list")).text


async def test_a_poll_is_found_like_an_idea_waits_like_one_and_can_be_reported(chat: Chat) -> None:
    rowan, ada, bo = await facilitator(chat), await chat.person("Ada"), await chat.person("Bo")
    await rule(chat, a_day=6, each=1)
    await asked(ada, LINE)
    waits = await asked(ada, '"Cake" thu 3pm, fri 3pm')
    assert "so its card comes tomorrow" in waits.text
    assert [each.splitlines()[0] for each in chat.for_all] == ["Measuring tea"]
    found = await bo.says("/kindred find measuring")
    assert "Somebody is looking for a time:" in found.text
    async with chat.work(read_only=True) as work:
        open_ = await work.opportunities(chat.community, chat.clock.now())
        assert sorted(each.title for each in open_) == ["Cake", "Measuring tea"]
        assert await work.taken_up(bo.id, chat.clock.now()) == set()
    sheet = await bo.says("/kindred poll answer if need be Measuring tea time 2")
    assert sheet.text.count("you: if need be") == 1
    async with chat.work(read_only=True) as work:
        assert await work.taken_up(bo.id, chat.clock.now()) == {Fact("polls.poll", "1")}
    assert "Report to the leads" not in (await ada.says("/kindred poll mine Cake")).buttons
    await at(chat, "2026-11-24 09:01")
    assert any("Cake" in each for each in chat.for_all)
    asked_why = await sheet.press("Report to the leads")
    await asked_why.fill(word="An advertisement").done()
    await chat.settle()
    case = await rowan.presses_in_inbox("Look at it")
    await (await case.press("Take it down")).fill(why="Not here, please.").done()
    await chat.settle()
    await chat.a_moment()
    assert [each.splitlines()[0] for each in chat.for_all] == ["Cake"]
    assert "Not here, please." in ada.inbox[-1]
    assert "looking for a time" not in (await bo.says("/kindred find measuring")).text
    assert (await poll_of(chat)).title == "Measuring tea", "as the record has it"
    await chat.skip_time(days=KEPT.days + 1)
    async with chat.work(read_only=True) as work:
        assert await work.polls.get(1) is None
