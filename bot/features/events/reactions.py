"""What events do when people go, or turn out to be one: their seats go on."""

from datetime import datetime

from bot.community.domain_events import AccountGone, MemberLeft, MembersMerged, RsvpChanged
from bot.features.events import feature
from bot.features.events.ports import Work
from bot.features.events.rsvps import changes


@feature.when(AccountGone)
async def somebody_has_gone(gone: AccountGone, work: Work, now: datetime) -> None:
    """Free the seats of somebody who is in none of the chats any more in which they were."""
    member = gone.account.member
    if await work.people.has_gone(member):
        await changes.free_seats(work, member, now)


@feature.when(MemberLeft)
async def a_member_has_left(left: MemberLeft, work: Work, now: datetime) -> None:
    """Pass on the seats that were freed when what was known of them was erased."""
    for event, date in await work.events.rsvps.recount(left.community):
        none = RsvpChanged(event, date, left.community, left.member, None, None)
        work.domain_events.append(none)
    await changes.settle_all(work, left.community, now)


@feature.when(MembersMerged)
async def two_are_one(merged: MembersMerged, work: Work, now: datetime) -> None:
    """Pass on the seats that one person held twice."""
    await changes.settle_all(work, merged.community, now)
