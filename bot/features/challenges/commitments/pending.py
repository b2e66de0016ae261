"""Commitments of which something has yet to be said: drafts of their form, by a name each."""

import hashlib
from collections.abc import Mapping
from datetime import date

from bot.errors import UserError
from bot.features.challenges import words
from bot.features.challenges.commitments.forms import CommitmentForm
from bot.features.challenges.ports import Work
from bot.routing.interaction import Call
from bot.ui.forms import Raw, spec_of

_KEY = spec_of(CommitmentForm).key
_LENGTH = 10


async def keep(call: Call, work: Work, text: str, day: date | None, which: str = "") -> str:
    """Keep what is known of it so far; returns its name."""
    said = f"{call.arrival.space} {call.arrival.interaction_id}"
    name = "p" + hashlib.sha256(said.encode()).hexdigest()[:_LENGTH]
    values: dict[str, Raw] = {"what": text, "until": day.isoformat() if day else "", "which": which}
    await work.drafts.keep(call.me.id, _KEY, name, values, now=call.now)
    return name


async def look(call: Call, work: Work, name: str) -> Mapping[str, Raw]:
    """What is known of it; raises `UserError` where it is there no more."""
    if kept := await work.drafts.of(call.me.id, _KEY, name):
        return kept
    raise UserError(words("commit.gone"))


async def take(call: Call, work: Work, name: str) -> Mapping[str, Raw]:
    """The same, which is there no more afterwards: so a button commits once."""
    if kept := await work.drafts.take(call.me.id, _KEY, name, now=call.now):
        return kept
    raise UserError(words("commit.gone"))
