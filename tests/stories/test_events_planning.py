"""Events as people plan them: said in a line or filled in, shown first, then posted and changed."""

from __future__ import annotations

from typing import Any

import pytest

from bot.community.roles import Role, ScopedRole
from bot.features.events.domain import scope_of
from bot.features.events.rsvps import changes
from bot.features.events.rsvps.domain import Answer, Attendee, Response
from bot.routing.interaction import Dialog, Pressed
from tests.chat import Answer as Said
from tests.chat import Chat, Person
from tests.extent import some_rows

LINE = '/event new "Measuring what matters" next tuesday 10am for 90 minutes, 20 places, online'


async def plans(chat: Chat) -> list[Any]:
    """All events of the community, the oldest first."""
    async with chat.work(read_only=True) as work:
        found = await work.events.plans.in_community(chat.community, 100)
    return list(reversed(found))


async def planned(person: Person, line: str) -> Said:
    """What somebody is told who plans an event in a line and lets it be posted."""
    return await (await person.says(line)).press("Post it")


async def dates(chat: Chat, event: int) -> list[Any]:
    """All dates of an event."""
    async with chat.work(read_only=True) as work:
        found: list[Any] = await work.events.dates.of(event)
    return found


async def comes(chat: Chat, person: Person, event: int, party: int = 1) -> None:
    async with chat.work() as work:
        now = chat.clock.now()
        (date, *_) = await work.events.dates.to_come(event, now)
        await changes.answer(
            work, date.id, Attendee(person.id), Response(Answer.COMING, party), now
        )


# In a line ------------------------------------------------------------------------------------


async def test_a_line_is_shown_before_anything_is_posted(chat: Chat) -> None:
    ada = await chat.person("Ada")
    shown = await ada.says(LINE)
    if "two ways" in shown.text:
        shown = await shown.press(shown.buttons[0])
    assert shown.only_for_actor
    assert "Nothing is posted yet" in shown.text
    assert "Tuesday, 1 December 2026, 10:00" in shown.text
    for part in ("Measuring what matters", "10:00 to 11:30", "20;", "Online", "Everybody"):
        assert part in shown.text
    assert await plans(chat) == []
    told = await shown.press("Post it")
    assert "is planned" in told.text
    (event,) = await plans(chat)
    assert (event.details.minutes, event.details.capacity) == (90, 20)
    async with chat.work(read_only=True) as work:
        assert await work.roles.holders(ScopedRole.HOST, scope_of(event.id))


async def test_a_time_that_may_be_two_is_asked_about(chat: Chat) -> None:
    ada = await chat.person("Ada")
    asked = await ada.says('/event new "Tea" next friday 5pm for 1 hour')
    assert "two ways" in asked.text
    assert (
        asked.buttons[:2]
        == [
            "Friday, 4 December 2026, 17:00 to 18:00 (London, GMT)",
            "Friday, 27 November 2026, 17:00 to 18:00 (London, GMT)",
        ]
        or len(asked.buttons) == 3
    )
    second = await asked.press(asked.buttons[1])
    assert asked.buttons[1] in second.text
    await second.press("Post it")
    (event,) = await plans(chat)
    assert event.details.start.isoformat()[:10] in ("2026-11-27", "2026-12-04")


@some_rows(6)
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('"Tea" yesterday 5pm', "has passed"),
        ('"Tea" 12 november 2026 5pm', "has passed"),
        ('"Tea" 4 december 5pm for 0 minutes', "did not understand"),
        ('"Tea" 4 december', "At what time"),
        ('"Tea" 30 february 2027 10am', "At what time"),
        ('"Tea" 4 december 5pm, 0 places', "from 1 to"),
        ('"Tea" 4 december 5pm, a lot of cake', "did not understand “a lot of cake”"),
        ('"Tea" 4 december 5pm, 20 places, 30 places', "did not understand “30 places”"),
        ('"Tea" 4 december 5pm, in two weeks', "two weeks”"),
        ('"Tea" 4 december 5pm, https://nowhere', "did not understand “https://nowhere”"),
        ('"Tea" 4 december 5pm for three weeks', "longer than two weeks"),
        ('"Tea" next month', "31 December 2026. On which of these days"),
        ("tomorrow 5pm", "What is it called?"),
        ("next tuesday, 6pm, 20 places", "What is it called?"),
        ("demain 17h", "What is it called?"),
        ("tomorrow", "What is it called?"),
        ('"  " tomorrow 5pm', "What is it called?"),
        ('"' + "T" * 200 + '" 4 december 5pm', "200 characters"),
    ],
)
async def test_what_cannot_be_so_is_said_kindly_and_nothing_is_posted(
    chat: Chat, said: str, told: str
) -> None:
    ada = await chat.person("Ada")
    answer = await ada.says(f"/event new {said}")
    assert told in answer.text
    assert await plans(chat) == []


