"""Calendars that are subscribed to, by a real HTTP client, and read alike by three readers."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import icalendar
import pytest
from sqlalchemy import delete

from bot.community.people import Member
from bot.features.events import planning
from bot.features.events.calendars import addresses
from bot.features.events.calendars.feeds import KEPT
from bot.features.events.domain import Details, Event
from bot.features.events.rsvps import changes
from bot.features.events.rsvps.domain import Answer, Attendee, Response
from bot.features.events.series.domain import Series, monthly_by_day, monthly_by_weekday, weekly
from bot.routing.loader import load
from storage.kernel.tables import member_networks, networks
from tests.adapters.webchat import NOON, WebChat, web_chat
from tests.database import engine_at
from tests.domain.test_event_calendars import READERS, Read, by_icalendar, fields
from tests.extent import some_rows
from tests.statements import counting

LONDON = "Europe/London"
FIRST = datetime.fromisoformat("2026-12-15 18:00")
TEA = Details(
    "Tea", FIRST, LONDON, 90, venue="The Hall", link="https://meet.example.org/tea", capacity=2
)
HIDDEN = replace(TEA, title="Supper", hidden_place=True)
TUESDAYS = replace(TEA, title="Tuesdays", series=Series(weekly(FIRST)), capacity=None)
COMING, MAYBE, NO = (Response(answer) for answer in Answer)


@pytest.fixture
async def chat(database_url: str) -> AsyncIterator[WebChat]:
    async with engine_at(database_url) as engine, web_chat(engine, load(EVENTS)) as opened:
        yield opened


EVENTS = "bot.features.events"


@dataclass
class Feed:
    """A calendar that somebody has subscribed to."""

    chat: WebChat
    path: str

    async def get(self, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.chat.browser().get(self.path, headers=named)

    async def content(self) -> bytes:
        answer = await self.get()
        assert answer.status_code == 200, self.path
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        return answer.content

    async def titles(self) -> list[str]:
        return fields(await self.content(), "SUMMARY")


async def plan(chat: WebChat, details: Details, **more: Any) -> Event:
    async with chat.open_work() as work:
        community = chat.community.id
        return await planning.plan(work, community, details, None, chat.clock.now(), **more)


async def says(chat: WebChat, who: Member, event: Event, response: Response, nth: int = 0) -> None:
    async with chat.open_work() as work:
        date = (await work.events.dates.of(event.id))[nth]
        await changes.answer(work, date.id, Attendee(who.id), response, chat.clock.now())


def everybodys(chat: WebChat) -> Feed:
    return Feed(chat, f"/calendars/community/{chat.community.id}.ics")


async def own(chat: WebChat, who: Member) -> Feed:
    async with chat.open_work() as work:
        return Feed(chat, await addresses.of_member(work, who, NOON))


async def network(chat: WebChat, name: str, *people: Member) -> int:
    async with chat.open_work() as work:
        values = {"community_id": chat.community.id, "name": name, "name_key": name.casefold()}
        added = await work.connection.execute(
            networks.insert().values(**values).returning(networks.c.id)
        )
        id_: int = added.scalar_one()
        for who in people:
            its = {"member_id": who.id, "network_id": id_, "position": 0}
            await work.connection.execute(member_networks.insert().values(**its))
    return id_


async def of_network(chat: WebChat, network_: int, who: Member) -> Feed:
    async with chat.open_work() as work:
        return Feed(chat, await addresses.of_network(work, network_, who, NOON))


# What stands in them --------------------------------------------------------------------------


@READERS
async def test_everybody_reads_what_everybody_may_come_to(
    chat: WebChat, read: Callable[[bytes], Read]
) -> None:
    bench = await network(chat, "Bench")
    await plan(chat, TEA)
    await plan(chat, replace(TEA, title="Of the bench", networks=(bench,)))
    await plan(chat, HIDDEN)
    content = await everybodys(chat).content()
    at = datetime(2026, 12, 15, 18, tzinfo=UTC)
    assert sorted(read(content)) == [("Supper", at), ("Tea", at)]
    assert b"X-WR-CALNAME:The Long Table: events\r\n" in content
    assert fields(content, "LOCATION") == ["The Hall"]
    assert b"meet.example.org" not in content


@READERS
async def test_a_network_reads_its_own_and_what_is_for_everybody(
    chat: WebChat, read: Callable[[bytes], Read]
) -> None:
    ada, bo = await chat.join("Ada"), await chat.join("Bo")
    bench, lane = await network(chat, "Bench", ada, bo), await network(chat, "Lane")
    for title, those in (("Open", ()), ("Bench", (bench,)), ("Both", (lane, bench))):
        await plan(chat, replace(HIDDEN, title=title, networks=those))
    await plan(chat, replace(HIDDEN, title="Lane", networks=(lane,)))
    content = await (await of_network(chat, bench, ada)).content()
    assert sorted(title for title, _ in read(content)) == ["Bench", "Both", "Open"]
    assert b"X-WR-CALNAME:Bench: events\r\n" in content
    assert b"Hall" not in content
    assert b"meet.example.org" not in content


@READERS
async def test_one_person_reads_what_they_said_yes_to_with_the_place(
    chat: WebChat, read: Callable[[bytes], Read]
) -> None:
    ada = await chat.join("Ada")
    for title, response in (("Coming", COMING), ("Maybe", MAYBE), ("Not", NO)):
        event = await plan(chat, replace(HIDDEN, title=title))
        await says(chat, ada, event, response)
    series = await plan(chat, TUESDAYS)
    await says(chat, ada, series, COMING, nth=1)
    content = await (await own(chat, ada)).content()
    at = datetime(2026, 12, 15, 18, tzinfo=UTC)
    expected = [("Coming", at), ("Maybe", at), ("Tuesdays", at + timedelta(weeks=1))]
    assert sorted(read(content)) == expected
    assert fields(content, "STATUS") == ["CONFIRMED", "TENTATIVE", "CONFIRMED"]
    assert fields(content, "LOCATION") == ["The Hall\\, https://meet.example.org/tea"] * 2


async def test_whoever_waits_for_a_seat_has_it_as_tentative_and_not_yet_the_place(
    chat: WebChat,
) -> None:
    people = [await chat.join(name) for name in ("Ada", "Bo", "Cy")]
    event = await plan(chat, HIDDEN)
    for who in people:
        await says(chat, who, event, COMING)
    content = await (await own(chat, people[2])).content()
    assert fields(content, "STATUS") == ["TENTATIVE"]
    assert b"Hall" not in content
    await says(chat, people[0], event, NO)
    async with chat.open_work() as work:
        date = (await work.events.dates.of(event.id))[0].id
        await changes.answer(work, date, Attendee(people[2].id), COMING, NOON)
    content = await (await own(chat, people[2])).content()
    assert fields(content, "STATUS") == ["CONFIRMED"]
    assert b"Hall" in content


@READERS
async def test_tuesdays_at_six_are_at_six_on_either_side_of_the_clock_change(
    chat: WebChat, read: Callable[[bytes], Read]
) -> None:
    chat.clock.at = datetime(2026, 10, 1, 12, tzinfo=UTC)
    first = datetime.fromisoformat("2026-10-20 18:00")
    await plan(chat, replace(TUESDAYS, start=first, series=Series(weekly(first))))
    found = {f"{at:%Y-%m-%d}": at.hour for _, at in read(await everybodys(chat).content())}
    days = ("2026-10-20", "2026-10-27", "2026-11-03", "2027-03-16", "2027-03-30")
    assert [found[day] for day in days] == [17, 18, 18, 18, 17]


@some_rows(2)
@READERS
@pytest.mark.parametrize(
    ("first", "rules", "days"),
    [
        ("2027-01-31", monthly_by_day, ["01-31", "02-28", "03-31", "04-30", "05-31", "06-30"]),
        ("2026-11-30", monthly_by_weekday, ["11-30", "12-28", "01-25", "02-22", "03-29", "04-26"]),
    ],
)
async def test_the_last_day_and_the_fifth_monday_leave_no_month_out(
    chat: WebChat, read: Callable[[bytes], Read], first: str, rules: Any, days: list[str]
) -> None:
    start = datetime.fromisoformat(f"{first} 18:00")
    rule = next(iter(rules(start).values()))
    await plan(chat, replace(TEA, start=start, zone="UTC", series=Series(rule)))
    found = read(await everybodys(chat).content())[:6]
    assert [f"{at:%m-%d}" for _, at in found] == days


# What becomes of them -------------------------------------------------------------------------


async def test_a_cancelled_event_stays_cancelled_for_a_year_and_then_goes(chat: WebChat) -> None:
    ada = await chat.join("Ada")
    event = await plan(chat, TEA)
    await says(chat, ada, event, COMING)
    both = (everybodys(chat), await own(chat, ada))
    before = [await feed.content() for feed in both]
    async with chat.open_work() as work:
        chat.clock.at += timedelta(hours=1)
        await planning.cancel(work, event, chat.clock.now())
    for feed, former in zip(both, before, strict=True):
        after = await feed.content()
        for name in ("UID", "DTSTART"):
            assert fields(after, name) == fields(former, name) != []
        assert (fields(former, "STATUS"), fields(former, "SEQUENCE")) == (["CONFIRMED"], ["0"])
        assert (fields(after, "STATUS"), fields(after, "SEQUENCE")) == (["CANCELLED"], ["1"])
        chat.clock.at = datetime(2027, 1, 15, tzinfo=UTC)
        assert await feed.titles() == ["Tea"]
        chat.clock.at = datetime(2026, 12, 16, tzinfo=UTC) + KEPT
        assert await feed.titles() == []
        chat.clock.at = NOON


@READERS
async def test_one_date_that_is_cancelled_or_moved_is_so_for_whoever_expands_the_rule(
    chat: WebChat, read: Callable[[bytes], Read]
) -> None:
    ada = await chat.join("Ada")
    event = await plan(chat, TUESDAYS)
    for nth in (1, 2):
        await says(chat, ada, event, COMING, nth)
    async with chat.open_work() as work:
        dates = await work.events.dates.of(event.id)
        moved = dates[2].start + timedelta(days=1)
        await planning.cancel_date(work, event, dates[1], NOON)
        await planning.move(work, event, dates[2], moved, 90, NOON)
    found = read(await everybodys(chat).content())
    assert [at.day for _, at in sorted(found)[:3]] == [15, 30, 5]
    mine = await (await own(chat, ada)).content()
    assert read(mine) == [("Tuesdays", datetime(2026, 12, 30, 18, tzinfo=UTC))]
    assert fields(mine, "STATUS") == ["CANCELLED", "CONFIRMED"]


@READERS
async def test_of_a_series_that_runs_for_years_the_last_one_is_there(
    chat: WebChat, read: Callable[[bytes], Read]
) -> None:
    series = Series(weekly(FIRST), count=70)
    event = await plan(chat, replace(TUESDAYS, series=series))
    chat.clock.at += timedelta(days=400)
    async with chat.open_work() as work:
        await planning.make_dates(work, await work.events.plans.get(event.id), chat.clock.now())
    content = await everybodys(chat).content()
    starts = [at for _, at in read(content)]
    assert starts[0] - (chat.clock.now() - KEPT) < timedelta(weeks=1)
    assert starts[1] - starts[0] == timedelta(weeks=1)
    (rule,) = fields(content, "RRULE")
    gone = [start for start in series.starts(FIRST) if start < starts[0].replace(tzinfo=None)]
    assert gone
    assert f"COUNT={70 - len(gone)}" in rule


@some_rows(2)
@READERS
@pytest.mark.parametrize(("weeks", "days"), [(2, [15, 22]), (9, [15, 22, 29, 5, 12])])
async def test_what_was_held_of_a_series_stays_when_it_is_cancelled_afterwards(
    chat: WebChat, read: Callable[[bytes], Read], weeks: int, days: list[int]
) -> None:
    event = await plan(chat, replace(TUESDAYS, series=Series(weekly(FIRST), count=5)))
    chat.clock.at = datetime(2026, 12, 10, tzinfo=UTC) + timedelta(weeks=weeks)
    async with chat.open_work() as work:
        await planning.cancel(work, event, chat.clock.now())
    found = read(await everybodys(chat).content())
    assert [at.day for _, at in sorted(found)] == days


async def test_hostile_words_are_only_words(chat: WebChat) -> None:
    family = "👩\u200d👩\u200d👧\u200d👦"
    title = f"Tea\r\nATTENDEE:mailto:eve@example.org\r\n; a,b \\ {family}éééééé"
    about = "one\rtwo\u2028three\x0bEND:VEVENT\x85BEGIN:VEVENT"
    await plan(chat, replace(TEA, title=title, description=about, venue="a\nBEGIN:VALARM"))
    content = await everybodys(chat).content()
    (event,) = _components(content)
    words = f"Tea ATTENDEE:mailto:eve@example.org ; a,b \\ {family}éééééé"
    assert str(event["SUMMARY"]) == words
    assert str(event["DESCRIPTION"]) == "one\ntwo\nthreeEND:VEVENTBEGIN:VEVENT"
    assert "ATTENDEE" not in event
    for each in content.split(b"\r\n"):
        assert len(each) <= 75
        assert "\n" not in each.decode()
        assert "\r" not in each.decode()


def _components(content: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


# Who reads them -------------------------------------------------------------------------------


async def test_whoever_leaves_a_network_reads_its_calendar_no_more(chat: WebChat) -> None:
    ada, bo = await chat.join("Ada"), await chat.join("Bo")
    bench, lane = await network(chat, "Bench", ada, bo), await network(chat, "Lane")
    mine, theirs = await of_network(chat, bench, ada), await of_network(chat, bench, bo)
    elsewhere = mine.path.replace(f"/{bench}/", f"/{lane}/")
    async with chat.open_work() as work:
        own_ = await work.secrets.of(ada.id, addresses.OWN, NOON)
    never = await chat.browser().get("/never/was/here")
    assert (await mine.get()).status_code == 200
    async with chat.open_work() as work:
        gone = member_networks.c.member_id == ada.id
        await work.connection.execute(delete(member_networks).where(gone))
    there = "/calendars/network"
    for path in (mine.path, elsewhere, f"{there}/{bench}/{own_}.ics", f"{there}/x/1.ics"):
        answer = await chat.browser().get(path)
        assert _seen(answer) == _seen(never), path
    assert (await theirs.get()).status_code == 200


async def test_renewed_or_wrong_addresses_lead_nowhere_and_say_nothing(chat: WebChat) -> None:
    ada, bo = await chat.join("Ada"), await chat.join("Bo")
    feed = await own(chat, ada)
    assert (await feed.get()).status_code == 200
    async with chat.open_work() as work:
        await work.secrets.renew(ada.id, NOON)
    never = await chat.browser().get("/never/was/here")
    others = feed.path.replace(f"/{ada.id}-", f"/{bo.id}-")
    for path in (feed.path, others, "/calendars/mine/1.ics", "/calendars/community/99.ics"):
        assert _seen(await chat.browser().get(path)) == _seen(never), path
    assert (await (await own(chat, ada)).get()).status_code == 200


def _seen(answer: httpx.Response) -> tuple[int, str, Any]:
    return answer.status_code, answer.text, answer.headers


async def test_each_gets_the_name_of_their_calendar_in_their_language(chat: WebChat) -> None:
    french = {"accept_language": "fr-FR"}
    content = (await everybodys(chat).get(**french)).text
    assert "X-WR-CALNAME:The Long Table : événements" in content


# How it is sent -------------------------------------------------------------------------------


async def test_what_has_not_changed_is_not_sent_again(chat: WebChat) -> None:
    ada = await chat.join("Ada")
    event = await plan(chat, TEA)
    await says(chat, ada, event, COMING)
    for feed in (everybodys(chat), await own(chat, ada)):
        tag = (await feed.get()).headers["etag"]
        for known in (tag, f'W/{tag}, "other"', "*"):
            again = await feed.get(if_none_match=known)
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == tag
            assert again.headers["cache-control"] == "private, no-cache"
        assert (await feed.get(if_none_match='"other"')).status_code == 200
        head = await chat.browser().head(feed.path, headers={"If-None-Match": tag})
        assert head.status_code == 304
        chat.clock.at += timedelta(minutes=5)
        async with chat.open_work() as work:
            details = replace(TEA, title=f"Tea {feed.path}"[:60])
            await planning.change(work, event, details, chat.clock.now())
        assert (await feed.get(if_none_match=tag)).status_code == 200


async def test_a_feed_says_when_it_changed_once_nothing_else_can_have(chat: WebChat) -> None:
    event = await plan(chat, TEA)
    feed = everybodys(chat)
    assert "last-modified" not in (await feed.get()).headers
    chat.clock.at += timedelta(minutes=2)
    changed = (await feed.get()).headers["last-modified"]
    assert changed == "Tue, 24 Nov 2026 10:00:00 GMT"
    assert (await feed.get(if_modified_since=changed)).status_code == 304
    both = await feed.get(if_modified_since=changed, if_none_match='"other"')
    assert both.status_code == 200
    for odd in ("yesterday", "", "Tue, 24 Nov 2026 09:59:59 GMT", "Tue, 24 Nov 2026 10:00:00"):
        assert (await feed.get(if_modified_since=odd)).status_code == 200, odd
    bench = await network(chat, "Bench")
    async with chat.open_work() as work:
        await planning.change(work, event, replace(TEA, networks=(bench,)), chat.clock.now())
    chat.clock.at += timedelta(minutes=2)
    assert (await feed.get(if_modified_since=changed)).status_code == 200
    assert await feed.titles() == []


async def test_one_persons_feed_never_says_when_it_changed(chat: WebChat) -> None:
    feed = await own(chat, await chat.join("Ada"))
    chat.clock.at += timedelta(days=1)
    assert "last-modified" not in (await feed.get()).headers


async def test_a_feed_asks_as_many_statements_however_much_is_in_it(chat: WebChat) -> None:
    ada = await chat.join("Ada")
    bench = await network(chat, "Bench", ada)
    feeds = (everybodys(chat), await own(chat, ada), await of_network(chat, bench, ada))
    counted = []
    for number in range(3):
        for title in range(2):
            event = await plan(chat, replace(TUESDAYS, title=f"Tea {number} {title}"))
            await says(chat, ada, event, COMING, number)
        asked = []
        for feed in feeds:
            with counting() as found:
                assert len(await feed.titles()) == 2 * (number + 1)
            asked.append(len(found.statements))
        counted.append(asked)
    assert counted == [[6, 8, 8]] * 3


async def test_the_same_events_are_the_same_bytes(chat: WebChat) -> None:
    for details in (TEA, TUESDAYS, HIDDEN):
        await plan(chat, details)
    first = await everybodys(chat).content()
    assert len(by_icalendar(first)) > 3
    assert await everybodys(chat).content() == first
