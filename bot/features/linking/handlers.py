"""One person across chats, for members: a code, both profiles, a yes; and undoing it."""

from bot.community.codes import LINK
from bot.community.domain_events import MembersMerged
from bot.community.people import OWN_CHAT, name_of
from bot.community.profiles import Profile
from bot.errors import UserError
from bot.features.linking import feature, forms, views
from bot.features.linking.codes import Code, OfButton, redeem
from bot.features.linking.domain import (
    GOOD_FOR,
    UNDONE_WITHIN,
    Link,
    leads,
    looks_after,
    together,
    who_stays,
)
from bot.features.linking.forms import LinkForm
from bot.features.linking.notices import tell_of_link, tell_of_undoing, where_they_look
from bot.features.linking.ports import Work
from bot.features.linking.views import Side
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply
from bot.ui.forms import spec_of
from bot.ui.messages import Message


@feature.command("link")
async def link(call: Call, work: Work, code: Code = "") -> Answer:
    """Make a code for another chat, or use one that was made there."""
    if code:
        return await _use(call, work, code)
    await work.codes.void(LINK, call.me.id)
    await work.links.withdraw_all(call.me.id)  # what former codes led to
    until = call.now + GOOD_FOR
    made = await work.codes.make(LINK, call.community.id, call.me.id, until)
    return Reply(views.code(made, until), secret=True)


async def _use(call: Call, work: Work, code: str) -> Answer:
    maker = await redeem(work, call.arrival, call.community.id, code, call.now, call.me.id)
    if isinstance(maker, Message):
        return Reply(maker, refused=True)
    space = await work.people.space(call.arrival.space)
    assert space is not None  # noqa: S101  # members are members of some space
    offer = await work.links.offer(maker.id, space, call.arrival.actor, call.now)
    await work.drafts.drop(call.me.id, spec_of(LinkForm).key, str(offer.id), now=call.now)
    return Reply(await _question(call, work, offer))


# Both, side by side ---------------------------------------------------------------------------


@feature.command(
    "link choose",
    opens=LinkForm,
    listed=False,
    action="members.link_choose",
    carries=("offer",),
)
async def choose(call: Call, work: Work, *, offer: OfButton = "") -> Answer:
    """Choose what to keep, field by field."""
    return Open(LinkForm, str((await _offered(call, work, offer)).id))


@feature.prefill(LinkForm)
async def choices_so_far(call: Call, work: Work, subject: str) -> Prefill:
    """Both profiles' words, and which of them are chosen."""
    offer = await _offered(call, work, subject)
    one, other = await _profiles(work, offer.member, call.me.id)
    return forms.prefill(one, other, offer.choices)


@feature.submitted(LinkForm)
async def chosen(call: Call, form: LinkForm, work: Work, subject: str) -> Answer:
    """Keep what was chosen, and show what would become of it."""
    offer = await _offered(call, work, subject)
    await work.links.choose(offer.id, forms.chosen_in(form))
    return Reply(await _question(call, work, await _offered(call, work, subject)))


async def _offered(call: Call, work: Work, value: str = "") -> Link:
    """What is offered to the actor's account; raises `UserError` if nothing is, or not this."""
    found = await work.links.offered_to(call.arrival.actor, call.arrival.space)
    if found is None or not found.may_be_done(call.now) or value not in ("", str(found.id)):
        raise UserError(views.nothing_offered())
    if found.member == call.me.id:
        raise UserError(views.own())
    return found


async def _question(call: Call, work: Work, offer: Link) -> Message:
    one, other = await _profiles(work, offer.member, call.me.id)
    maker = await work.people.member(offer.member)
    sides = Side(one, await _chats(work, offer.member)), Side(other, await _chats(work, call.me.id))
    standings = await work.roles.standing(maker) if maker else call.standing, call.standing
    both = list(zip(sides, standings, reversed(standings), strict=True))
    return views.offered(
        offer,
        *sides,
        leads=next((side for side, one, other in both if leads(one, other)), None),
        look_after=[side for side, one, other in both if looks_after(one, other)],
    )


