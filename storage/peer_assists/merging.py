"""Two members become one: in what they asked for, and in what they were asked."""

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.peer_assists.domain import Said
from storage.kernel.columns import AnyRow
from storage.kernel.journal import Journal, Values
from storage.kernel.store import Merging
from storage.peer_assists.tables import peer_assist_refusals, peer_assist_requests, peer_assists

_REQUEST = peer_assist_requests.c
_WEIGHT = (Said.YES, Said.LEFT, Said.NO, Said.LET_GO, Said.NOTHING, Said.UNREACHED)


async def merge(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """Let all of it be the one's who is kept; nobody helps themselves."""
    both = (gone, kept)
    theirs = select(peer_assists.c.id).where(peer_assists.c.asker_id.in_(both))
    own = and_(_REQUEST.member_id.in_(both), _REQUEST.assist_id.in_(theirs))
    await journal.drop(peer_assist_requests, own)
    await journal.join(_REQUEST.member_id, gone, kept, _request)
    await journal.join(peer_assist_refusals.c.member_id, gone, kept, _refusal)
    await journal.move(peer_assists.c.asker_id, gone, kept)


MERGING = Merging(
    references=(_REQUEST.member_id, peer_assist_refusals.c.member_id, peer_assists.c.asker_id),
    merge=merge,
)


def _request(gone: AnyRow, kept: AnyRow) -> Values:
    said = min(gone, kept, key=lambda row: _WEIGHT.index(Said(row.said)))
    return {"said": said.said, "said_at": said.said_at}


def _refusal(gone: AnyRow, kept: AnyRow) -> Values:
    return {"since": min(gone.since, kept.since)}
