"""Every store there is: from this list come the unit of work, the tables, linking and its undo."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.community.clock import Clock, SystemClock
from bot.work import Declared
from storage import (
    challenges,
    conversations,
    digests,
    events,
    ideas,
    introductions,
    linking,
    members,
    peer_assists,
    polls,
    privacy,
    reports,
    slack,
    web,
)
from storage.kernel.merging import MERGING
from storage.kernel.question_tables import questions
from storage.kernel.store import Store
from storage.kernel.tables import KERNEL_TABLES
from storage.kernel.unit_of_work import MakeLogin, OpenSqlWork

STORES: tuple[Store, ...] = (
    Store("kernel", (*KERNEL_TABLES, questions), merging=MERGING),
    members.STORE,
    introductions.STORE,
    events.STORE,
    ideas.STORE,
    challenges.STORE,
    polls.STORE,
    peer_assists.STORE,
    conversations.STORE,
    digests.STORE,
    reports.STORE,
    privacy.STORE,
    linking.STORE,
    web.STORE,
    slack.STORE,
)


def work_on(
    engine: AsyncEngine,
    make_login: MakeLogin | None = None,
    address: str = "",
    *,
    stores: Sequence[Store] = STORES,
    clock: Clock | None = None,
    secret_key: str = "",
    mail: bool = False,
    declared: Declared | None = None,
) -> OpenSqlWork:
    """What begins units of work on one database, with every store.

    `make_login` lets members into the web chat at `address`. The `clock` is the machine's unless
    another one is given. Secrets of members are derived from `secret_key`; without it none are.
    `mail` says whether there is a mail server to send by, `declared` what features ask of others.
    """
    chosen = clock or SystemClock()
    return OpenSqlWork(
        *(engine, stores, chosen, make_login, address, secret_key), mail=mail, declared=declared
    )
