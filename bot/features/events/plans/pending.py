"""Plans that are shown and not posted yet: kept as drafts of their form, each by a name of its own.

So a button posts what stood above it, or nothing: what has been changed since has another name.
"""

import hashlib
from collections.abc import Mapping

from bot.community.dates.reader import DateReader
from bot.community.origins import put_behind, read_behind
from bot.features.events.plans.forms import EventForm
from bot.features.events.ports import Work
from bot.routing.interaction import Call
from bot.ui.forms import Raw, spec_of

SPEC = spec_of(EventForm)
_LENGTH = 10
_COPY = "copy."


def copy_of(event: int | str) -> str:
    """What a plan is called that is like this event, before anything is said of it."""
    return f"{_COPY}{event}"


def copied(name: str) -> str:
    """The id of the event that a plan of this name is a copy of; empty if of none."""
    return name.removeprefix(_COPY).split(".")[0] if name.startswith(_COPY) else ""


async def keep(
    call: Call, work: Work, values: Mapping[str, Raw], part: str = "", *, after: str = ""
) -> str:
    """Keep what a plan says; returns its name. Several of one interaction are told by `part`.

    What the name of the plan that it comes `after` tells, its own tells too: of which event it is a
    copy, and what it is made of.
    """
    said = f"{call.arrival.space} {call.arrival.interaction_id} {part}"
    name = "p" + hashlib.sha256(said.encode()).hexdigest()[:_LENGTH]
    if like := copied(after):
        name = f"{copy_of(like)}.{name}"
    if about := read_behind(after):
        name = put_behind(name, about)
    await work.drafts.keep(call.me.id, SPEC.key, name, dict(values), now=call.now)
    return name


async def take(call: Call, work: Work, name: str) -> dict[str, Raw]:
    """What a plan says, which is there no more afterwards; nothing if it was not."""
    return await work.drafts.take(call.me.id, SPEC.key, name, now=call.now)


async def look(call: Call, work: Work, name: str) -> dict[str, Raw]:
    """What a plan says; nothing if it is there no more."""
    return await work.drafts.of(call.me.id, SPEC.key, name)


def read(call: Call, values: Mapping[str, Raw]) -> EventForm:
    """What a plan says, as its form; raises `FieldErrors` where it cannot be so any more."""
    form = SPEC.parse(values, DateReader(call.me.zone, call.now))
    assert isinstance(form, EventForm)  # noqa: S101  # it is what its spec makes
    return form
