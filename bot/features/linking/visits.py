"""One person across chats, for those who are no members here: their account becomes a member's."""

from collections.abc import Awaitable, Callable
from functools import partial

from bot.community.joining import declined_key, turned_away
from bot.community.people import AccountInfo, Space
from bot.community.profiles import Profile
from bot.features.linking import feature, views
from bot.features.linking.codes import Code, OfButton, redeem
from bot.features.linking.domain import UNDONE_WITHIN, Link
from bot.features.linking.notices import tell_of_link, where_they_look
from bot.features.linking.ports import Work
from bot.routing.interaction import Answer, LookUpActor, Reply, Visit
from bot.ui.messages import Message

Then = Callable[[Visit, Work, Space, AccountInfo], Awaitable[Answer]]


@feature.visit("link")
async def use(visit: Visit, work: Work, code: Code = "") -> Answer:
    """Use a code that was made in another chat."""
    if not code:
        return Reply(views.how(), refused=True)
    return await _known(visit, partial(_use, code=code))


@feature.visit(action="members.link")
async def answer(visit: Visit, work: Work, said: str, offer: OfButton = "") -> Answer:
    """Say yes or no to whose profile it is, by a button."""
    if said == "yes":
        return await _known(visit, partial(_confirm, value=offer))
    return await _cancel(visit, work)


@feature.visit("link confirm")
async def confirm(visit: Visit, work: Work) -> Answer:
    """Say yes."""
    return await _known(visit, _confirm)


@feature.visit("link cancel")
async def cancel(visit: Visit, work: Work) -> Answer:
    """Say no."""
    return await _cancel(visit, work)


@feature.visit("link undo")
@feature.visit("link choose")
async def nothing_yet(visit: Visit, work: Work) -> Answer:
    """Nothing was linked here, as far as anybody knows."""
    return Reply(views.how(), refused=True)


async def _known(visit: Visit, then: Then) -> Answer:
    """Go on once the chat has told who it is, unless they are turned away."""

    async def go_on(work: Work, who: AccountInfo) -> Answer:
        if refusal := turned_away(who):
            return Reply(refusal, refused=True)
        space = await work.people.space(visit.arrival.space)
        assert space is not None  # noqa: S101  # it was there a moment ago, and spaces stay
        return await then(visit, work, space, who.tidied())

    return LookUpActor(go_on)


async def _use(visit: Visit, work: Work, space: Space, who: AccountInfo, code: str) -> Answer:
    account = visit.arrival.actor
    known = await work.people.known_as(space.community, account)
    maker = await redeem(work, visit.arrival, space.community, code, visit.now)
    if isinstance(maker, Message):
        return Reply(maker)
    if known and known.id != maker.id:
        return Reply(views.join_first())
    offer = await work.links.offer(maker.id, space, account, visit.now)
    profile = await work.members.profile(maker.id) or Profile(maker.name)
    standing = await work.roles.standing(maker)
    return Reply(views.offered_to_newcomer(offer, maker.id, profile, standing))


async def _confirm(
    visit: Visit, work: Work, space: Space, who: AccountInfo, value: str = ""
) -> Answer:
    offer = await _offered(visit, work, value)
    if offer is None:
        return Reply(views.nothing_offered(), refused=True)
    await work.links.lock([offer.member])
    member = await work.people.member(offer.member)
    assert member is not None  # noqa: S101  # locked just now
    former = await where_they_look(work, member.id)
    await work.people.attach(member.id, space, visit.arrival.actor, who)
    await work.settings.drop(declined_key(space.ref, visit.arrival.actor))
    await work.links.attached(offer, visit.now)
    await tell_of_link(work, offer, member.id, former, visit.arrival, visit.now)
    return Reply(views.linked(offer, member.name, visit.now + UNDONE_WITHIN))


async def _cancel(visit: Visit, work: Work) -> Answer:
    found = await work.links.offered_to(visit.arrival.actor, visit.arrival.space)
    if found:
        await work.links.withdraw(found.id)
    return Reply(views.cancelled())


async def _offered(visit: Visit, work: Work, value: str) -> Link | None:
    found = await work.links.offered_to(visit.arrival.actor, visit.arrival.space)
    there = found and found.may_be_done(visit.now) and value in ("", str(found.id))
    return found if there else None
