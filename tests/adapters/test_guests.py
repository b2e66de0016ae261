"""Guests, from an open page to the event: by HTTP and with a real mail server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.features.events.guests.domain import FROM_ONE_NETWORK, TO_ONE_ADDRESS
from bot.features.events.ports import Happening
from bot.features.events.rsvps.domain import Tally
from bot.features.mail import views as mail_views
from storage.events.tables import event_guests, event_sign_ups
from storage.kernel.delivery_tables import outbox
from storage.kernel.tables import mailboxes
from tests.adapters.guests import Door, open_door, page_of
from tests.database import engine_at
from tests.stories.events import as_it_is, at, changes_to, is_cancelled, planned

GIL, HANA = "gil@example.org", "hana@example.org"


@pytest.fixture
async def door(database_url: str) -> AsyncIterator[Door]:
    async with engine_at(database_url) as engine, open_door(engine) as opened:
        yield opened
        opened.chat.judges.are_content()


@pytest.mark.slow("all that becomes of a guest, by mail")
async def test_a_guest_comes_waits_is_told_and_goes(door: Door) -> None:
    chat = door.chat
    ada, bo = await chat.person("Adaeze"), await chat.person("Boudica")
    tea = await planned(chat, ada, capacity=2, hidden_place=True)
    assert "coming" in (await bo.says("/event coming Tea")).text
    gil, hana = door.visitor(lang="fr-FR,fr;q=0.9"), door.visitor("198.51.100.9")

    page = await gil.opens(page_of(tea))
    assert page.status == 200
    assert "1 personne vient" in page.text
    assert "Des membres de The Test Table" in page.text
    assert not any(
        hidden in page.html for hidden in ("Boudica", "Adaeze", "Kettle", "meet.example")
    )
    told = await gil.asks(tea, "Gil <script> Guest", GIL)
    assert "Regardez dans vos courriels" in told.text
    (mail,) = door.mails(GIL)
    assert str(mail.mail["Subject"]) == "Venez-vous à « Tea » ?"
    assert "Gil" not in mail.mail.as_string().replace("gil@", "")
    assert not any(hidden in mail.text for hidden in ("Kettle", "meet.example"))

    link = door.link(GIL)
    for _ in range(2):  # whatever looks at links changes nothing
        shown = await gil.opens(link)
        assert "Encore un pas" in shown.text
    assert (await as_it_is(chat, tea)).date.tally == Tally(seated=1)
    done = await gil.sends(link, shown.fields, name="Gil Guest")
    assert "Kettle" in done.text
    assert (await as_it_is(chat, tea)).date.tally == Tally(seated=2)
    assert "Kettle" in door.last(GIL)
    (file,) = door.mails(GIL)[-1].files
    assert "The Kettle" in file.get_content()
    assert "Gil Guest (guest)" in (await ada.says("/event people Tea")).text
    assert "Gil Guest (guest)" in (await bo.says("/event who Tea")).text

    hers = await hana.comes(tea, "Hana", HANA, party="1")
    assert "waiting list" in door.last(HANA)
    assert "Kettle" not in door.last(HANA)
    await gil.presses(door.link(GIL), forget="yes")
    assert (await gil.opens(link)).status == 404
    assert door.subjects(HANA)[-1].startswith("A place is free for you")
    await hana.sends(door.link(HANA), (await hana.opens(hers)).fields)
    assert (await as_it_is(chat, tea)).date.tally == Tally(seated=2)
    assert door.subjects(GIL) == ["Venez-vous à « Tea » ?", "Vous venez à Tea."]

    await changes_to(chat, tea.event, start=tea.event.details.start + timedelta(days=1))
    assert "has a new time" in door.last(HANA)
    assert "New time." in (await hana.opens(page_of(tea))).text
    await at(chat, "2026-12-18 18:00")
    assert door.subjects(HANA)[-1].startswith("It’s nearly time")
    assert "https://meet.example.org/tea" in door.last(HANA)
    await at(chat, "2026-12-19 18:00")
    assert door.subjects(HANA)[-1] == "Tea is starting now."
    await is_cancelled(chat, tea.event, "The kettle broke.")
    assert "The kettle broke." in door.last(HANA)
    gone = await hana.opens(page_of(tea))
    assert (gone.status, "does not take place" in gone.text) == (410, True)
    assert len(door.mails(GIL)) == 2


async def tally(door: Door, happening: Happening) -> Tally:
    return (await as_it_is(door.chat, happening)).date.tally


async def kept(door: Door) -> dict[str, int]:
    """How many names and addresses of guests are kept, and counts of sign-ups."""
    async with door.chat.work(read_only=True) as work:
        tables = {"guests": event_guests, "addresses": mailboxes, "counts": event_sign_ups}
        found = {
            name: (await work.connection.execute(select(table))).all()
            for name, table in tables.items()
        }
    names = [guest for guest in found["guests"] if guest.name or guest.mailbox_id]
    return {name: len(rows) for name, rows in {**found, "guests": names}.items()}


async def test_nobody_answers_or_learns_anything_by_an_address_of_somebody_else(
    door: Door,
) -> None:
    ada = await door.chat.person("Adaeze", email=HANA)
    tea = await planned(door.chat, ada, capacity=9)
    gil, other = door.visitor(), door.visitor("203.0.113.5")
    link = await gil.comes(tea, "Gil", GIL, party="2")
    assert (await tally(door, tea)).seated == 2
    known = await other.asks(tea, "Not Gil", GIL.upper(), party="5", answer="maybe")
    unknown = await other.asks(tea, "Nobody", "nobody@example.org")
    member = await other.asks(tea, "Nobody", HANA)
    assert known.text == unknown.text == member.text
    assert (await tally(door, tea)).seated == 2
    assert "Not Gil" not in door.last(GIL)
    shown = await gil.opens(door.link(GIL))
    assert "You asked for something else since" in shown.text
    assert (shown.fields["name"], shown.fields["answer"]) == ("Gil", "maybe")
    assert (await gil.opens(link)).fields["party"] == "2"  # what that link asks for
    await gil.sends(door.link(GIL), {"name": "Gil", "answer": "coming", "party": "3"}, hidden=True)
    assert (await tally(door, tea)).seated == 3
    assert "Gil" not in (await (await door.chat.person("Bo")).says("/event who Tea")).text
    for made_up in (link.replace("/guest/1-", "/guest/2-"), link.split("?")[0][:-1] + "?date=1"):
        assert (await other.opens(made_up)).status == 404
    ends = door.mails(HANA)[-1].mail["List-Unsubscribe"].strip("<>")
    await other.presses(ends, **dict([mail_views.END]))
    before = len(door.server.received)
    again = await door.visitor("203.0.113.99").asks(tea, "Hana", HANA, party="4")
    assert (again.text, len(door.server.received)) == (unknown.text, before)
    async with door.chat.work(read_only=True) as work:
        in_vain = select(outbox.c.id).where(outbox.c.state == "dead")
        assert (await work.connection.execute(in_vain)).all() == []


@pytest.mark.slow("forty mails are sent")
async def test_so_many_mails_go_to_an_address_and_for_a_network_whichever_process_is_asked(
    door: Door,
) -> None:
    tea = await planned(door.chat, await door.chat.person("Adaeze"), capacity=None)
    twice = [door.visitor().asks(tea, "Gil", GIL) for _ in range(2)]
    await asyncio.gather(*twice)
    assert len(door.mails(GIL)) == 1  # the same form, sent twice
    for party in range(2, 9):
        answer = await door.visitor(f"198.51.100.{party}").asks(tea, "Gil", GIL, party=str(party))
        assert answer.status == 200
    assert len(door.mails(GIL)) == TO_ONE_ADDRESS - 1
    for number in range(FROM_ONE_NETWORK - 2):
        await door.visitor(f"192.0.2.{number}").asks(tea, "X", f"x{number}@example.org")
    mails = len(door.server.received)
    full = await door.visitor("192.0.2.250").asks(tea, "Ida", "ida@example.org")
    assert (full.status, full.headers["retry-after"]) == (429, "86400")
    assert len(door.server.received) == mails
    six = await door.visitor("2001:db8:1::5").asks(tea, "Ida", "ida@example.org")
    assert (six.status, len(door.server.received)) == (200, mails + 1)
    await door.chat.pass_time(days=1, hours=2)
    assert await kept(door) == {"guests": 0, "addresses": 0, "counts": 0}
    assert (await door.visitor("192.0.2.250").asks(tea, "Ida", "ida@example.org")).status == 200


@pytest.mark.parametrize(
    ("name", "email", "typed", "wrong"),
    [
        ("", GIL, {}, "name"),
        ("Gil", "nobody", {}, "email"),
        ("Gil", "a@b.example\r\nBcc: all@example.org", {}, "email"),
        ("Gil", GIL, {"party": "0"}, "party"),
        ("Gil", GIL, {"party": "9"}, "party"),
        ("Gil", GIL, {"answer": "no"}, "answer"),
        ("G" * 61, GIL, {}, "name"),
    ],
)
async def test_what_cannot_be_taken_stays_in_the_form(
    door: Door, name: str, email: str, typed: dict[str, str], wrong: str
) -> None:
    tea = await planned(door.chat, await door.chat.person("Adaeze"))
    page = await door.visitor().asks(tea, name, email, **typed)
    assert page.status == 422
    assert f'id="field-{wrong}-wrong"' in page.html
    assert page.fields["name"] == name
    assert not door.server.received


async def test_names_in_any_writing_are_names_and_never_in_a_mail(door: Door) -> None:
    ada = await door.chat.person("Adaeze")
    tea = await planned(door.chat, ada, capacity=None)
    names = ("\u202eيوسف ابن", "🌻" * 15, "=?utf-8?q?Bcc?=\r\nBcc: x@example.org", "Żółć <b>")
    for number, name in enumerate(names):
        visitor, known_as = door.visitor(), f"guest{number}@xn--exmple-cua.org"
        await visitor.asks(tea, name, f"guest{number}@EXÄMPLE.org")
        link = door.link(known_as)
        assert (await visitor.sends(link, (await visitor.opens(link)).fields)).status == 200
    received = door.mails("guest2@xn--exmple-cua.org")
    assert [each.mail["Bcc"] for each in received] == [None, None]
    assert "<guest2@xn--exmple-cua.org>" in f"<{received[0].mail['To']}>"
    assert (await tally(door, tea)).seated == len(names)
    people = (await ada.says("/event people Tea")).text
    assert "Żółć <b> (guest)" in people
    assert "\u202e" not in people


async def test_hosts_let_guests_in_send_them_away_and_take_them_out_as_a_spreadsheet(
    door: Door,
) -> None:
    ada = await door.chat.person("Adaeze")
    tea = await planned(door.chat, ada, by_approval=True, capacity=2)
    assert "has no guests yet" in (await ada.says("/event guest admit Zed Tea")).text
    for name in ("Joe", "Gil", "Hana", "Ida"):
        await door.visitor().comes(tea, name, f"{name}@example.org", party="2")
    await door.visitor().presses(door.link("Joe@example.org"), forget="yes")
    assert "Joe no longer asks to come" in ada.inbox[0]
    assert await tally(door, tea) == Tally(pending=3)
    assert "a host says yes" in door.last("Gil@example.org")
    assert "Gil would like to come as a guest" in ada.inbox[-3]
    await ada.presses_in_inbox("Not this time")  # the newest: Ida
    await door.chat.settle()
    assert "this time the hosts can’t let you in" in door.last("Ida@example.org")
    people = await ada.says("/event people Tea")
    await people.press("Let in")  # the last one who asks
    await door.chat.settle()
    assert "You’re coming to Tea" in door.last("Hana@example.org")
    assert "No guest of Tea is" in (await ada.says("/event guest admit Zed Tea")).text
    await ada.says("/event guest admit gil Tea")
    waits = await ada.says("/event people Tea")
    assert "Gil (guest)" in waits.text
    await waits.press("Let in, past the limit")
    assert (await tally(door, tea)).seated == 4
    given = await door.chat.received(await ada.says("/event export Tea"))
    (sheet,) = given.values()
    assert sheet.decode("utf-8-sig").count(",guest,") == 3
    await ada.says("/event guest remove hana Tea")
    await door.chat.settle()
    assert "taken you off the list" in door.last("Hana@example.org")
    assert (await tally(door, tea)).seated == 2


@pytest.mark.slow("months pass")
async def test_whoever_no_mail_reaches_gives_the_seat_on_and_is_forgotten_later(
    door: Door,
) -> None:
    chat = door.chat
    ada = await chat.person("Adaeze")
    tea = await planned(chat, ada, capacity=2)
    await door.visitor().comes(tea, "Gil", GIL)
    await door.visitor().comes(tea, "Hana", HANA)
    door.server.answers["RCPT:nobody@example.org"] += ["550 5.1.1 No such user"]
    await door.visitor().asks(tea, "Nobody", "nobody@example.org")
    assert (await kept(door))["guests"] == 2
    door.server.answers[f"RCPT:{GIL}"] += ["550 5.1.1 No such user"] * 2
    await changes_to(chat, tea.event, venue="Elsewhere")
    assert "mail to Gil came back" in (await ada.says("/event people Tea")).text
    assert (await tally(door, tea)).seated == 2
    await changes_to(chat, (await as_it_is(chat, tea)).event, venue="Nowhere")
    assert (await tally(door, tea)).seated == 1
    assert "Two mails to Gil came back" in ada.inbox[-1]
    await at(chat, "2026-12-20 12:00")
    assert (await kept(door))["guests"] == 2
    await at(chat, "2027-01-25 12:00")
    assert await kept(door) == {"guests": 0, "addresses": 0, "counts": 0}
    assert (await tally(door, tea)).seated == 1  # that somebody came is still known


@pytest.mark.parametrize("places", [3])
async def test_the_last_places_go_to_as_many_as_there_are_however_many_confirm_at_once(
    door: Door, places: int
) -> None:
    tea = await planned(door.chat, await door.chat.person("Adaeze"), capacity=places)
    visitors = [door.visitor(f"198.51.{n}.1") for n in range(6)]
    for number, visitor in enumerate(visitors):
        await visitor.asks(tea, "Guest", f"guest{number}@example.org")
    links = [door.link(f"guest{number}@example.org") for number in range(6)]
    typed = {"name": "Guest", "answer": "coming", "party": "1"}
    async with asyncio.TaskGroup() as group:
        for visitor, link in zip(visitors, links, strict=True):
            group.create_task(visitor.client.post(link, data=_form(typed)))
    assert await tally(door, tea) == Tally(seated=places, waiting=6 - places)


def _form(typed: dict[str, str]) -> dict[str, str]:
    return {f"one.{name}": value for name, value in typed.items()}


async def test_a_guest_says_that_they_are_here_and_is_thanked_by_mail(door: Door) -> None:
    chat = door.chat
    ada = await chat.person("Adaeze")
    tea = await planned(chat, ada, capacity=9)
    gil = door.visitor()
    link = await gil.comes(tea, "Gil", GIL, party="2")
    await at(chat, "2026-12-18 17:00")
    assert "I’m here" not in (await gil.opens(link)).text
    assert "can check in from" in (await gil.presses(link, here="yes")).text
    await at(chat, "2026-12-18 18:00")
    assert "I’m here" in (await gil.opens(link)).text
    assert "checked in at Tea" in (await gil.presses(link, here="yes")).text
    day = await ada.says("/event day Tea")
    assert "2 people here · 0 still expected" in day.text
    word = await (await day.press("Write to all who come")).fill(message="Bring cups.").done()
    assert "written to 1 person" in word.text
    await chat.settle()
    told = door.mails(GIL)[-1].text
    assert "A host writes to everybody who comes to Tea" in " ".join(told.split())
    assert "Bring cups." in told
    assert "Adaeze" not in told
    await at(chat, "2026-12-19 10:00")
    assert door.subjects(GIL)[-1] == "Thank you for coming to Tea!"
    assert "or be forgotten" in door.last(GIL)
    assert "Change it" not in door.last(GIL)
