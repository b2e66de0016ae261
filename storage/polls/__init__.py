"""What polls remember (`bot.features.polls.ports.Polls`)."""

from bot.features.polls.ports import Polls
from storage.kernel.store import Repository, Store
from storage.polls.merging import MERGING
from storage.polls.polls import SqlPolls
from storage.polls.tables import TABLES

STORE = Store(
    "polls",
    TABLES,
    (Repository[Polls]("polls", lambda work: SqlPolls(work.connection)),),
    merging=MERGING,
)