@some_rows(6)
@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ('"Tea" 4 december 5pm, twenty places', ["20; when one"]),
        ("“Thé & cake 🍰” 4 december 5pm to 6pm, max 8", ["Thé & cake 🍰", "8; when"]),
        ('"Review of 3 March 2025" 4 december 5pm', ["Review of 3 March 2025", "4 December 2026"]),
        ('"Tea" 4 december 5pm, at the Kettle House, by approval', ["the Kettle House", "yes to"]),
        ('"Tea" 4 december 5pm, https://meet.example.org/tea', ["https://meet.example.org/tea"]),
        ('"Tea" 4 december 5pm', ["took an hour", "17:00 to 18:00", "as many as come"]),
        ("Tea tuesday 10am for 90 minutes, 20 places", ["10:00 to 11:30", "20; when"]),
        ('"Tea" every tuesday 10am, 20 places, online', ["every week", "20; when", "Online"]),
        ("« Thé à 18h » 4 december 5pm", ["Thé à 18h", "17:00 to 18:00"]),
        ('"Tea" 29 february 2028 10am', ["Tuesday, 29 February 2028"]),
        ('"Tea" 28 march 2027 1:30am for 30 minutes', ["02:30", "there is no 01:30"]),
        ('"Tea" every thursday at 18:30 for 1 hour', ["every week on Thursday", "26 November"]),
        ("Tea with friends tomorrow 5pm, 8 places", ["Tea with friends", "24 November", "8;"]),
        ('"Thé" jeu 10h, vingt places, en ligne', ["Thé\n", "26 November", "Online"]),
        ("Tea 4 december 5pm", ["Tea", "4 December 2026"]),
        ("Soup vendredi 18h", ["Soup\n", "Friday, 27 November 2026, 18:00"]),
        ('"Tea" 4 december 10am to 9am', ["It ends on the next day", "23 hours"]),
        ('"Tea" 4 december 9am new york time for 1 hour', ["New York"]),
    ],
)
async def test_a_line_is_understood(chat: Chat, said: str, shown: list[str]) -> None:
    ada = await chat.person("Ada")
    answer = await ada.says(f"/event new {said}")
    for part in shown:
        assert part in answer.text


async def test_of_an_hour_that_clocks_show_twice_the_one_that_is_chosen_is_planned(
    chat: Chat,
) -> None:
    ada = await chat.person("Ada")
    asked = await ada.says('/event new "Night watch" 31 october 2027 1:30am for 30 minutes')
    assert "the first 01:30" in asked.text
    assert "the second 01:30" in asked.text
    shown = await asked.press(next(each for each in asked.buttons if "GMT" in each))
    await shown.press("Post it")
    async with chat.work(read_only=True) as work:
        (happening,) = await work.events.dates.in_community(chat.community, chat.clock.now(), 9)
    assert happening.date.starts_at.isoformat() == "2027-10-31T01:30:00+00:00"


async def test_a_plan_that_was_changed_is_not_posted_by_the_button_of_before(chat: Chat) -> None:
    ada = await chat.person("Ada")
    shown = await ada.says('/event new "Tea" 4 december 5pm for 1 hour')
    form = await shown.press("Change")
    assert form.value("title") == "Tea"
    again = await form.fill(title="Cake").done()
    assert "Cake" in again.text
    assert "put away since" in (await shown.press("Post it")).text
    assert await plans(chat) == []
    await again.press("Post it")
    assert "put away since" in (await again.press("Post it")).text
    assert [event.details.title for event in await plans(chat)] == ["Cake"]


