"""Accounts that become one person's: who was two members is one, and for a day may be two again."""

from bot.features.linking.ports import Links
from storage.kernel.store import Repository, Store
from storage.linking.links import SqlLinks
from storage.linking.merging import MERGING
from storage.linking.tables import links

STORE = Store(
    "linking",
    (links,),
    (
        Repository[Links](
            "links", lambda work: SqlLinks(work.connection, work.members, work.stores)
        ),
    ),
    merging=MERGING,
)
