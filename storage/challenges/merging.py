"""Two members become one: in what they are in, host, propose and have changed."""

from sqlalchemy import ColumnElement, and_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.challenges.check_ins.domain import Answered
from storage.challenges import commitment_data
from storage.challenges.check_in_tables import (
    challenge_check_in_preferences,
    challenge_check_ins,
    challenge_help_offers,
)
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
_LIKES = challenge_check_in_preferences.c
_SAID = challenge_check_ins.c
_OFFER = challenge_help_offers.c
_MOVED = (challenges.c.made_by, challenge_changes.c.changed_by, _ASKED.asked_by)


async def merge(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """Let all of it be the one's who is kept; two who are in one challenge are one in it."""
    await journal.join(_IN.member_id, gone, kept, _both)
    await journal.join(_ASKED.member_id, gone, kept, _first_asked)
    await journal.join(_LIKES.member_id, gone, kept, _as_kept)
    await journal.join(_SAID.member_id, gone, kept, _what_was_said)
    await journal.drop(challenge_help_offers, _between(gone, kept))
    for column_ in (_OFFER.member_id, _OFFER.helper_id):
        await journal.join(column_, gone, kept, _as_kept)
    for column in _MOVED:
        await journal.move(column, gone, kept)
    await commitment_data.merge(journal, gone, kept)


_JOINED = (
    _IN.member_id,
    _ASKED.member_id,
    _LIKES.member_id,
    _SAID.member_id,
    _OFFER.member_id,
    _OFFER.helper_id,
)
MERGING = Merging(references=(*_JOINED, *_MOVED, *commitment_data.REFERENCES), merge=merge)


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


def _as_kept(gone: AnyRow, kept: AnyRow) -> Values:
    """What the one said who is kept holds."""
    return {}


def _what_was_said(gone: AnyRow, kept: AnyRow) -> Values:
    """An answer rather than none; of two, that of the one who is kept. They are asked once."""
    if gone.state != Answered.ANSWERED.value or kept.state == Answered.ANSWERED.value:
        return {}
    said = ("state", "tried", "help", "for_hosts", "answered_on")
    return {"ask_at": None} | {name: getattr(gone, name) for name in said}


def _between(one: int, other: int) -> ColumnElement[bool]:
    """Offers of the one to the other: nobody helps themselves."""
    both = (one, other)
    return and_(_OFFER.member_id.in_(both), _OFFER.helper_id.in_(both))
