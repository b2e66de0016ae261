"""Whom mail goes to, for how long, and what goes with it; to a real mail server."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from adapters.mail.limits import FILE_BYTES
from bot.community.facts import Fact
from bot.ui.files import File
from bot.ui.messages import say
from tests.adapters.mail_server import MailServer, mail_server
from tests.adapters.mailroom import ICS, MESSAGE_ID, NOON, Mailroom, mailroom, told
from tests.database import engine_at


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with mail_server() as started:
        yield started


@pytest.fixture
async def room(database_url: str, server: MailServer) -> AsyncIterator[Mailroom]:
    async with engine_at(database_url) as engine, mailroom(engine, server) as opened:
        yield opened


# Whom it goes to ----------------------------------------------------------------------------------


async def test_who_wants_no_mail_gets_none_whatever_it_tells_of(room: Mailroom) -> None:
    ada = await room.guest()
    await room.post("before", ada)
    async with room.open_work() as work:
        secret = room.mail._key.secret(ada)
        assert await work.mailboxes.unsubscribe(secret, NOON)
    await room.post("after", await room.guest("Ada@Example.org"))
    await room.deliver()
    assert room.server.received == []
    assert {event.fact.key for event in room.refused} == {"before", "after"}
    assert {event.reason for event in room.refused} == {"they asked for no more mail"}
    async with room.open_work() as work:
        assert await work.mailboxes.any_unsubscribed("ada@example.org")
        assert await work.mailboxes.subscribe_again(secret)
    await room.post("again", ada)
    await room.deliver()
    assert len(room.server.received) == 1


async def test_an_address_is_forgotten_when_it_is_needed_no_longer(room: Mailroom) -> None:
    week = timedelta(days=7)
    ada = await room.guest(until=NOON + week)
    bo = await room.guest("bo@example.org", until=NOON + week)
    assert (await room.guest(until=NOON)).id == ada.id  # no sooner than was said before
    await room.post("a", ada)
    await room.deliver()
    room.server.answers["RCPT"] = ["450 4.2.0 not now"]
    await room.post("b", bo)
    await room.deliver()

    async def kept_at(**later: float) -> list[int]:
        async with room.open_work() as work:
            assert not await work.mailboxes.forget_before(NOON + timedelta(**later))
            found = [await work.mailboxes.find(each.id) for each in (ada, bo)]
        return [each.id for each in found if each]

    assert await kept_at(days=7) == [ada.id, bo.id]
    assert await kept_at(days=7, seconds=1) == [bo.id]  # whose mail still waits
    await room.later(minutes=1)
    assert await kept_at(days=8) == []
    assert await room.rows() == []


async def test_who_they_are_is_as_it_was_said_last(room: Mailroom) -> None:
    first = await room.guest(name="Ada", locale="fr", zone="Europe/Paris")
    assert await room.guest() == first
    told = {"name": "Ada\nExample", "locale": "nonsense!", "zone": "Nowhere"}
    assert await room.guest(**told) == replace(first, name="Ada Example")


async def test_who_is_forgotten_is_sent_nothing(room: Mailroom) -> None:
    ada = await room.guest()
    await room.post("a", ada)
    async with room.open_work() as work:
        await work.mailboxes.close(ada.id)
    await room.deliver()
    assert (room.server.received, await room.rows()) == ([], [])


async def test_what_waits_is_changed_and_taken_back_and_what_has_gone_out_is_not(
    room: Mailroom,
) -> None:
    ada = await room.guest()
    await room.post("a", ada)
    room.server.answers["RCPT:bo@example.org"] = ["450 4.2.0 not now"]
    await room.post("b", await room.guest("bo@example.org"))
    async with room.open_work() as work:
        await work.outbox.edit(Fact("a"), partial(say, "At eleven."))
    await room.deliver()
    async with room.open_work() as work:
        await work.outbox.edit(Fact("a"), say("At twelve."))
        for key in ("a", "b"):
            await work.outbox.retract(Fact(key))
    await room.later(days=1)
    assert told(room.server.received) == [("ada@example.org", "At eleven.")]
    assert [(row["key"], row["state"]) for row in await room.rows()] == [("a", "done")]


async def test_letters_beyond_ascii_need_a_server_that_knows_them(sqlite_url: str) -> None:
    for knows in (True, False):
        async with (
            mail_server(foreign_letters=knows) as server,
            engine_at(sqlite_url) as engine,
            mailroom(engine, server) as room,
        ):
            zoe = await room.guest(f"zoë{knows}@bücher.example", name="Zoë")
            await room.post(f"a{knows}", zoe)
            await room.deliver()
            if knows:
                (received,) = server.received
                assert received.recipient == "zoëTrue@xn--bcher-kva.example"
                assert "SMTPUTF8" in received.options
            else:
                (refused,) = room.refused
                assert refused.reason.endswith("no address with letters beyond ASCII")


# Files and bounces --------------------------------------------------------------------------------


async def test_files_go_with_it_with_their_kind(room: Mailroom) -> None:
    kind = "text/calendar; charset=utf-8; method=PUBLISH"
    said = say(
        "You are coming.",
        File("walk.ics", kind, "events.invitation"),
        File("guests.csv", "text/csv", "events.guests", "3"),
        File("odd.bin", "nonsense", "events.guests", "2"),
    )
    await room.post("a", await room.guest(), said)
    await room.deliver()
    (received,) = room.server.received
    ics, csv, odd = received.files
    assert (ics.get_filename(), ics.get_content_type()) == ("walk.ics", "text/calendar")
    assert (ics.get_param("method"), ics.get_content_charset()) == ("PUBLISH", "utf-8")
    assert ics.get_payload(decode=True) == ICS
    assert (csv.get_content_type(), csv.get_payload(decode=True)) == ("text/csv", b"xxx")
    assert odd.get_content_type() == "application/octet-stream"
    assert "Attached: walk.ics" in received.text


async def test_words_stand_for_a_file_that_is_too_large(room: Mailroom) -> None:
    room.server.size = 500_000
    sizes = [FILE_BYTES + 1, 600_000]
    for size in sizes:
        file = File("guests.csv", "text/csv", "events.guests", str(size))
        await room.post(f"a{size}", await room.guest(), say("All of you.", file))
    await room.deliver()
    assert len(room.server.received) == 2
    for received in room.server.received:
        assert received.files == []
        assert "guests.csv is too large for an e-mail" in received.text


async def test_a_bounce_comes_back_to_the_very_mail(room: Mailroom) -> None:
    await room.restart(return_path="bounces@kindred.example.org")
    ada = await room.guest()
    for key in ("a", "b"):
        await room.post(key, ada)
    await room.deliver()
    back = [
        re.fullmatch(r"bounces\+(\S+)@kindred.example.org", r.sender) for r in room.server.received
    ]
    tokens = [found[1] for found in back if found]
    ids = [MESSAGE_ID.fullmatch(each.mail["Message-ID"]) for each in room.server.received]
    assert tokens == [found[1] for found in ids if found]
    rows = await room.rows()
    assert [row["posted_message"] for row in rows] == [f"mail:{token}" for token in tokens]
    assert [row["posted_channel"] for row in rows] == [f"mail:{ada.id}"] * 2
