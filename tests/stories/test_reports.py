"""Something is reported to the leads: they decide, everybody concerned is told, nobody is named."""

from __future__ import annotations

import pytest

from bot.community.facts import Fact
from bot.community.reportables import Reportable
from bot.delivery.addresses import ToMember
from bot.features.events.covers.domain import read_picture
from bot.features.reports.domain import KEPT, MOST_A_DAY
from bot.routing.interaction import HomeOpened, Pressed
from bot.ui.messages import say
from storage.kernel.journal import Journal
from storage.reports.merging import merge
from tests.chat import Answer, Chat, Person
from tests.domain.test_pictures import JPEG
from tests.stories.events import as_it_is, planned
from tests.stories.programmes import facilitator

REPORT = "Report to the leads"


async def reports(chat: Chat, person: Person, word: str = "") -> Answer:
    """Report tea, by the button below all that its card says."""
    more = await chat.press_in_for_all("More", by=person)
    asked = await more.press(REPORT)
    told = await asked.fill(word=word).done()
    await chat.settle()
    return told


async def test_what_is_taken_down_is_gone_everywhere_and_everybody_concerned_is_told(
    chat: Chat,
) -> None:
    rowan, dot = await facilitator(chat), await facilitator(chat, "Dot Field")
    ada, bo, cy, zed = [await chat.person(name) for name in ("Ada", "Bo Lea", "Cy Nash", "Zed")]
    tea = await planned(chat, ada)
    await chat.press_in_for_all("I’m coming", by=bo)
    async with chat.work() as work:
        now, picture = chat.clock.now(), read_picture(JPEG)
        cover = await work.events.covers.put(tea.event.id, picture, "A cup", now)
        await work.events.afterwards.tell(tea.date.id, "Buy more tea.", "", ada.id, now)
    more = await chat.press_in_for_all("More", by=cy)
    asked = await more.press(REPORT)
    (field,) = asked.dialog.fields
    assert "The leads see that it was you; whoever wrote it does not" in field.hint
    told = await asked.fill(word="It is an advertisement").done()
    assert "I tell you what they decide" in told.text
    await reports(chat, zed)
    assert "already" in (await reports(chat, zed)).text
    for lead in (rowan, dot):
        (notice,) = lead.inbox
        assert "2 people have reported “Tea”" in notice
        assert "Cy" not in notice
    assert "One report waits" in (await rowan.says("/kindred home")).text
    case = await rowan.presses_in_inbox("Look at it")
    for seen in ("Ada", "Cy Nash", "It is an advertisement", "Zed"):
        assert seen in case.text
    form = await case.press("Take it down")
    done = await form.fill(why="Tea is not for sale here.").done()
    assert "is taken down" in done.text
    await chat.settle()
    await chat.a_moment()
    assert chat.for_all == []
    (word,) = ada.inbox
    assert "The leads of The Test Table have taken down “Tea”" in word
    assert "Tea is not for sale here." in word
    assert "Cy" not in word
    (cancelled,) = bo.inbox
    assert "The leads of your community have taken it down." in cancelled
    for each in (cy, zed):
        (thanked,) = each.inbox
        assert "have taken it down" in thanked
    details = (await as_it_is(chat, tea)).event.details
    assert (details.title, details.description, details.venue, details.link) == ("Tea", "", "", "")
    assert not details.on_the_web
    async with chat.work(read_only=True) as work:
        assert await work.events.covers.get(cover.key) is None
        assert await work.events.afterwards.outcome(tea.date.id) is None
    record = (await dot.says("/facilitate reports")).text
    assert "Nothing waits for you." in record
    assert "“Tea” was taken down by Rowan Hall" in record
    assert "Tea is not for sale here." in record
    assert "Cy" not in record
    assert "was taken down" in dot.inbox[-1]
    assert "was taken down" in (await dot.does(Pressed("reports.down", "1"))).text
    await chat.skip_time(days=KEPT.days + 1)
    assert "What was decided" not in (await dot.says("/facilitate reports")).text


async def test_nobody_decides_about_their_own_if_another_can(chat: Chat) -> None:
    rowan, cy = await facilitator(chat), await chat.person("Cy Nash")
    await planned(chat, rowan)
    assert REPORT not in (await chat.press_in_for_all("More", by=rowan)).buttons
    assert "your own" in (await rowan.does(Pressed("reports.report", "events.event:1"))).text
    await reports(chat, cy, "Too early")
    alone = await rowan.presses_in_inbox("Look at it")
    assert "Leave it as it is" in alone.buttons, "there is nobody else"
    assert "Cy" not in alone.text
    dot = await facilitator(chat, "Dot Field")
    hers = await rowan.presses_in_inbox("Look at it")
    assert "another facilitator decides" in hers.text
    assert "Leave it as it is" not in hers.buttons
    assert "another facilitator" in (await rowan.does(Pressed("reports.down", "1"))).text
    listed = await dot.says("/facilitate reports")
    case = await listed.press("Tea")
    await (await case.press("Leave it as it is")).fill(why="It is early, and fine.").done()
    await chat.settle()
    (told,) = cy.inbox
    assert "leave it as it is" in told
    assert "It is early, and fine." in told
    assert "was looked at" in rowan.inbox[-1]
    assert len(chat.for_all) == 1
    assert await case_count(chat, cy) == 2, "it can be reported again"


