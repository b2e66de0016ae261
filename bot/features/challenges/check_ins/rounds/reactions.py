"""What becomes of questions when groups open and end, people come and go, and threads are gone."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.community.domain_events import (
    ChallengeClosed,
    ChallengeJoined,
    ChallengeLeft,
    ChallengeOpened,
    DeliveryRefused,
    MemberChanged,
    MemberLeft,
    MembersMerged,
    TakenDown,
)
from bot.delivery.addresses import ToMember
from bot.delivery.threads import told_below
from bot.features.challenges import feature
from bot.features.challenges.check_ins.digests.telling import end_digests, renew_those_naming
from bot.features.challenges.check_ins.domain import instant
from bot.features.challenges.check_ins.rhythms.choosing import go_on, stop
from bot.features.challenges.check_ins.rounds import views
from bot.features.challenges.check_ins.rounds.planning import plan_for
from bot.features.challenges.check_ins.rounds.questions import (
    IN_THREAD,
    address_no_more,
    take_back,
    take_back_all,
    to_one,
    to_several,
)
from bot.features.challenges.domain import fact_of
from bot.features.challenges.ports import Work
from bot.ui.text import read_id


@feature.when(ChallengeOpened)
async def a_group_begins(opened: ChallengeOpened, work: Work, now: datetime) -> None:
    """Plan its rounds from tomorrow on."""
    await go_on(work, opened.challenge, now)


@feature.when(ChallengeClosed)
async def a_group_ends(closed: ChallengeClosed, work: Work, now: datetime) -> None:
    """Ask nobody any more."""
    await stop(work, closed.challenge)


@feature.when(TakenDown)
async def is_taken_down(taken: TakenDown, work: Work, now: datetime) -> None:
    """Take back what was told of it, and forget what was answered."""
    if taken.about.kind == fact_of(0).kind:
        await take_back_all(work, taken.about.id)
        await end_digests(work, taken.about.id)
        await work.challenges.rhythms.forget(taken.about.id)


@feature.when(ChallengeLeft)
async def somebody_leaves(left: ChallengeLeft, work: Work, now: datetime) -> None:
    """Ask them nothing any more, and let what they said go with them."""
    await address_no_more(work, left.member, left.challenge)
    await take_back(work, left.challenge, left.member)
    await work.challenges.check_ins.leave(left.challenge, left.member)
    await renew_those_naming(work, left.member, now)


@feature.when(ChallengeJoined)
async def somebody_joins(joined: ChallengeJoined, work: Work, now: datetime) -> None:
    """Ask them with the others; and tell a name no more that is hidden now."""
    await plan_for(work, joined.challenge, joined.member, now)
    person = await work.challenges.check_ins.person(joined.challenge, joined.member)
    if person and person.hidden:
        await address_no_more(work, joined.member, joined.challenge)
    await renew_those_naming(work, joined.member, now)


@feature.when(MemberLeft)
async def a_member_has_left(left: MemberLeft, work: Work, now: datetime) -> None:
    """Tell nothing of somebody any more who is no member."""
    await renew_those_naming(work, left.member, now)


@feature.when(MembersMerged)
async def two_are_one(merged: MembersMerged, work: Work, now: datetime) -> None:
    """Name the one who is there now where two were named."""
    for member in (merged.gone, merged.kept):
        await renew_those_naming(work, member, now)


@feature.when(MemberChanged)
async def somebody_is_elsewhere(changed: MemberChanged, work: Work, now: datetime) -> None:
    """Ask somebody who has travelled at their hour of the same day, where they are now."""
    member = await work.people.member(changed.member)
    moved = []
    for each in await work.challenges.check_ins.waiting(changed.member):
        person = await work.challenges.check_ins.person(each.challenge, changed.member)
        if member and person:
            at = instant(each.ask_on, person.preferences.hour, member.zone)
            if at > now:
                moved.append(replace(each, ask_at=at))
    await work.challenges.check_ins.keep_asked(moved)


@feature.when(DeliveryRefused)
async def a_thread_is_gone(refused: DeliveryRefused, work: Work, now: datetime) -> None:
    """Ask those alone who were asked there, and from now on; they are told so once."""
    fact = told_below(refused.fact)
    if fact is None or fact.kind != IN_THREAD:
        return
    challenge = await work.challenges.proposals.get(read_id(fact.subject))
    rhythm = await work.challenges.rhythms.of(read_id(fact.subject))
    if challenge is None or rhythm is None:
        return
    for each in await work.challenges.check_ins.open_of(challenge.id):
        person = await work.challenges.check_ins.person(challenge.id, each.member)
        if person and to_several(each) == fact:
            await work.challenges.check_ins.prefer(
                challenge.id, each.member, replace(person.preferences, in_thread=False)
            )
            alone = replace(each, asked_in=None)
            await work.challenges.check_ins.keep_asked([alone])
            told = partial(views.question, challenge, rhythm, alone, thread_gone=True)
            to, fact_ = ToMember(each.member), to_one(alone)
            await work.outbox.post(to, told, fact_, community=challenge.community)
