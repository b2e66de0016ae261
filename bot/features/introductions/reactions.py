"""What could not be delivered: facilitators learn whom we could not reach, once."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from bot.community.domain_events import (
    ChannelChosen,
    DeliveryRefused,
    MemberJoined,
    MemberLeft,
    MembersMerged,
    OutOfReach,
)
from bot.community.facts import Fact
from bot.community.places import Purpose
from bot.delivery.addresses import ChannelFor, ToPlace
from bot.delivery.notices import tell_facilitators
from bot.features.introductions import feature
from bot.features.introductions.ports import Work
from bot.features.introductions.programmes.live import invitation_to
from bot.features.introductions.rounds import views as round_views

_ROOM = {"introductions.room", "introductions.opened", "introductions.halfway"}
_SUGGESTED_ROOM = {"introductions.suggested_room", "introductions.suggested_opening"}
_CHANNEL = "introductions.invitation"
_MEMBER = {
    "introductions.asked",
    "introductions.left_out",
    "introductions.last_call",
    "introductions.suggested",
    "introductions.suggested_thanks",
    "introductions.elsewhere",
    *_ROOM,  # where there is no room, each gets it alone
    *_SUGGESTED_ROOM,
}


@feature.when(DeliveryRefused)
async def could_not_deliver(refused: DeliveryRefused, work: Work, now: datetime) -> None:
    """Tell the facilitators whom we could not reach, once; notes to themselves are let go."""
    fact, community = refused.fact, refused.community
    if refused.member is not None:
        if fact.kind in _MEMBER:
            await _not_reached(work, community, refused.member, fact)
    elif fact.kind in _ROOM:
        introduction = await work.introductions.follow_up.get(fact.id)
        if introduction:
            await _no_room(work, community, introduction.names, f"room:{introduction.id}")
    elif fact.kind in _SUGGESTED_ROOM:
        suggestion = await work.introductions.suggestions.get(fact.id)
        if suggestion:
            people = await work.introductions.suggestions.people(suggestion.two)
            names = [person.name for person in people]
            await _no_room(work, community, names, f"suggested_room:{suggestion.id}")
    elif fact.kind == _CHANNEL:
        told = Fact.of("introductions.unreachable", fact.key)
        await tell_facilitators(work, community, round_views.unreachable_channel, told)


@feature.when(OutOfReach)
async def one_is_out_of_reach(gone: OutOfReach, work: Work, now: datetime) -> None:
    """Tell the facilitators whom we cannot reach who was introduced."""
    if gone.about.kind in _ROOM | _SUGGESTED_ROOM:
        await _not_reached(work, gone.community, gone.member, gone.about)


@feature.when(ChannelChosen)
async def invite_where_people_are_now(chosen: ChannelChosen, work: Work, now: datetime) -> None:
    """Invite to what is running, once, in a channel that is now for announcements."""
    if Purpose.ANNOUNCEMENTS not in chosen.purposes:
        return
    there = ToPlace(ChannelFor(Purpose.ANNOUNCEMENTS, chosen.place))
    running = await work.introductions.programmes.running(chosen.community)
    views = [(there, invitation_to(programme.id)) for programme in running]
    await work.live.hang_each(views, community=chosen.community)


@feature.when(MemberJoined)
async def somebody_may_have_come_back(joined: MemberJoined, work: Work, now: datetime) -> None:
    """Whoever was erased and comes back is still kept from those who said never."""
    await work.introductions.membership.know_again(joined.member, joined.account, joined.email)


@feature.when(MemberLeft, MembersMerged)
async def fewer_take_part(event: MemberLeft | MembersMerged, work: Work, now: datetime) -> None:
    """Let invitations say how many take part now."""
    running = await work.introductions.programmes.running(event.community)
    await work.live.touch(*(invitation_to(programme.id) for programme in running))


async def _not_reached(work: Work, community: int, id_: int, fact: Fact) -> None:
    member = await work.people.member(id_)
    if member:
        message = partial(round_views.unreachable, [member.name], room=False)
        told = Fact.of("introductions.unreachable", fact.whole.key, part=str(member.id))
        await tell_facilitators(work, community, message, told)


async def _no_room(work: Work, community: int, names: Sequence[str], what: str) -> None:
    if names:
        message = partial(round_views.unreachable, names, room=True)
        told = Fact.of("introductions.unreachable", what)
        await tell_facilitators(work, community, message, told)
