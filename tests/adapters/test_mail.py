"""Mail, through the real outbox and relay, to a real mail server."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator

import pytest

from adapters.mail import limits
from bot.bootstrap import assemble
from bot.community.facts import Fact
from bot.routing.background import ThreadExecutor
from bot.ui.languages import current_locale
from bot.ui.messages import LinkButton, Message, Moment, row, say
from tests.adapters.mail_server import PASSWORD, USERNAME, MailServer, mail_server
from tests.adapters.mailroom import MESSAGE_ID, NOON, SENDER, Mailroom, mailroom, told
from tests.chat import ADDRESS, FakeChance, FakeClock, FakePlatform
from tests.database import engine_at


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with mail_server() as started:
        yield started


@pytest.fixture
async def room(database_url: str, server: MailServer) -> AsyncIterator[Mailroom]:
    async with engine_at(database_url) as engine, mailroom(engine, server) as opened:
        yield opened


async def test_what_is_posted_to_a_mailbox_arrives_as_a_mail(room: Mailroom) -> None:
    ada = await room.guest(name="Ada Example", zone="Europe/Paris")
    said = say("You are coming.", Moment(NOON), row(LinkButton("Map", "https://example.org/map")))
    await room.post("a", ada, said)
    await room.deliver()
    (received,) = room.server.received
    mail = received.mail
    assert (received.sender, received.recipient) == (SENDER, "ada@example.org")
    assert str(mail["From"]) == f"Kindred <{SENDER}>"
    assert str(mail["To"]) == "Ada Example <ada@example.org>"
    assert str(mail["Subject"]) == "You are coming."
    assert mail["Date"].datetime == NOON
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "en"
    assert MESSAGE_ID.fullmatch(mail["Message-ID"])
    assert mail.get_content_type() == "text/plain"
    words, _, below = received.text.partition("\n-- \n")
    at = "Monday 23 November 2026, 13:00 (Europe/Paris)"
    assert words == f"You are coming.\n\n{at}\n\nMap: https://example.org/map\n"
    link = re.fullmatch(r"<(.+)>", mail["List-Unsubscribe"])
    assert link
    assert link[1].startswith(f"{ADDRESS}/mail/1-")
    assert link[1] in below
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [event.fact for event in room.arrived] == [Fact("a")]


async def test_it_speaks_the_language_of_whoever_gave_the_address(room: Mailroom) -> None:
    ada, bo = await room.guest(locale="fr"), await room.guest("bo@example.org")

    def composed() -> Message:
        return say(f"In {current_locale()}")

    await room.post("a", ada, composed)
    await room.post("b", bo, composed)
    await room.deliver()
    first, second = sorted(room.server.received, key=lambda each: each.recipient)
    assert (first.text.split("\n")[0], second.text.split("\n")[0]) == ("In fr", "In en")
    assert "Plus de courriels" in first.text
    assert first.mail["Content-Language"] == "fr"


async def test_of_one_fact_there_is_one_mail(room: Mailroom) -> None:
    ada = await room.guest()
    for _ in range(2):
        await room.post("a", ada)
        await room.deliver()
    await room.post("b", ada, "It has moved.")
    await room.deliver()
    assert told(room.server.received) == [
        ("ada@example.org", "You are coming."),
        ("ada@example.org", "It has moved."),
    ]
    one, other = (each.mail["Message-ID"] for each in room.server.received)
    assert one != other


async def test_nothing_in_the_outbox_names_the_address_or_who_it_is(
    room: Mailroom, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    refusal = "550 5.1.1 <ada@example.org>: no such user"
    room.server.answers["RCPT:ada@example.org"] = ["451 4.7.1 <ada@example.org>: wait", refusal]
    ada, bo = await room.guest(name="Ada Example"), await room.guest("bo@example.org")
    await room.post("a", ada)
    await room.post("b", bo)
    assert "ada@" not in str(await room.rows())
    await room.deliver()
    await room.later(minutes=1)
    ours = [record.getMessage() for record in caplog.records if record.name != "mail.log"]
    for text in (str(await room.rows()), "\n".join(ours), str(room.refused), repr(ada)):
        assert not re.search(r"(ada|bo)@|Ada", text), text
    words = [row["body"] for row in await room.rows()]
    assert words[1] is None  # what has arrived is forgotten


# The server is not as it should be ----------------------------------------------------------------


async def test_a_server_that_asks_to_wait_is_asked_again_with_the_same_message_id(
    room: Mailroom,
) -> None:
    ada = await room.guest()
    await room.post("first", ada)
    await room.deliver()
    room.server.answers["RCPT"] = ["450 4.2.0 greylisted", "451 4.3.0 try again"]
    room.server.answers["DATA"] = ["452 4.3.1 no room"]
    await room.post("a", ada)
    for _ in range(4):
        assert len(room.server.received) == 1
        await room.later(minutes=1)
    assert len(room.server.received) == 2
    assert [event.fact for event in room.arrived] == [Fact("first"), Fact("a")]
    assert room.refused == []


async def test_an_answer_that_is_lost_brings_the_same_mail_once_more(room: Mailroom) -> None:
    room.server.drops = 1
    await room.post("a", await room.guest())
    await room.deliver()
    assert room.arrived == []
    await room.restart()
    await room.later(minutes=1)
    first, again = room.server.received
    assert first.mail["Message-ID"] == again.mail["Message-ID"]
    assert first.text == again.text
    assert [event.fact for event in room.arrived] == [Fact("a")]


async def test_one_who_is_refused_keeps_nobody_else_from_their_mail(room: Mailroom) -> None:
    room.server.answers["RCPT:ada@example.org"] = ["550 5.1.1 no such user"] * 9
    ada, bo = await room.guest(), await room.guest("bo@example.org")
    await room.post("a", ada)
    await room.post("b", bo)
    await room.post("c", ada, "It has moved.")
    await room.deliver()
    assert told(room.server.received) == [("bo@example.org", "You are coming.")]
    assert [(event.fact.key, event.member) for event in room.refused] == [("a", None), ("c", None)]
    assert room.refused[0].reason == "the mail server refused it (recipient: 550 5.1.1)"
    await room.later(days=1)
    assert len(room.server.received) == 1
    assert room.server.connected <= 2


async def test_a_mail_with_what_the_server_does_not_want_is_refused_for_good(
    room: Mailroom,
) -> None:
    room.server.answers["DATA"] = ["554 5.7.1 this looks like spam"]
    await room.post("a", await room.guest())
    await room.deliver()
    (refused,) = room.refused
    assert "content: 554 5.7.1" in refused.reason


@pytest.mark.parametrize(
    "answer", ["553 5.7.1 not your address", "530 5.7.0 log in first", "503 no"]
)
async def test_a_refusal_of_whom_it_is_from_waits_for_the_operator(
    room: Mailroom, answer: str
) -> None:
    room.server.answers["MAIL"] = [answer]
    await room.post("a", await room.guest())
    await room.deliver()
    assert room.refused == []
    await room.later(minutes=1)
    assert len(room.server.received) == 1


async def test_a_server_that_is_down_at_the_start_gets_it_once_it_is_up(room: Mailroom) -> None:
    await room.server.stop()
    await room.post("a", await room.guest())
    await room.say("meanwhile")
    await room.deliver()
    assert room.web.place("here").messages == ["meanwhile"]
    await room.server.start()
    await room.later(minutes=1)
    assert len(room.server.received) == 1
    assert room.refused == []


async def test_a_connection_that_the_server_ended_meanwhile_is_made_anew(room: Mailroom) -> None:
    ada = await room.guest()
    await room.post("a", ada)
    await room.deliver()
    await room.server.stop()
    await room.server.start()
    await room.post("b", ada, "It has moved.")
    await room.deliver()
    assert len(room.server.received) == 2
    assert room.server.connected == 2


async def test_a_slow_server_holds_up_nobody_else(room: Mailroom) -> None:
    room.server.slow = True
    for number in range(5):
        await room.post(f"a{number}", await room.guest(f"guest{number}@example.org"))
    running = asyncio.create_task(room.relay.drain())
    await room.server.held.wait()
    await room.say("meanwhile")
    assert await room.relay.drain() == 1
    assert room.web.place("here").messages == ["meanwhile"]
    assert [event.fact.key for event in room.arrived] == ["meanwhile"]
    room.server.go.set()
    await running
    assert len(room.arrived) == 6
    assert room.server.most_at_once == 2


async def test_few_connections_carry_many_mails(room: Mailroom) -> None:
    for number in range(12):
        await room.post(f"a{number}", await room.guest(f"guest{number}@example.org"))
    await room.deliver()
    assert len(room.server.received) == 12
    assert room.server.connected <= 2


async def test_a_connection_ends_after_many_mails_and_when_nobody_uses_it(
    room: Mailroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAILS_PER_CONNECTION", 3)
    await room.restart(connections=1)
    for number in range(7):
        await room.post(f"a{number}", await room.guest(f"guest{number}@example.org"))
    await room.deliver()
    assert (len(room.server.received), room.server.connected) == (7, 3)
    monkeypatch.setattr(limits, "IDLE_SECONDS", 0.01)
    await room.restart(connections=1)
    async with asyncio.timeout(10):
        await room.server.alone.wait()
        await room.post("b", await room.guest())
        await room.deliver()
        await room.server.alone.wait()


# Safe and logged in -------------------------------------------------------------------------------


@pytest.mark.parametrize("from_the_start", [False, True])
async def test_it_goes_under_tls_to_a_server_that_is_who_it_says_it_is(
    sqlite_url: str, from_the_start: bool
) -> None:
    async with (
        mail_server(tls=True, from_the_start=from_the_start, needs_login=True) as server,
        engine_at(sqlite_url) as engine,
        mailroom(engine, server) as room,
    ):
        await room.post("a", await room.guest())
        await room.deliver()
        (received,) = server.received
        assert (received.under_tls, received.user) == (True, USERNAME)


async def test_nothing_is_said_to_a_server_that_nobody_vouches_for(sqlite_url: str) -> None:
    async with (
        mail_server(tls=True, needs_login=True) as server,
        engine_at(sqlite_url) as engine,
        mailroom(engine, server, host="localhost") as room,
    ):
        room.mail.connections._tls = None  # as this machine trusts
        await room.post("a", await room.guest())
        await room.deliver()
        assert (server.received, room.refused) == ([], [])
        (row,) = await room.rows()
        assert "certificate" in row["reason"]


async def test_a_login_that_is_refused_is_tried_again_until_it_is_mended(sqlite_url: str) -> None:
    async with (
        mail_server(tls=True, needs_login=True, password="another one") as server,
        engine_at(sqlite_url) as engine,
        mailroom(engine, server) as room,
    ):
        await room.post("a", await room.guest())
        await room.deliver()
        (row,) = await room.rows()
        assert (row["state"], "login: 535" in row["reason"]) == ("waiting", True)
        assert PASSWORD not in str(row)
        server.password = PASSWORD
        await room.later(minutes=1)
        assert len(server.received) == 1


async def test_a_server_without_tls_gets_nothing_where_tls_is_set(room: Mailroom) -> None:
    await room.restart(tls="starttls")
    await room.post("a", await room.guest())
    await room.deliver()
    assert room.server.received == []
    (row,) = await room.rows()
    assert "tls" in row["reason"]


# Without a server ---------------------------------------------------------------------------------


async def test_without_a_mail_server_it_waits_and_all_else_goes_on(room: Mailroom) -> None:
    await room.restart(wanted=False)
    await room.post("a", await room.guest())
    await room.say("meanwhile")
    await room.deliver()
    assert room.web.place("here").messages == ["meanwhile"]
    async with room.open_work(read_only=True) as work:
        assert await work.mailboxes.waiting() == 1
    await room.restart()
    await room.later(minutes=1)
    assert len(room.server.received) == 1


async def test_it_is_known_whether_mail_goes_out_before_anybody_is_asked(sqlite_url: str) -> None:
    async with engine_at(sqlite_url) as engine:
        for senders in ({}, {"mail": FakePlatform("mail")}):
            core = assemble(engine, senders, FakeClock(NOON), FakeChance(), ThreadExecutor())
            async with core.open_work(read_only=True) as work:
                assert work.mailboxes.served is bool(senders)
