"""How a chat becomes part of a community: by a code, or by founding one."""

from datetime import datetime
from functools import partial
from typing import Annotated

from bot.community.codes import MOST_WRONG, as_kept, recent
from bot.community.facts import Fact
from bot.community.joining import let_in, turned_away
from bot.community.people import AccountInfo, Community, Member, Ref, Space
from bot.community.roles import Role
from bot.delivery.addresses import ToMember
from bot.errors import Conflict
from bot.features.communities import feature, views
from bot.features.communities.domain import NAME_LENGTH, PURPOSE, WRONG
from bot.features.communities.ports import Work
from bot.routing.arguments import TextArg
from bot.routing.interaction import Answer, Call, LookUpActor, Reply, Visit
from bot.ui.messages import Message

Name = Annotated[str, TextArg("name", max_length=NAME_LENGTH)]
"""What a community is to be called."""


@feature.greeting
async def greet(visit: Visit, work: Work) -> Message | None:
    """What to do where Kindred is part of no community yet."""
    return None if visit.space else views.unconnected()


@feature.visit("join", connected=False)
async def join(
    visit: Visit, work: Work, code: Annotated[str, TextArg("code", max_length=200)] = ""
) -> Answer:
    """Make the chat part of the community whose facilitator has made the code."""
    if not code:
        return Reply(views.no_code(), refused=True)

    async def go_on(work: Work, who: AccountInfo) -> Answer:
        refusal = _refusal(who)
        return Reply(refusal, refused=True) if refusal else await _join(visit, work, who, code)

    return LookUpActor(go_on)


@feature.visit("start", connected=False)
async def start(visit: Visit, work: Work, name: Name = "") -> Answer:
    """Found a community with this one as its first chat."""
    name = " ".join(name.split())
    if not name or not name.isprintable():
        return Reply(views.no_name(), refused=True)

    async def go_on(work: Work, who: AccountInfo) -> Answer:
        refusal = _refusal(who)
        return Reply(refusal, refused=True) if refusal else await _start(visit, work, who, name)

    return LookUpActor(go_on)


@feature.command("start", listed=False)
async def start_again(call: Call, work: Work, name: Name = "") -> Answer:
    """Tell a member that the chat belongs to a community already."""
    return Reply(views.part_of_one(call.community), refused=True)


def _refusal(who: AccountInfo) -> Message | None:
    """What those are told who may not speak for the chat they are in."""
    if refusal := turned_away(who):
        return refusal
    return None if who.runs_the_space else views.not_in_charge()


# By a code ------------------------------------------------------------------------------------


async def _join(visit: Visit, work: Work, who: AccountInfo, code: str) -> Answer:
    key, now = f"{WRONG}{visit.arrival.space}", visit.now
    wrong = recent(await work.settings.get(key), now)
    if len(wrong) >= MOST_WRONG:
        return Reply(views.too_many_codes(), refused=True)
    maker = await _maker(work, code, now)
    if maker is None:
        await work.settings.put(key, as_kept([*wrong, now]))
        return Reply(views.wrong_code(), refused=True)
    community = await work.people.community(maker.community)
    space, me = await _enter(visit, work, who, community, Role.FACILITATOR)
    await work.outbox.post(
        ToMember(maker.id),
        partial(views.code_used, space, me),
        Fact.of("communities.connected", space.id),
        community=community.id,
    )
    return Reply(views.connected(community))


async def _maker(work: Work, code: str, now: datetime) -> Member | None:
    """The facilitator who made a code; using it uses it up."""
    redeemed = await work.codes.redeem(PURPOSE, code, now)
    maker = await work.people.member(redeemed.member) if redeemed else None
    return maker if maker and maker.may(Role.FACILITATOR) else None


# By founding ----------------------------------------------------------------------------------


async def _start(visit: Visit, work: Work, who: AccountInfo, name: str) -> Answer:
    community = await work.people.found(name)
    if community is None:
        return Reply(views.name_taken(name), refused=True)
    await _enter(visit, work, who, community, Role.ADMIN)
    return Reply(views.founded(community))


# Either way -----------------------------------------------------------------------------------


async def _enter(
    visit: Visit, work: Work, who: AccountInfo, community: Community, role: Role
) -> tuple[Space, Member]:
    """Connect the chat, and let whoever did it in, with at least this role."""
    ref: Ref = visit.arrival.space
    if await work.people.space(ref):
        raise Conflict(f"{ref} was connected meanwhile")
    space = await work.people.connect(community.id, ref, who.tidied().space_name)
    me = (await let_in(work, space, visit.arrival.actor, who, visit.now)).member
    if not me.may(role):
        await work.members.grant(me.id, role)
    return space, me