async def case_count(chat: Chat, person: Person) -> int:
    """Of which case it is when something is reported once more."""
    await reports(chat, person)
    async with chat.work(read_only=True) as work:
        (case,) = await work.reports.open(chat.community)
    return int(case.id)


@pytest.mark.not_in("slack", reason="its own test has the menu of a message")
@pytest.mark.not_in("discord", reason="its own test has the menu of a message")
async def test_a_message_of_kindreds_is_reported_by_its_menu(chat: Chat) -> None:
    rowan, ada, cy = await facilitator(chat), await chat.person("Ada"), await chat.person("Cy")
    await planned(chat, ada)
    square = f"web:square:{chat.community}"
    (key,) = chat.platform.place(f"square:{chat.community}").posted
    asked = await cy.does(Pressed("reports.report_message", f"{square} web:{key}"))
    await asked.fill(word="Hm").done()
    async with chat.work() as work:
        told = Fact.of("tea.word", 1, member=ada.id)
        word = say("Somebody says something unkind.")
        await work.outbox.post(ToMember(ada.id), word, told, community=chat.community)
    await chat.settle()
    direct = f"web:direct:{ada.id} web:{told.key}"
    asked = await ada.does(Pressed("reports.report_message", direct))
    await asked.fill().done()
    nowhere = await cy.does(Pressed("reports.report_message", f"{square} web:nothing"))
    assert "only pass on what I have posted here myself" in nowhere.text
    listed = await rowan.says("/facilitate reports")
    assert "2 reports wait" in listed.text
    assert "“Tea”" in listed.text
    case = await listed.press("A message of mine")
    await (await case.press("Take it down")).fill(why="Unkind").done()
    await chat.settle()
    assert not any("unkind." in message for message in ada.inbox)


async def test_who_leaves_or_turns_out_to_be_another_is_followed(chat: Chat) -> None:
    rowan, ada, cy, zed = [
        await facilitator(chat),
        *[await chat.person(name) for name in ("Ada", "Cy", "Zed")],
    ]
    await planned(chat, ada)
    await reports(chat, cy, "One thing")
    await reports(chat, zed, "Another")
    (held,) = [h for h in chat.core.registry.personal_data if h.name == "reports"]
    async with chat.work() as work:
        journal = Journal(work.connection)
        await merge(work.connection, journal, zed.id, cy.id)
        (report,) = await work.reports.reports_of(1)
        assert (report.member, report.word) == (cy.id, "One thing\nAnother")
        await journal.undo(journal.as_text())
        assert len(await work.reports.reports_of(1)) == 2
    async with chat.work() as work:
        assert "'word': 'One thing'" in str(await held.export(work, cy.id))
        assert await held.export(work, ada.id) == {"reported": [], "taken down": [], "decided": []}
        for person in (cy, zed, ada):
            await held.erase(work, person.id)
    case = await (await rowan.says("/facilitate reports")).press("Tea")
    assert "Whoever reported it has left." in case.text
    assert "Ada" in case.text, "she still hosts it"
    await (await case.press("Leave it as it is")).fill().done()


async def test_an_idea_is_reported_and_taken_down_like_anything_else(chat: Chat) -> None:
    rowan, ada, cy = await facilitator(chat), await chat.person("Ada"), await chat.person("Cy")
    await (await ada.says("/idea new A shed for tools")).press("Post it")
    await chat.settle()
    assert "A shed for tools" in chat.for_all[0]
    asked = await (await cy.says("/idea show A shed for tools")).press(REPORT)
    await asked.fill(word="Hm").done()
    assert REPORT not in (await ada.says("/idea show A shed for tools")).buttons
    case = await (await rowan.says("/facilitate reports")).press("A shed for tools")
    assert "Ada" in case.text
    await (await case.press("Take it down")).fill(why="There is one.").done()
    await chat.settle()
    assert chat.for_all == []
    assert "There is one." in ada.inbox[-1]
    assert "taken it down" in cy.inbox[-1]
    assert "A shed" not in (await ada.says("/idea list")).text


async def test_so_many_reports_a_day_and_no_more(chat: Chat) -> None:
    await facilitator(chat)
    ada, cy = await chat.person("Ada"), await chat.person("Cy")
    await planned(chat, ada, title="Tea 10")
    opened_before = await cy.says("/kindred report Tea 10")
    async with chat.work() as work:
        for number in range(MOST_A_DAY):
            one = Reportable(Fact.of("tea.cup", number), chat.community, "Tea")
            await work.reports.file(one, cy.id, "", chat.clock.now())
    assert "a good deal today" in (await opened_before.fill().done()).text
    assert "a good deal today" in (await cy.says("/kindred report Tea 10")).text
    assert "as it stands on its card" in (await cy.says("/kindred report Coffee")).text
    await chat.skip_time(days=1)
    assert (await cy.says("/kindred report tea")).dialog
    await planned(chat, ada, title="Green tea")
    several = (await cy.says("/kindred report ea")).text
    assert all(f"/kindred report {title}" in several for title in ("Tea 10", "Green tea"))
    home = await cy.does(HomeOpened())
    assert "reports wait" not in home.text
