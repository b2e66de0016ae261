"""Which commitment somebody means, and for which challenge they commit to something."""

from collections.abc import Sequence

from bot.delivery.threads import view_above
from bot.errors import UserError
from bot.features.challenges import words
from bot.features.challenges.cards.live import card_of
from bot.features.challenges.commitments.domain import Commitment
from bot.features.challenges.commitments.views import Questions
from bot.features.challenges.domain import ALIVE, Challenge
from bot.features.challenges.lookup import may_see, reader
from bot.features.challenges.ports import Work
from bot.routing.interaction import Call
from bot.ui.text import read_id


async def mine(call: Call, work: Work, id_: str) -> Commitment:
    """A commitment of the actor, which nobody else changes meanwhile; raises `UserError`."""
    found = await work.challenges.commitments.lock(read_id(id_))
    if found is None or found.member != call.me.id:
        raise UserError(words("commitment.gone"))
    return found


async def joined(call: Call, work: Work) -> list[Challenge]:
    """The living challenges that the actor is in and may see, the last joined first."""
    who = await reader(call, work)
    found = await work.challenges.proposals.of_participant(call.me.id)
    return [each for each in found if each.state in ALIVE and may_see(call, each, who)]


async def above(call: Call, work: Work) -> Challenge | None:
    """The challenge below whose card the actor speaks, if it is one and they may see it."""
    view = await view_above(work, call.arrival.thread, community=call.community.id)
    if view is None or view.kind != card_of(0).kind:
        return None
    found = await work.challenges.proposals.get(read_id(view.subject))
    if found is None or not may_see(call, found, await reader(call, work)):
        return None
    return found


async def alive(call: Call, work: Work, id_: int) -> Challenge:
    """A challenge in which something can be committed to; raises `UserError`."""
    found = await work.challenges.proposals.get(id_)
    if found is None or not may_see(call, found, await reader(call, work)):
        raise UserError(words("challenge.gone"))
    if found.state not in ALIVE:
        raise UserError(words("edit.too_late", question=found.question))
    return found


async def questions_of(work: Work, there: Sequence[Commitment]) -> Questions:
    """What the challenges are called that these are of."""
    ids = {each.challenge for each in there if each.challenge is not None}
    return await work.challenges.proposals.questions(ids)