async def test_a_title_alone_opens_the_form(chat: Chat) -> None:
    ada = await chat.person("Ada")
    assert (await ada.says("/event new Tea")).value("title") == "Tea"


async def test_a_plan_is_put_away(chat: Chat) -> None:
    ada = await chat.person("Ada")
    shown = await ada.says('/event new "Tea" 4 december 5pm for 1 hour')
    assert "nothing is posted" in (await shown.press("Not now")).text
    assert "put away since" in (await shown.press("Post it")).text


async def test_a_plan_whose_time_has_come_is_not_posted_any_more(chat: Chat) -> None:
    ada = await chat.person("Ada")
    one = await ada.says('/event new "Tea" 4 december 5pm for 1 hour')
    two = await ada.says('/event new "Cake" next friday 5pm for 1 hour')
    await chat.skip_time(days=14)
    assert "has passed" in (await one.press("Post it")).text
    assert "has passed" in (await two.press(two.buttons[0])).text
    assert await plans(chat) == []


async def test_what_was_not_understood_is_filled_in(chat: Chat) -> None:
    ada = await chat.person("Ada")
    asked = await ada.says('/event new "Tea" 4 december 5pm, a lot of cake')
    form = await asked.press("Change")
    shown = await form.fill(description="A lot of cake.").done()
    assert "A lot of cake." in shown.text
    assert "is planned" in (await shown.press("Post it")).text
    for said, told in (
        ("some time, say", "some time, say"),
        ("4 december", "At what time?"),
    ):
        asked = await ada.says(f'/event new "Soup" {said}')
        assert told in asked.text
        assert (await asked.press("Fill it in")).value("title") == "Soup"
    nameless = await (await ada.says('/event new "" tomorrow 5pm')).press("Fill it in")
    assert "2026-11-24" in str(nameless.value("when"))
    nameless = await (await ada.says("/event new tomorrow 5pm")).press("Fill it in")
    assert "2026-11-24" in str(nameless.value("when"))
    assert nameless.value("title") == ""
    walk = await ada.says("/event new Sunday walk tomorrow 5pm")
    assert "Sunday walk" in walk.text


# By a form ------------------------------------------------------------------------------------


PAGES = (
    {"title", "when", "repeats", "until", "description"},
    {"venue", "link", "shown", "capacity", "passing"},
    {"networks", "approval", "channels"},
)


def at(form: Said, day: str, time: str, ends: str, zone: str = "Europe/London") -> Any:
    """A time as it is picked, or else typed, in a form."""
    if isinstance(form.value("when"), list):
        return [day, time, ends, zone]
    return f"{day} {time} - {ends} {zone}"


async def filled(person: Person, **values: Any) -> Said:
    """What is shown once the form was filled in; or the page on which something is wrong."""
    form = await person.says("/event new")
    given = {"title": "Tea", "when": at(form, "2026-12-04", "17:00", "18:00"), **values}
    for number, names in enumerate(PAGES, 1):
        page = form.fill(**{name: value for name, value in given.items() if name in names})
        form = await (page.done() if number == len(PAGES) else page.next())
        if isinstance(form.shown, Dialog) and any(each.error for each in form.dialog.fields):
            return form
    return form


async def test_a_form_in_pages_says_all_there_is_to_an_event(chat: Chat) -> None:
    ada = await chat.person("Ada", networks=("North", "South"))
    form = await ada.says("/event new")
    assert len(form.dialog.fields) == 5
    shown = await filled(
        ada,
        repeats="weekly",
        until="3",
        description="Bring a cup.",
        venue="The Kettle House",
        link="meet.example.org/tea",
        shown="coming",
        capacity="12",
        approval="yes",
    )
    for part in (
        "every week on Friday, 3 times",
        "Bring a cup.",
        "The Kettle House, https://meet.example.org/tea (shown only to those who come)",
        "12; when one becomes free",
        "a host says yes to each",
    ):
        assert part in shown.text
    await shown.press("Post it")
    (event,) = await plans(chat)
    async with chat.work(read_only=True) as work:
        assert len(await work.events.dates.of(event.id)) == 3


