"""Guests, from an open page to the event: by HTTP and with a real mail server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.features.events.rsvps.domain import Tally
from tests.adapters.guests import Door, open_door, page_of
from tests.database import engine_at
from tests.stories.events import as_it_is, at, changes_to, is_cancelled, planned

GIL, HANA = "gil@example.org", "hana@example.org"


@pytest.fixture
async def door(database_url: str) -> AsyncIterator[Door]:
    async with engine_at(database_url) as engine, open_door(engine) as opened:
        yield opened
        opened.chat.judges.are_content()


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
    assert door.subjects(GIL)[1:] == ["Vous venez à Tea."] or len(door.mails(GIL)) == 2

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
