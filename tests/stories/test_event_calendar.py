"""Members put events into their own calendar, and hosts take out who comes."""

import csv
import io
import logging
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete

from bot.community.roles import Role, ScopedRole
from bot.features.events import planning
from bot.features.events.calendars import feeds
from bot.features.events.calendars.addresses import OWN, OWN_PATH, for_network
from bot.features.events.calendars.domain import CALENDAR
from bot.features.events.domain import Details, Event
from bot.features.events.rsvps import changes
from bot.features.events.rsvps.domain import Answer, Attendee, Response
from bot.routing.files import FileGone, FileMaker
from bot.routing.pages import PageNotFound, Pages
from bot.ui.content import Gathered
from bot.ui.csv_files import CSV
from bot.ui.files import File
from storage.kernel.tables import member_networks
from tests.chat import ADDRESS, Chat, Person
from tests.domain.test_event_calendars import by_ical, by_icalendar, by_vobject, fields
from tests.stories.test_event_seats import in_town
from tests.stories.test_linking import linked

COMING = Response(Answer.COMING)
TEA = Details(
    "Tea, cake & talk",
    datetime.fromisoformat("2026-12-15 18:00"),
    "Europe/London",
    venue="The Hall",
    link="https://meet.example.org/tea",
    hidden_place=True,
)
AT = datetime(2026, 12, 15, 18, tzinfo=UTC)


async def plan(chat: Chat, details: Details = TEA, by: Person | None = None) -> Event:
    async with chat.work() as work:
        now, host = chat.clock.now(), by.id if by else None
        return await planning.plan(work, chat.community, details, host, now)


async def comes(
    chat: Chat, who: Person, event: Event, response: Response = COMING, nth: int = 0
) -> None:
    async with chat.work() as work:
        date = (await work.events.dates.of(event.id))[nth].id
        await changes.answer(work, date, Attendee(who.id), response, chat.clock.now())


async def is_there(chat: Chat, file: File, who: Person | None = None) -> bool:
    """Whether a file of old is still made, for somebody who fetches it."""
    maker = FileMaker(chat.core.registry.files, chat.work, chat.clock)
    try:
        (await maker.make(file, await chat.member(who) if who else None)).close()
    except FileGone:
        return False
    return True


def secret_in(text: str, after: str) -> str:
    found = re.search(rf"{ADDRESS}{after}([\w-]+)\.ics", text)
    assert found, text
    return found[1]


# One's own calendar ---------------------------------------------------------------------------


async def test_somebody_is_told_alone_where_the_calendars_are(chat: Chat) -> None:
    ada = await chat.person("Ada", networks=("Kettle & Bench", "Lantern Lane"))
    answer = await ada.says("/event calendar")
    assert answer.only_for_actor
    assert await chat.received(answer) == {}
    text = answer.text
    for said in ("Google Calendar", "Outlook", "Apple Calendar", "Kettle & Bench", "Lantern Lane"):
        assert said in text
    assert f"{ADDRESS}/calendars/community/{chat.community}.ics" in text
    own = secret_in(text, "/calendars/mine/")
    assert f"webcal://kindred.example.org/calendars/mine/{own}.ics" in text
    async with chat.work(read_only=True) as work:
        assert await work.secrets.whose(own, OWN) == await chat.member(ada)
        for network in await work.events.audience.networks_of(ada.id):
            secret = secret_in(text, f"/calendars/network/{network.id}/")
            assert await work.secrets.whose(secret, for_network(network.id))


async def test_the_addresses_are_renewed_where_they_are_shown(chat: Chat) -> None:
    ada = await chat.person("Ada")
    answer = await ada.says("/event calendar")
    before = secret_in(answer.text, "/calendars/mine/")
    assert "lead nowhere now" in (await answer.press("Renew my addresses")).text
    async with chat.work(read_only=True) as work:
        assert await work.secrets.whose(before, OWN) is None
    assert before not in (await ada.says("/event calendar")).text