@some_rows(2)
@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("link", "not a link", "not a web address"),
        ("until", "when it is over", "date I can read"),
        ("until", "0", "from 1 to"),
        ("title", "", "fill"),
    ],
)
async def test_a_form_says_which_field_is_wrong(
    chat: Chat, field: str, value: str, told: str
) -> None:
    ada = await chat.person("Ada")
    answer = await filled(ada, **{field: value, "repeats": "weekly"})
    assert told in answer.error(field)


@some_rows(3)
@pytest.mark.not_in("slack")
@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("when", "half past never", "not a date"),
        ("when", "2026-12-04 10:00 Atlantis", "not a date"),
        ("when", "3/4/2027 10am", "may mean"),
        ("capacity", "0", "from 1"),
        ("capacity", "twenty", "from 1"),
        ("title", "T" * 65, "65 characters"),
    ],
)
async def test_what_is_typed_into_a_form_is_read_with_care(
    chat: Chat, field: str, value: str, told: str
) -> None:
    ada = await chat.person("Ada")
    answer = await filled(ada, **{field: value})
    assert told in answer.error(field)


async def test_a_time_that_has_passed_is_a_question(chat: Chat) -> None:
    ada = await chat.person("Ada")
    form = await ada.says("/event new")
    past = at(form, "2026-11-03", "10:00", "11:00")
    assert "has passed" in (await form.fill(title="Tea", when=past).next()).error("when")


async def test_what_happens_once_needs_no_end(chat: Chat) -> None:
    ada = await chat.person("Ada")
    form = await filled(ada, until="10")
    assert "needs no end" in form.error("until")


async def test_every_month_on_the_31st_is_asked_about(chat: Chat) -> None:
    ada = await chat.person("Ada")
    form = await ada.says("/event new")
    last = at(form, "2026-12-31", "17:00", "18:00")
    shown = await filled(ada, when=last, repeats="monthly_by_day")
    assert "How is “every month”" in shown.text
    assert "Post it" not in shown.buttons
    chosen = await shown.press("every month on its last day")
    assert "every month on its last day" in chosen.text
    await chosen.press("Post it")
    (event,) = await plans(chat)
    async with chat.work(read_only=True) as work:
        starts = [date.start.day for date in await work.events.dates.of(event.id)]
    assert starts[:3] == [31, 31, 28]


# Who sees it, lists ---------------------------------------------------------------------------


async def test_only_members_of_its_networks_see_an_event(chat: Chat) -> None:
    ada = await chat.person("Ada", networks=("North",))
    bo = await chat.person("Bo", networks=("South",))
    rowan = await chat.person("Rowan", Role.FACILITATOR)
    async with chat.work(read_only=True) as work:
        north = next(
            n for n in await work.events.audience.networks(chat.community) if n.name == "North"
        )
    shown = await filled(ada, networks=[str(north.id)], channels=["none"])
    assert "Members of North" in shown.text
    await shown.press("Post it")
    assert "Tea" in (await ada.says("/event list")).text
    assert "no event to come" in (await bo.says("/event list")).text
    assert "no event" in (await bo.says("/event show Tea")).text
    assert "Tea" in (await rowan.says("/facilitate event list")).text
    assert "Tea" not in (await bo.says("/kindred find tea")).text
    assert [o.value for o in await bo.offered("event show", "event", "T")] == []
    assert [o.value for o in await ada.offered("event show", "event", "T")] == ["Tea"]


