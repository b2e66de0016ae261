"""What is offered while people type which one they mean."""

from collections.abc import Sequence

from bot.features.peer_assists import feature
from bot.features.peer_assists.domain import ALIVE, Assist
from bot.features.peer_assists.lookup import concerning, waiting_for
from bot.features.peer_assists.ports import Work
from bot.routing.interaction import Call
from bot.ui.messages import Option


@feature.autocomplete("my_assist")
async def what_i_asked_for(call: Call, work: Work, typed: str) -> list[Option]:
    """What the actor asked for."""
    return _options(await work.peer_assists.of(call.me.id))


@feature.autocomplete("our_assist")
async def what_i_am_in(call: Call, work: Work, typed: str) -> list[Option]:
    """What the actor asked for or helps with."""
    return _options(await concerning(work, call.me))


@feature.autocomplete("asked_assist")
async def what_i_am_asked(call: Call, work: Work, typed: str) -> list[Option]:
    """What waits for an answer, then what the actor has said yes to."""
    me = call.me.id
    helping = [each for each in await concerning(work, call.me) if each.asker != me]
    return _options([*await waiting_for(work, me), *helping])


@feature.autocomplete("running_assist")
async def what_runs(call: Call, work: Work, typed: str) -> list[Option]:
    """All that run here."""
    return _options(await work.peer_assists.in_state(call.community.id, ALIVE))


def _options(there: Sequence[Assist]) -> list[Option]:
    return [Option.of(each.case, each.case) for each in there if each.state in ALIVE]
