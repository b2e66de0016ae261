"""Mail by the program itself, as an operator runs it."""

import asyncio
import signal
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.community.facts import Fact
from bot.delivery.addresses import ToMailbox
from bot.ui.messages import say
from storage.kernel.delivery_tables import outbox
from storage.kernel.queue import BEGINNING
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on
from tests.adapters.mail_server import HOST, MailServer, mail_server
from tests.database import engine_at
from tests.terminal.program import Terminal, on


def mail_at(server: MailServer) -> dict[str, str]:
    return {
        "KINDRED_MAIL_HOST": HOST,
        "KINDRED_MAIL_PORT": str(server.port),
        "KINDRED_MAIL_TLS": "none",
        "KINDRED_MAIL_ADDRESS": "hello@kindred.example.org",
    }


async def post(open_work: OpenSqlWork) -> None:
    async with open_work() as work:
        until = datetime.now(UTC) + timedelta(days=1)
        gil = await work.mailboxes.open(1, "gil@example.org", until=until)
        assert gil
        await work.outbox.post(ToMailbox(gil.id), say("Hello"), Fact("a"), community=1)


@on("sqlite")
@pytest.mark.forks
async def test_a_worker_that_is_killed_while_it_sends_sends_the_same_mail_again(
    furnished: Terminal,
) -> None:
    given = furnished.environment
    key = given["KINDRED_SECRET_KEY"]
    async with mail_server(slow=True) as server, engine_at(given["KINDRED_DATABASE_URL"]) as engine:
        open_work = work_on(engine, secret_key=key)
        await post(open_work)
        for signalled in (signal.SIGKILL, signal.SIGTERM):
            server.held.clear()
            with furnished.running("worker", **mail_at(server)) as running:
                async with asyncio.timeout(60):
                    await server.held.wait()
                if signalled is signal.SIGTERM:
                    server.go.set()
                running.tell(signalled)
                await asyncio.to_thread(running.rest, 60)
            async with open_work() as work:  # as if the lease had ended
                state = await work.connection.scalar(
                    update(outbox).values(due_at=BEGINNING).returning(outbox.c.state)
                )
        first, again = server.received
    assert (state, running.returncode) == ("done", 0)
    assert first.mail["Message-ID"] == again.mail["Message-ID"]