async def test_lists_of_what_is_mine_open_or_about_something(chat: Chat) -> None:
    ada, bo = await chat.person("Ada"), await chat.person("Bo")
    assert "Plan an event" in (await ada.says("/event list")).buttons
    await planned(ada, '/event new "Tea and trust" 4 december 5pm for 1 hour, 3 places')
    await planned(ada, '/event new "Cake" 5 december 5pm for 1 hour')
    assert "Tea and trust" in (await bo.says("/event list")).text
    assert "nothing so far" in (await bo.says("/event list mine")).text
    await comes(chat, bo, (await plans(chat))[1].id)
    assert "Cake" in (await bo.says("/event list mine")).text
    found = await bo.says("/event list trust")
    assert "Tea and trust" in found.text
    assert "Cake" not in found.text
    shown = await found.press("Tea and trust")
    assert "3 places" in shown.text
    assert "Change it" not in shown.buttons
    assert "Tea and trust" in (await bo.says("/kindred find trust")).text
    assert "You come: " in (await bo.says("/kindred home")).text
    await (await (await ada.says("/event cancel cake")).press("Yes, cancel it")).fill().done()
    assert "nothing so far" in (await bo.says("/event list mine")).text
    assert "You come: " not in (await bo.says("/kindred home")).text
    await chat.skip_time(days=100)
    assert "This is over." in (await bo.says("/event show tea")).text
    await planned(ada, '/event new "Tea time" 4 april 5pm for 1 hour')
    assert "Tea time" in (await bo.says("/event show tea")).text
    assert "Tea and trust" in (await bo.says("/event show tea and trust")).text


async def test_a_long_list_hides_nothing_and_shows_one_by_a_menu(chat: Chat) -> None:
    ada = await chat.person("Ada")
    for number in range(1, 7):
        await planned(
            ada, f'/event new "Tea {number}" {number} december 5pm for 1 hour, {number} places'
        )
    there = await ada.says("/event list")
    assert [f"Tea {number}, " in there.text for number in range(1, 7)] == [True] * 6
    assert "more" not in there.text
    assert "6 places" in (await there.choose("Tea 6")).text


async def test_of_two_of_one_name_that_on_the_named_day_is_meant_by_every_command(
    chat: Chat,
) -> None:
    ada = await chat.person("Ada")
    await planned(ada, '/event new "Tea" 4 december 5pm for 1 hour')
    await planned(ada, '/event new "Tea" 5 december 5pm for 1 hour')
    for said in ("show", "coming", "edit", "people", "calendar", "cancel"):
        asked = await ada.says(f"/event {said} tea")
        assert "2 events called “Tea”" in asked.text
        assert f"/event {said} Tea 2026-12-05" in asked.text
    assert "05 Dec" in (await ada.says("/event show tea 2026-12-05")).text
    assert "Saturday, 5 December" in (await ada.says("/event cancel tea 2026-12-05")).text
    await planned(ada, '/event new "Siân’s soup" 6 december 5pm for 1 hour')
    assert "Siân’s soup" in (await ada.says("/event show sian's so")).text


async def test_a_series_says_that_it_comes_again_and_its_own_time_to_who_is_elsewhere(
    chat: Chat,
) -> None:
    ada, bo = await chat.person("Ada"), await chat.person("Bo", zone="America/New_York")
    await (await filled(ada, repeats="weekly", until="4")).press("Post it")
    for person, there in ((ada, False), (bo, True)):
        shown = (await person.says("/event show tea")).text
        assert "Repeats: every week on Friday, 4 times" in shown
        assert (
            "By the clock there: Friday, 4 December 2026, 17:00 to 18:00 (London, GMT)" in shown
        ) is there


async def test_a_list_says_of_an_event_that_it_is_full(chat: Chat) -> None:
    ada = await chat.person("Ada")
    await planned(ada, '/event new "Tea" 4 december 5pm for 1 hour, 1 place')
    assert "· 1 place free" in (await ada.says("/event list")).text
    await comes(chat, ada, (await plans(chat))[0].id)
    listed = (await ada.says("/event list")).text
    assert "· full" in listed
    assert "0 places" not in listed


async def test_where_it_is_may_be_shown_only_to_those_who_come(chat: Chat) -> None:
    ada, bo = await chat.person("Ada"), await chat.person("Bo")
    await (await filled(ada, venue="The Kettle House", shown="coming")).press("Post it")
    assert "Kettle House" in (await ada.says("/event show")).text
    assert "Kettle House" not in (await bo.says("/event show tea")).text
    assert "no event to come about" in (await bo.says("/event list kettle")).text
    await comes(chat, bo, (await plans(chat))[0].id)
    assert "Kettle House" in (await bo.says("/event show tea")).text


