"""Challenges that are shown and not posted yet: drafts of their form, each by a name of its own.

So a button posts what stood above it, or nothing: what has been changed since has another name.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.community.dates.reader import DateReader
from bot.community.origins import put_behind, read_behind
from bot.features.challenges.ports import Work
from bot.features.challenges.proposals.forms import ChallengeForm
from bot.routing.interaction import Call
from bot.ui.forms import Raw, spec_of
from bot.ui.text import read_id

SPEC = spec_of(ChallengeForm)
_LENGTH = 10
_LIKE = "like"  # beside the fields of the form


@dataclass(frozen=True, slots=True)
class Pending:
    """What is to be posted, and the ids of the challenges like it that were shown already."""

    values: Mapping[str, Raw]
    shown: frozenset[int]


async def keep(
    call: Call,
    work: Work,
    values: Mapping[str, Raw],
    shown: Collection[int] = (),
    *,
    after: str = "",
) -> str:
    """Keep what a challenge says; returns its name, which tells of what it is made.

    That is what the name of the one that it comes `after` tells.
    """
    said = f"{call.arrival.space} {call.arrival.interaction_id}"
    name = "c" + hashlib.sha256(said.encode()).hexdigest()[:_LENGTH]
    if about := read_behind(after):
        name = put_behind(name, about)
    kept = {**values, _LIKE: [str(each) for each in sorted(shown)]}
    await work.drafts.keep(call.me.id, SPEC.key, name, kept, now=call.now)
    return name


async def take(call: Call, work: Work, name: str) -> Pending | None:
    """What a challenge says, which is there no more afterwards; `None` if it was not."""
    return _pending(await work.drafts.take(call.me.id, SPEC.key, name, now=call.now))


async def look(call: Call, work: Work, name: str) -> Pending | None:
    """What a challenge says; `None` if it is there no more."""
    return _pending(await work.drafts.of(call.me.id, SPEC.key, name))


def read(call: Call, values: Mapping[str, Raw]) -> ChallengeForm:
    """What a challenge says, as its form; raises `FieldErrors` where it cannot be so any more."""
    form = SPEC.parse(values, DateReader(call.me.zone, call.now))
    assert isinstance(form, ChallengeForm)  # noqa: S101  # it is what its spec makes
    return form


def _pending(kept: Mapping[str, Raw]) -> Pending | None:
    if not kept:
        return None
    values = {name: value for name, value in kept.items() if name != _LIKE}
    return Pending(values, frozenset(read_id(each) for each in kept.get(_LIKE, [])))