async def test_an_event_comes_as_a_file_with_what_its_reader_may_see(chat: Chat) -> None:
    ada, bo, fay = [await chat.person(name) for name in ("Ada", "Bo", "Fay")]
    event = await plan(chat, by=fay)
    await comes(chat, ada, event)
    for who, place in ((ada, True), (bo, False), (fay, True)):
        answer = await who.says("/event calendar tea")
        assert "as a file" in answer.text
        ((name, content),) = (await chat.received(answer)).items()
        assert name == "Tea-cake-talk.ics"
        for read in (by_icalendar, by_ical, by_vobject):
            assert read(content) == [(TEA.title, AT)]
        assert (b"The Hall" in content) is place
        assert fields(content, "UID") == [event.uid]


async def test_an_event_is_put_into_a_calendar_from_where_it_is_answered_or_shown(
    chat: Chat,
) -> None:
    ada = await chat.person("Ada")
    await plan(chat)
    for said in ("show", "coming", "maybe", "show"):
        answer = await ada.says(f"/event {said} tea")
        file = await answer.press("Add to calendar")
        assert list(await chat.received(file)) == ["Tea-cake-talk.ics"]
    assert "Add to calendar" not in (await ada.says("/event no tea")).buttons


async def test_nobody_gets_an_event_of_others_as_a_file_nor_somebody_elses(chat: Chat) -> None:
    ada = await chat.person("Ada", networks=("Kettle & Bench",))
    bo = await chat.person("Bo")
    async with chat.work(read_only=True) as work:
        (bench,) = await work.events.audience.networks_of(ada.id)
    event = await plan(chat, replace(TEA, networks=(bench.id,)))
    answer = await bo.says("/event calendar tea")
    assert "no event to come" in answer.text
    assert "/calendars/" not in answer.text
    assert len(await chat.received(await ada.says("/event calendar tea"))) == 1
    file = File("tea.ics", CALENDAR, "events.calendar", f"{event.id}:{ada.id}")
    assert await is_there(chat, file, ada)
    assert not await is_there(chat, file, bo)
    async with chat.work() as work:
        await work.connection.execute(delete(member_networks))
    assert not await is_there(chat, file, ada)


async def test_an_event_that_one_may_not_see_stands_before_none_that_one_may(chat: Chat) -> None:
    ada = await chat.person("Ada", networks=("Kettle & Bench",))
    bo = await chat.person("Bo")
    async with chat.work(read_only=True) as work:
        (bench,) = await work.events.audience.networks_of(ada.id)
    await plan(chat, replace(TEA, title="Tea", networks=(bench.id,)))
    await plan(chat, replace(TEA, title="Tea in Hull"))
    answer = await bo.says("/event calendar tea")
    assert list(await chat.received(answer)) == ["Tea-in-Hull.ics"]


async def test_of_several_it_is_asked_which(chat: Chat) -> None:
    ada = await chat.person("Ada")
    for title in ("Tea in Hull", "Tea in Leeds"):
        await plan(chat, replace(TEA, title=title))
    answer = await ada.says("/event calendar tea")
    assert "Which event" in answer.text
    assert "/event calendar Tea in Leeds" in answer.text
    answer = await ada.says("/event calendar Tea in Leeds")
    assert list(await chat.received(answer)) == ["Tea-in-Leeds.ics"]


async def test_two_who_become_one_have_one_calendar(chat: Chat) -> None:
    ada, zed = await chat.person("Ada"), await chat.person("Zed")
    both, one = await plan(chat), await plan(chat, replace(TEA, title="Supper"))
    for who, event in ((ada, both), (zed, both), (zed, one)):
        await comes(chat, who, event)
    await linked(ada, zed)
    async with chat.work() as work:
        (kept,) = [each for each in (ada, zed) if await work.people.member(each.id)]
        mine = await feeds.of_member(work, kept.id, chat.clock.now())
    assert sorted(entry.event.details.title for entry in mine) == ["Supper", TEA.title]


async def test_whoever_has_gone_from_the_chat_reads_their_calendar_no_more(chat: Chat) -> None:
    await chat.connect()
    ada = await in_town(chat, "Ada")
    async with chat.work() as work:
        secret = await work.secrets.of(ada.id, OWN, chat.clock.now())
    pages, route = Pages(chat.work, chat.clock), chat.core.registry.pages[OWN_PATH]

    async def look() -> None:
        served = await pages(route, {"secret": secret}, {}, nobody)
        assert isinstance(served.body, Gathered)
        served.body.close()

    await look()
    await ada.becomes(kind="gone")
    with pytest.raises(PageNotFound):
        await look()


