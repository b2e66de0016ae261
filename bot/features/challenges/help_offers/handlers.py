"""Offering help with a step of somebody else; the two meet if they like."""

from functools import partial

from bot.community.facts import Fact
from bot.community.people import Member
from bot.delivery.addresses import ToMember
from bot.errors import UserError
from bot.features.challenges import feature, words
from bot.features.challenges.check_ins.digests import views as digest_views
from bot.features.challenges.check_ins.digests.telling import renew_steps
from bot.features.challenges.commitments.domain import Commitment
from bot.features.challenges.commitments.lookup import alive, mine
from bot.features.challenges.help_offers import views
from bot.features.challenges.help_requests.closing import helpers_of
from bot.features.challenges.help_requests.domain import Said
from bot.features.challenges.help_requests.meeting import bring_together
from bot.features.challenges.participants.signs import heard_from
from bot.features.challenges.ports import Work
from bot.matching.eligibility import never_meet
from bot.routing.interaction import Answer, Call, Reply, Update
from bot.ui.text import read_id


@feature.action("help_with_step")
async def help_with_step(call: Call, work: Work, commitment: str) -> Answer:
    """Offer help: whoever set out to do it is asked whether it suits."""
    found = await work.challenges.commitments.get(read_id(commitment))
    if found is None or not found.open or found.challenge is None:
        raise UserError(words("help.gone"))
    if found.member == call.me.id:
        raise UserError(words("help.yourself"))
    challenge = await alive(call, work, found.challenge)
    helpers = await helpers_of(work, found)
    if (helpers and call.me.id not in helpers) or await _apart(call, work, found.member):
        raise UserError(words("help.gone"))
    await heard_from(work, challenge.id, call.me.id, call.now)
    question = partial(views.offer, challenge, found, call.me)
    fact = _offer_of(found, call.me.id)
    await work.outbox.post(ToMember(found.member), question, fact, community=found.community)
    return Reply(digest_views.offered(challenge))


@feature.action("accept_step_help")
async def accept_step_help(call: Call, work: Work, commitment: str, helper: str) -> Answer:
    """Let the two of us meet: from now on they are one who helps with it."""
    found, other = await _offered(call, work, commitment, helper)
    if not found.open or await _apart(call, work, other.id):
        raise UserError(words("help.gone"))
    if other.id not in await helpers_of(work, found):
        book = work.challenges.help_requests
        request = await book.add(found.id, "", call.now, named=True, group=False, search_at=None)
        await book.close(request.id, call.now)
        await book.ask(request.id, other.id, call.now, Said.YES)
        await bring_together(work, request, found, call.me, other)
        if found.challenge is not None:
            await heard_from(work, found.challenge, call.me.id, call.now)
            await renew_steps(work, found.challenge, call.now)
    return Update(views.together())


@feature.action("decline_step_help")
async def decline_step_help(call: Call, work: Work, commitment: str, helper: str) -> Answer:
    """Leave it at that, this time."""
    found, other = await _offered(call, work, commitment, helper)
    challenge = await work.challenges.proposals.get(found.challenge or 0)
    if challenge and other.id not in await helpers_of(work, found):
        fact = Fact.of("challenges.step_declined", found.id, part=str(other.id), member=other.id)
        told = partial(digest_views.not_this_time, challenge)
        await work.outbox.post(ToMember(other.id), told, fact, community=found.community)
    return Update(digest_views.declined(other))


async def _offered(
    call: Call, work: Work, commitment: str, helper: str
) -> tuple[Commitment, Member]:
    """A step of the actor, and somebody who did offer help with it; raises `UserError`."""
    found = await mine(call, work, commitment)
    other = await work.people.member(read_id(helper))
    offer = _offer_of(found, read_id(helper))
    if other is None or offer not in await work.outbox.posted([offer]):
        raise UserError(words("help.gone"))
    return found, other


async def _apart(call: Call, work: Work, other: int) -> bool:
    """Whether the two are never to meet, which neither is told."""
    known = await work.acquaintances.among([call.me.id, other], call.now)
    return never_meet(call.me.id, other, known)


def _offer_of(commitment: Commitment, helper: int) -> Fact:
    kind, part = "challenges.step_help_offer", str(helper)
    return Fact.of(kind, commitment.id, part=part, member=commitment.member)
