"""Two members become one: in what they are in, host, propose and have changed."""

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.challenges import commitment_data
from storage.challenges.tables import (
    challenge_changes,
    challenge_host_requests,
    challenge_participants,
    challenges,
)
from storage.kernel.columns import AnyRow
from storage.kernel.journal import Journal, Values
from storage.kernel.store import Merging

_IN = challenge_participants.c
_ASKED = challenge_host_requests.c
_MOVED = (challenges.c.made_by, challenge_changes.c.changed_by, _ASKED.asked_by)


async def merge(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """Let all of it be the one's who is kept; two who are in one challenge are one in it."""
    await journal.join(_IN.member_id, gone, kept, _both)
    await journal.join(_ASKED.member_id, gone, kept, _first_asked)
    for column in _MOVED:
        await journal.move(column, gone, kept)
    await commitment_data.merge(journal, gone, kept)


MERGING = Merging(
    references=(_IN.member_id, _ASKED.member_id, *_MOVED, *commitment_data.REFERENCES), merge=merge
)


def _both(gone: AnyRow, kept: AnyRow) -> Values:
    """In it since the earlier, heard of at the later; hidden if either was.

    They rest if both do, until the earlier day: whoever is there in one chat is there.
    """
    rests = (gone.resting_until, kept.resting_until)
    return {
        "hidden": gone.hidden or kept.hidden,
        "since": min(gone.since, kept.since),
        "heard_at": max(gone.heard_at, kept.heard_at),
        "resting_until": None if None in rests else min(rests),
    }


def _first_asked(gone: AnyRow, kept: AnyRow) -> Values:
    return {"asked_at": min(gone.asked_at, kept.asked_at)}