async def nobody(work: object) -> None:
    return None


# Who comes ------------------------------------------------------------------------------------


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


async def test_a_host_takes_out_who_comes_and_the_log_says_so_by_ids(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    fay, ada, bo = [await chat.person(name) for name in ("Fay", "=Ada()", "Bo")]
    event = await plan(chat, replace(TEA, capacity=2), by=fay)
    await comes(chat, ada, event, Response(Answer.COMING, 2, hidden=True))
    await comes(chat, bo, event)
    caplog.set_level(logging.INFO, logger="bot.features.events")
    answer = await fay.says("/event export")
    assert answer.only_for_actor
    ((name, content),) = (await chat.received(answer)).items()
    assert name == "Tea-cake-talk-2026-11-23.csv"
    first, second = rows(content)
    assert first == {
        "date": "2026-12-15 18:00",
        "time zone": "Europe/London",
        "called off": "",
        "name": "'=Ada()",
        "guest": "",
        "name is for hosts alone": "yes",
        "answer": "coming",
        "people": "2",
        "seats": "2",
        "seats offered": "0",
        "seats waited for": "0",
        "still needs": "",
        "answered (UTC)": "2026-11-23 09:00",
        "came": "",
    }
    assert (second["name"], second["seats"], second["seats waited for"]) == ("Bo", "0", "1")
    (record,) = [each for each in caplog.messages if "exported" in each]
    assert record == f"member {fay.id} exported 2 answers to event {event.id}"


async def test_nobody_but_its_hosts_and_facilitators_takes_out_who_comes(chat: Chat) -> None:
    fay, ada, bo = [await chat.person(name) for name in ("Fay", "Ada", "Bo")]
    guide = await chat.person("Guide", Role.FACILITATOR)
    event = await plan(chat, by=fay)
    await plan(chat, replace(TEA, title="Supper"), by=bo)
    await comes(chat, ada, event)
    for who in (ada, bo):
        answer = await who.says("/event export tea")
        assert "for those who host this" in answer.text
        assert await chat.received(answer) == {}
    taken = await chat.received(await guide.says("/event export tea"))
    assert [row["name"] for row in rows(*taken.values())] == ["Ada"]
    await comes(chat, ada, event, Response(Answer.COMING, hidden=True))
    taken = await chat.received(await guide.says("/event export tea"))
    assert "Somebody" in rows(list(taken.values())[-1])[0]["name"]
    file = File("tea.csv", CSV, "events.export", f"{event.id}:{fay.id}")
    assert await is_there(chat, file, fay)
    assert not await is_there(chat, file, guide)
    async with chat.work() as work:
        await work.roles.withdraw(fay.id, ScopedRole.HOST, event.scope)
    assert not await is_there(chat, file)


async def test_an_event_of_last_week_is_still_taken_out(chat: Chat) -> None:
    fay = await chat.person("Fay")
    await plan(chat, by=fay)
    chat.clock.at = AT + timedelta(days=7)
    assert len(await chat.received(await fay.says("/event export tea"))) == 1


async def test_who_hosts_one_of_several_takes_out_that_one_when_none_is_named(chat: Chat) -> None:
    fay = await chat.person("Fay")
    await plan(chat, replace(TEA, title="Supper"))
    await plan(chat, by=fay)
    assert list(await chat.received(await fay.says("/event export"))) == [
        "Tea-cake-talk-2026-11-23.csv"
    ]


async def test_of_two_of_one_name_that_to_come_is_meant_before_that_of_last_week(
    chat: Chat,
) -> None:
    fay = await chat.person("Fay")
    await plan(chat, by=fay)
    chat.clock.at = AT + timedelta(days=7)
    later = replace(TEA, start=TEA.start + timedelta(days=14))
    event = await plan(chat, later, by=fay)
    ((_, content),) = (await chat.received(await fay.says("/event calendar tea"))).items()
    assert fields(content, "UID") == [event.uid]
