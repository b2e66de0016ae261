"""What was shown in which channel of what is open elsewhere (`bot.features.digests.ports`)."""

from bot.features.digests.ports import Digests
from storage.digests.digests import SqlDigests
from storage.digests.tables import digest_items
from storage.kernel.store import Repository, Store

STORE = Store(
    "digests",
    (digest_items,),
    (Repository[Digests]("digests", lambda work: SqlDigests(work.connection)),),
)
