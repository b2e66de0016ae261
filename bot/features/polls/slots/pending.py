"""Polls that are shown and not posted yet: kept as drafts of their form, each by a name of its own.

So a button posts what stood above it, or nothing.
"""

import hashlib
from collections.abc import Mapping

from bot.community.dates.reader import DateReader
from bot.community.facts import Fact
from bot.community.origins import put_behind
from bot.features.polls.ports import Work
from bot.features.polls.slots.forms import PollForm
from bot.routing.interaction import Call
from bot.ui.forms import Raw, spec_of

SPEC = spec_of(PollForm)
_LENGTH = 10


async def keep(call: Call, work: Work, values: Mapping[str, Raw], about: Fact | None = None) -> str:
    """Keep what is to be asked; returns its name, which also tells for what (`about`)."""
    said = f"{call.arrival.space} {call.arrival.interaction_id}"
    name = "p" + hashlib.sha256(said.encode()).hexdigest()[:_LENGTH]
    name = put_behind(name, about) if about else name
    await work.drafts.keep(call.me.id, SPEC.key, name, dict(values), now=call.now)
    return name


async def take(call: Call, work: Work, name: str) -> dict[str, Raw]:
    """What is to be asked, which is there no more afterwards; nothing if it was not."""
    return await work.drafts.take(call.me.id, SPEC.key, name, now=call.now)


def read(call: Call, values: Mapping[str, Raw]) -> PollForm:
    """What is to be asked, as its form; raises `FieldErrors` where it cannot be so any more."""
    form = SPEC.parse(values, DateReader(call.me.zone, call.now))
    assert isinstance(form, PollForm)  # noqa: S101  # it is what its spec makes
    return form
