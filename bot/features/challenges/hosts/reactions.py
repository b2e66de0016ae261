"""What becomes of challenges whose hosts go, and whose cards do."""

from datetime import datetime
from functools import partial

from bot.community.domain_events import AccountGone, MemberLeft, MembersMerged, ViewGone
from bot.community.facts import Fact
from bot.community.roles import ScopedRole
from bot.delivery.addresses import ToMember
from bot.features.challenges import feature
from bot.features.challenges.cards import views as card_views
from bot.features.challenges.cards.live import card_of, hosts_of
from bot.features.challenges.domain import Challenge
from bot.features.challenges.hosts import views
from bot.features.challenges.ports import Work

_ASKED = 8
"""So many of those who were heard of last are asked to take it on."""


@feature.when(AccountGone)
async def somebody_has_gone(gone: AccountGone, work: Work, now: datetime) -> None:
    """See to the challenges of somebody who is in none of the chats any more."""
    if not await work.people.has_gone(gone.account.member):
        return
    for challenge in await work.challenges.proposals.in_hands_of(gone.account.member):
        if not await hosts_of(work, challenge):
            await _into_other_hands(work, challenge, {gone.account.member}, now)


@feature.when(MemberLeft)
async def a_member_has_left(left: MemberLeft, work: Work, now: datetime) -> None:
    """See to the challenges that are in nobody's hands since somebody is no member any more."""
    for challenge in await work.challenges.proposals.in_nobodys_hands(left.community):
        await _into_other_hands(work, challenge, {left.member}, now)


async def _into_other_hands(
    work: Work, challenge: Challenge, without: set[int], now: datetime
) -> None:
    """Ask those in it whether they take it on, once each time; facilitators see it meanwhile."""
    if not await work.challenges.proposals.is_nobodys(challenge.id, now):
        return
    await work.live.touch(card_of(challenge.id))
    people = await work.challenges.participants.all_of(challenge.id)
    ids = [each.member for each in people]
    away = without | await work.people.gone(ids)
    there = [each for each in people if each.member not in away]
    for each in sorted(there, key=lambda each: each.heard_at, reverse=True)[:_ASKED]:
        part = now.isoformat()
        fact = Fact.of("challenges.taken_on", challenge.id, part=part, member=each.member)
        question = partial(views.take_on, challenge)
        await work.outbox.post(ToMember(each.member), question, fact, community=challenge.community)


@feature.when(MembersMerged)
async def two_are_one(merged: MembersMerged, work: Work, now: datetime) -> None:
    """Count somebody once who was counted twice."""
    theirs = await work.challenges.proposals.of_participant(merged.kept)
    await work.live.touch(*(card_of(each.id) for each in theirs))


@feature.when(ViewGone)
async def a_card_is_gone(gone: ViewGone, work: Work, now: datetime) -> None:
    """Tell the hosts that a card, and the thread below it, is there no more; the group is."""
    if gone.fact.kind != card_of(0).kind:
        return
    challenge = await work.challenges.proposals.get(gone.fact.id)
    if challenge is None:
        return
    await work.challenges.proposals.hangs_no_more_in(challenge.id, gone.channel)
    for host in await work.roles.holders(ScopedRole.HOST, challenge.scope):
        part = f"{gone.channel}:{now.isoformat()}"
        fact = Fact.of("challenges.card_gone", challenge.id, part=part, member=host.id)
        told = partial(card_views.gone, challenge)
        await work.outbox.post(ToMember(host.id), told, fact, community=challenge.community)