async def test_the_command_alone_lists_what_there_is_to_come(chat: Chat) -> None:
    ada = await chat.person("Ada")
    await planned(ada, '/event new "Tea" 4 december 5pm for 1 hour')
    assert "Events to come" in (await ada.says("/event")).text
    assert "Events to come" in (await ada.says("/kindred event")).text


async def test_two_events_of_one_name_are_told_apart(chat: Chat) -> None:
    ada = await chat.person("Ada")
    await planned(ada, '/event new "Tea" 4 december 5pm for 1 hour')
    await planned(ada, '/event new "Tea" 5 december 5pm for 1 hour')
    asked = await ada.says("/event edit tea")
    assert "2 events called “Tea”" in asked.text
    assert "05 Dec 2026" in (await asked.press("Show number 2")).text


# Changing -------------------------------------------------------------------------------------


async def test_a_host_changes_an_event_and_nobody_else_does(chat: Chat) -> None:
    ada, bo = await chat.person("Ada"), await chat.person("Bo")
    rowan = await chat.person("Rowan", Role.FACILITATOR)
    await planned(ada, '/event new "Tea" 4 december 5pm for 1 hour')
    refused = (await bo.says("/event edit Tea")).text
    assert "host" in refused
    form = await ada.says("/event edit Tea")
    assert form.value("title") == "Tea"
    done = await form.fill(when=at(form, "2026-12-05", "18:00", "19:00")).done()
    assert "Saturday, 5 December 2026, 18:00" in done.text
    (event,) = await plans(chat)
    assert event.sequence > 0
    assert (await rowan.says("/facilitate event edit tea")).value("title") == "Tea"
    await planned(bo, '/event new "Cake" 6 december 5pm for 1 hour')
    assert "host" in (await bo.says("/event edit Tea")).text


async def test_one_date_all_that_follow_or_all_of_a_series_are_changed(chat: Chat) -> None:
    ada = await chat.person("Ada")
    await (await filled(ada, repeats="weekly", until="4")).press("Post it")

    async def starts() -> list[str]:
        async with chat.work(read_only=True) as work:
            found = await work.events.dates.in_community(chat.community, chat.clock.now(), 50)
        return [f"{each.date.start:%d %H}" for each in found]

    assert await starts() == ["04 17", "11 17", "18 17", "25 17"]
    asked = await ada.says("/event edit tea")
    form = await asked.press("Only this date")
    moved = await form.fill(when=at(form, "2026-12-05", "16:00", "17:00"), venue="Garden").done()
    assert "5 December" in moved.text
    assert await starts() == ["05 16", "11 17", "18 17", "25 17"]
    assert "Garden" in (await ada.says("/event show tea")).text
    await chat.skip_time(days=13)
    form = await (await ada.says("/event edit tea")).press("This and all that follow")
    assert "2026-12-11" in str(form.value("when"))
    await form.fill(when=at(form, "2026-12-12", "15:00", "16:00")).done()
    assert await starts() == ["12 15", "19 15", "26 15"]
    form = await (await ada.says("/event edit tea")).press("All dates")
    await form.fill(title="Cake").done()
    assert "Cake" in (await ada.says("/event list")).text


async def test_an_event_that_has_begun_or_is_over_still_says_other_things_and_why_not_all(
    chat: Chat,
) -> None:
    ada, bo = await chat.person("Ada"), await chat.person("Bo")
    await planned(ada, '/event new "Tea" 24 november 10am for 1 hour')
    (event,) = await plans(chat)
    await bo.says("/event coming Tea")
    await chat.skip_time(hours=25, minutes=30)
    form = await ada.says("/event edit tea")
    hints = {field.name: field.hint for field in form.dialog.fields}
    assert "when it began stays" in hints["minutes"]
    told = len(bo.inbox)
    early = await form.fill(minutes="20").done()
    assert "over already" in early.error("minutes")
    done = await early.fill(minutes="90", description="Bring cake.", venue="The garden").done()
    assert "10:00 to 11:30" in done.text
    await chat.settle()
    assert "has a new time" in bo.inbox[-1]
    await chat.skip_time(minutes=5)  # and it is not told once more that it begins
    assert len(bo.inbox) == told + 1
    await chat.skip_time(hours=2)
    (thanks,) = bo.inbox[told + 1 :]
    assert "Thank you for coming" in thanks
    form = await ada.says("/event edit tea")
    longer = await form.fill(minutes="120").done()
    assert "it is over" in longer.error("minutes").casefold()
    done = await longer.fill(minutes="90", link="https://tube.example.org/tea").done()
    assert "is changed" in done.text
    await chat.a_moment()
    assert len(bo.inbox) == told + 2
    assert any("https://tube.example.org/tea" in card for card in chat.for_all)
    ((changed,), (date,)) = (await plans(chat), await dates(chat, event.id))
    assert changed.details.description == "Bring cake."
    assert (date.minutes, date.start.hour) == (90, 10)


