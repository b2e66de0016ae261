"""Which programme, round or introduction somebody means."""

from collections.abc import Sequence
from typing import Annotated

from bot.errors import UserError
from bot.features.introductions import words
from bot.features.introductions.domain import Programme
from bot.features.introductions.follow_up.domain import Introduction
from bot.features.introductions.ports import Round, Work
from bot.routing.arguments import Said, ThingArg
from bot.routing.interaction import Call
from bot.routing.titles import Titled, by_title
from bot.ui.folding import folded
from bot.ui.text import read_id


def _named(programmes: Sequence[Programme], text: str) -> Sequence[Programme]:
    """Those of this name; of several that have one name, the first."""
    unique = {folded(each.name): each for each in reversed(programmes)}
    return by_title(list(reversed(unique.values())), text, lambda programme: programme.name)


PROGRAMMES = Titled[Programme](words, "programme", lambda each: each.name, named=_named)


async def running(call: Call, work: Work, said: Said) -> Programme:
    """The running programme that is meant."""
    if said.by_button:
        return await by_id(call, work, said.text)
    found = await work.introductions.programmes.running(call.me.community)
    return PROGRAMMES.pick(found, said)


async def in_hand(call: Call, work: Work, said: Said) -> Programme:
    """The programme whose next round is meant: the one with a draft, if just one has."""
    if said.by_button:
        return await by_id(call, work, said.text)
    programmes = await work.introductions.programmes.running(call.me.community)
    meant = programmes if said.text else await likely(call, work, programmes)
    return PROGRAMMES.pick(meant, said)


async def likely(call: Call, work: Work, programmes: Sequence[Programme]) -> Sequence[Programme]:
    """The one of the programmes that has a draft, if just one has; else all of them."""
    if len(programmes) < 2:
        return programmes
    drafts = {d.programme for d in await work.introductions.rounds.drafts(call.me.community)}
    drafted = [programme for programme in programmes if programme.id in drafts]
    return drafted if len(drafted) == 1 else programmes


async def as_said(call: Call, work: Work, said: Said) -> Said:
    """What was said of a programme, for a handler that may open a form instead."""
    return said


async def by_id(call: Call, work: Work, id_: str) -> Programme:
    """The programme that a button addresses; raises `UserError` when it has stopped."""
    found = await work.introductions.programmes.get(read_id(id_))
    if found is None or found.community != call.me.community or not found.running:
        raise UserError(words("programme.gone"))
    return found


async def round_by_id(call: Call, work: Work, said: Said) -> tuple[Programme, Round]:
    """The round that a button addresses, and its programme."""
    round_ = await work.introductions.rounds.get(read_id(said.text))
    if round_ is None:
        raise UserError(words("round.gone"))
    return await by_id(call, work, str(round_.programme)), round_


async def mine(call: Call, work: Work, id_: str = "") -> Introduction:
    """The introduction that is meant, of those the actor is in.

    The one a button addresses; else that of the room it was said in; else the newest.
    """
    follow_up = work.introductions.follow_up
    if id_:
        found = await follow_up.get(read_id(id_))
    else:
        found = await follow_up.in_room(call.arrival.channel, call.me.id)
        found = found or await follow_up.latest_of(call.me.id)
    if found is None or call.me.id not in dict(found.members):
        raise UserError(words("introduction.none"))
    return found


async def introduced(call: Call, work: Work, said: Said) -> Introduction:
    """The introduction that is meant: by a button, or by where it is said."""
    return await mine(call, work, said.text)


RunningProgramme = Annotated[Programme, ThingArg("programme", running)]
ProgrammeSaid = Annotated[Said, ThingArg("programme", as_said)]
ProgrammeInHand = Annotated[Programme, ThingArg("programme", in_hand)]
RoundOfButton = Annotated[tuple[Programme, Round], ThingArg("round", round_by_id)]
MyIntroduction = Annotated[Introduction, ThingArg("introduction", introduced)]
