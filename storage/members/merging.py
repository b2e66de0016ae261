"""Two members become one: one profile, put together from both, is written by whoever links."""

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.kernel.journal import Journal
from storage.kernel.store import Merging
from storage.kernel.tables import member_networks
from storage.members.tables import profile_topics, profiles, renamings


async def merge(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """Leave both as they are until the one that was put together is saved."""
    await journal.move(renamings.c.by_id, gone, kept)


MERGING = Merging(
    references=(
        profiles.c.member_id,
        profile_topics.c.member_id,
        member_networks.c.member_id,
        renamings.c.by_id,
    ),
    merge=merge,
)