async def test_of_a_series_the_date_that_is_on_and_those_ahead_are_changed_apart(
    chat: Chat,
) -> None:
    ada = await chat.person("Ada")
    await planned(ada, '/event new "Tea" every tuesday at 10:00 for 1 hour')
    (event,) = await plans(chat)
    await chat.skip_time(hours=25, minutes=30)
    asked = await ada.says("/event edit tea")
    assert "“Tea” is on just now." in asked.text
    assert "The next is Tuesday, 1 December" in asked.text
    now = await asked.press("The one that is on")
    await now.fill(minutes="75", venue="The garden").done()
    rest = await asked.press("All dates")
    for number in range(1, 4):
        page = rest.fill(**({"description": "Bring cake."} if number == 1 else {}))
        rest = await (page.done() if number == 3 else page.next())
    assert "is changed" in rest.text
    first, second, *_ = await dates(chat, event.id)
    assert (first.minutes, first.venue) == (75, "The garden")
    assert (second.minutes, second.venue) == (60, None)


async def test_fewer_places_than_people_come_is_asked_about(chat: Chat) -> None:
    ada, bo, cy = [await chat.person(name) for name in ("Ada", "Bo", "Cy")]
    await planned(ada, '/event new "Tea" 4 december 5pm for 1 hour, 3 places')
    (event,) = await plans(chat)
    for person in (bo, cy):
        await comes(chat, person, event.id)
    form = await (await ada.says("/event edit tea")).fill().next()
    form = await form.fill(capacity="1").next()
    asked = await form.fill().done()
    assert "2 people come, and there would be 1 place." in asked.text
    assert (await plans(chat))[0].details.capacity == 3
    await asked.press("The last 1 waits again")
    assert (await plans(chat))[0].details.capacity == 1
    async with chat.work(read_only=True) as work:
        (date,) = await work.events.dates.of(event.id)
    assert (date.tally.seated, date.tally.waiting, date.capacity) == (1, 1, 1)


# Cancelling, copying, hosts -------------------------------------------------------------------


async def test_an_event_is_cancelled_after_a_question_with_a_word(chat: Chat) -> None:
    ada = await chat.person("Ada")
    await planned(ada, '/event new "Tea" 4 december 5pm for 1 hour')
    asked = await ada.says("/event cancel")
    assert "Do you really want to cancel “Tea”" in asked.text
    assert "0 people" not in asked.text
    assert (await plans(chat))[0].state.value == "planned"
    form = await asked.press("Yes, cancel it")
    assert "is cancelled" in (await form.fill(message="The kettle broke.").done()).text
    assert (await plans(chat))[0].state.value == "cancelled"
    assert "no event to come" in (await ada.says("/event list")).text
    assert "has been cancelled" in (await asked.press("Yes, cancel it")).text


async def test_one_date_of_a_series_is_cancelled_or_all(chat: Chat) -> None:
    ada = await chat.person("Ada")
    await (await filled(ada, repeats="weekly", until="4")).press("Post it")
    form = await (await ada.says("/event cancel tea")).press("Yes, only this date")
    await form.fill().done()
    assert "11 Dec" in (await ada.says("/event show tea")).text
    form = await (await ada.says("/event cancel tea")).press("Yes, all dates")
    assert "all dates after it" in (await form.fill().done()).text
    assert "no event to come" in (await ada.says("/event list")).text


