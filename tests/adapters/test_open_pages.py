"""Events on the open web, as anybody sees them who has the address: by HTTP."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import icalendar
import pytest

from adapters.web.pages.feature_pages import network_of
from bot.community.roles import Role
from bot.features.events import planning
from bot.features.events.covers.domain import Picture
from bot.features.events.series.domain import Series, weekly
from bot.routing.reacting import react
from tests.adapters.guests import Door, Page, open_door, page_of
from tests.chat import ADDRESS
from tests.database import engine_at
from tests.stories.events import TEA, as_it_is, at, changes_to, planned

TUESDAY = datetime.fromisoformat("2026-12-15 18:00")
SECRETS = ("meet.example.org", "3 Mill Lane")


@pytest.fixture
async def door(database_url: str) -> AsyncIterator[Door]:
    async with engine_at(database_url) as engine, open_door(engine) as opened:
        yield opened
        opened.chat.judges.are_content()


async def list_of(door: Door, query: str = "") -> Page:
    return await door.visitor().opens(f"/events/in/{door.chat.community}{query}")


async def test_what_is_not_for_everybody_looks_like_what_never_was(door: Door) -> None:
    chat, anybody = door.chat, door.visitor()
    ada = await chat.person("Adaeze", Role.FACILITATOR, networks=["Kettle & Bench"])
    async with chat.work(read_only=True) as work:
        (network,) = await work.events.audience.networks(chat.community)
    tea = await planned(chat, ada, title="Tea")
    theirs = await planned(chat, ada, title="Theirs", networks=(network.id,))
    kept_off = await planned(chat, ada, title="Kept off", open_page=False)
    nothing = await anybody.opens("/events/00000000-0000-0000-0000-000000000000")
    assert nothing.status == 404
    assert (await anybody.opens(page_of(tea))).status == 200
    listed = (await list_of(door)).text
    assert "Tea" in listed
    for event in (theirs, kept_off):
        for path in (page_of(event), f"{page_of(event)}/event.ics"):
            page = await anybody.opens(path)
            assert (page.status, page.html) == (404, nothing.html)
        assert (await anybody.asks(event, "Gil", "gil@example.org")).status == 404
        assert event.event.details.title not in listed
    link = await anybody.comes(tea, "Gil", "gil@example.org")
    await changes_to(chat, tea.event, networks=(network.id,))
    assert (await anybody.opens(page_of(tea))).html == nothing.html
    assert "You’re coming to Tea" in (await anybody.opens(link)).text  # who comes may still change
    await changes_to(chat, (await as_it_is(chat, tea)).event, networks=())
    off = await ada.says("/facilitate event pages off")
    assert "No event is on the open web" in off.text
    assert (await anybody.opens(page_of(tea))).html == nothing.html
    assert (await list_of(door)).html == nothing.html
    assert "is not on the web" in (await ada.says("/event page Tea")).text
    await off.press("Let events be on the web")
    assert (await anybody.opens(page_of(tea))).status == 200


async def test_a_page_says_what_everybody_may_know_in_the_readers_language_and_zone(
    door: Door,
) -> None:
    ada, bo = await door.chat.person("Adaeze"), await door.chat.person("Boudica")
    about = "Bring a number.\n\nMore at https://meet.example.org/notes & in <b>two</b> weeks."
    tea = await planned(door.chat, ada, hosts=[bo], description=about, by_approval=True)
    page = await door.visitor().opens(page_of(tea))
    assert "Fri 18 Dec 2026, 18:00 (Europe/London)" in page.text
    assert "Friday, 18 December 2026, 18:00 to 19:30 (London, GMT)" in page.text
    assert "The Kettle, 3 Mill Lane · online, with a link for those who come" in page.text
    assert "Members of The Test Table" in page.text
    assert "More at … & in <b>two</b> weeks." in page.text
    assert "A host says yes" in page.text
    assert "meet.example.org" not in page.html
    async with door.chat.work() as work:
        picture = Picture("image/png", 1200, 630, b"a picture")
        await work.events.covers.put(tea.event.id, picture, "A kettle", door.chat.clock.now())
    pictured = (await door.visitor().opens(page_of(tea))).html
    (shown,) = re.findall(r'<img class="picture" src="(/covers/[\w.-]+)" alt="A kettle"', pictured)
    assert f'<meta property="og:image" content="{ADDRESS}{shown}">' in pictured
    assert (await door.visitor().opens(shown)).html == "a picture"
    named = await ada.says("/event page Tea")
    assert f"{ADDRESS}{page_of(tea)}" in named.text
    assert "You are not named there" in named.text
    await named.press("Name me there")
    assert "Adaeze and 1 more" in (await door.visitor().opens(page_of(tea))).text
    cy = await door.chat.person("Cy")
    assert "Only hosts are named" in (await cy.says("/event page named Tea")).text
    assert await cy.offered("event page named", "event", "T") == []
    assert await ada.offered("event page named", "event", "T")
    asked = await door.visitor(lang="de, fr;q=0.8, en;q=0.5").opens(
        f"{page_of(tea)}?zone=Asia/Tokyo"
    )
    assert "sam. 19 déc. 2026, 03:00 (Asia/Tokyo)" in asked.text
    assert '<html lang="fr">' in asked.html
    assert 'hreflang="en" lang="en">English</a>' in asked.html
    other = await door.visitor(lang="fr").opens(f"{page_of(tea)}?lang=en")
    assert "Would you like to come?" in other.text
    for told in (
        '<meta property="og:title" content="Tea">',
        '<meta property="og:site_name" content="The Test Table">',
        f'<meta property="og:url" content="{ADDRESS}{page_of(tea)}">',
        f'<link rel="alternate" type="text/calendar" href="{ADDRESS}/calendars/community/',
        '<meta name="robots" content="noindex">',
    ):
        assert told in page.html, told
    assert "set-cookie" not in page.headers
    policy = page.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert len(page.html.encode()) < 12_000
    file = (await door.visitor().opens(f"{page_of(tea)}/event.ics")).html
    (entry,) = icalendar.Calendar.from_ical(file).events
    assert (entry["LOCATION"], entry["URL"]) == (TEA.venue, f"{ADDRESS}{page_of(tea)}")
    assert "meet.example.org" not in file


async def test_a_page_follows_what_becomes_of_a_series(door: Door) -> None:
    chat, anybody = door.chat, door.visitor()
    ada = await chat.person("Adaeze")
    series = Series(weekly(TUESDAY))
    tea = await planned(
        chat, ada, title="Tuesdays", start=TUESDAY, series=series, hidden_place=True
    )
    page = await anybody.opens(page_of(tea))
    assert "every week on Tuesday" in page.text
    assert "Tuesday, 22 December 2026" in page.text
    assert "Told to those who come" in page.text
    assert not any(secret in page.html for secret in SECRETS)
    file = (await anybody.opens(f"{page_of(tea)}/event.ics")).html
    assert not any(secret in file for secret in SECRETS)
    link = await anybody.comes(tea, "Gil", "gil@example.org", party="2")
    third = page_of(tea, "2026-12-29")
    assert "Tue 29 Dec 2026" in (await anybody.opens(third)).text
    async with chat.work() as work:
        now = chat.clock.now()
        dates = await work.events.dates.of(tea.event.id)
        await planning.cancel_date(work, tea.event, dates[1], now)
        await react(chat.core.registry, work, now)
    cancelled = await anybody.opens(page_of(tea, "2026-12-22"))
    assert (cancelled.status, "does not take place" in cancelled.text) == (200, True)
    assert "Ask for a place" not in cancelled.text
    async with chat.work() as work:
        event = (await work.events.plans.get(tea.event.id)) or tea.event
        dates = await work.events.dates.of(tea.event.id)
        start = dates[2].start + timedelta(hours=1)
        details = replace(event.details, start=start, series=Series(weekly(start)))
        await planning.change_from(work, event, dates[2], details, now)
        await react(chat.core.registry, work, now)
    await chat.settle()
    await at(chat, "2026-12-16 12:00")
    assert "This is over" in (await anybody.opens(link)).text
    later = await anybody.opens(page_of(tea))  # the rest has another address
    assert "Tue 29 Dec 2026, 19:00" in later.text
    assert page_of(tea) not in later.html.partition("og:url")[2].partition(">")[0]


async def test_the_list_has_pages_and_a_calendar_to_subscribe_to(door: Door) -> None:
    ada = await door.chat.person("Adaeze")
    assert "There is nothing to come" in (await list_of(door)).text
    for number in range(22):
        start = TUESDAY + timedelta(days=number)
        await planned(door.chat, ada, title=f"Walk {number + 1}.", start=start)
    first, second = await list_of(door), await list_of(door, "?page=2&lang=fr&zone=Asia/Tokyo")
    assert ("Walk 20." in first.text, "Walk 21." in first.text) == (True, False)
    assert 'type="text/calendar"' in first.html
    assert "Later" in first.text
    assert "Walk 22." in second.text
    assert "lang=fr&amp;zone=Asia%2FTokyo" in second.html
    assert (await list_of(door, "?page=99999999999999999999")).status == 200
    assert (await door.visitor().opens("/events/in/999")).status == 404


async def test_without_mail_guests_are_pointed_to_the_chats(database_url: str) -> None:
    async with engine_at(database_url) as engine, open_door(engine, mail=False) as door:
        tea = await planned(door.chat, await door.chat.person("Adaeze"))
        page = await door.visitor().opens(page_of(tea))
        assert "Places are given in the chats of The Test Table" in page.text
        assert 'method="post"' not in page.html
        asked = await door.visitor().asks(tea, "Gil", "gil@example.org")
        assert (asked.status, 'method="post"' in asked.html) == (200, False)
        await at(door.chat, "2026-12-19 12:00")
        assert "This is over" in (await door.visitor().opens(page_of(tea))).text


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::5", "2001:db8:1::/48"),
        ("a name", ""),
        ("", ""),
    ],
)
def test_a_visitor_is_known_by_their_part_of_the_internet_alone(host: str, network: str) -> None:
    assert network_of(host) == network