async def _profiles(work: Work, *members: int) -> list[Profile]:
    found = await work.members.profiles(members)
    return [found[member] for member in members]


async def _chats(work: Work, member: int) -> list[str]:
    """The chats in which somebody is known, without their community's own if there is another."""
    there = {account.space for account in await work.people.accounts_of(member)}
    who = await work.people.member(member)
    spaces = [s for s in await work.people.spaces(who.community if who else 0) if s.id in there]
    elsewhere = [space for space in spaces if space.ref.platform != OWN_CHAT]
    return [name_of(space) for space in elsewhere or spaces]


# Yes, or no -----------------------------------------------------------------------------------


@feature.action("members.link")
async def say_yes_or_no(call: Call, work: Work, said: str, offer: OfButton = "") -> Answer:
    """Say yes or no, by a button."""
    return await (_confirm if said == "yes" else _cancel)(call, work, offer)


@feature.command("link confirm", listed=False)
async def confirm(call: Call, work: Work) -> Answer:
    """Become one."""
    return await _confirm(call, work)


@feature.command("link cancel", listed=False)
async def cancel(call: Call, work: Work) -> Answer:
    """Stay two."""
    return await _cancel(call, work)


async def _confirm(call: Call, work: Work, value: str = "") -> Answer:
    done = await work.links.latest_of(call.me.id)
    offered = await work.links.offered_to(call.arrival.actor, call.arrival.space)
    if done and value in ("", str(done.id)) and not offered:
        return Reply(views.linked_already(done))
    offer = await _offered(call, work, value)
    await work.links.lock([offer.member, call.me.id])
    maker = await work.people.member(offer.member)
    assert maker is not None  # noqa: S101  # locked just now
    one, other = await _profiles(work, maker.id, call.me.id)
    in_own_chat = await work.places.in_own_chat([maker.id, call.me.id])
    kept = who_stays(maker, call.me, offer.account, in_own_chat)
    gone = maker if kept is call.me else call.me
    merged = together(one, other, offer.choices)
    former = [a for id_ in (maker.id, call.me.id) for a in await where_they_look(work, id_)]
    await work.links.merge(offer, gone.id, kept.id, merged, call.now)
    work.domain_events.append(MembersMerged(call.community.id, kept.id, gone.id))
    await work.codes.void(LINK, kept.id)
    await work.homes.touch([kept.id], call.now)
    await tell_of_link(work, offer, kept.id, former, call.arrival, call.now)
    return Reply(views.linked(offer, merged.name, call.now + UNDONE_WITHIN))


async def _cancel(call: Call, work: Work, value: str = "") -> Answer:
    found = await work.links.offered_to(call.arrival.actor, call.arrival.space)
    if found and value in ("", str(found.id)):
        await work.links.withdraw(found.id)
    return Reply(views.cancelled())


# Undoing it -----------------------------------------------------------------------------------


@feature.command("link undo", action="members.unlink", carries=("done",))
async def undo(call: Call, work: Work, *, done: OfButton = "") -> Answer:
    """Be two again."""
    latest = await work.links.latest_of(call.me.id)
    if latest is None or not latest.may_be_undone(call.now):
        return Reply(views.too_late(), refused=True)
    if done not in ("", str(latest.id)):
        earlier = any(str(each.id) == done for each in await work.links.concerning(call.me.id))
        answer = views.later_first() if earlier else views.too_late()
        return Reply(answer, refused=True)
    await work.links.lock([call.me.id])
    await work.links.undo(latest, call.now)
    two = [call.me.id, latest.gone] if latest.gone else [call.me.id]
    accounts = [account for id_ in two for account in await where_they_look(work, id_)]
    await work.homes.touch(two, call.now)
    await tell_of_undoing(work, latest, call.me, accounts, call.arrival, call.now)
    return Reply(views.undone(newcomer=latest.gone is None))