async def test_the_same_as_last_time(chat: Chat) -> None:
    ada = await chat.person("Ada")
    await (await filled(ada, venue="The Kettle House", capacity="12")).press("Post it")
    await chat.skip_time(days=14)
    form = await ada.says("/event copy")
    assert form.value("title") == "Tea"
    form = await form.fill(when=at(form, "2026-12-18", "17:00", "18:00")).next()
    assert form.value("venue") == "The Kettle House"
    shown = await (await form.fill().next()).fill().done()
    await shown.press("Post it")
    assert len(await plans(chat)) == 2


async def test_hosts_from_several_networks_look_after_one_event(chat: Chat) -> None:
    ada = await chat.person("Ada", networks=("North",))
    bo = await chat.person("Bo", networks=("South",))
    await planned(ada, '/event new "Tea" 4 december 5pm for 1 hour')
    assert "An event needs a host" in await _without(ada, "Ada", also="")
    added = await ada.says("/event host Bo tea")
    assert "Bo hosts “Tea”, too" in added.text.replace("@", "")
    await chat.settle()
    assert any("asks you to host “Tea”" in each for each in bo.inbox)
    assert "hosts it already" in (await ada.says("/event host Bo tea")).text
    assert (await bo.says("/event edit tea")).value("title") == "Tea"
    gone = await (await bo.says("/event hosts")).press("Without Ada")
    assert "Ada" not in gone.text
    assert "host" in (await ada.says("/event edit tea")).text


async def _without(person: Person, name: str, also: str) -> str:
    """What somebody is told who wants an event to be without its only host."""
    async with person.chat.work(read_only=True) as work:
        (event,) = await work.events.plans.in_community(person.chat.community, 9)
    return (await person.does(Pressed("events.remove_host", f"{person.id}:{event.id}"))).text


async def test_an_event_that_nobody_hosts_any_more_is_told_to_facilitators(chat: Chat) -> None:
    ada, rowan = await chat.person("Ada"), await chat.person("Rowan", Role.FACILITATOR)
    await planned(ada, '/event new "Tea" 4 december 5pm for 1 hour')
    async with chat.work() as work:
        (event,) = await work.events.plans.in_community(chat.community, 9)
        await work.roles.withdraw(ada.id, ScopedRole.HOST, event.scope)
    home = await rowan.says("/kindred home")
    assert "Nobody hosts “Tea” any more" in home.text


# Where it hangs -------------------------------------------------------------------------------


async def hung(chat: Chat) -> list[str]:
    """The subjects of the cards that hang somewhere."""
    async with chat.work(read_only=True) as work:
        found = await work.connection.exec_driver_sql(
            "select subject from live_views where kind = 'events.card' order by id"
        )
    return [str(row[0]) for row in found]


async def test_its_card_hangs_in_every_channel_for_announcements_and_so_does_the_next_date(
    chat: Chat,
) -> None:
    ada = await chat.person("Ada")
    await (await filled(ada, repeats="weekly", until="3")).press("Post it")
    async with chat.work(read_only=True) as work:
        (event,) = await work.events.plans.in_community(chat.community, 9)
        first, second, _ = await work.events.dates.of(event.id)
    assert set(await hung(chat)) == {str(first.id)}
    assert len(await hung(chat)) == len(event.details.places) > 0
    await chat.skip_time(days=12)
    assert set(await hung(chat)) == {str(first.id), str(second.id)}


async def test_a_channel_that_is_unticked_loses_its_card(chat: Chat) -> None:
    ada = await chat.person("Ada")
    await planned(ada, '/event new "Tea" 4 december 5pm for 1 hour')
    await chat.settle()
    assert len(chat.for_all) == 1
    form = await ada.says("/event edit Tea")
    for number in range(1, 4):
        page = form.fill(**({"channels": ["none"]} if number == 3 else {}))
        form = await (page.done() if number == 3 else page.next())
    assert "is changed" in form.text
    await chat.settle()
    assert (await hung(chat), chat.for_all) == ([], [])
