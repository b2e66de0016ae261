"""Conversations in many places, and what was said (`bot.delivery.conversations`)."""

from bot.features.conversations.ports import SaidBook
from bot.routing.hearing import Ears
from storage.conversations.hearing import SqlEars
from storage.conversations.merging import MERGING
from storage.conversations.said import SqlSaid
from storage.conversations.tables import TABLES
from storage.kernel.store import Repository, Store

STORE = Store(
    "conversations",
    TABLES,
    (
        Repository[Ears]("conversations", SqlEars),
        Repository[SaidBook]("said", lambda work: SqlSaid(work.connection)),
    ),
    merging=MERGING,
)
