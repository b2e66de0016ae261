"""A poll closes: whoever made it or would host it is told; facilitators, where nobody is left."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.community.facts import Fact
from bot.community.roles import ScopedRole
from bot.delivery.addresses import ToMember
from bot.delivery.notices import tell_facilitators
from bot.features.polls.cards.live import card_of, overview_of
from bot.features.polls.domain import Poll, PollState
from bot.features.polls.ports import Work
from bot.features.polls.results import views


async def close(work: Work, poll: Poll, now: datetime, *, by: int | None = None) -> Poll:
    """Close a poll, if it is open, and tell those who look after it but for whoever closes it."""
    found = await work.polls.lock(poll.id)
    if found is None or found.state is not PollState.OPEN:
        return found or poll
    await work.polls.settle(found.id, PollState.CLOSED)
    await work.cards.withdraw(card_of(found.id))
    await work.live.touch(card_of(found.id))
    closed = replace(found, state=PollState.CLOSED)
    message = partial(views.closed, await overview_of(work, closed, now))
    fact = Fact.of("polls.closed", found.id, part=now.isoformat())
    there = await work.roles.present_holders(ScopedRole.HOST, found.scope)
    for host in there:
        if host.id != by:
            to, each = ToMember(host.id), fact.to(host.id)
            await work.outbox.post(to, message, each, community=found.community)
    if not there and by is None:
        await tell_facilitators(work, found.community, message, fact)
    return closed
