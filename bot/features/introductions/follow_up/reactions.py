"""Those who were introduced to somebody who has gone are told so, and come first next time."""

from datetime import datetime
from functools import partial

from bot.community.domain_events import AccountGone
from bot.delivery.addresses import ToMember
from bot.features.introductions import feature
from bot.features.introductions.follow_up.domain import (
    Introduction,
    Outcome,
    first_message_of,
    partner_gone_to,
)
from bot.features.introductions.ports import Work
from bot.features.introductions.rooms import views as room_views

_LATEST = 20


@feature.when(AccountGone)
async def somebody_has_gone(gone: AccountGone, work: Work, now: datetime) -> None:
    """Tell those who wait for somebody who is in no chat any more, unless they have met."""
    member = gone.account.member
    if not await work.people.has_gone(member):
        return
    for current in await work.introductions.follow_up.current_of(member, _LATEST):
        if Outcome.MET not in current.introduction.outcomes.values():
            await _tell_the_others(work, current.introduction, member)


async def _tell_the_others(work: Work, introduction: Introduction, who: int) -> None:
    gone = await work.people.gone([member for member, _ in introduction.members])
    others = [member for member, _ in introduction.members if member not in gone]
    name = dict(introduction.members)[who]
    first = first_message_of(introduction.id)
    if len(others) == 1 and not await work.outbox.posted([first]):
        await work.outbox.retract(first)
    await work.outbox.let_out(introduction.room, [who])
    for other in others:
        await work.outbox.post(
            ToMember(other),
            partial(room_views.partner_gone, introduction.programme, name, alone=len(others) == 1),
            partner_gone_to(introduction.id, who, other),
            community=introduction.community,
        )
    if len(others) == 1:
        await work.introductions.rounds.left_out_once_more(introduction.round, others[0])
