"""`kindred check mail`: what it finds out about a mail server, and says."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr

from adapters.mail import checkup
from tests.adapters.mail_server import MailServer, mail_server
from tests.adapters.mailroom import NOON, Mailroom, mailroom
from tests.database import engine_at


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with mail_server(tls=True, needs_login=True) as started:
        yield started


@pytest.fixture
async def room(sqlite_url: str, server: MailServer) -> AsyncIterator[Mailroom]:
    async with engine_at(sqlite_url) as engine, mailroom(engine, server) as opened:
        yield opened


async def look(room: Mailroom, to: str = "", **changes: Any) -> checkup.Found:
    await room.restart(**changes)
    return await checkup.look(room.mail, room.open_work, to)


async def test_a_good_server_is_told_of(room: Mailroom) -> None:
    found = await look(room)
    assert found.faults == []
    answers, login, size, sent = found.told
    assert answers == f"127.0.0.1:{room.server.port} answers, over TLSv1.3."
    assert (login, size) == ("It takes the login.", "It takes mails of 10 MB.")
    assert sent.startswith("No mail was sent")
    assert room.server.received == []


async def test_a_test_mail_arrives(room: Mailroom) -> None:
    found = await look(room, "operator@example.org")
    assert found.faults == []
    (received,) = room.server.received
    assert received.recipient == "operator@example.org"
    assert received.mail["Subject"] == "A test mail from Kindred"
    assert "List-Unsubscribe" in received.mail


async def test_each_thing_that_is_wrong_is_named(room: Mailroom) -> None:
    server = room.server
    (fault,) = (await look(room, password=SecretStr("wrong"))).faults
    assert "does not take the login (535" in fault
    assert "wrong" not in fault
    (fault,) = (await look(room, password=room.settings.password, tls="none")).faults
    assert "login" in fault
    await room.restart(password=SecretStr(server.password), tls="starttls")
    (fault,) = (await look(room, "nobody")).faults
    assert fault == "--to is no e-mail address."
    server.answers["RCPT"] = ["550 5.1.1 <who@example.org> unknown"]
    (fault,) = (await look(room, "who@example.org")).faults
    assert fault.endswith("does not take the address that the test was for (550 5.1.1).")
    server.answers["MAIL"] = ["553 5.7.1 not yours"]
    (fault,) = (await look(room, "who@example.org")).faults
    assert "sends nothing from KINDRED_MAIL_ADDRESS" in fault
    (fault,) = (await look(room, "zoë@example.org")).faults
    assert "letters beyond ASCII" in fault
    await server.stop()
    (fault,) = (await look(room)).faults
    assert "does not answer as a mail server (ConnectionRefusedError)" in fault


async def test_a_server_without_tls_is_named(sqlite_url: str) -> None:
    async with (
        mail_server() as server,
        engine_at(sqlite_url) as engine,
        mailroom(engine, server) as room,
    ):
        assert (await look(room)).told[0].endswith("on this machine and without TLS.")
        (fault,) = (await look(room, tls="starttls")).faults
        assert "cannot be spoken to under TLS" in fault


async def test_a_certificate_for_another_name_is_named(room: Mailroom) -> None:
    room.server.names = ("mail.example.org",)
    await room.server.stop()
    await room.server.start()
    (fault,) = (await look(room)).faults
    assert "a certificate that is not trusted" in fault
    assert room.server.received == []


async def test_no_test_mail_goes_to_who_wants_none(room: Mailroom) -> None:
    ada = await room.guest()
    async with room.open_work() as work:
        await work.mailboxes.unsubscribe(room.mail._key.secret(ada), NOON)
    (fault,) = (await look(room, "Ada@example.org")).faults
    assert "asked for no more mail" in fault
    assert room.server.received == []
