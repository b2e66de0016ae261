"""What peer assists remember (`bot.features.peer_assists.ports.PeerAssists`)."""

from bot.features.peer_assists.ports import PeerAssists
from storage.kernel.store import Repository, Store
from storage.peer_assists.merging import MERGING
from storage.peer_assists.peer_assists import SqlPeerAssists
from storage.peer_assists.tables import TABLES

STORE = Store(
    "peer_assists",
    TABLES,
    (Repository[PeerAssists]("peer_assists", lambda work: SqlPeerAssists(work.connection)),),
    merging=MERGING,
)
